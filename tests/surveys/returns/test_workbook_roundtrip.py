"""Written and read back: nothing changed gives no change, changed cells give exactly theirs."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.questionnaires import types
from surveys.questionnaires.structure import Question
from surveys.returns.joining import Held
from surveys.returns.models import Cannot
from surveys.returns.workbook import layout
from surveys.returns.workbook.content import Stored
from surveys.returns.workbook.writing import write_workbook
from tests.surveys.questionnaires.conftest import NRF, PLAIN
from tests.surveys.questionnaires.strategies import BODIES, CODES, ROWS, answers
from tests.surveys.returns.booked import LSP_FORM, SMALL_FORM, Book, content_of, read

many = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
).filter(lambda text: types.base.cleaned(text) == text != "")
held = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(Cannot.values), st.one_of(st.just(""), texts)),
)


@st.composite
def stored(draw: st.DrawFn) -> dict[str, Stored]:
    """Any answers, with reasons why some questions have none."""
    values: dict[str, Any] = draw(answers())
    if "B5" in values:
        values["B5"] = draw(texts)
    found = {code: Stored(Held(v), draw(st.integers(1, 99))) for code, v in values.items()}
    for code in draw(st.sets(st.sampled_from(["A1", "A2", "B1", "B2", "B5"]), max_size=2)):
        why, note = draw(held) or ("not_yet", "")
        value = values.get("B1") if code == "B1" else None
        found[code] = Stored(Held(value, why, note), 2)
    return found


@many
@given(stored=stored())
def test_a_workbook_nobody_touched_changes_nothing(stored: dict[str, Stored]) -> None:
    for attributes in (NRF, PLAIN):
        reading = read(
            SMALL_FORM, attributes, write_workbook(content_of(SMALL_FORM, attributes, stored))
        )
        assert (reading.changes, reading.faults) == ({}, [])


@many
@given(before=stored(), after=answers(), text=texts)
def test_changed_cells_give_exactly_their_changes(
    before: dict[str, Stored], after: dict[str, Any], text: str
) -> None:
    if "B5" in after:
        after["B5"] = text
    book = Book(write_workbook(content_of(SMALL_FORM, NRF, before)))
    for code, value in after.items():
        _fill(book, SMALL_FORM.question(code), value)
    reading = read(SMALL_FORM, NRF, book.data())
    assert reading.faults == []
    wanted = {code: before.get(code, Stored()).held.value for code in SMALL_FORM.by_code} | after
    changed = {
        code for code in after if (after[code], "", "") != before.get(code, Stored()).held.said
    }
    assert {c: (x.held.said, x.base) for c, x in reading.changes.items()} == {
        code: ((wanted[code], "", ""), before.get(code, Stored()).revision) for code in changed
    }


def _fill(book: Book, question: Question, value: Any) -> None:
    """Write a value into every line of a question and clear its reason."""
    for key, cell in _cells(question, value).items():
        book.put(key, cell)
    for column in (layout.CANNOT, layout.NOTE):
        book.put(_all_lines(question)[0], None, column)


def _all_lines(question: Question) -> list[str]:
    if question.rows:
        return [f"{question.code}.{row}" for row in ROWS]
    if question.type == "multi":
        return [f"{question.code}.{option}" for option in BODIES]
    return [question.code]


def _cells(question: Question, value: Any) -> Mapping[str, Any]:
    labels = {option.code: option.label for option in question.options}
    if question.rows:
        return {f"{question.code}.{row}": labels.get(value.get(row)) for row in ROWS}
    if question.type == "multi":
        return {f"{question.code}.{o}": "Yes" if o in value else None for o in BODIES}
    return {question.code: labels[value] if question.type == "single" else value}


def test_every_option_of_every_question_can_be_said() -> None:
    """Whatever a partnership can answer comes back as it was, and is found again by its label."""
    values: dict[str, Any] = {}
    for question in LSP_FORM.questions:
        last = question.options[-1].code if question.options else None
        if question.rows:
            values[question.code] = {row.code: last for row in question.rows}
        elif question.type == "multi":
            values[question.code] = [question.options[0].code]
        else:
            other = "= 5%\nof it" if question.type == "text" else question.max
            values[question.code] = last or other
    data = write_workbook(content_of(LSP_FORM, NRF, {}))
    book = Book(data)
    for sheet in layout.sheets_of(LSP_FORM, NRF):
        for line in sheet.lines:
            cell = layout.cells_of(line, values[line.question.code])
            if line.shape != "tick" or cell != layout.NO:
                book.put(line.key, cell)
    reading = read(LSP_FORM, NRF, book.data())
    assert reading.faults == []
    asked = {
        line.question.code for sheet in layout.sheets_of(LSP_FORM, NRF) for line in sheet.lines
    }
    shown = {
        code: layout.shown_value(
            LSP_FORM.question(code),
            values[code],
            tuple(x for s in layout.sheets_of(LSP_FORM, NRF) for x in s.lines if x.question.code == code),
        )
        for code in asked
    }  # fmt: skip
    assert {code: change.held.value for code, change in reading.changes.items()} == shown


def test_what_a_partnership_is_never_asked_has_no_line() -> None:
    def keys(attributes: Mapping[str, Any]) -> list[str]:
        return [x.key for s in layout.sheets_of(SMALL_FORM, attributes) for x in s.lines]

    assert "B1.nrf" in keys(NRF)
    assert [key for key in keys(NRF) if key not in keys(PLAIN)] == ["B1.nrf"]
    question = SMALL_FORM.question("B1")
    lines = tuple(
        x for s in layout.sheets_of(SMALL_FORM, PLAIN) for x in s.lines if x.question is question
    )
    stored = {"led": "no", "nrf": "yes"}
    assert layout.shown_value(question, stored, lines) == {"led": "no"}
    assert layout.with_rest(question, {"led": "yes"}, stored, lines) == {"led": "yes", "nrf": "yes"}
    assert layout.with_rest(question, None, {"led": "no"}, lines) is None


@pytest.mark.parametrize("code", CODES)
def test_labels_are_read_whatever_their_case_and_quotes(code: str) -> None:
    label = next(o.label for o in SMALL_FORM.question("A1").options if o.code == code)
    book = Book(write_workbook(content_of(SMALL_FORM, NRF, {})))
    book.put("A1", f"  {label.upper().replace(chr(39), '’')} ")
    assert read(SMALL_FORM, NRF, book.data()).changes["A1"].held.value == code
