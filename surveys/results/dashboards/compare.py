"""Two to four groups side by side on a section or a theme, from shown cells alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.web.charts import Bar, Bars, Chart, Dumbbell, Pair, Range, Ranges, Value
from portal.web.components import DataTable
from surveys.questionnaires.structure import Form, Question
from surveys.results.charts import points_words
from surveys.results.dashboards.breakdowns import is_year, label_of, strongest_first, unit_of
from surveys.results.dashboards.item_charts import HIDDEN, UNASKED, signed
from surveys.results.dashboards.item_tables import value_of
from surveys.results.dashboards.plates import Plate
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import Cell, ItemCells, Row, base_words, number_words

Items = Mapping[str, ItemCells]
LINES, NUMBERS = 12, 6  # columns of a card


@dataclass(frozen=True)
class Line:
    """One answer, or one row of a grid: its cell and its row in each group."""

    label: str
    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]


def questions_on(form: Form, topic: str) -> tuple[Question, ...]:
    """The questions of "section:H" or "theme:drivers" that have figures, in their order."""
    kind, _, key = topic.partition(":")
    return tuple(
        question
        for question in form.questions
        if (question.section if kind == "section" else question.theme) == key
        and question.items
        and question.items[0].kind != "text"
    )


def plates(
    form: Form, items: Items, settings: Thresholds, topic: str, groups: Sequence[str]
) -> list[Plate]:
    """One plate a question."""
    return [
        _numbers(question, items[question.items[0].key], settings, groups)
        if question.items[0].kind == "number"
        else _shares(question, items, settings, groups)
        for question in questions_on(form, topic)
        if all(item.key in items for item in question.items)
    ]


def _shares(question: Question, items: Items, settings: Thresholds, groups: Sequence[str]) -> Plate:
    lines = list(_lines(question, items, settings, groups))
    measure = "Per cent of valid answers"
    if question.rows:
        measure = f"“{strongest_first(question.items[0].options)[0].label}”, per cent"
    return Plate(
        key=question.code.lower(),
        title=f"{question.code} {question.text}",
        measure=measure,
        chart=_chart(question, lines, groups, measure),
        table=_table(question, lines, groups, measure),
        columns=LINES,
    )


def _lines(
    question: Question, items: Items, settings: Thresholds, groups: Sequence[str]
) -> Iterator[Line]:
    """Rows of a grid by their strongest answer; every answer of any other question."""
    for item in question.items:
        rows = tuple(items[item.key].row(group, settings) for group in groups)
        options = strongest_first(item.options)
        for option in options[:1] if question.rows else options:
            label = item.label if question.rows else option.label
            yield Line(label, tuple(row.cell(option.code) for row in rows), rows)


def _chart(question: Question, lines: Sequence[Line], groups: Sequence[str], measure: str) -> Chart:
    title, description = question.text, f"{measure}: {_versus(groups)}"
    if len(groups) == 2:
        pairs = []
        for line in lines:
            first, second = (_value(cell, cell.words) for cell in line.cells)
            pairs.append(Pair(line.label, first, second, _hidden(line)))
        return Dumbbell(
            title, description, (label_of(groups[0]), label_of(groups[1])), tuple(pairs)
        )
    bars = tuple(
        Bar(
            label_of(row.group),
            _value(cell, signed(cell.words)),
            hidden=HIDDEN if row.asked else UNASKED,
            group=line.label,
        )
        for line in lines
        for cell, row in zip(line.cells, line.rows, strict=True)
    )
    return Bars(title, description, bars)


def _hidden(line: Line) -> str:
    return HIDDEN if any(row.asked for row in line.rows) else UNASKED


def _value(cell: Cell, words: str) -> Value | None:
    return None if cell.per_cent is None else Value(cell.per_cent, words)


def _table(
    question: Question, lines: Sequence[Line], groups: Sequence[str], measure: str
) -> DataTable:
    names = [label_of(group) for group in groups]
    head = (
        question.row_name.capitalize() if question.rows else "Answer",
        *(f"{name} (%)" for name in names),
        *(f"{names[0]} less {name} (points)" for name in names[1:]),
        *(f"{name} (n)" for name in names),
    )
    rows = tuple(
        (
            line.label,
            *(cell.words for cell in line.cells),
            *(points_words(points(line.cells[0], cell)) for cell in line.cells[1:]),
            *(base_words(row.base) for row in line.rows),
        )
        for line in lines
    )
    return DataTable(f"{question.code} {question.text} {measure}", head, rows)


def points(one: Cell, other: Cell) -> float | None:
    """The difference in per cent points; None unless both are shown."""
    if one.per_cent is None or other.per_cent is None:
        return None
    return one.per_cent - other.per_cent


def _numbers(
    question: Question, cells: ItemCells, settings: Thresholds, groups: Sequence[str]
) -> Plate:
    plain, unit = is_year(question), unit_of(question)
    rows = [cells.row(group, settings) for group in groups]
    measure = f"Median and quartiles{f', {unit}' if unit else ''}"
    ranges, lines = [], []
    for row in rows:
        low, middle, high = (value_of(v, row) for v in (cells.lower, cells.median, cells.upper))
        words = [number_words(v, asked=row.asked, plain=plain) for v in (low, middle, high)]
        hidden = HIDDEN if row.asked else UNASKED
        ranges.append(Range(label_of(row.group), low, middle, high, words[1], hidden))
        lines.append((label_of(row.group), *words, base_words(row.base)))
    title = f"{question.code} {question.text}"
    head = ("Partnerships", "Lower quartile", "Median", "Upper quartile", "Base (n)")
    return Plate(
        key=question.code.lower(),
        title=title,
        measure=measure,
        chart=Ranges(question.text, f"{measure}: {_versus(groups)}", tuple(ranges), plain=plain),
        table=DataTable(f"{title} {measure}", head, tuple(lines)),
        columns=NUMBERS,
    )


def _versus(groups: Sequence[str]) -> str:
    *others, last = (label_of(group) for group in groups)
    return f"{', '.join(others)} and {last}"
