"""Tables of one edition: its response, and one question by every breakdown."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.web.components import DataTable
from surveys.questionnaires.structure import Form, Item
from surveys.results import charts
from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.models import Edition
from surveys.results.published import SUPPRESSED, ItemCells, base_words
from surveys.results.published import Row as CellRow
from surveys.results.suppression import Thresholds


@dataclass(frozen=True)
class ItemTable:
    """One item: its question, its words, per cents by group and, for a number, statistics."""

    question: str
    label: str
    is_row: bool
    table: DataTable
    counts: DataTable
    notes: tuple[str, ...]


def rates_table(edition: Edition) -> DataTable:
    """Response by every breakdown."""
    caption = f"Response to the {edition.wave.year} survey by group"
    return charts.rates_table(edition.response_rates(), caption=caption, first="Partnerships")


def item_table(edition: Edition, form: Form, cells: ItemCells) -> ItemTable:
    """One item by every breakdown: per cents of valid answers, and what stands beside them."""
    item = form.item(cells.key)
    rows = [cells.row(group.key, edition.settings) for group in GROUPS]
    return ItemTable(
        question=form.question(item.question).text,
        label=item.label,
        is_row=item.row is not None,
        table=_statistics(cells, rows) if cells.kind == "number" else _shares(item, rows),
        counts=_aside(rows),
        notes=_notes(rows, edition.settings),
    )


def _shares(item: Item, rows: list[CellRow]) -> DataTable:
    labels = {option.code: option.label for option in item.options}
    inside = [c.option for c in rows[0].cells if _is_in_base(item, c.option)]
    outside = [c.option for c in rows[0].cells if not _is_in_base(item, c.option)]
    head = (
        "Partnerships",
        *(f"{labels[code]} (%)" for code in inside),
        *(f"{labels[code]} (number)" for code in outside),
        "Base (n)",
    )
    body = tuple(
        (
            _label(row),
            *(row.cell(code).words for code in (*inside, *outside)),
            base_words(row.base),
        )
        for row in rows
    )
    return DataTable("Per cent of valid answers", head, body)


def _statistics(cells: ItemCells, rows: list[CellRow]) -> DataTable:
    head = ("Partnerships", "Mean", "Lower quartile", "Median", "Upper quartile", "Base (n)")
    body = tuple(
        (
            _label(row),
            *(
                _number(values[at], asked=row.asked)
                for values in (cells.mean, cells.lower, cells.median, cells.upper)
            ),
            base_words(row.base),
        )
        for at, row in enumerate(rows)
    )
    return DataTable("Mean and quartiles", head, body)


def _aside(rows: Iterable[CellRow]) -> DataTable:
    head = ("Partnerships", "Valid answers", "Don't know", "Not answered", "Not applicable")
    body = tuple(
        (
            _label(row),
            base_words(row.base),
            *(
                SUPPRESSED if count is None else f"{count:,}"
                for count in (row.dont_know, row.not_answered, row.not_applicable)
            ),
        )
        for row in rows
    )
    return DataTable("Valid and missing answers, numbers of partnerships", head, body)


def _notes(rows: list[CellRow], settings: Thresholds) -> tuple[str, ...]:
    notes = []
    if any(row.note == "indicative" for row in rows):
        notes.append(
            f"(i) Indicative only: a base of {settings.min_base} to"
            f" {settings.indicative_base - 1} partnerships."
        )
    if any(row.note == "small" for row in rows):
        notes.append(f"(s) The national base is below {settings.national_base}.")
    notes.append(
        "“..” withheld to protect single partnerships; “*” above 0 and below 0.5 per cent;"
        " “-” none; “N/A” not asked."
    )
    return tuple(notes)


def _label(row: CellRow) -> str:
    mark = {"indicative": " (i)", "small": " (s)"}.get(row.note, "")
    return GROUPS[GROUP_INDEX[row.group]].label + mark


def _number(value: float | None, *, asked: bool) -> str:
    if not asked:
        return "N/A"
    return SUPPRESSED if value is None else f"{value:,.1f}".removesuffix(".0")


def _is_in_base(item: Item, code: str) -> bool:
    return next(option.in_base for option in item.options if option.code == code)
