"""Edits of a document: what changes with them, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Missing, Refused
from surveys.questionnaires.document import validate
from surveys.questionnaires.drafting import edits
from surveys.questionnaires.drafting.beginning import cannot_begin, code_for, copy_for, title_for
from surveys.questionnaires.drafting.renaming import question_renamed
from surveys.questionnaires.drafting.years import other_years
from tests.surveys.questionnaires.conftest import SMALL

Document = dict[str, Any]
TEXT = {"code": "A3", "section": "A", "type": "text", "text": "Why?", "max_length": 9}


@pytest.fixture
def mapped(small: Document) -> Document:
    """A copy for 2005."""
    return copy_for(small, "0" * 64, code="SMALL2005", year=2005, title="Next")


def codes(document: Document, kind: str = "questions") -> list[str]:
    return [part["code"] for part in document[kind]]


def entry(document: Document, code: str) -> Any:
    return next((e for e in document["mapping"]["questions"] if e["question"] == code), None)


def refused(edit: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        edit()
    return caught.value.message


def test_a_copy_is_mapped_to_its_original(small: Document) -> None:
    small["reference_date"] = "2004-02-29"
    copy = copy_for(small, "f" * 64, code="SMALL2005", year=2005, title="Next")
    mapping = copy.pop("mapping")
    head = {"code": "SMALL2005", "year": 2005, "version": 1, "title": "Next"}
    assert copy == {**small, **head, "reference_date": "2005-02-28"}
    assert mapping == {
        "to": {"code": "SMALL", "year": 2004, "version": 1, "sha256": "f" * 64},
        "questions": [
            {"question": code, "relation": "same", "earlier": [code]} for code in codes(small)
        ],
        "dropped": [],
    }


def test_names_of_the_next_year(lsp2004: Document, small: Document) -> None:
    assert (code_for(lsp2004, 2005), code_for(small, 2005)) == ("LSP2005", "SMALL")
    assert title_for(lsp2004, 2005).endswith("survey of all English LSPs, 2005")


def test_a_question_is_added_at_the_end_of_its_section(mapped: Document) -> None:
    after = edits.added(mapped, "question", TEXT)
    assert codes(after) == ["A1", "A2", "A3", "B1", "B2", "B3", "B4", "B5"]
    assert entry(after, "A3") == {"question": "A3", "relation": "new", "earlier": []}
    assert validate(after) == []


def test_order_follows_the_list(lsp2004: Document) -> None:
    after = edits.added(lsp2004, "question", TEXT | {"code": "A99"})
    assert [q["order"] for q in after["questions"]] == list(range(1, 92))
    assert validate({k: v for k, v in after.items() if k != "mapping"}) == []


def test_a_code_is_used_once(mapped: Document) -> None:
    said = "There is a question A1 already. Give this one another code."
    again = TEXT | {"code": "A1"}
    assert refused(lambda: edits.added(mapped, "question", again)) == said
    assert refused(lambda: edits.copied(mapped, "A2", "A1")) == said
    other = {**mapped["questions"][1], "code": "A1"}
    assert refused(lambda: edits.changed(mapped, "question", "A2", other)) == said


def test_a_question_is_copied_behind_itself(mapped: Document) -> None:
    after = edits.copied(mapped, "B2", "B9")
    assert codes(after) == ["A1", "A2", "B1", "B2", "B9", "B3", "B4", "B5"]
    assert after["questions"][4] == {**mapped["questions"][3], "code": "B9"}
    assert entry(after, "B9") == {"question": "B9", "relation": "new", "earlier": []}


def test_everything_follows_a_new_code(mapped: Document) -> None:
    mapped["figures"] = [{"figure": "1", "title": "F", "question": "B2"}]
    mapped["checks"][0]["when"] = {"gt": [{"sum": ["B2", "B3"]}, {"value": 0}]}
    part = {**mapped["questions"][3], "code": "B22"}
    after = edits.changed(mapped, "question", "B2", part)
    assert after["questions"][4]["show_if"] == {"question": "B22", "answered": True}
    assert after["checks"][0]["questions"] == ["B3", "B22"]
    assert after["checks"][0]["require"] == {"le": [{"number": "B3"}, {"number": "B22"}]}
    assert after["checks"][0]["when"] == {"gt": [{"sum": ["B22", "B3"]}, {"value": 0}]}
    assert after["figures"][0]["question"] == "B22"
    assert entry(after, "B22") == {"question": "B22", "relation": "same", "earlier": ["B2"]}
    assert entry(after, "B2") is None
    assert validate(after) == []


@pytest.mark.parametrize(
    ("code", "change", "relation"),
    [
        ("B2", {"text": "How many people?"}, "reworded"),
        ("A1", {"options": [{"code": "yes", "label": "Aye"}]}, "reworded"),
        ("B2", {"help": "Count everybody."}, "same"),
        ("B2", {"code": "B22"}, "same"),
    ],
)
def test_other_words_are_not_silently_the_same(
    mapped: Document, code: str, change: Document, relation: str
) -> None:
    part = next(part for part in mapped["questions"] if part["code"] == code) | change
    if "options" in change:
        before = next(q for q in mapped["questions"] if q["code"] == code)["options"]
        part["options"] = [{**before[0], "label": "Aye"}, *before[1:]]
    after = edits.changed(mapped, "question", code, part)
    assert entry(after, part["code"])["relation"] == relation
    others = [each for each in after["mapping"]["questions"] if each["question"] != part["code"]]
    assert {each["relation"] for each in others} == {"same"}


def test_other_years_are_worth_a_look(lsp2004: Document) -> None:
    assert [(fault.place, fault.message) for fault in other_years(lsp2004)] == [
        ("question B14, text", "names 2003-04, and the survey is of 2004"),
        ("question J05, text", "names 2003-04, and the survey is of 2004"),
        ("question J06, text", "names 2004-05, and the survey is of 2004"),
        ("question L02, text", "names 2006-2011, and the survey is of 2004"),
    ]
    lsp2004["sections"][0]["title"] = "In 2003 and 2003, not 1899 or 20031"
    assert other_years(lsp2004)[0].message == "names 2003, and the survey is of 2004"


def test_questions_follow_a_new_code_of_their_section(mapped: Document) -> None:
    after = edits.changed(mapped, "section", "B", {**mapped["sections"][1], "code": "Z"})
    assert [q["section"] for q in after["questions"]] == ["A", "A", "Z", "Z", "Z", "Z", "Z"]


@given(st.sampled_from(["A1", "A2", "B1", "B2", "B3", "B4", "B5"]))
def test_renaming_there_and_back_changes_nothing(code: str) -> None:
    assert question_renamed(question_renamed(SMALL, code, "Q9"), "Q9", code) == SMALL


def test_an_option_stays_while_something_asks_for_it(mapped: Document) -> None:
    part = {**mapped["questions"][0], "options": mapped["questions"][0]["options"][::2]}
    assert refused(lambda: edits.changed(mapped, "question", "A1", part)) == (
        "Something else in the draft needs what you took away."
        " Section B, asked only if: A1 has no option with the code yes."
    )


def test_a_type_stays_while_something_depends_on_it(mapped: Document) -> None:
    part = TEXT | {"code": "B2", "section": "B"}
    said = refused(lambda: edits.changed(mapped, "question", "B2", part))
    assert said.endswith(
        "Check CK1, what must hold: B2 is not a number, so it cannot be compared or added up."
    )


def test_up_and_down(mapped: Document) -> None:
    assert codes(edits.moved(mapped, "question", "A2", edits.UP))[:2] == ["A2", "A1"]
    assert edits.moved(mapped, "question", "A1", edits.UP) == mapped
    assert edits.moved(mapped, "question", "A2", edits.DOWN) == mapped
    assert codes(edits.moved(mapped, "check", "CK1", edits.DOWN), "checks") == ["CK2", "CK1"]


def test_nothing_moves_before_what_it_looks_at(mapped: Document) -> None:
    assert refused(lambda: edits.moved(mapped, "question", "B3", edits.UP)) == (
        "Question B3 cannot stand there. Question B3, asked only if: question B2 comes later; a"
        " condition looks at earlier questions only."
    )
    assert refused(lambda: edits.moved(mapped, "section", "B", edits.UP)).startswith(
        "Section B cannot stand there. Section B, asked only if: question A1 comes later;"
    )


def test_a_section_takes_its_questions_along(small: Document) -> None:
    del small["sections"][1]["show_if"]
    after = edits.moved(small, "section", "B", edits.UP)
    assert codes(after, "sections") == ["B", "A"]
    assert codes(after) == ["B1", "B2", "B3", "B4", "B5", "A1", "A2"]


def test_a_question_is_put_into_another_section(mapped: Document) -> None:
    after = edits.put_into(mapped, "A2", "B")
    assert codes(after) == ["A1", "B1", "B2", "B3", "B4", "B5", "A2"]
    assert after["questions"][-1]["section"] == "B"
    assert edits.put_into(mapped, "A2", "A") == mapped
    with pytest.raises(Missing, match="This draft has no section Z."):
        edits.put_into(mapped, "A2", "Z")


def test_removing_says_what_needs_it(mapped: Document) -> None:
    mapped["figures"] = [{"figure": "1", "title": "F", "question": "B2"}]
    assert refused(lambda: edits.removed(mapped, "question", "B2")) == (
        "Question B2 is used by question B3, asked only if; check CK1, questions; check CK1, what"
        " must hold and figure 1. Change those first, then remove it."
    )
    assert refused(lambda: edits.removed(mapped, "section", "A")) == (
        "Section A still has 2 questions. Move or remove them first, then remove the section."
    )


def test_a_removed_question_is_dropped_in_the_mapping(mapped: Document) -> None:
    after = edits.removed(mapped, "question", "B5")
    assert codes(after) == ["A1", "A2", "B1", "B2", "B3", "B4"]
    assert (entry(after, "B5"), after["mapping"]["dropped"]) == (None, ["B5"])
    assert validate(after) == []


def test_one_question_and_one_section_are_left(small: Document) -> None:
    small.update(sections=small["sections"][:1], questions=small["questions"][:1], checks=[])
    assert refused(lambda: edits.removed(small, "question", "A1")) == (
        "A questionnaire needs at least one question. Add another one first."
    )


def test_own_faults_name_their_field(small: Document) -> None:
    part = {**small["questions"][1], "max_choices": 9}
    (fault,) = edits.own_faults(small, "question", "A2", part)
    assert str(fault) == "question A2, max_choices: is 9, but only 3 can be chosen together"
    (fault,) = edits.own_faults(small, "question", "A2", part | {"text": "x" * 501})
    assert str(fault) == "question A2, text: must be 500 characters or fewer"
    (fault,) = edits.own_faults(small, "question", "A2", part | {"code": "A1"})
    assert str(fault) == "question A1, code: there is a question A1 already"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"questions": []}, "questions: needs at least 1"),
        ({"eligibility": {"mean": 1}}, "eligibility: is not a condition"),
        ({"figures": [{"figure": "1/2", "title": "F"}]}, "figure 1/2: needs a number without a"),
        ({"title": 3}, "title: must be text"),
    ],
)
def test_what_no_draft_can_begin_with(small: Document, change: Document, said: str) -> None:
    (fault,) = cannot_begin(small | change)
    assert str(fault).startswith(said)


def test_a_draft_can_begin_with_faults_of_sense(small: Document) -> None:
    small["questions"][0]["code"] = "A9"
    assert validate(small) != []
    assert cannot_begin(small) == []
