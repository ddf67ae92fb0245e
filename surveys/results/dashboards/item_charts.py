"""The chart of one item by one breakdown: stacked bars, bars of each option, or quartiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.web.charts import Bar, Bars, Chart, Range, Ranges, Stacked, Value
from portal.web.charts import Row as StackedRow
from portal.web.charts.palette import MOST_LEVELS
from surveys.questionnaires.structure import Option
from surveys.results.dashboards.breakdowns import ALL
from surveys.results.dashboards.item_tables import (
    named,
    of_all,
    statistic,
    value_of,
    weighted_of,
    without,
)
from surveys.results.published import NONE, Row, per_cent

if TYPE_CHECKING:
    from surveys.results.dashboards.item import Shown

HIDDEN, UNASKED, UNWEIGHTED = "withheld", "not asked", "not weighted"
NOT_VALID = "No valid answer"


def chart_of(one: Shown, *, title: str, description: str) -> Chart | None:
    """The chart that fits the item; None for answers in words."""
    if one.cells.kind == "text" or not (one.options or one.cells.kind == "number"):
        return None
    if one.cells.kind == "number":
        return _quartiles(one, title, description)
    levels = len(one.options) + (one.measure == "all")
    if one.cells.kind == "choice" and levels <= MOST_LEVELS:
        return _stacked(one, title, description)
    return _bars(one, title, description)


def _hidden(one: Shown, row: Row) -> str:
    if one.measure == "weighted" and not one.cells.weighted:
        return UNWEIGHTED
    return HIDDEN if row.asked else UNASKED


def _quartiles(one: Shown, title: str, description: str) -> Ranges:
    cells = one.cells
    rows = tuple(
        Range(
            named(row),
            lower=value_of(cells.lower, row),
            middle=value_of(cells.median, row),
            upper=value_of(cells.upper, row),
            words=statistic(one, cells.median, row),
            hidden=_hidden(one, row),
        )
        for row in one.rows
    )
    return Ranges(title, description, rows, plain=one.plain)


def _stacked(one: Shown, title: str, description: str) -> Stacked:
    levels = [option.label for option in one.options]
    if one.measure == "all":
        levels.append(NOT_VALID)
    rows = tuple(
        StackedRow(named(row), _segments(one, row), hidden=_hidden(one, row)) for row in one.rows
    )
    return Stacked(title, description, tuple(levels), rows)


def _segments(one: Shown, row: Row) -> tuple[Value | None, ...]:
    values = [value_for(one, row, option) for option in one.options]
    if one.measure == "all":
        rest = without(one, row)
        values.append(_value(per_cent(rest, one.returns.get(row.group)), of_all(one, row, rest)))
    total = sum(value.share for value in values if value)
    if total <= 100:
        return tuple(values)
    # Whole per cents may add up to a little more than the bar is long.
    return tuple(v and Value(v.share * 100 / total, v.words) for v in values)


def value_for(one: Shown, row: Row, option: Option) -> Value | None:
    """One option of one group by the page's measure; None where it may not be shown."""
    cell = row.cell(option.code)
    if one.measure == "weighted":
        words = weighted_of(one, row)[option.code]
        share = float(words) if words.isdigit() else 0.0 if words in (NONE, "*") else None
        return _value(share, words)
    if one.measure == "all":
        share = per_cent(cell.count, one.returns.get(row.group)) if row.asked else None
        return _value(share, of_all(one, row, cell.count))
    return _value(cell.per_cent, cell.words)


def _value(share: float | None, words: str) -> Value | None:
    return None if share is None else Value(share, words)


def _bars(one: Shown, title: str, description: str) -> Bars:
    """Every option with a bar for each group; of every breakdown at once, all partnerships alone."""
    rows = [row for row in one.rows if one.by != "every" or row.group == ALL]
    bars = []
    for option in one.options:
        for row in rows:
            value = value_for(one, row, option)
            alone = len(rows) == 1
            bars.append(
                Bar(
                    option.label if alone else named(row),
                    value and Value(value.share, signed(value.words)),
                    hidden=_hidden(one, row),
                    group="" if alone else option.label,
                )
            )
    return Bars(title, description, tuple(bars))


def signed(words: str) -> str:
    """A per cent with its sign; none is 0%."""
    return "0%" if words == NONE else f"{words}%"
