"""The mapping to an earlier questionnaire: its rules, and what may be carried over."""

from copy import deepcopy
from typing import Any

import pytest

from surveys.questionnaires import document, mapping
from surveys.questionnaires import form as forms
from surveys.questionnaires.form import Form
from surveys.questionnaires.structure import MappedTo, Match
from tests.surveys.questionnaires.conftest import SMALL

HASH = "0" * 64
TO = {"code": "BEFORE", "year": 2003, "version": 1, "sha256": HASH}


def before() -> dict[str, Any]:
    """The small questionnaire a year earlier."""
    return {**deepcopy(SMALL), "code": "BEFORE", "year": 2003}


def entry(question: str, relation: str, *earlier: str) -> dict[str, Any]:
    return {"question": question, "relation": relation, "earlier": list(earlier)}


def mapped(document: dict[str, Any], *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    document["mapping"] = {"to": TO, "questions": list(entries), **more}
    return document


def said(faults: list[Any]) -> list[str]:
    return [str(fault) for fault in faults]


def test_a_document_without_mapping_is_all_new(small_form: Form) -> None:
    assert small_form.mapped_to is None
    assert small_form.dropped == ()
    assert set(small_form.mapping) == {question.code for question in small_form.questions}
    assert set(small_form.mapping.values()) == {Match("new")}


def test_form_knows_its_mapping(small: dict[str, Any]) -> None:
    mapped(small, entry("A1", "same", "A1"), entry("A2", "merged", "X1", "X2"), dropped=["X9"])
    assert document.validate(small) == []
    form = forms.compile(small)
    assert form.mapped_to == MappedTo("BEFORE", 2003, 1, HASH)
    assert str(form.mapped_to) == "BEFORE version 1"
    assert form.dropped == ("X9",)
    found = mapping.matches(form)
    assert found["A1"] == Match("same", ("A1",))
    assert found["A1"].is_same
    assert found["A2"] == Match("merged", ("X1", "X2"))
    assert found["B1"] == Match("new")
    assert not found["B1"].is_same


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"to": {**TO, "year": 2004}},
            "mapping, to, year: must be before 2004, the year of this questionnaire",
        ),
        ({"questions": [entry("Z9", "new")]}, "mapping, question Z9: no such question"),
        (
            {"questions": [entry("A1", "new"), entry("A1", "new")]},
            "mapping, question A1: is mapped 2 times",
        ),
        (
            {"questions": [entry("A1", "new", "A1")]},
            "mapping, question A1: new needs none of the earlier questions, not 1",
        ),
        (
            {"questions": [entry("A1", "merged", "A1")]},
            "mapping, question A1: merged needs two or more of the earlier questions, not 1",
        ),
        (
            {"questions": [entry("A1", "same")]},
            "mapping, question A1: same needs one of the earlier questions, not 0",
        ),
        (
            {"questions": [entry("A1", "same", "A1"), entry("A2", "split", "A1")]},
            "mapping, question A1: earlier question A1 goes on in A1, A2: say split for each of them",
        ),
        (
            {"questions": [entry("A1", "split", "A1")]},
            "mapping, question A1: earlier question A1 is split into this one alone: say reworded",
        ),
        (
            {"questions": [entry("A1", "same", "A1")], "dropped": ["A1"]},
            "mapping, dropped: A1 is dropped, yet A1 is mapped to it",
        ),
        ({"dropped": ["X1", "X1"]}, "mapping, dropped: must not repeat an entry"),
        (
            {"questions": [entry("A1", "similar", "A1")]},
            "mapping, questions[0], relation: must be one of same, reworded, split, merged, new",
        ),
        (
            {"to": {**TO, "sha256": "abc"}},
            "mapping, to, sha256: abc is not of the form allowed here",
        ),
        ({"extra": 1}, "mapping: does not know extra"),
    ],
)
def test_faults_of_the_document_alone(
    small: dict[str, Any], change: dict[str, Any], fault: str
) -> None:
    mapped(small)
    small["mapping"] |= change
    assert said(document.validate(small)) == [fault]


def test_split_and_merged_may_share(small: dict[str, Any]) -> None:
    mapped(small, entry("A1", "split", "X1"), entry("A2", "split", "X1"))
    assert document.validate(small) == []


def test_against_the_earlier_document(small: dict[str, Any]) -> None:
    earlier = before()
    mapped(small, *(entry(q["code"], "same", q["code"]) for q in small["questions"]))
    assert mapping.faults_against(small, earlier, HASH) == []
    assert mapping.left_open(small, earlier) == ([], [])
    b1 = next(q for q in small["questions"] if q["code"] == "B1")
    b1["rows"][0]["code"] = "lead"
    a1 = next(q for q in earlier["questions"] if q["code"] == "A1")
    a1["options"] = a1["options"][:2]
    b3 = next(q for q in earlier["questions"] if q["code"] == "B3")
    b3 |= {"unit": "people", "decimals": 0}
    small["mapping"]["dropped"] = ["X7"]
    small["mapping"]["questions"][1]["earlier"] = ["X8"]
    assert said(mapping.faults_against(small, earlier, "f" * 64)) == [
        f"mapping, to, sha256: is {HASH}, but that questionnaire has {'f' * 64}",
        "mapping, question A1: is not the same: the option dk was added",
        "mapping, question A2: BEFORE has no question X8",
        "mapping, question B1: is not the same: the row lead was added",
        "mapping, question B1: is not the same: the row led was removed",
        "mapping, question B3: is not the same: the unit was people and is FTE",
        "mapping, question B3: is not the same: the number of decimals was 0 and is 1",
        "mapping, dropped: BEFORE has no question X7",
    ]


def test_what_nobody_has_spoken_of(small: dict[str, Any]) -> None:
    mapped(small, entry("A1", "same", "A1"), dropped=["B5"])
    assert mapping.left_open(small, before()) == (
        ["A2", "B1", "B2", "B3", "B4", "B5"],
        ["A2", "B1", "B2", "B3", "B4"],
    )


@pytest.mark.parametrize(
    ("code", "value", "carried"),
    [
        ("A1", "yes", "yes"),
        ("A1", "gone", None),
        ("A1", None, None),
        ("A2", ["forum", "board"], ["board", "forum"]),
        ("A2", ["board", "forum", "group"], None),
        ("A2", ["none", "board"], None),
        ("B1", {"led": "yes", "old": "no"}, {"led": "yes"}),
        ("B1", {"old": "no"}, None),
        ("B2", 150, 150),
        ("B2", 151, None),
        ("B3", 2.5, 2.5),
        ("B5", "Money", "Money"),
        ("B5", "More than twenty characters", None),
    ],
)
def test_carried_value(small_form: Form, code: str, value: Any, carried: Any) -> None:
    question = small_form.question(code)
    assert mapping.carried_value(question, question, value) == carried


def test_nothing_is_carried_between_types(small_form: Form) -> None:
    assert mapping.carried_value(small_form.question("B2"), small_form.question("B4"), 5) is None
