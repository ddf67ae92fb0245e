"""The tables of one item by one breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.web.components import DataTable
from surveys.questionnaires.structure import Option
from surveys.results.breakdowns import GROUP_INDEX
from surveys.results.dashboards.breakdowns import label_of
from surveys.results.published import (
    NOT_ASKED,
    SUPPRESSED,
    Row,
    ShownFloats,
    base_words,
    count_words,
    number_words,
    score,
    words,
)

if TYPE_CHECKING:
    from surveys.results.dashboards.item import Shown

FIRST = "Partnerships"
EFFECTIVE = "Effective base of all returns"
MARKS = {"indicative": " (i)", "small": " (s)"}


def named(row: Row) -> str:
    """The group of a row with the mark of its note."""
    return label_of(row.group) + MARKS.get(row.note, "")


def main(one: Shown, *, caption: str) -> DataTable:
    """The table under the chart, by the measure asked for."""
    if one.cells.kind == "number":
        return _statistics(one, caption)
    if one.cells.kind == "text":
        return DataTable(
            caption,
            (FIRST, "Wrote an answer"),
            tuple((named(row), base_words(row.base)) for row in one.rows),
        )
    tables = {"all": _of_all, "counts": _counts, "weighted": _weighted}
    return tables.get(one.measure, _valid)(one, caption)


def scores_of(one: Shown) -> dict[str, float]:
    """Option → score, if the item is a scale: two options in the base have one."""
    scores = {o.code: o.score for o in one.options if o.score is not None}
    return scores if one.cells.kind == "choice" and len(scores) > 1 else {}


def ends(one: Shown) -> tuple[Option, Option]:
    """The options of the lowest and the highest score."""
    scored = sorted(
        (o for o in one.options if o.score is not None), key=lambda option: option.score or 0
    )
    return scored[0], scored[-1]


def _valid(one: Shown, caption: str) -> DataTable:
    scores = scores_of(one)
    head = (
        FIRST,
        *(f"{option.label} (%)" for option in one.options),
        *(("Mean score",) if scores else ()),
        "Base (n)",
    )
    rows = tuple(
        (
            named(row),
            *(row.cell(option.code).words for option in one.options),
            *((number_words(score(row, scores), asked=row.asked),) if scores else ()),
            base_words(row.base),
        )
        for row in one.rows
    )
    return DataTable(caption, head, rows)


def _of_all(one: Shown, caption: str) -> DataTable:
    head = (FIRST, *(f"{o.label} (%)" for o in one.options), "No valid answer (%)", "Returns (n)")
    rows = tuple(
        (
            named(row),
            *(of_all(one, row, row.cell(option.code).count) for option in one.options),
            of_all(one, row, without(one, row)),
            count_words(one.returns.get(row.group)),
        )
        for row in one.rows
    )
    return DataTable(caption, head, rows)


def of_all(one: Shown, row: Row, count: int | None) -> str:
    """A count as a per cent of the group's complete returns, in words."""
    if not row.asked:
        return NOT_ASKED
    return words(count, one.returns.get(row.group))


def without(one: Shown, row: Row) -> int | None:
    """How many complete returns of the group hold no valid answer; None when that is withheld."""
    returns = one.returns.get(row.group)
    return None if returns is None or row.base is None else returns - row.base


def _counts(one: Shown, caption: str) -> DataTable:
    inside = {option.code for option in one.options}
    outside = [o for o in one.item.options if o.code in one.cells.options and o.code not in inside]
    listed = (*one.options, *outside)
    rows = tuple(
        (
            named(row),
            *(
                count_words(row.cell(option.code).count) if row.asked else NOT_ASKED
                for option in listed
            ),
            base_words(row.base),
        )
        for row in one.rows
    )
    return DataTable(caption, (FIRST, *(option.label for option in listed), "Base (n)"), rows)


def _weighted(one: Shown, caption: str) -> DataTable:
    head = [FIRST]
    for option in one.options:
        head += [f"{option.label} (%)", f"{option.label}, weighted (%)"]
    rows = []
    for row in one.rows:
        weighted = weighted_of(one, row)
        line = [named(row)]
        for option in one.options:
            line += [row.cell(option.code).words, weighted[option.code]]
        rows.append((*line, base_words(row.base), one.effective.get(row.group, SUPPRESSED)))
    return DataTable(caption, (*head, "Base (n)", EFFECTIVE), tuple(rows))


def weighted_of(one: Shown, row: Row) -> dict[str, str]:
    """Option in the base → its weighted per cent in words."""
    inside = [c for c, counted in zip(one.cells.options, one.cells.in_base, strict=True) if counted]
    if not row.asked or not one.cells.weighted:
        return dict.fromkeys(inside, NOT_ASKED)
    found = one.cells.weighted_words(row.group)
    return dict(zip(inside, found or (SUPPRESSED,) * len(inside), strict=True))


def _statistics(one: Shown, caption: str) -> DataTable:
    parts: list[tuple[str, ShownFloats]] = [
        ("Mean", one.cells.mean),
        ("Trimmed mean", one.cells.trimmed),
        ("Lower quartile", one.cells.lower),
        ("Median", one.cells.median),
        ("Upper quartile", one.cells.upper),
        ("Total", one.cells.total),
    ]
    kept = [(name, values) for name, values in parts if _is_given(values)]
    rows = tuple(
        (
            named(row),
            *(statistic(one, values, row) for _, values in kept),
            base_words(row.base),
        )
        for row in one.rows
    )
    return DataTable(caption, (FIRST, *(name for name, _ in kept), "Base (n)"), rows)


def _is_given(values: ShownFloats) -> bool:
    return any(value is not None for value in values)


def statistic(one: Shown, values: ShownFloats, row: Row) -> str:
    """One statistic of a row in words."""
    return number_words(value_of(values, row), asked=row.asked, plain=one.plain)


def value_of(values: ShownFloats, row: Row) -> float | None:
    """One statistic of a row; None where withheld or not built."""
    at = GROUP_INDEX[row.group]
    return values[at] if at < len(values) else None


def aside(one: Shown) -> DataTable:
    """Numbers of partnerships with and without a valid answer, each kind apart."""
    head = (FIRST, "Returns", "Valid answers", "Don't know", "Not answered", "Not applicable")
    rows = tuple(
        (
            named(row),
            count_words(one.returns.get(row.group)),
            base_words(row.base),
            *(count_words(c) for c in (row.dont_know, row.not_answered, row.not_applicable)),
        )
        for row in one.rows
    )
    return DataTable("Valid and missing answers, numbers of partnerships", head, rows)
