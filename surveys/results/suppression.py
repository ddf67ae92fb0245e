"""Disclosure control: which cells of a table of counts must not be published, and by which rule.

Protected here: every small count, every row on a small base, every row of a small group in which
all gave one answer, and within a row enough further cells that subtracting the shown cells from the
shown base gives nothing away. Not yet protected: complements between groups (non-NRF is all less
NRF, and the types and regions add up to all), bases that repeat the count of the answer by which
partnerships were routed, and differences between editions. Rules are kept with the group axis first
so that a step across groups can extend them.
"""

from dataclasses import asdict, dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Rules = npt.NDArray[np.uint8]


class Rule(IntEnum):
    """Why a cell is withheld. Never published cell by cell: the reason narrows the value."""

    SHOWN = 0
    SMALL_COUNT = 1
    SMALL_BASE = 2
    ALL_ALIKE = 3
    SECOND_IN_ROW = 4


@dataclass(frozen=True)
class Thresholds:
    """The disclosure settings of an edition, kept with it."""

    min_count: int = 5  # counts above zero and below this are withheld
    min_base: int = 10  # rows on a smaller base are withheld whole
    indicative_base: int = 30  # rows on a smaller base are marked as indicative
    alike_base: int = 10  # below this base, a row where all gave one answer is withheld
    national_base: int = 50  # a national row on a smaller base carries a note

    def __post_init__(self) -> None:
        if self.min_count < 1 or self.min_base < 1:
            raise ValueError("The smallest count and the smallest base must be 1 or more.")

    @property
    def quartile_base(self) -> int:
        """Quartiles need at least `min_count` values in each quarter."""
        return max(self.min_base, 4 * self.min_count)

    def as_json(self) -> dict[str, int]:
        """The settings as stored with an edition."""
        return asdict(self)

    def note(self, base: int, *, national: bool = False) -> str:
        """The mark a row on this base carries: "", "indicative", "small" or "suppressed"."""
        if base < self.min_base:
            return "suppressed"
        if base < self.indicative_base:
            return "indicative"
        return "small" if national and base < self.national_base else ""


@dataclass(frozen=True)
class Rows:
    """Rows of counts whose shown total is the sum of their cells.

    `counts`, `present` and `sensitive` are [groups, items, cells]; `present` marks the cells an
    item has, `sensitive` those that the small-count rule covers. `withheld` [groups, items] is
    the rule by which a row is withheld whole, SHOWN where it is not.
    """

    counts: Counts
    present: Mask
    sensitive: Mask
    withheld: Rules


def rules_of_rows(rows: Rows, thresholds: Thresholds) -> Rules:
    """The rule for every cell of additive rows, [groups, items, cells]; SHOWN where none."""
    small = (rows.counts > 0) & (rows.counts < thresholds.min_count) & rows.sensitive
    rules = (small & rows.present).astype(np.uint8) * np.uint8(Rule.SMALL_COUNT)
    rules = np.where(rows.withheld[..., None] > 0, rows.withheld[..., None], rules)
    todo = (rules == Rule.SMALL_COUNT).any(axis=-1)
    rules[todo] = _with_second(
        rows.counts[todo],
        np.broadcast_to(rows.present, rules.shape)[todo],
        rules[todo],
        thresholds,
    )
    rules[~np.broadcast_to(rows.present, rules.shape)] = Rule.SHOWN
    return rules


def _with_second(counts: Counts, present: Mask, rules: Rules, thresholds: Thresholds) -> Rules:
    """Withhold the next smallest cells until a row's hidden total gives no cell away.

    The hidden cells must hold together at least `min_count`, and more than one each: a hidden
    total equal to the number of hidden cells would say that each is one.
    """
    primary = rules == Rule.SMALL_COUNT
    far = int(counts.max(initial=0)) + 1
    key = np.where(primary, counts, np.where(counts > 0, counts + far, 3 * far))
    order = np.argsort(np.where(present, key, 4 * far), axis=1, kind="stable")
    total = np.take_along_axis(counts, order, axis=1).cumsum(axis=1)
    length = np.arange(1, counts.shape[1] + 1)
    available = present.sum(axis=1)[:, None]
    enough = (length >= primary.sum(axis=1)[:, None]) & (length <= available)
    # One cell alone never holds enough: it is withheld because it holds less than `min_count`.
    enough &= (total >= thresholds.min_count) & (total > length)
    cut = np.where(enough.any(axis=1)[:, None], enough.argmax(axis=1)[:, None] + 1, available)
    hidden = np.zeros(counts.shape, bool)
    np.put_along_axis(hidden, order, length <= cut, axis=1)
    return np.where(hidden & ~primary, Rule.SECOND_IN_ROW, rules).astype(np.uint8)


def rules_of_shares(
    counts: Counts, base: Counts, present: Mask, withheld: Rules, thresholds: Thresholds
) -> Rules:
    """The rule for counts that are each a share of the base by themselves (tick-all answers).

    Each cell [groups, items, cells] is a row of two, ticked and not ticked, the second being
    the shown base less the first: if either is small, the cell is withheld.
    """
    rest = base[..., None] - counts
    small = (counts > 0) & (counts < thresholds.min_count)
    small |= (rest > 0) & (rest < thresholds.min_count)
    rules = (small & present).astype(np.uint8) * np.uint8(Rule.SMALL_COUNT)
    alike = ((base > 0) & (base < thresholds.alike_base))[..., None]
    alike = alike & ((counts == 0) | (rest == 0))
    rules[alike & present] = Rule.ALL_ALIKE
    return np.where((withheld[..., None] > 0) & present, withheld[..., None], rules)


def all_alike(counts: Counts, base: Counts, thresholds: Thresholds) -> Mask:
    """Rows [groups, items] of a small group in which one cell holds everybody."""
    return (base > 0) & (base < thresholds.alike_base) & (counts == base[..., None]).any(axis=-1)
