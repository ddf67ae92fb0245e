"""Coding: one byte per column, one float per number, and what a code says."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires import coding, routing
from surveys.questionnaires import form as forms
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires import strategies as some
from tests.surveys.questionnaires.conftest import NRF, PLAIN, SMALL
from tests.surveys.questionnaires.test_routing import FULL

SMALL_FORM = forms.compile(SMALL)


def test_encode_full_answers(small_form: Form) -> None:
    coded = coding.encode(small_form, FULL, NRF)
    assert list(coded.codes) == [2, 2, 1, 1, 1, 1, 0, 2, 1, 1, 1, 1]
    assert coded.numbers == (12.0, 2.5, 1000.0)


def test_encode_marks_what_is_not_asked(small_form: Form) -> None:
    coded = coding.encode(small_form, {**FULL, "A1": "no"}, PLAIN)
    assert list(coded.codes) == [1, 2, 1, 1, 1, *[250] * 7]
    assert all(math.isnan(number) for number in coded.numbers)
    rows = coding.encode(small_form, FULL, PLAIN)
    assert list(rows.codes)[5:8] == [1, 0, 250]


def test_encode_marks_what_is_not_answered(small_form: Form) -> None:
    coded = coding.encode(small_form, {"A1": "yes", "A2": []}, NRF)
    assert list(coded.codes) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 250, 250, 0]


def test_encode_marks_what_cannot_be_answered(small_form: Form) -> None:
    """What is open in it, that is: an answered row keeps its code, what is not asked stays so."""
    answers = {"A1": "yes", "B1": {"led": "yes"}, "B2": 4}
    coded = coding.encode(small_form, answers, PLAIN, cannot={"A2", "B1", "B2", "B3", "B4"})
    assert list(coded.codes) == [2, 251, 251, 251, 251, 2, 251, 250, 1, 251, 250, 250]
    assert str(coded.numbers) == "(4.0, nan, nan)"


def test_encode_refuses_an_unknown_code(small_form: Form) -> None:
    with pytest.raises(ValueError, match="A1: no option 'maybe'"):
        coding.encode(small_form, {"A1": "maybe"}, NRF)


def told(form: Form, coded: coding.Coded) -> dict[str, Any]:
    """What the codes say, read back for comparison (the product never decodes)."""
    facts: dict[str, Any] = {}
    numbers = iter(coded.numbers)
    for column, code in zip(form.columns, coded.codes, strict=True):
        item = form.items[column.item_index]
        number = next(numbers) if item.kind == "number" else None
        if code == 250:
            assert number is None or math.isnan(number)
            facts[item.key] = "not asked"
        elif code == 0:
            facts[item.key] = None
        elif item.kind == "multi":
            ticked = facts.setdefault(item.key, [])
            if code == 2:
                ticked.append(item.options[column.option_index].code)  # type: ignore[index]
        elif item.kind == "choice":
            facts[item.key] = item.options[code - 1].code
        else:
            facts[item.key] = number if item.kind == "number" else "text"
    return facts


@given(some.answers(), some.attributes)
def test_encode_tells_exactly_the_answers_asked(answers: Any, lsp: Any) -> None:
    coded = coding.encode(SMALL_FORM, answers, lsp)
    routed = routing.asked(SMALL_FORM, answers, lsp)
    expected: dict[str, Any] = {}
    for item in SMALL_FORM.items:
        value = routed.answers.get(item.question)
        if item.row and value:
            value = value.get(item.row)
        if not routed.asks(item):
            value = "not asked"
        elif item.kind == "text" and value:
            value = "text"
        expected[item.key] = value
    assert told(SMALL_FORM, coded) == expected
    assert len(coded.codes) == len(SMALL_FORM.columns)


@given(some.answers(), some.attributes, st.sets(st.sampled_from(list(SMALL_FORM.by_code))))
def test_encode_changes_open_columns_only(answers: Any, lsp: Any, cannot: set[str]) -> None:
    plain = coding.encode(SMALL_FORM, answers, lsp)
    coded = coding.encode(SMALL_FORM, answers, lsp, cannot=cannot)
    for column, before, after in zip(SMALL_FORM.columns, plain.codes, coded.codes, strict=True):
        unable = SMALL_FORM.items[column.item_index].question in cannot
        assert after == (251 if unable and before == 0 else before)
    assert str(coded.numbers) == str(plain.numbers)


@given(some.answers(), some.attributes)
def test_encode_leaves_no_trace_of_what_is_set_aside(answers: Any, lsp: Any) -> None:
    routed = routing.asked(SMALL_FORM, answers, lsp)
    kept = coding.encode(SMALL_FORM, dict(routed.answers), lsp)
    given_all = coding.encode(SMALL_FORM, answers, lsp)
    assert kept.codes == given_all.codes
    assert str(kept.numbers) == str(given_all.numbers)
