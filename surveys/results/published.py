"""Published cells as everyone reads them: per cents, display words, bases and response rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.web.percent import whole_per_cent
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGISTERED
from surveys.results.disclosure.suppression import Thresholds

SUPPRESSED, NONE, UNDER_HALF, NOT_ASKED = "..", "-", "*", "N/A"
Shown = tuple[int | None, ...]
ShownFloats = tuple[float | None, ...]


@dataclass(frozen=True)
class Cell:
    """One option of one group: `count` and `per_cent` are None when withheld or not asked."""

    option: str
    count: int | None
    per_cent: float | None
    words: str


@dataclass(frozen=True)
class Row:
    """One item for one group; `base` is None when it is withheld with the whole row."""

    group: str
    base: int | None
    asked: bool
    cells: tuple[Cell, ...]
    not_answered: int | None
    dont_know: int | None
    not_applicable: int | None
    note: str

    def cell(self, option: str) -> Cell:
        """The cell of an option code; KeyError when the item has no such option."""
        for cell in self.cells:
            if cell.option == option:
                return cell
        raise KeyError(option)


@dataclass(frozen=True)
class ItemCells:
    """The published cells of one item, every tuple in the order of GROUPS.

    `counts` holds one tuple a group with one entry for each listed option ("don't know" and "not
    applicable" are counted beside the options). Statistics are empty unless the item is a number;
    totals are of money alone. `weighted`: whole per cents of the listed options, weighted for
    non-response; empty where an edition has none.
    """

    key: str
    kind: str
    options: tuple[str, ...]
    in_base: tuple[bool, ...]
    counts: tuple[Shown, ...]
    bases: Shown
    not_answered: Shown
    dont_know: Shown
    not_applicable: Shown
    mean: ShownFloats = ()
    lower: ShownFloats = ()
    median: ShownFloats = ()
    upper: ShownFloats = ()
    trimmed: ShownFloats = ()
    total: ShownFloats = ()
    weighted: tuple[Shown, ...] = ()

    def row(self, group: str, thresholds: Thresholds) -> Row:
        """The item for the group of this key, with per cents and display words."""
        at = GROUP_INDEX[group]
        if at >= len(self.bases):
            return self._not_built(group)
        base = self.bases[at]
        asked = not (base == 0 and self.not_answered[at] == 0 and self.dont_know[at] == 0)
        cells = zip(self.options, self.in_base, self.counts[at], strict=True)
        return Row(
            group=group,
            base=base,
            asked=asked,
            cells=tuple(_cell(code, count, base, inside, asked) for code, inside, count in cells),
            not_answered=self.not_answered[at],
            dont_know=self.dont_know[at],
            not_applicable=self.not_applicable[at],
            note=thresholds.note(base, national=group == "all") if asked else "",
        )

    def _not_built(self, group: str) -> Row:
        """The row of a group that the edition, built by earlier rules, does not have."""
        cells = tuple(Cell(code, None, None, SUPPRESSED) for code in self.options)
        return Row(group, None, True, cells, None, None, None, "suppressed")

    def weighted_words(self, group: str) -> tuple[str, ...]:
        """Per cents of the listed options weighted for non-response, as printed; () without any."""
        at = GROUP_INDEX[group]
        if at >= len(self.weighted):
            return ()
        cells = zip(self.in_base, self.counts[at], self.weighted[at], strict=True)
        return tuple(_weighted(count, share) for inside, count, share in cells if inside)


def _weighted(count: int | None, share: int | None) -> str:
    if count is None or share is None:
        return SUPPRESSED
    return str(share) if share else UNDER_HALF if count else NONE


def _cell(code: str, count: int | None, base: int | None, in_base: bool, asked: bool) -> Cell:
    if not asked:
        return Cell(code, None, None, NOT_ASKED)
    if not in_base:
        return Cell(code, count, None, SUPPRESSED if count is None else str(count))
    return Cell(code, count, per_cent(count, base), words(count, base))


def base_words(base: int | None) -> str:
    """A base as printed."""
    return SUPPRESSED if base is None else f"{base:,}"


def per_cent(count: int | None, base: int | None) -> float | None:
    """The unrounded per cent; None for a withheld count or base, or an empty base."""
    return None if count is None or not base else 100 * count / base


def words(count: int | None, base: int | None) -> str:
    """A per cent as printed: whole numbers with halves up, or the symbol of the conventions."""
    if count is None or base is None:
        return SUPPRESSED
    if count == 0:
        return NONE
    if 200 * count < base:
        return UNDER_HALF
    return str(whole_per_cent(count, base))


def count_words(count: int | None) -> str:
    """A number of partnerships as printed."""
    return SUPPRESSED if count is None else f"{count:,}"


def number_words(value: float | None, *, asked: bool = True, plain: bool = False) -> str:
    """A mean, quartile or total as printed: one decimal, halves up, none where that is 0.

    `plain`: a year, which has neither decimals nor a comma between thousands.
    """
    if not asked:
        return NOT_ASKED
    if value is None:
        return SUPPRESSED
    found = rounded(value, plain=plain)
    return (f"{found}" if plain else f"{found:,}").removesuffix(".0")


def rounded(value: float, *, plain: bool = False) -> Decimal:
    """The value, exactly as it is written, halves up: to one decimal, a year to none; never -0."""
    step = Decimal(1) if plain else Decimal("0.1")
    return Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP) + 0


def tenths(count: int | None, base: int | None) -> float | None:
    """The per cent to one decimal, halves up; None as in `per_cent`."""
    if count is None or not base:
        return None
    return (2000 * count + base) // (2 * base) / 10


def score(row: Row, scores: Mapping[str, float]) -> float | None:
    """The mean score of the answers that have one, not rounded.

    None where there is no such answer or the count of one of them is withheld.
    """
    counted = [(cell.count, scores[cell.option]) for cell in row.cells if cell.option in scores]
    if any(count is None for count, _ in counted):
        return None
    answers = sum(count or 0 for count, _ in counted)
    return sum((count or 0) * worth for count, worth in counted) / answers if answers else None


@dataclass(frozen=True)
class ResponseRate:
    """Complete returns of a group out of its eligible partnerships."""

    group: str
    complete: int
    eligible: int

    @property
    def per_cent(self) -> float | None:
        """Unrounded; None for a group without eligible partnerships."""
        return per_cent(self.complete, self.eligible)

    @property
    def words(self) -> str:
        """The rate with one decimal, halves up."""
        if not self.eligible:
            return NOT_ASKED
        tenths = (2000 * self.complete + self.eligible) // (2 * self.eligible)
        return f"{tenths // 10}.{tenths % 10}%"


def response_rates(complete: Iterable[int], eligible: Iterable[int]) -> tuple[ResponseRate, ...]:
    """The response rate of every group; ValueError if a group has more returns than eligible.

    Who is eligible in a band of maturity is not known: there `eligible` is 0 and no rate is given.
    """
    rates = tuple(
        ResponseRate(group.key, int(returned), int(asked))
        for group, returned, asked in zip(GROUPS, complete, eligible, strict=False)
    )
    for rate in rates[:REGISTERED]:
        if rate.complete > rate.eligible:
            raise ValueError(f"{rate.group}: {rate.complete} returns, {rate.eligible} eligible.")
    return rates
