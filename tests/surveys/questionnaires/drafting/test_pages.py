"""Pages that write a draft: what they say, what they save, what they refuse with words kept."""

from typing import Any

import pytest
from django.test import Client

from surveys.questionnaires.models import Draft, Questionnaire
from tests.conftest import Cast
from tests.support.pages import Pages
from tests.surveys.questionnaires.drafting.conftest import Desk, version_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


def test_a_version_is_copied(cast: Cast, evaluator: Client, lsp2004: dict[str, Any]) -> None:
    version = version_of(lsp2004)
    pages = Pages(evaluator)
    address = f"/national/questionnaires/{version.pk}/"
    assert "Copy it for another year" in pages.get(address).text
    page = pages.get(f"{address}copy/")
    assert page.heading == "LSP2004 version 1Copy it for another year"
    assert 'value="LSP2005"' in page.html
    sent = {"code": "LSP2005", "year": "2005", "title": "Survey of 2005"}
    page = pages.post(f"{address}copy/", sent)
    assert page.heading == "Survey of 2005"
    assert "A draft is begun with a copy of LSP2004 version 1." in page.text
    assert "Nothing to put right The draft has been checked: it can be published." in page.text
    draft = Draft.objects.get()
    assert (draft.document["code"], draft.based_on, draft.created_by) == (
        "LSP2005",
        version,
        cast.evaluator,
    )
    page = pages.get("/national/questionnaires/drafts/")
    assert "Survey of 2005LSP2004 version 1" in page.text


def test_another_year_is_worth_a_look_and_other_words_are_reworded(desk: Desk) -> None:
    assert "Worth a look" not in desk.get().text
    said = desk.send("questions/B2/", text="How many in 2003-04?")
    words = "The words, options or rows of question B2 changed, so it is no longer mapped as"
    assert words in said.text
    entries = {e["question"]: e["relation"] for e in desk.now().document["mapping"]["questions"]}
    assert (entries.pop("B2"), set(entries.values())) == ("reworded", {"same"})
    for page in (desk.get(), desk.get("publish/")):
        assert "Question B2, text: Names 2003-04, and the survey is of 2005" in page.text
        assert "questions/B2/#id_text" in page.html


def test_a_copy_that_is_refused_keeps_the_words(evaluator: Client, small: dict[str, Any]) -> None:
    version = version_of(small)
    address = f"/national/questionnaires/{version.pk}/copy/"
    page = Pages(evaluator).post(address, {"code": "x!", "year": "2005", "title": HOSTILE})
    assert page.status == 422
    assert "Enter a code of capitals, digits and hyphens" in page.text
    page = Pages(evaluator).post(address, {"code": "SMALL", "year": "2004", "title": HOSTILE})
    assert page.status == 409
    assert "The copy is for a later survey: enter a year after 2004." in page.text
    assert HOSTILE not in page.html
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    cast: Cast,
    evaluator: Client,
    small: dict[str, Any],
    count: int,
    django_assert_num_queries: Any,
) -> None:
    from portal.tenancy.context import in_national
    from surveys.questionnaires.domain import copy_version

    version = version_of(small)
    with in_national():
        for number in range(count):
            copy_version(
                questionnaire=version,
                code=f"S{number}",
                year=2005,
                title=f"Draft {number}",
                by=cast.evaluator,
            )
    address = "/national/questionnaires/drafts/"
    evaluator.get(address)
    with django_assert_num_queries(9):
        page = evaluator.get(address)
    assert page.content.count(b"Draft ") >= count


def test_a_question_is_changed(desk: Desk) -> None:
    page = desk.send("questions/A1/", text="Is there a partnership?", help="One answer.")
    assert "The draft is saved." in page.text
    assert desk.question("A1") == {
        "code": "A1",
        "section": "A",
        "type": "single",
        "text": "Is there a partnership?",
        "help": "One answer.",
        "required": True,
        "options": [
            {"code": "no", "label": "Disagree", "score": 0},
            {"code": "yes", "label": "Agree", "score": 1},
            {"code": "dk", "label": "Don't know", "in_base": False},
        ],
    }


@pytest.mark.parametrize(
    "path",
    [
        *[f"questions/{c}/" for c in ("A1", "A2", "B1", "B2", "B3", "B4", "B5")],
        "sections/B/change/",
        "checks/CK1/",
        "checks/CK2/",
        "settings/",
    ],
)
def test_saving_what_is_there_changes_nothing(desk: Desk, path: str) -> None:
    before = desk.now().document
    desk.send(path)
    assert (desk.now().document, desk.now().revision) == (before, 1)


NEW = {
    "single": {"options": "a | A\nb | B"},
    "multi": {"options": "a | A\nb | B\nnone | None | alone", "max_choices": "2"},
    "grid": {
        "options": "1 | Low | score 1\n2 | High | score 2",
        "rows": "x | X\ny | Y | only if nrf",
    },
    "number": {"min": "0", "max": "9.5", "decimals": "1", "unit": "FTE"},
    "money": {"min": "0", "max": "500", "period": "2004-05"},
    "text": {"max_length": "100"},
}
STORED = {
    "single": {"options": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]},
    "multi": {
        "options": [
            {"code": "a", "label": "A"},
            {"code": "b", "label": "B"},
            {"code": "none", "label": "None", "exclusive": True},
        ],
        "max_choices": 2,
    },
    "grid": {
        "options": [
            {"code": "1", "label": "Low", "score": 1},
            {"code": "2", "label": "High", "score": 2},
        ],
        "rows": [
            {"code": "x", "label": "X"},
            {"code": "y", "label": "Y", "show_if": {"lsp": "nrf", "eq": True}},
        ],
    },
    "number": {"min": 0, "max": 9.5, "decimals": 1, "unit": "FTE"},
    "money": {"min": 0, "max": 500, "period": "2004-05", "currency": "GBP"},
    "text": {"max_length": 100},
}


@pytest.mark.parametrize("kind", NEW)
def test_a_question_of_each_type_is_added(desk: Desk, kind: str) -> None:
    path = f"sections/A/questions/new/?type={kind}"
    page = desk.send(path, text="New?", show_if="A1 is yes", **NEW[kind])
    assert "The draft is saved." in page.text
    assert desk.question("A3") == {
        "code": "A3",
        "section": "A",
        "type": kind,
        "text": "New?",
        "show_if": {"question": "A1", "in": ["yes"]},
        **STORED[kind],
    }


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("questions/A1/", {"text": ""}, "Enter question"),
        ("questions/A1/", {"code": "a-1"}, "Enter a code of a capital letter and up to 7 capitals"),
        ("questions/A1/", {"code": "A2"}, "There is a question A2 already"),
        ("questions/A1/", {"options": "a | A"}, "Enter two options at least, one a line"),
        ("questions/A1/", {"options": "a | A\nB"}, "Line 2: write the code, then | and the label."),
        ("questions/A1/", {"options": "a | A | alone\nb | B"}, "Exclusive belongs to multi"),
        ("questions/A2/", {"max_choices": "9"}, "Is 9, but only 3 can be chosen together"),
        (
            "questions/A1/",
            {"show_if": "A1 is yes"},
            "Question A1 comes later; a condition looks at",
        ),
        ("questions/A2/", {"show_if": "B1.led is yes"}, "Question B1 comes later; a condition"),
        ("questions/A2/", {"show_if": "Z9 is yes"}, "There is no question Z9."),
        ("questions/A2/", {"show_if": "A1 is maybe"}, "A1 has no option with the code maybe."),
        ("questions/B1/", {"show_if": "A2 is board"}, "A2 takes several options: write “A2 incl"),
        (
            "questions/B5/",
            {"show_if": "B1 is no"},
            "B1 is a grid: name a row, as in “B1.row is …”.",
        ),
        ("questions/B5/", {"show_if": "B1.x is no"}, "B1 has no row with the code x."),
        ("questions/B5/", {"show_if": "B2 is no"}, "B2 is a number: compare it, as in “B2 > 0”."),
        ("questions/B5/", {"show_if": "A1.x is no"}, "A1 has no rows: leave out what follows the"),
        ("questions/B5/", {"show_if": "A1 > 3"}, "A1 is not a number, so it cannot be compared"),
        ("questions/B5/", {"show_if": "A1 is"}, "At character 6: write the code of an option, not"),
        (
            "questions/B5/",
            {"show_if": "nrf and\nA1"},
            "At line 2, character 3: say what is asked of",
        ),
        ("questions/B5/", {"show_if": 'region is "Wales"'}, "'Wales' is not a value of region."),
        (
            "questions/B1/",
            {"rows": "led | L\nfit | F | only if B2 > 1"},
            "Row fit: Question B2 comes",
        ),
        ("questions/B2/", {"min": "9", "max": "1"}, "9 is more than 1, the largest number allowed"),
        ("questions/B2/", {"max": "inf"}, "Enter a number."),
        ("questions/B4/", {"max": "1.5"}, "Enter whole pounds, 0 or more"),
        ("questions/B5/", {"max_length": "0"}, "Ensure this value is greater than or equal to 1."),
        ("sections/B/change/", {"show_if": "B2 > 1"}, "Question B2 comes later; a condition looks"),
        ("sections/B/change/", {"code": "A"}, "There is a section A already"),
        ("checks/CK1/", {"require": ""}, "Answer “What must then hold?”"),
        ("checks/CK1/", {"questions": "B3"}, "B2 is used in the rule: list it among the questions"),
        ("checks/CK1/", {"questions": "B2, B3, Z1"}, "There is no question Z1"),
        ("settings/", {"eligibility": "Z1 is x"}, "There is no question Z1."),
        ("settings/", {"reference_date": "2005-02-30"}, "Enter a day as year-month-day"),
        ("settings/", {"year": "1066"}, "Ensure this value is greater than or equal to 1990."),
        ("figures/new/", {"figure": "1/2"}, "Enter letters, digits, full stops and hyphens"),
        (
            "figures/new/",
            {"figure": "1", "title": "F", "questions": "A1", "categories": "maybe"},
            "Question A1 has no option or group maybe",
        ),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    desk: Desk, path: str, typed: dict[str, str], said: str
) -> None:
    before = desk.now().document
    page = desk.send(path, **typed)
    assert page.status == 422
    assert said in page.text
    assert page.title.startswith("Error: ")
    assert (desk.now().document, desk.now().revision) == (before, 1)


def test_what_others_need_is_not_taken_away(desk: Desk) -> None:
    page = desk.send("questions/A1/", options="no | No\ndk | Don’t know")
    assert page.status == 409
    assert (
        "Something else in the draft needs what you took away. Section B, asked only if: A1 has no"
        " option with the code yes." in page.text
    )
    assert "no | No\ndk | Don’t know" in page.html.replace("\r", "")
    assert desk.now().revision == 1


def test_hostile_words_are_words(desk: Desk) -> None:
    desk.act("parts/check/CK2/remove/")
    typed = f"{HOSTILE}\x07\u202e =cmd()"
    desk.send("questions/A2/", text=typed, options=f"a | {HOSTILE}\nb | =1+1")
    assert desk.question("A2")["text"] == f"{HOSTILE} =cmd()"
    for path in ("", "sections/A/", "questions/A2/", "sections/A/preview/", "checks/new/"):
        assert HOSTILE not in desk.get(path).html


def test_a_type_can_change(desk: Desk) -> None:
    desk.send("questions/A2/?type=text", max_length="50")
    assert desk.now().revision == 1  # check CK2 asks for an option of it
    desk.act("parts/check/CK2/remove/")
    desk.send("questions/A2/?type=text", max_length="50")
    assert desk.question("A2") == {
        "code": "A2",
        "section": "A",
        "type": "text",
        "text": "Which bodies?",
        "help": "Up to two.",
        "max_length": 50,
    }
    mapped = desk.now().document["mapping"]["questions"]
    assert [each["relation"] for each in mapped if each["question"] == "A2"] == ["reworded"]


def test_conditions_are_said_in_words(desk: Desk) -> None:
    page = desk.get("questions/B3/")
    assert "Asked only if you answered B2." in page.text
    page = desk.send("questions/B3/", show_if="B2 > 5 and not nrf", then="words")
    assert page.status == 200
    assert (
        "Asked only if B2 is more than 5 and the area does not receive Neighbourhood Renewal Fund."
        in page.text
    )
    assert desk.now().revision == 1
    words = desk.client.get(f"{desk.home}words/", {"text": "B2 > 5", "before": "4"})
    assert words.json() == {"words": "B2 is more than 5"}
    words = desk.client.get(f"{desk.home}words/", {"text": "B2 > 5", "before": "3"})
    assert words.json() == {
        "fault": "Question B2 comes later; a condition looks at earlier questions only."
    }


def test_codes_to_use_are_listed(desk: Desk) -> None:
    text = desk.get("questions/B2/").text
    assert "B1 How far do you agree? B1.row is …Rows: led It is well led, fit It is fit" in text
    assert "B3 How many staff?" not in text
    assert "No question comes before this" in desk.get("questions/A1/").text


def test_sections_checks_and_figures_are_added(desk: Desk) -> None:
    desk.send("sections/new/", code="c", title="Third", intro="Words", show_if="A1 is yes")
    assert desk.now().document["sections"][-1] == {
        "code": "C",
        "title": "Third",
        "intro": "Words",
        "show_if": {"question": "A1", "in": ["yes"]},
    }
    assert "Section C: Has no question yet; add one or remove it" in desk.get().text
    desk.send(
        "checks/new/",
        code="CK3",
        kind_of_check="soft",
        when="B4 > 0",
        require="B3 + B2 > 1",
        message="Money, but nobody.",
        remedy="Say who.",
    )
    assert desk.now().document["checks"][-1] == {
        "code": "CK3",
        "kind": "soft",
        "questions": ["B2", "B3", "B4"],
        "when": {"gt": [{"number": "B4"}, {"value": 0}]},
        "require": {"gt": [{"sum": ["B3", "B2"]}, {"value": 1}]},
        "message": "Money, but nobody.",
        "remedy": "Say who.",
    }
    desk.send("figures/new/", figure="1", title="Views", questions="B1", categories="no\nyes")
    assert desk.now().document["figures"] == [
        {"figure": "1", "title": "Views", "question": "B1", "categories": ["no", "yes"]}
    ]
    desk.send("figures/1/", title="Opinions", questions="A1 B1")
    assert desk.now().document["figures"] == [
        {
            "figure": "1",
            "title": "Opinions",
            "questions": ["A1", "B1"],
            "categories": ["no", "yes"],
        }
    ]


def test_settings_are_changed(desk: Desk) -> None:
    page = desk.send("settings/", title="Renamed", eligibility="A1 is yes", version="2")
    assert page.heading == "Renamed"
    document = desk.now().document
    assert (document["title"], document["version"], desk.now().title) == ("Renamed", 2, "Renamed")
    assert document["eligibility"] == {"question": "A1", "in": ["yes"]}


def test_two_authors_of_one_question(desk: Desk) -> None:
    mine = desk.fields("questions/A2/")
    desk.send("questions/A2/", text="Their words")
    page = desk.pages.post(f"{desk.home}questions/A2/", {**mine, "text": "My words"})
    assert page.status == 409
    assert "Somebody else changed this after you opened the page." in page.text
    assert "Evaluator saved the draft at" in page.text
    assert 'name="text"' in page.html
    assert "My words</textarea>" in page.html
    assert desk.question("A2")["text"] == "Their words"
    again = {**mine, "text": "My words", **_hidden(page.html)}
    page = desk.pages.post(f"{desk.home}questions/A2/", again)
    assert (page.status, desk.question("A2")["text"]) == (200, "My words")


def _hidden(html: str) -> dict[str, str]:
    import re

    found = dict(re.findall(r'name="(revision|token)" value="(\w*)"', html))
    return {"token": "", **found}


def test_two_authors_of_two_questions(desk: Desk) -> None:
    mine = desk.fields("questions/A2/")
    desk.send("questions/B5/", text="Their words")
    desk.pages.post(f"{desk.home}questions/A2/", {**mine, "text": "My words"})
    assert (desk.question("B5")["text"], desk.question("A2")["text"]) == (
        "Their words",
        "My words",
    )


def test_words_for_a_question_that_somebody_removed(desk: Desk) -> None:
    mine = desk.fields("questions/B5/")
    desk.act("parts/question/B5/remove/")
    page = desk.pages.post(f"{desk.home}questions/B5/", {**mine, "text": "My words"})
    assert page.status == 409
    assert "Somebody removed or renamed this while you were writing." in page.text
    assert "My words</textarea>" in page.html
    again = {**mine, "text": "My words", **_hidden(page.html)}
    assert desk.pages.post(f"{desk.home}questions/B5/", again).status == 200
    assert desk.question("B5")["text"] == "My words"


def test_words_for_a_draft_that_was_published_meanwhile(desk: Desk) -> None:
    mine = desk.fields("questions/B5/")
    desk.act("publish/")
    page = desk.pages.post(f"{desk.home}questions/B5/", {**mine, "text": "My words"})
    assert page.status == 409
    assert "has been published as SMALL2005 version 1 and cannot change any more" in page.text
    assert "My words</textarea>" in page.html


def test_publishing_from_its_page(desk: Desk) -> None:
    page = desk.get("publish/")
    assert "Once it is published it can never change. A correction is a new version." in page.text
    page = desk.send("publish/")
    version = Questionnaire.objects.get(code="SMALL2005")
    assert "SMALL2005 version 1 is published. It can never change again." in page.text
    assert page.heading == "A small survey, 2005"
    page = desk.get()
    assert f"This draft is published as {version} and cannot change any more." in page.text
    assert "Publish this draft" not in page.text
    assert desk.get("settings/").status == 409
    assert desk.get("publish/").heading == "A small survey, 2005"


def test_publishing_with_faults_or_unseen_changes(desk: Desk) -> None:
    seen = desk.fields("publish/")
    desk.send("sections/new/", code="C", title="Third")
    page = desk.pages.post(f"{desk.home}publish/", seen)
    assert page.status == 409
    assert "Somebody else changed this draft after you opened the page." in page.text
    assert "Publish it for good" not in page.text
    page = desk.act("publish/")
    assert page.status == 409
    assert "The draft is not published. Put this right first: Section C: has no" in page.text
    assert 'href="/national/questionnaires/drafts/' in page.html


def test_discarding_from_its_page(desk: Desk) -> None:
    assert "Everything written in it is lost." in desk.get("discard/").text
    assert desk.pages.post(f"{desk.home}discard/", {"revision": "7"}).status == 409
    page = desk.send("discard/")
    assert "The draft “A small survey, 2005” is discarded." in page.text
    assert "There is no draft yet" in page.text
    assert desk.get().status == 404


def test_an_imported_document_with_faults(imported: Desk) -> None:
    draft = imported.now()
    draft.document["questions"][4]["show_if"] = {"question": "Z9", "answered": True}
    draft.save()
    page = imported.get()
    assert "1 thing to put right Question B3, asked only if: There is no question Z9" in page.text
    assert f'href="{imported.home}questions/B3/#id_show_if"' in page.html
    page = imported.get("sections/B/")
    assert "asked only if Z9 is answered" in page.text
    page = imported.get("sections/B/preview/")
    assert "This section can be shown once the draft makes sense." in page.text
    imported.send("questions/B3/", show_if="")
    assert "Nothing to put right" in imported.get().text


@pytest.mark.parametrize("person", ["odpm", "observer", "alpha_coordinator", "nobody"])
def test_drafts_are_closed_to_others(desk: Desk, cast: Cast, person: str) -> None:
    client = Client()
    client.force_login(getattr(cast, person), "allauth.account.auth_backends.AuthenticationBackend")
    for path in ("", "settings/", "sections/A/", "words/", "publish/", "discard/"):
        assert client.get(desk.home + path).status_code == 403
    assert client.post(f"{desk.home}discard/", {"revision": 1}).status_code == 403
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "questions/Z9/",
        "sections/Z/",
        "checks/Z/",
        "figures/Z/",
        "parts/wave/A1/remove/",
        "parts/question/Z9/remove/",
        "sections/Z/preview/",
        "sections/Z/questions/new/",
    ],
)
def test_parts_that_are_not_there(desk: Desk, path: str) -> None:
    assert desk.get(path).status == 404


@pytest.mark.parametrize(
    ("path", "count"),
    [("", 8), ("sections/B/", 8), ("questions/B1/", 8), ("sections/B/preview/", 8)],
)
def test_a_page_reads_the_draft_once(
    desk: Desk, path: str, count: int, django_assert_num_queries: Any
) -> None:
    desk.client.get(desk.home + path)
    with django_assert_num_queries(count):
        desk.client.get(desk.home + path)
    desk.send("sections/A/questions/new/?type=text", text="More?", max_length="9")
    desk.client.get(desk.home + path)
    with django_assert_num_queries(count):
        desk.client.get(desk.home + path)
