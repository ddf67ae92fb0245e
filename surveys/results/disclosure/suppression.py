"""Disclosure control: which cells of a table of counts must not be published, and by which rule.

Protected here: every small count, every row on a small base, every row of a small group in which
all gave one answer, and within a row enough further cells that a reader who knows the shown base,
the shown cells and these rules is left with two possible values or more for every small count. Not
yet protected: complements between groups (non-NRF is all less NRF, and the types and regions add up
to all), bases that repeat the count of the answer by which partnerships were routed, and
differences between editions. Rules are kept with the group axis first so that a step across groups
can extend them.
"""

from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

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
    ACROSS_GROUPS = 5
    ROUTED = 6
    DOMINATED = 7


# What an edition may be built with: less would protect nobody, more would show next to nothing.
MIN_COUNTS = range(3, 21)
MIN_BASES = range(5, 31)


@dataclass(frozen=True)
class Thresholds:
    """The disclosure settings of an edition, kept with it; the defaults are those of a build."""

    min_count: int = 5  # counts above zero and below this are withheld
    min_base: int = 10  # rows on a smaller base are withheld whole
    indicative_base: int = 30  # rows on a smaller base are marked as indicative
    alike_base: int = 30  # below this base, a row where all gave one answer is withheld
    national_base: int = 50  # a national row on a smaller base carries a note
    dominance: int = 10  # per cent: p of the p % rule for money (see `dominated`)
    public: tuple[str, ...] = ()  # codes of questions whose answers are public facts

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", tuple(self.public))  # JSON knows lists only
        if self.min_count < 1 or self.min_base < 1:
            raise ValueError("The smallest count and the smallest base must be 1 or more.")

    @property
    def quartile_base(self) -> int:
        """Quartiles need at least `min_count` values in each quarter."""
        return max(self.min_base, 4 * self.min_count)

    def as_json(self) -> dict[str, Any]:
        """The settings as stored with an edition."""
        return {**asdict(self), "public": list(self.public)}

    def note(self, base: int | None, *, national: bool = False) -> str:
        """The mark a row on this base carries: "", "indicative", "small" or "suppressed"."""
        if base is None or base < self.min_base:
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


def rules_of_rows(rows: Rows, thresholds: Thresholds, *, seconds: bool = True) -> Rules:
    """The rule for every cell of additive rows, [groups, items, cells]; SHOWN where none.

    Without `seconds` small counts alone are withheld, for protection.py to go on from.
    """
    present = np.broadcast_to(rows.present, rows.counts.shape)
    counts = np.where(present, rows.counts, 0)
    small = (counts > 0) & (counts < thresholds.min_count)
    # A single partnership is never named by kind, even where a few are.
    sensitive = np.broadcast_to(rows.sensitive, rows.counts.shape)
    small &= sensitive | (counts.sum(axis=-1) == 1)[..., None]
    rules = small.astype(np.uint8) * np.uint8(Rule.SMALL_COUNT)
    todo = small.any(axis=-1) & (rows.withheld == Rule.SHOWN)
    if seconds:
        hidden = _hidden(counts[todo], present[todo], sensitive[todo], small[todo], thresholds)
        rules[todo] = np.where(small[todo], Rule.SMALL_COUNT, hidden * np.uint8(Rule.SECOND_IN_ROW))
    rules = np.where(rows.withheld[..., None] > 0, rows.withheld[..., None], rules)
    return np.where(present, rules, Rule.SHOWN).astype(np.uint8)


def _hidden(
    counts: Counts, present: Mask, sensitive: Mask, small: Mask, thresholds: Thresholds
) -> Mask:
    """The cells to hide in rows [rows, cells] that hold small counts, so that none can be found.

    A reader knows the total, the shown cells and this very rule. In three steps, each of which
    leaves every small count two possible values or more:

    1. Small counts alone (with the insensitive cells, if the row has any) hide each other if others
       of the same number and total would have been hidden as well. `count` of them hold between
       `count` and `count * (min_count - 1)`; at either end each is known, so both are left out.
    2. Otherwise all cells of the next smallest count above zero go too. Where those stand is not
       said, so the hidden cells could be the same counts in any other order. That is why cells
       of one count are hidden together: a choice by position would give the order away.
    3. If there is no such cell, or the row counts no more partnerships than it has cells, the
       whole row goes, as does every other row of this total with a small count.
    """
    covers = present & ~sensitive
    held = np.where(small | covers, counts, 0).sum(axis=1)
    number = small.sum(axis=1)
    enough = (held >= thresholds.min_count) & (held > number)
    enough &= covers.any(axis=1) | (held < number * (thresholds.min_count - 1))
    others = sensitive & ~small & (counts > 0)
    smallest = np.where(others, counts, counts.max(initial=0) + 1).min(axis=1)[:, None]
    second = others & (counts == smallest) & ~enough[:, None]
    whole = counts.sum(axis=1) <= present.sum(axis=1)
    whole |= ~enough & ~others.any(axis=1)
    return np.where(whole[:, None], present, small | covers | second)


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
    alike = alike & (rest == 0)  # that nobody ticked an answer may be shown
    rules[alike & present] = Rule.ALL_ALIKE
    return np.where((withheld[..., None] > 0) & present, withheld[..., None], rules)


def all_alike(counts: Counts, base: Counts, thresholds: Thresholds) -> Mask:
    """Rows [groups, items] of a small group in which one cell holds everybody."""
    return (base > 0) & (base < thresholds.alike_base) & (counts == base[..., None]).any(axis=-1)
