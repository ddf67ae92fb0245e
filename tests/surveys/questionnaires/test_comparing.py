"""What differs between two documents."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires import document
from surveys.questionnaires.comparing import Change, Detail, Difference, difference
from tests.surveys.questionnaires.conftest import SMALL
from tests.surveys.questionnaires.test_mapping import entry

NOTHING = Difference((), (), (), ())


def other() -> dict[str, Any]:
    return deepcopy(SMALL)


def only(found: Difference) -> Change:
    (change,) = [*found.sections, *found.questions, *found.checks]
    assert found.general == ()
    return change


def test_a_document_does_not_differ_from_itself(lsp2004: dict[str, Any]) -> None:
    assert difference(SMALL, other()) == NOTHING
    assert difference(SMALL, other()).is_empty
    assert difference(lsp2004, deepcopy(lsp2004)).is_empty


def test_what_is_not_given_is_no_difference(small: dict[str, Any]) -> None:
    small["questions"][1] |= {"required": False, "show_if": None}
    small["questions"][3] |= {"decimals": 0}
    small["questions"][0]["options"] = [
        {**option, "in_base": option.get("in_base", True)}
        for option in SMALL["questions"][0]["options"]
    ]
    for place, question in enumerate(small["questions"], start=1):
        question["order"] = place
    assert difference(SMALL, small).is_empty


def test_added_and_removed(small: dict[str, Any]) -> None:
    gone = small["questions"].pop(1)
    small["checks"].pop(1)
    small["sections"].append({"code": "C", "title": "Third"})
    small["questions"].append({**gone, "code": "C1", "section": "C", "text": "Which forums?"})
    found = difference(SMALL, small)
    assert found.sections == (Change("added", "C", "Third"),)
    assert found.questions == (
        Change("added", "C1", "Which forums?"),
        Change("removed", "A2", "Which bodies?"),
    )
    assert found.checks == (Change("removed", "CK2", "There is a board, but it is not fit."),)


@pytest.mark.parametrize(
    ("change", "details"),
    [
        ({"text": "Is there one?"}, [Detail("Question", "Is there an LSP?", "Is there one?")]),
        ({"required": False}, [Detail("Must be answered", "Yes", "No")]),
        ({"help": "Think."}, [Detail("Hint", "", "Think.")]),
        (
            {"show_if": {"lsp": "nrf", "eq": True}},
            [Detail("Asked only if", "", "the area receives Neighbourhood Renewal Fund")],
        ),
        ({"type": "multi"}, [Detail("Type", "One option", "Any number of options")]),
        (
            {"show_if": {"question": "Z9", "answered": True}},
            [Detail("Asked only if", "", '{"question": "Z9", "answered": true}')],
        ),
    ],
)
def test_a_question_changed(
    small: dict[str, Any], change: dict[str, Any], details: list[Detail]
) -> None:
    small["questions"][0] |= change
    assert only(difference(SMALL, small)) == Change(
        "changed", "A1", small["questions"][0]["text"], tuple(details)
    )


def test_options_and_rows(small: dict[str, Any]) -> None:
    grid = small["questions"][2]
    grid["options"] = [grid["options"][1], {**grid["options"][0], "label": "Not so"}]
    grid["rows"].append(
        {"code": "new", "label": "It is new", "show_if": {"lsp": "region", "eq": "London"}}
    )
    assert only(difference(SMALL, small)).details == (
        Detail("Option no", "Disagree; score 0", "Not so; score 0"),
        Detail("Option dk", "Don't know; not in the percentage base", ""),
        Detail("Order of options", "no, yes, dk", "yes, no"),
        Detail("Row new", "", "It is new; asked only if the area is in London"),
    )


def test_a_question_moved(small: dict[str, Any]) -> None:
    questions = small["questions"]
    questions.insert(2, questions.pop(6))
    assert only(difference(SMALL, small)) == Change(
        "changed",
        "B5",
        "What is your greatest challenge?",
        (Detail("Place", "after B4", "after A2"),),
    )


def test_checks_and_the_whole(small: dict[str, Any]) -> None:
    small["checks"][0] |= {"kind": "soft", "require": {"lt": [{"number": "B3"}, {"number": "B2"}]}}
    small |= {
        "title": "Another survey",
        "figures": [{"figure": "1", "title": "Bodies", "question": "A2"}],
    }
    small["questions"][0] |= {"source": "found", "source_ref": "Hansard"}
    found = difference(SMALL, small)
    assert found.general == (
        Detail("Title", "A small survey", "Another survey"),
        Detail("Figures", "", "1 Bodies"),
        Detail("Sources", "", "Stated otherwise for A1"),
    )
    (check,) = found.checks
    assert check.details == (
        Detail("Kind", "hard", "soft"),
        Detail("Must hold", "B3 is not more than B2", "B3 is less than B2"),
    )
    small["figures"][0]["categories"] = ["board"]
    again = {**other(), "figures": [{"figure": "1", "title": "Bodies", "question": "A2"}]}
    assert Detail("Figures", "", "Changed inside") in difference(again, small).general


def test_the_mapping_says_what_belongs_together(small: dict[str, Any]) -> None:
    before = {**other(), "code": "BEFORE", "year": 2003}
    by = {q["code"]: q for q in small["questions"]}
    by["A2"]["code"] = "A9"
    by["B4"]["code"], by["B5"]["code"] = "B8", "B9"
    del small["checks"]
    del before["checks"]
    target = {"code": "BEFORE", "year": 2003, "version": 1, "sha256": document.sha256(before)}
    small["mapping"] = {
        "to": target,
        "questions": [
            *(entry(code, "same", code) for code in ("A1", "B1", "B2")),
            entry("A9", "reworded", "A2"),
            entry("B8", "split", "B4"),
            entry("B9", "split", "B4"),
        ],
        "dropped": ["B5"],
    }
    found = difference(before, small)
    assert found.questions == (
        Change("changed", "A9", "Which bodies?", (Detail("Code", "A2", "A9"),)),
        Change("added", "B3", "How many staff?"),
        Change("added", "B8", "What did it cost?", remark="Split from B4"),
        Change("added", "B9", "What is your greatest challenge?", remark="Split from B4"),
        Change("removed", "B3", "How many staff?"),
        Change("removed", "B4", "What did it cost?", remark="Split into B8 and B9"),
        Change("removed", "B5", "What is your greatest challenge?", remark="Dropped"),
    )


@given(st.data())
def test_any_change_of_a_question_is_found(data: st.DataObject) -> None:
    small = other()
    question = data.draw(st.sampled_from(small["questions"]))
    key = data.draw(
        st.sampled_from(sorted(set(question) - {"section", "code", "currency", "type"}))
    )
    before = deepcopy(question[key])
    if isinstance(before, bool):
        question[key] = not before
    elif isinstance(before, int):
        question[key] = before + 1
    elif isinstance(before, str):
        question[key] = f"{before} indeed"
    elif isinstance(before, dict):
        question[key] = {"not": before}
    else:
        question[key] = before[::-1]
    assert [change.code for change in difference(SMALL, small).questions] == [question["code"]]
