"""One question, or one row of a grid, by one breakdown: chart, tables and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.web.components import DataTable
from surveys.questionnaires.structure import Form, Item, Option
from surveys.results.breakdowns import GROUP_INDEX
from surveys.results.dashboards import item_charts, item_tables
from surveys.results.dashboards.breakdowns import (
    ALL,
    BREAKDOWNS,
    MEASURES,
    groups_of,
    is_year,
    strongest_first,
    unit_of,
)
from surveys.results.dashboards.plates import Plate
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import NONE, SUPPRESSED, ItemCells, Row, number_words

OF_WHAT = {"all": " of all returns", "weighted": ", weighted"}
DRAWN = {
    MEASURES["counts"]: f"Chart: {MEASURES['valid'][0].lower()}{MEASURES['valid'][1:]}",
    MEASURES["weighted"]: "Weighted per cent of valid answers",
}
SYMBOLS = "“..” withheld, “*” above 0 and below 0.5, “-” none, “N/A” not asked"


@dataclass(frozen=True)
class Shown:
    """One item for the groups of a breakdown. `returns`: complete returns by group, for per cents
    of all; `options`: those in the base, strongest first."""

    item: Item
    cells: ItemCells
    rows: tuple[Row, ...]
    settings: Thresholds
    returns: Mapping[str, int]
    effective: Mapping[str, str]
    year: int
    by: str
    measure: str
    options: tuple[Option, ...]
    unit: str
    plain: bool


def shown(
    *,
    form: Form,
    cells: ItemCells,
    settings: Thresholds,
    complete: list[int],
    effective: Mapping[str, str],
    year: int,
    by: str,
    measure: str,
) -> Shown:
    """What a page of this item shows. `effective`: group → its effective base in words."""
    item = form.item(cells.key)
    question = form.question(item.question)
    groups = groups_of(by)
    listed = set(cells.options)
    return Shown(
        item=item,
        cells=cells,
        rows=tuple(cells.row(group.key, settings) for group in groups),
        settings=settings,
        returns={
            g.key: complete[GROUP_INDEX[g.key]]
            for g in groups
            if GROUP_INDEX[g.key] < len(complete)
        },
        effective=effective,
        year=year,
        by=by,
        measure=measure,
        options=tuple(o for o in strongest_first(item.options) if o.code in listed),
        unit=unit_of(question),
        plain=is_year(question),
    )


def plate(one: Shown) -> Plate:
    """The item's chart with its main table."""
    by = BREAKDOWNS[one.by].lower() if one.by == "every" else _by(one)
    title, measure = finding(one), f"{_drawn(one)}, {by}, {one.year}"
    return Plate(
        key="answers",
        title=title,
        measure=measure,
        chart=item_charts.chart_of(one, title=one.item.label, description=f"{title}. {measure}"),
        table=item_tables.main(one, caption=_measured(one)),
        source=_source(one),
    )


def aside(one: Shown) -> DataTable:
    """Valid answers beside don't know, not answered and not applicable."""
    return item_tables.aside(one)


def finding(one: Shown) -> str:
    """What the national row says, in words; the item's words where it may not be shown."""
    row = next((row for row in one.rows if row.group == ALL), None)
    if row is None or not row.asked:
        return "Nobody was asked this"
    if one.cells.kind == "number":
        median = one.cells.median[GROUP_INDEX[ALL]]
        value = number_words(median, plain=one.plain)
        if value == SUPPRESSED:
            return one.item.label
        those = "those" if row.base is None else f"the {row.base:,}"
        return f"Half of {those} that answered gave {_with_unit(value, one.unit)} or more"
    if one.cells.kind == "text":
        return "Answers in words are not counted"
    return _most_frequent(one, row)


def _most_frequent(one: Shown, row: Row) -> str:
    """The answer given most by the figures that the chart draws, unless a withheld one may be it.

    More than half of the answers cannot be beaten, but where several may be ticked they can.
    """
    if row.base == 0:
        return "Nobody chose any of the answers"
    values = {option: item_charts.value_for(one, row, option) for option in one.options}
    known = {option: value for option, value in values.items() if value}
    if len(known) == len(values) and all(value.words == NONE for value in known.values()):
        return "Nobody chose any of the answers"
    most = max(known, key=lambda option: known[option].share, default=None)
    if most is None or not known[most].share:
        return one.item.label
    several = one.cells.kind == "multi"
    if len(known) < len(values) and (several or known[most].share <= 50):
        return one.item.label
    how = "ticked most often" if several else "the most frequent answer"
    share = item_charts.signed(known[most].words)
    return f"“{most.label}” is {how} ({share}{OF_WHAT.get(one.measure, '')})"


def _measured(one: Shown) -> str:
    if one.cells.kind == "number":
        return f"Median and quartiles{f', {one.unit}' if one.unit == '£' else ''}"
    if one.cells.kind == "text":
        return "Numbers of partnerships"
    return MEASURES[one.measure]


def _drawn(one: Shown) -> str:
    """What the chart draws: of numbers of partnerships, the per cents that go with them."""
    return DRAWN.get(_measured(one), _measured(one))


def _by(one: Shown) -> str:
    name = BREAKDOWNS[one.by]
    return f"by {name if name.startswith('NRF') else name[0].lower() + name[1:]}"


def _with_unit(value: str, unit: str) -> str:
    if unit == "£":
        return f"£{value}"
    return value if unit in ("", "year") else f"{value} {unit}"


def _source(one: Shown) -> str:
    if one.cells.kind == "text":
        return ""
    if _measured(one) == MEASURES["all"] and ALL in one.returns:
        return f"Base: {one.returns[ALL]:,} complete returns. {SYMBOLS}."
    bases = [row.base for row in one.rows if row.group == ALL and row.base is not None]
    base = f"Base: {bases[0]:,} partnerships that gave a valid answer. " if bases else ""
    return f"{base}{SYMBOLS}."


def notes(one: Shown) -> tuple[str, ...]:
    """What marks and symbols of this page mean."""
    found = []
    if any(row.note == "indicative" for row in one.rows):
        found.append(
            f"(i) Indicative only: a base of {one.settings.min_base} to"
            f" {one.settings.indicative_base - 1} partnerships."
        )
    if any(row.note == "small" for row in one.rows):
        found.append(f"(s) The national base is below {one.settings.national_base}.")
    if one.cells.kind == "multi":
        found.append("More than one answer could be ticked, so per cents add up to more than 100.")
    if item_tables.scores_of(one) and one.measure == "valid":
        low, high = item_tables.ends(one)
        found.append(
            f"Mean score: {low.label} is {number_words(low.score)},"
            f" {high.label} is {number_words(high.score)}; only answers with a score count."
        )
    if one.measure == "weighted" and not one.cells.weighted:
        found.append(
            "This edition has no weighted figures: all kinds of partnerships answered nearly alike,"
            " or it was built before there were weights."
        )
    elif one.measure == "weighted":
        found.append(
            "Weighted per cents make up for groups of which fewer have answered. The effective"
            " base says how many unweighted returns would be as precise. It is that of all"
            " complete returns of the group, so it can be above the base of a question that not"
            " all of them answered."
        )
    found.append(
        "“..” withheld to protect single partnerships; “*” above 0 and below 0.5 per cent;"
        " “-” none; “N/A” not asked."
    )
    return tuple(found)
