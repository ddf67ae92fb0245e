"""The evaluation's figures as plain data, computed from published cells alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.structure import Form, Item
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGIONS
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import (
    NOT_ASKED,
    ItemCells,
    ResponseRate,
    per_cent,
    words,
)

Items = Mapping[str, ItemCells]


@dataclass(frozen=True)
class Category:
    """A published category: one option, or several added together."""

    key: str
    label: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """One category of one bar; `count` and `per_cent` are None when withheld or not asked."""

    category: Category
    count: int | None
    per_cent: float | None
    words: str


@dataclass(frozen=True)
class Bar:
    """One item for one group, in published categories."""

    key: str
    label: str
    group: str
    base: int | None
    shares: tuple[Share, ...]
    note: str  # "", "indicative", "small" or "suppressed"

    def share(self, category: str) -> Share:
        """The share of a category key; KeyError when the figure has no such category."""
        for share in self.shares:
            if share.category.key == category:
                return share
        raise KeyError(category)


@dataclass(frozen=True)
class Panel:
    """A figure, or one titled part of one."""

    title: str
    categories: tuple[Category, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Gap:
    """One category of one item in NRF areas beside non-NRF areas; `points` is the difference."""

    key: str
    label: str
    nrf: Share
    non_nrf: Share
    nrf_base: int | None
    non_nrf_base: int | None
    points: float | None


def bar(
    item: Item, cells: ItemCells, categories: Iterable[Category], group: str, settings: Thresholds
) -> Bar:
    """One item in the given categories for one group.

    A category of several options is shown when all of them are, or when it holds everything that
    is withheld in the row: anyone could then find its sum from the base. Answers of which several
    may be ticked do not add up to the base, so there only single options are categories.
    """
    row = cells.row(group, settings)
    counts = {cell.option: cell.count for cell in row.cells}
    inside = [code for code, counted in zip(cells.options, cells.in_base, strict=True) if counted]
    if cells.kind == "multi":
        inside = []  # nothing can be found from the base
    shares = tuple(_share(category, counts, inside, row.base, row.asked) for category in categories)
    return Bar(cells.key, item.label, group, row.base, shares, row.note)


def _share(
    category: Category,
    counts: Mapping[str, int | None],
    inside: list[str],
    base: int | None,
    asked: bool,
) -> Share:
    if not asked:
        return Share(category, None, None, NOT_ASKED)
    hidden = {code for code in inside if counts[code] is None}
    count: int | None = None
    if not any(counts[code] is None for code in category.options):
        count = sum(counts[code] or 0 for code in category.options)
    elif base is not None and hidden and hidden <= set(category.options):
        count = base - sum(counts[code] or 0 for code in inside if code not in category.options)
    return Share(category, count, per_cent(count, base), words(count, base))


def options_as_categories(item: Item) -> tuple[Category, ...]:
    """Every option in the base as a category of its own."""
    return tuple(Category(o.code, o.label, (o.code,)) for o in item.options if o.in_base)


def activity(form: Form, items: Items, group: str, settings: Thresholds) -> Panel:
    """Figure 1: policy issues by stage reached, most measurable outcomes first.

    Issues whose leading category is withheld come last, in questionnaire order.
    """
    figure = _definition(form, "1")
    rows = _items_of(form, figure["question"])
    categories = tuple(
        Category(
            part["group"],
            part["label"],
            tuple(o.code for o in rows[0].options if o.group == part["group"]),
        )
        for part in figure["categories"]
    )
    bars = [bar(item, items[item.key], categories, group, settings) for item in rows]
    return Panel(figure["title"], categories, tuple(sorted(bars, key=_most_of_last)))


def _most_of_last(entry: Bar) -> float:
    leading = entry.shares[-1].per_cent
    return 1.0 if leading is None else -leading


def progress(form: Form, items: Items, group: str, settings: Thresholds) -> tuple[Panel, ...]:
    """Figure 2: progress on process, governance and service outcomes, one panel each."""
    panels = []
    for code in _definition(form, "2")["questions"]:
        rows = _items_of(form, code)
        categories = options_as_categories(rows[0])
        bars = tuple(bar(item, items[item.key], categories, group, settings) for item in rows)
        panels.append(Panel(form.question(code).text.split(":")[0], categories, bars))
    return tuple(panels)


def profile(form: Form, items: Items, code: str, group: str, settings: Thresholds) -> Panel:
    """Any choice or tick-all question (or grid) as bars in questionnaire order."""
    rows = _items_of(form, code)
    categories = options_as_categories(rows[0])
    bars = tuple(bar(item, items[item.key], categories, group, settings) for item in rows)
    return Panel(form.question(code).text, categories, bars)


def shares_of(
    form: Form, items: Items, code: str, category: Category, group: str, settings: Thresholds
) -> tuple[Bar, ...]:
    """The rows of a grid by one category (such as important or very important), largest first."""
    bars = [
        bar(item, items[item.key], (category,), group, settings) for item in _items_of(form, code)
    ]
    return tuple(sorted(bars, key=_most_of_last))


def nrf_gaps(
    form: Form, items: Items, code: str, category: Category, settings: Thresholds
) -> tuple[Gap, ...]:
    """The rows of a question in NRF and non-NRF areas, largest NRF share first."""
    gaps = []
    for item in _items_of(form, code):
        inside, outside = (
            bar(item, items[item.key], (category,), group, settings) for group in ("nrf", "non_nrf")
        )
        one, other = inside.shares[0], outside.shares[0]
        points = (
            None
            if one.per_cent is None or other.per_cent is None
            else one.per_cent - other.per_cent
        )
        gaps.append(Gap(item.key, item.label, one, other, inside.base, outside.base, points))
    return tuple(sorted(gaps, key=lambda gap: -(gap.nrf.per_cent or -1.0)))


def activity_gaps(form: Form, items: Items, settings: Thresholds) -> tuple[Gap, ...]:
    """NRF beside non-NRF on measurable outcomes for every policy issue of Figure 1."""
    panel = activity(form, items, "all", settings)
    question = _definition(form, "1")["question"]
    return nrf_gaps(form, items, question, panel.categories[-1], settings)


def region_rates(rates: Iterable[ResponseRate]) -> tuple[ResponseRate, ...]:
    """The response rates of the nine regions, in register order."""
    return tuple(rate for rate in rates if rate.group in REGIONS)


def group_label(key: str) -> str:
    """The words for a breakdown group."""
    return GROUPS[GROUP_INDEX[key]].label


def _definition(form: Form, number: str) -> Mapping[str, Any]:
    for figure in form.figures:
        if figure["figure"] == number:
            return figure
    raise KeyError(f"The questionnaire defines no Figure {number}.")


def _items_of(form: Form, code: str) -> tuple[Item, ...]:
    return form.question(code).items
