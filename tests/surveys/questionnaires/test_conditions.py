"""The condition language: against a naive evaluator, reduced, in words, and its faults."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from surveys.questionnaires import conditions, document
from surveys.questionnaires.conditions import Scope
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires import strategies as some
from tests.surveys.questionnaires.conftest import NRF, PLAIN, SMALL


def naive(  # noqa: C901 -- one case for each form of the language
    node: Any, answers: dict[str, Any], lsp: dict[str, Any]
) -> bool:
    """The language again, spelled out by translation to a Python expression."""

    def code(part: Any) -> str:  # noqa: C901, PLR0912 -- as above
        match part:
            case None:
                return "True"
            case {"all": parts}:
                return "(" + " and ".join(map(code, parts)) + ")"
            case {"any": parts}:
                return "(" + " or ".join(map(code, parts)) + ")"
            case {"not": inner}:
                return f"(not {code(inner)})"
            case {"lsp": name, "eq": value}:
                return f"(lsp[{name!r}] == {value!r})"
            case {"lsp": name, "in": values}:
                return f"(lsp[{name!r}] in {values!r})"
            case {"lsp": name, "includes_any": values}:
                return f"bool(set(lsp[{name!r}]) & set({values!r}))"
            case {"question": question, "row": row, "in": values}:
                return f"(answers.get({question!r}, {{}}).get({row!r}) in {values!r})"
            case {"question": question, "row": row, "answered": True}:
                return f"({row!r} in answers.get({question!r}, {{}}))"
            case {"question": question, "answered": True}:
                return f"({question!r} in answers)"
            case {"question": question, "in": values}:
                return f"(answers.get({question!r}) in {values!r})"
            case {"question": question, "includes_any": values}:
                return f"bool(set(answers.get({question!r}, [])) & set({values!r}))"
        ((name, sides),) = part.items()
        needed = [q for side in sides for q in side.get("sum", [side.get("number")]) if q]
        sign = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[name]
        return f"(set({needed!r}) <= set(answers) and {number(sides[0])} {sign} {number(sides[1])})"

    def number(side: Any) -> str:
        match side:
            case {"value": value}:
                return str(value)
            case {"wave": _}:
                return "2004"
            case {"number": question}:
                return f"answers[{question!r}]"
        return "(" + " + ".join(f"answers[{q!r}]" for q in side["sum"]) + ")"

    return bool(eval(code(node), {"answers": answers, "lsp": lsp, "set": set, "bool": bool}))


def scope(before: int | None = None) -> Scope:
    questions = {question["code"]: question for question in SMALL["questions"]}
    return Scope(questions, {code: place for place, code in enumerate(questions)}, before)


@given(some.conditions, some.answers(), some.attributes)
def test_evaluate_agrees_with_naive_evaluator(node: Any, answers: Any, lsp: Any) -> None:
    bound = conditions.bind(node, year=2004)
    assert conditions.evaluate(bound, answers, lsp) is naive(node, answers, lsp)


@given(some.conditions, some.answers(), some.attributes)
def test_not_is_the_exact_opposite(node: Any, answers: Any, lsp: Any) -> None:
    bound = conditions.bind(node, year=2004)
    opposite = conditions.bind({"not": node}, year=2004)
    held = conditions.evaluate(bound, answers, lsp)
    assert conditions.evaluate(opposite, answers, lsp) is (not held)


@given(some.leaves.filter(lambda leaf: "lsp" not in leaf), some.attributes)
def test_not_of_unanswered_is_true(node: Any, lsp: Any) -> None:
    if not conditions.references(conditions.bind(node, year=2004)):
        return  # a comparison of fixed numbers
    assert conditions.evaluate(conditions.bind(node, year=2004), {}, lsp) is False
    assert conditions.evaluate(conditions.bind({"not": node}, year=2004), {}, lsp) is True


@given(some.conditions, some.answers(), some.attributes, st.data())
def test_reduce_then_evaluate_is_evaluate(node: Any, answers: Any, lsp: Any, data: Any) -> None:
    bound = conditions.bind(node, year=2004)
    codes = ["A1", "A2", "B1", "B2", "B3", "B4", "B5"]
    still_open = data.draw(st.sets(st.sampled_from(codes)))
    rest = conditions.reduce(bound, answers, lsp, open_questions=still_open)
    expected = conditions.evaluate(bound, answers, lsp)
    if isinstance(rest, bool):
        assert rest is expected
        return
    assert conditions.references(rest) <= still_open
    only_open = {code: value for code, value in answers.items() if code in still_open}
    assert conditions.evaluate(rest, only_open, {}) is expected


@given(some.conditions)
def test_random_conditions_have_no_fault_and_words(node: Any) -> None:
    assert conditions.faults(node, "here", scope()) == []


@given(some.conditions)
def test_schema_accepts_what_the_reader_accepts(node: Any) -> None:
    schema = {"$ref": "#/$defs/condition", "$defs": document.schema()["$defs"]}
    assert list(Draft202012Validator(schema).iter_errors(node)) == []


@pytest.mark.parametrize(
    ("node", "place", "message"),
    [
        ({"question": "F99", "in": ["yes"]}, "x", "no question F99"),
        ({"all": [None, {"question": "F99", "in": ["a"]}]}, "x, all[0]", "a condition cannot be empty here"),
        ({"any": [{"question": "A1", "in": ["no"]}, {"question": "F99", "answered": True}]}, "x, any[1]", "no question F99"),
        ({"not": {"question": "A1", "in": ["maybe"]}}, "x, not, in", "no option in question A1 has the code maybe"),
        ({"question": "A1", "includes_any": ["yes"]}, "x", "includes_any needs a multi question; A1 is single"),
        ({"question": "A2", "in": ["board"]}, "x", "in needs a single question; A2 is multi"),
        ({"question": "B1", "in": ["yes"]}, "x", "question B1 is a grid: name a row"),
        ({"question": "A1", "row": "led", "in": ["yes"]}, "x", "question A1 has no rows: it is a single question"),
        ({"question": "B1", "row": "lead", "in": ["yes"]}, "x", "no row in question B1 has the code lead"),
        ({"question": "A1", "answered": False}, "x", "answered must be true; use not for the opposite"),
        ({"question": "A1", "in": []}, "x, in", "must be a list of one code or more"),
        ({"question": "A1", "in": "yes"}, "x, in", "must be a list of one code or more"),
        ({"question": ["A1"], "in": ["yes"]}, "x", "no question ['A1']"),
        ({"gt": [{"number": "A1"}, {"value": 0}]}, "x, gt[0]", "question A1 is not a number; it is single"),
        ({"gt": [{"sum": ["B2", "B9"]}, {"value": 0}]}, "x, gt[0]", "no question B9"),
        ({"gt": [{"sum": []}, {"value": 0}]}, "x, gt[0]", "sum must be a list of one question or more"),
        ({"gt": [{"value": True}, {"value": 0}]}, "x, gt[0]", "value must be a number"),
        ({"gt": [{"wave": "month"}, {"value": 0}]}, "x, gt[0]", "wave knows only year"),
        ({"gt": [{"value": 1}]}, "x, gt", "must compare two numbers"),
        ({"gt": [{"median": "B2"}, {"value": 1}]}, "x, gt[0]", "must be one of number, sum, value, wave"),
        ({"lsp": "size", "eq": 3}, "x", "no attribute size; there are nrf, authority_type, region, authority_codes"),
        ({"lsp": "nrf", "eq": "yes"}, "x", "'yes' is not a value of nrf"),
        ({"lsp": "region", "in": ["Wales"]}, "x", "'Wales' is not a value of region"),
        ({"lsp": "authority_codes", "eq": "17"}, "x", "authority_codes is asked with includes_any"),
        ({"lsp": "region", "includes_any": ["London"]}, "x", "region is asked with eq or in"),
        ({"all": []}, "x, all", "must be a list of one condition or more"),
        ({"question": "A1", "in": ["yes"], "lsp": "nrf"}, "x", "no condition is made of in, lsp, question"),
        ({}, "x", "no condition is made of nothing"),
        ("yes", "x", "a condition must be an object or null"),
    ],
)  # fmt: skip
def test_faults_name_the_place(node: Any, place: str, message: str) -> None:
    found = [(fault.place, fault.message) for fault in conditions.faults(node, "x", scope())]
    assert (place, message) in found


def test_faults_refuse_to_look_ahead() -> None:
    node = {"question": "B2", "answered": True}
    assert conditions.faults(node, "x", scope(before=4)) == []
    (fault,) = conditions.faults(node, "x", scope(before=3))
    assert str(fault) == "x: question B2 comes later; look at earlier questions only"


def test_faults_refuse_deep_nesting() -> None:
    node: Any = {"question": "A1", "in": ["yes"]}
    for _ in range(5000):
        node = {"not": node}
    (fault,) = conditions.faults(node, "x", scope())
    assert fault.message == "conditions may be nested 12 deep at most"


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (None, "always"),
        ({"question": "A1", "in": ["yes"]}, "you answered ‘Agree’ to A1"),
        ({"not": {"question": "A1", "in": ["yes", "dk"]}}, "you did not answer ‘Agree’ or ‘Don't know’ to A1"),
        ({"question": "A2", "includes_any": ["board"]}, "you chose ‘Board’ in A2"),
        ({"question": "B1", "row": "led", "in": ["yes"]}, "you answered ‘Agree’ to ‘It is well led’ in B1"),
        ({"question": "B2", "answered": True}, "you answered B2"),
        ({"not": {"question": "B2", "answered": True}}, "you did not answer B2"),
        ({"lsp": "nrf", "eq": True}, "the area receives Neighbourhood Renewal Fund"),
        ({"lsp": "nrf", "eq": False}, "the area does not receive Neighbourhood Renewal Fund"),
        ({"not": {"lsp": "region", "eq": "London"}}, "the area is not in London"),
        ({"lsp": "authority_type", "in": ["county", "shire_district"]}, "the partnership is in a county or shire district area"),
        ({"lsp": "authority_codes", "includes_any": ["17", "18"]}, "the area is one of 2 listed authorities"),
        ({"not": {"all": [{"lsp": "nrf", "eq": True}, {"question": "B2", "answered": True}]}}, "the area does not receive Neighbourhood Renewal Fund or you did not answer B2"),
        ({"le": [{"sum": ["B2", "B3"]}, {"wave": "year"}]}, "the sum of B2, B3 is not more than the year of the survey"),
        ({"gt": [{"number": "B3"}, {"value": 0}]}, "B3 is more than 0"),
    ],
)  # fmt: skip
def test_words(node: Any, words: str, small_form: Form) -> None:
    assert conditions.words(node, small_form.by_code, name=lambda question: question.code) == words


def test_evaluate_unknown_attribute_is_false() -> None:
    node = {"lsp": "nrf", "eq": False}
    assert conditions.evaluate(node, {}, {}) is False
    assert conditions.evaluate(node, {}, PLAIN) is True
    assert conditions.evaluate(node, {}, NRF) is False


def test_evaluate_sums_tenths_exactly() -> None:
    node = {"eq": [{"sum": ["B2", "B3"]}, {"value": 0.3}]}
    assert conditions.evaluate(node, {"B2": 0.1, "B3": 0.2}, {}) is True
