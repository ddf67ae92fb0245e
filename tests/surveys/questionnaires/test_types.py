"""Every question type keeps one contract; each type's own arithmetic after it."""

import time
from typing import Any

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5.parser import HTMLParser

from surveys.questionnaires import form as forms
from surveys.questionnaires import types
from surveys.questionnaires.form import Question
from surveys.questionnaires.types import TYPES, Parsed, QuestionType
from tests.surveys.questionnaires.conftest import SMALL

FORM = forms.compile(SMALL)
BY_TYPE = {question.type: question for question in FORM.questions}
HUGE = "9" * 10_000_000
# One answer of each type as a form sends it, the value read, and its words.
GOOD: dict[str, tuple[dict[str, list[str]], Any, str]] = {
    "single": ({"A1": ["yes"]}, "yes", "Agree"),
    "multi": ({"A2": ["forum", "board"]}, ["board", "forum"], "Board; Forum"),
    "grid": (
        {"B1.fit": ["no"], "B1.led": ["yes"]},
        {"led": "yes", "fit": "no"},
        "It is well led: Agree; It is fit: Disagree",
    ),
    "number": ({"B3": ["2.5"]}, 2.5, "2.5 FTE"),
    "money": ({"B4": ["£1,200"]}, 1200, "£1,200"),
    "text": ({"B5": ["Money\r\nand time"]}, "Money\nand time", "Money\nand time"),
}
FIELD = {
    "single": "A1",
    "multi": "A2",
    "grid": "B1.led",
    "number": "B3",
    "money": "B4",
    "text": "B5",
}


def question_of(kind: QuestionType) -> Question:
    return FORM.question({"single": "A1", "multi": "A2", "grid": "B1", "number": "B3", "money": "B4", "text": "B5"}[kind.key])  # fmt: skip


def problems(html: str) -> list[str]:
    page = f"<!DOCTYPE html><html lang='en'><head><title>t</title></head><body>{html}</body></html>"
    parser = HTMLParser()
    parser.parse(page)
    return [str(error) for error in parser.errors]


def messages(parsed: Parsed) -> list[str]:
    return [error.message for error in parsed.errors]


every_type = pytest.mark.parametrize("kind", TYPES, ids=[kind.key for kind in TYPES])


def test_registry_knows_each_type_once() -> None:
    keys = [kind.key for kind in TYPES]
    assert keys == ["single", "multi", "grid", "number", "money", "text"]
    assert all(types.of(question_of(kind)) is kind for kind in TYPES)


@every_type
def test_blank(kind: QuestionType) -> None:
    question = question_of(kind)
    for data in ({}, {FIELD[kind.key]: []}, {FIELD[kind.key]: [""]}, {FIELD[kind.key]: [" \n"]}):
        assert kind.parse(question, data) == Parsed(None, {})
    assert kind.parse_value(question, None) == Parsed(None, {})
    assert kind.words(question, None) == "Not answered"
    assert kind.is_blank(None)


@every_type
def test_one_good_answer(kind: QuestionType) -> None:
    question = question_of(kind)
    data, value, words = GOOD[kind.key]
    parsed = kind.parse(question, {**data, "Z9": ["other field"]})
    assert (parsed.value, parsed.errors) == (value, ())
    assert not kind.is_blank(value)
    assert kind.words(question, value) == words


@every_type
def test_stored_value_survives_redisplay(kind: QuestionType) -> None:
    question = question_of(kind)
    _, value, _ = GOOD[kind.key]
    raw = kind.raw(question, value)
    assert kind.parse(question, raw).value == value
    assert kind.parse_value(question, value).value == value


@every_type
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "'\"><img src=x onerror=alert(1)>",
        "\x00\x08\x1f",
        "\ud800",
        "\u202etxt",
        "unknown",
        "__class__",
        "-1e309",
        "٣",
        HUGE,
    ],
    ids=["script", "attribute", "control", "surrogate", "direction", "unknown", "dunder", "exponent", "arabic", "huge"],
)  # fmt: skip
def test_hostile_input(kind: QuestionType, hostile: str) -> None:
    question = question_of(kind)
    started = time.perf_counter()
    parsed = kind.parse(question, {FIELD[kind.key]: [hostile]})
    assert time.perf_counter() - started < 0.5
    if kind.key != "text":
        assert parsed.value is None
    assert (parsed.value is None) or not parsed.errors
    assert sum(len(text) for texts in parsed.raw.values() for text in texts) <= 20_000
    for error in parsed.errors:
        assert len(error.message) < 200
        assert "\x00" not in error.message
    errors = {error.field: error.message for error in parsed.errors}
    html = kind.render(question, parsed.raw, errors)
    assert problems(html) == []
    assert "<script" not in html
    assert "<img" not in html


@every_type
def test_hostile_error_and_message_are_escaped(kind: QuestionType) -> None:
    html = kind.render(question_of(kind), {}, {FIELD[kind.key]: "<b>no</b>"})
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert problems(html) == []


@every_type
@pytest.mark.parametrize(
    "value", [3.7e308, True, [1], {"a": 1}, {"led": {}}, [None], object, 10**30]
)
def test_parse_value_refuses_other_shapes(kind: QuestionType, value: Any) -> None:
    parsed = kind.parse_value(question_of(kind), value)
    assert parsed.value is None
    assert len(parsed.errors) == 1
    assert parsed.errors[0].message


@every_type
def test_render_is_sound_html(kind: QuestionType) -> None:
    question = question_of(kind)
    data, value, _ = GOOD[kind.key]
    plain = kind.render(question, {}, {})
    filled = kind.render(question, kind.raw(question, value), {})
    wrong = kind.render(question, data, {FIELD[kind.key]: "Try again"})
    for html in (plain, filled, wrong):
        assert isinstance(html, SafeString)
        assert problems(html) == []
        assert "style=" not in html
    assert filled != plain
    assert wrong.count("Try again") == 1
    assert f'id="{FIELD[kind.key]}' not in wrong
    assert f'id="id_{FIELD[kind.key]}-error"' in wrong
    assert f"id_{FIELD[kind.key]}-error" not in plain


@every_type
def test_render_ids_are_described_and_unique(kind: QuestionType) -> None:
    html = kind.render(question_of(kind), {}, {FIELD[kind.key]: "Try again"})
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    for named in html.split('aria-describedby="')[1:]:
        assert set(named.split('"')[0].split()) <= set(ids)
    for target in html.split(' for="')[1:]:
        assert target.split('"')[0] in ids
    assert kind.anchor(FIELD[kind.key]) in ids


@every_type
@given(texts=st.lists(st.text(max_size=30), max_size=3))
def test_parse_never_fails(kind: QuestionType, texts: list[str]) -> None:
    question = question_of(kind)
    parsed = kind.parse(question, {FIELD[kind.key]: texts})
    assert parsed.value is None or not parsed.errors
    if parsed.value is not None:
        again = kind.parse(question, kind.raw(question, parsed.value))
        assert (again.value, again.errors) == (parsed.value, ())
    errors = {error.field: error.message for error in parsed.errors}
    kind.render(question, parsed.raw, errors).encode()


def test_single_refuses() -> None:
    parsed = types.BY_KEY["single"].parse(BY_TYPE["single"], {"A1": ["maybe"]})
    assert messages(parsed) == ["Choose one of the options listed"]
    assert parsed.raw == {"A1": ["maybe"]}
    assert (parsed.errors[0].field, parsed.errors[0].anchor) == ("A1", "id_A1_0")
    both = types.BY_KEY["single"].parse(BY_TYPE["single"], {"A1": ["yes", "no"]})
    assert messages(both) == ["Choose one option only"]


@pytest.mark.parametrize(
    ("ticked", "message"),
    [
        (["board", "none"], "Choose either ‘None of these’ or other options, not both"),
        (["board", "forum", "group"], "Choose 2 options or fewer"),
        (["board", "golf"], "Choose only from the options listed"),
    ],
)
def test_multi_refuses(ticked: list[str], message: str) -> None:
    parsed = types.BY_KEY["multi"].parse(BY_TYPE["multi"], {"A2": ticked})
    assert messages(parsed) == [message]
    assert parsed.raw == {"A2": ticked}


def test_multi_takes_each_option_once() -> None:
    parsed = types.BY_KEY["multi"].parse(BY_TYPE["multi"], {"A2": ["board", "board"]})
    assert parsed.value == ["board"]


def test_multi_marks_exclusive_options() -> None:
    html = types.BY_KEY["multi"].render(BY_TYPE["multi"], {"A2": ["none"]}, {})
    assert html.count('data-behaviour="exclusive"') == 1
    assert 'value="none" data-behaviour="exclusive" checked>' in html
    assert html.count("govuk-checkboxes__divider") == 1
    assert 'data-module="govuk-checkboxes"' in html


def test_grid_refuses_one_row_and_keeps_the_rest_typed() -> None:
    data = {"B1.led": ["yes"], "B1.fit": ["maybe"]}
    parsed = types.BY_KEY["grid"].parse(BY_TYPE["grid"], data)
    assert messages(parsed) == ["Choose one of the options listed for ‘It is fit’"]
    assert parsed.errors[0].field == "B1.fit"
    assert (parsed.value, parsed.raw) == (None, data)


def test_grid_draws_the_rows_given() -> None:
    grid = types.BY_KEY["grid"]
    html = grid.render(BY_TYPE["grid"], {"B1.led": ["dk"]}, {}, ["led"], {"led": ' data-x="1"'})
    assert html.count("<fieldset") == 1
    assert '<fieldset data-x="1" class="govuk-fieldset portal-grid__row">' in html
    assert 'id="id_B1.led_2" name="B1.led" type="radio" value="dk" checked>' in html
    assert html.count(" checked") == 1


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" 1 2 ", 12),
        ("150", 150),
        ("12.0", 12),
        ("１２", None),
        ("1\u00a02", 12),
        ("0", None),
        ("151", None),
        ("-5", None),
        ("twelve", None),
        ("1e2", None),
        ("nan", None),
        ("1" + "0" * 40, None),
        ("12.5", None),
        ("1,2", None),
        ("£12", None),
    ],
)
def test_number_reads(typed: str, value: int | None) -> None:
    question = FORM.question("B2")
    parsed = types.BY_KEY["number"].parse(question, {"B2": [typed]})
    assert parsed.value == value
    assert isinstance(parsed.value, int | None)
    if value is None:
        whole = "a whole number" if typed == "12.5" else "a number"
        assert messages(parsed) == [f"Enter {whole} between 1 and 150"]
        assert parsed.raw["B2"] == [typed]


@pytest.mark.parametrize(
    ("typed", "value", "message"),
    [
        ("2.5", 2.5, None),
        ("-0", 0.0, None),
        ("2.50", 2.5, None),
        ("2.5" + "0" * 50, 2.5, None),
        ("2.55", None, "Enter a number between 0 and 100, with no more than 1 decimal place"),
        ("100.1", None, "Enter a number between 0 and 100"),
    ],
)
def test_number_with_decimals(typed: str, value: float | None, message: str | None) -> None:
    parsed = types.BY_KEY["number"].parse(FORM.question("B3"), {"B3": [typed]})
    assert parsed.value == value
    assert str(parsed.value) != "-0.0"
    assert messages(parsed) == ([message] if message else [])


def test_number_of_a_year(lsp2004_form: forms.Form) -> None:
    question = lsp2004_form.question("A02")
    number = types.BY_KEY["number"]
    assert messages(number.parse(question, {"A02": ["1066"]})) == [
        "Enter a year between 1995 and 2005"
    ]
    assert number.words(question, 2001) == "2001"
    assert 'class="govuk-input govuk-input--width-5"' in number.render(question, {}, {})
    assert 'inputmode="numeric"' in number.render(question, {}, {})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("£1,200", 1200),
        ("1 200", 1200),
        ("£ 1,200.00", 1200),
        ("0", 0),
        ("1,20", None),
        ("$5", None),
    ],
)
def test_money_reads(typed: str, value: int | None) -> None:
    parsed = types.BY_KEY["money"].parse(BY_TYPE["money"], {"B4": [typed]})
    assert parsed.value == value
    if value is None:
        assert messages(parsed) == ["Enter an amount in whole pounds between £0 and £20,000,000"]
        assert parsed.raw["B4"] == [typed]


def test_money_refuses_pence() -> None:
    parsed = types.BY_KEY["money"].parse(BY_TYPE["money"], {"B4": ["12.50"]})
    assert messages(parsed) == [
        "Enter an amount in whole pounds between £0 and £20,000,000, without pence"
    ]


def test_text_refuses_too_much_and_keeps_it() -> None:
    text = types.BY_KEY["text"]
    parsed = text.parse(BY_TYPE["text"], {"B5": ["x" * 21]})
    assert messages(parsed) == ["Enter 20 characters or fewer; your answer is 1 character too long"]
    assert parsed.raw == {"B5": ["x" * 21]}
    huge = text.parse(BY_TYPE["text"], {"B5": ["é" * 10_000_000]})
    assert messages(huge) == [
        "Your answer is 10,000,000 characters long and was cut off. Enter 20 characters or fewer"
    ]
    assert len(huge.raw["B5"][0]) == 20_000


def test_text_drops_control_characters_and_keeps_lines() -> None:
    parsed = types.BY_KEY["text"].parse(BY_TYPE["text"], {"B5": ["\x00a\r\nb\x07\u202e\tc\r "]})
    assert parsed.value == "a\nb\tc"


def test_text_keeps_a_first_newline_when_shown_again() -> None:
    html = types.BY_KEY["text"].render(BY_TYPE["text"], {"B5": ["\nx"]}, {})
    assert ">\n\nx</textarea>" in html
