"""Change from one wave to the next in published figures: points, words and breaks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.web.percent import whole_points
from surveys.questionnaires.structure import Form, Item
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import (
    SUPPRESSED,
    ItemCells,
    Shown,
    base_words,
    per_cent,
    words,
)

MINUS = "−"


@dataclass(frozen=True)
class Share:
    """One answer: `per_cent` is None where withheld or not asked."""

    option: str
    count: int | None
    per_cent: float | None
    words: str


@dataclass(frozen=True)
class Point:
    """One wave of a series. `broken`: why it cannot be set beside the wave before; else empty."""

    year: int
    key: str
    base: int | None
    base_words: str
    note: str
    shares: tuple[Share, ...]
    broken: str = ""


@dataclass(frozen=True)
class Change:
    """The difference of two per cents of one answer in whole points; None where not known."""

    option: str
    points: int | None
    words: str


@dataclass(frozen=True)
class Link:
    """How an item goes on from the wave before: its `key` there ("" if nowhere), and the break."""

    key: str
    broken: str


def link(form: Form, earlier: Form, item: Item) -> Link:
    """Where the item was asked in the earlier questionnaire, and what broke the series if it is
    broken. A reworded question goes on behind a break; one that was split or merged ends there."""
    year, match = form.year, form.mapping[item.question]
    if form.mapped_to is None or form.mapped_to.sha256 != earlier.sha256:
        return Link("", f"not mapped to the questionnaire of {earlier.year}")
    if match.relation in ("split", "merged"):
        before = " and ".join(match.earlier)
        return Link("", f"{match.relation} in {year}: asked before as {before}")
    key = ".".join(filter(None, (match.earlier[0] if match.earlier else "", item.row)))
    was = earlier.by_item.get(key)
    if match.relation == "new" or was is None:
        return Link("", f"asked for the first time in {year}")
    if match.relation == "reworded":
        return Link(key, f"reworded in {year}")
    return Link(key, "" if _in_base(was) == _in_base(item) else f"counted otherwise since {year}")


def _in_base(item: Item) -> set[str]:
    return {option.code for option in item.options if option.in_base}


def point(
    year: int,
    cells: ItemCells,
    group: str,
    options: Sequence[str],
    settings: Thresholds,
    broken: str = "",
) -> Point:
    """One group of a wave as published, with these answers; those not asked then are left out."""
    row = cells.row(group, settings)
    shares = tuple(
        Share(cell.option, cell.count, cell.per_cent, cell.words)
        for cell in row.cells
        if cell.option in options
    )
    return Point(year, cells.key, row.base, base_words(row.base), row.note, shares, broken)


def matched_point(
    year: int, key: str, options: Sequence[str], counts: Shown, base: int | None
) -> Point:
    """One group of a matched table, as stored."""
    shares = tuple(
        Share(option, count, per_cent(count, base), words(count, base))
        for option, count in zip(options, counts, strict=True)
    )
    return Point(year, key, base, base_words(base), "", shares)


def changes(then: Point, now: Point) -> tuple[Change, ...]:
    """The change of every answer that both waves have; none across a break."""
    if now.broken:
        return ()
    before: Mapping[str, Share] = {share.option: share for share in then.shares}
    return tuple(
        _change(share, now.base, before[share.option], then.base)
        for share in now.shares
        if share.option in before
    )


def _change(now: Share, base: int | None, then: Share, base_then: int | None) -> Change:
    if now.count is None or then.count is None or not base or not base_then:
        return Change(now.option, None, SUPPRESSED)
    # From the counts, not from rounded per cents; halves away from zero, as everywhere.
    exact = 100 * (Fraction(now.count, base) - Fraction(then.count, base_then))
    points = whole_points(exact)
    return Change(now.option, points, point_words(points))


def point_words(points: int) -> str:
    """A difference as printed: +3, −2 or 0."""
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points else "0"
