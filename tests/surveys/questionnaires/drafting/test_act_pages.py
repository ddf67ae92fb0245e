"""Buttons on the parts of a draft: copy, move, put elsewhere, remove; and the preview."""

import pytest

from tests.surveys.questionnaires.drafting.conftest import Desk

pytestmark = pytest.mark.django_db


def codes(desk: Desk) -> list[str]:
    return [question["code"] for question in desk.now().document["questions"]]


def test_a_copy_opens_for_writing(desk: Desk) -> None:
    page = desk.act("questions/A1/copy/")
    assert page.heading == "Section A: One optionQuestion A3"
    assert "Question A1 is copied. The copy is A3." in page.text
    assert codes(desk) == ["A1", "A3", "A2", "B1", "B2", "B3", "B4", "B5"]


def test_up_and_down(desk: Desk) -> None:
    page = desk.act("parts/question/A2/move/", direction="up")
    assert page.heading == "A. First"
    assert codes(desk)[:2] == ["A2", "A1"]
    page = desk.act("parts/check/CK1/move/", direction="down")
    assert page.heading == "A small survey, 2005"
    assert [check["code"] for check in desk.now().document["checks"]] == ["CK2", "CK1"]


def test_what_cannot_stand_there_is_refused(desk: Desk) -> None:
    page = desk.act("parts/question/B3/move/", direction="up")
    assert page.status == 409
    assert (
        "Question B3 cannot stand there. Question B3, asked only if: question B2 comes later; a"
        " condition looks at earlier questions only." in page.text
    )
    assert desk.now().revision == 1


def test_a_question_goes_to_another_section(desk: Desk) -> None:
    page = desk.act("questions/A2/section/", section="B")
    assert page.heading == "B. Second"
    assert "Question A2 now stands in section B." in page.text
    assert codes(desk)[-1] == "A2"
    assert desk.act("questions/A2/section/", section="Z").status == 404


def test_removing_asks_first(desk: Desk) -> None:
    page = desk.get("parts/question/B5/remove/")
    assert page.heading == "A small survey, 2005Remove question B5"
    assert "Nothing else in the draft names it. It cannot be brought back." in page.text
    page = desk.send("parts/question/B5/remove/")
    assert "The question B5 is removed." in page.text
    assert codes(desk)[-1] == "B4"


def test_removing_says_what_needs_it(desk: Desk) -> None:
    said = (
        "Question B2 is used by question B3, asked only if; check CK1, questions and check CK1, what"
        " must hold. Change those first, then remove it."
    )
    page = desk.get("parts/question/B2/remove/")
    assert said in page.text
    assert "Remove this question" not in page.text
    page = desk.act("parts/question/B2/remove/")
    assert (page.status, said in page.text) == (409, True)
    assert desk.now().revision == 1


@pytest.mark.parametrize(
    "path",
    ["questions/A1/copy/", "questions/A2/section/", "parts/question/A2/move/"],
)
def test_acts_on_a_draft_that_changed_meanwhile(desk: Desk, path: str) -> None:
    page = desk.act(path, revision=7, section="B")
    assert page.status == 409
    assert "Somebody else changed this draft after you opened the page." in page.text
    page = desk.act(path, revision="x", section="B")
    assert page.status == 409
    assert "This page did not say what it was about. Open the draft and try again." in page.text
    assert desk.now().revision == 1


def test_a_preview_for_a_kind_of_partnership(desk: Desk) -> None:
    page = desk.get("sections/B/preview/?type=unitary&region=London&nrf=yes")
    assert page.heading == "Second"
    assert "Asked only if you answered ‘Agree’ to A1." in page.text
    assert "It is funded" in page.text
    page = desk.get("sections/B/preview/?type=unitary&region=London&nrf=no")
    assert "It is funded" not in page.text
    assert desk.get("sections/B/preview/?type=moon&region=Mars&nrf=perhaps").status == 200


def test_a_preview_of_what_is_not_asked(desk: Desk) -> None:
    desk.send("sections/B/change/", show_if='region is "London"')
    page = desk.get("sections/B/preview/?type=county&region=South East&nrf=no")
    assert "Partnerships of this kind are never asked this section." in page.text
    desk.send("questions/A2/", show_if="nrf")
    page = desk.get("sections/A/preview/?nrf=no")
    assert "Not asked of partnerships of this kind: A2." in page.text
