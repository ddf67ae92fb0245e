"""Disclosure control of statistics: what a mean or a sum of one group gives away of another's.

The sum of a group is its mean times its base, so a withheld mean could be found from those of other
groups. As with answers, statistics are withheld in further groups until two returns with different
numbers could change places unseen.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP, group_sums
from surveys.results.disclosure.dominance import is_dominated
from surveys.results.disclosure.suppression import Rule, Rules, Thresholds
from surveys.results.disclosure.traits import Traits
from surveys.results.disclosure.witness import Floats, cheapest_of_numbers

Numbers = Mapping[int, npt.NDArray[np.float64]]
Unsafe = Callable[[Floats], bool]
SUMS = group_sums()
Partners = dict[tuple[int, int], tuple[int, ...]]
"""(group, number item) → the groups in which the exchange would show."""


def protect_sums(
    rules: Rules,
    numbers: Numbers,
    tallies: Tallies,
    worth: Floats,
    traits: Traits,
    thresholds: Thresholds,
) -> tuple[Rules, Partners]:
    """Further groups without statistics, and for each the groups that stand for each other.

    `rules` [groups, number items]; `numbers` [returns, number items] by place; `worth` [groups]:
    the price of withholding one.
    """
    rules, partners = rules.copy(), Partners()
    membership = tallies.membership.astype(float)
    lowest, highest = _ranges(numbers, tallies, rules.shape[1])

    def unsafe(at: int, values: Floats) -> bool:
        few = 0 < len(values) < thresholds.min_base
        return few or (at in traits.money and is_dominated(values, thresholds.dominance))

    for at in range(rules.shape[1]):
        if at == traits.maturity:
            _keep_bands(rules[:, at])
        values, is_unsafe = _values(numbers, at), partial(unsafe, at)
        ranges = (lowest[:, at], highest[:, at])
        while True:  # what is withheld against a sum of a few needs its own partners
            partners.update(_partnered(rules[:, at], at, partners, membership, ranges, worth))
            if not _widen(rules[:, at], values, is_unsafe, worth):
                break
    return rules, partners


def _partnered(
    rules: Rules,
    at: int,
    known: Partners,
    membership: Floats,
    ranges: tuple[Floats, Floats],
    worth: Floats,
) -> Partners:
    """Partners for each withheld group of the item that has none yet; theirs are withheld too."""
    found: Partners = {}
    for group in np.flatnonzero(rules).tolist():
        if (group, at) in known or (group, at) in found:
            continue
        price = np.where(rules == Rule.SHOWN, worth, 0.0)
        groups = cheapest_of_numbers(membership, *ranges, group, price) or ()
        _withhold(rules, groups)
        found |= {(each, at): groups for each in groups if (each, at) not in known | found}
    return found


def _withhold(rules: Rules, groups: Iterable[int]) -> None:
    for group in groups:
        if rules[group] == Rule.SHOWN:
            rules[group] = Rule.ACROSS_GROUPS


def _widen(rules: Rules, values: Floats, unsafe: Unsafe, worth: Floats) -> bool:
    """Withhold more until what is left of a shown sum is no sum of a few, or of one large one.

    A reader who takes the shown parts from the shown whole has the sum of the withheld parts.
    `values`: (place, number) of every return that gave one. True if anything more was withheld.
    """
    widened = False
    for whole, parts in SUMS:
        while rules[whole] == Rule.SHOWN:
            hidden = [part for part in parts if rules[part]]
            if not hidden or not unsafe(_of_groups(values, hidden)):
                break
            shown = [part for part in parts if rules[part] == Rule.SHOWN]
            more = min(shown, key=lambda part: worth[part]) if shown else whole
            rules[more] = Rule.ACROSS_GROUPS
            widened = True
    return widened


def _values(numbers: Numbers, at: int) -> Floats:
    held = [
        np.column_stack([np.full(len(rows), place), rows[:, at]])
        for place, rows in sorted(numbers.items())
        if len(rows)
    ]
    found = np.concatenate([np.empty((0, 2)), *held])
    return found[~np.isnan(found[:, 1])]


def _of_groups(values: Floats, groups: list[int]) -> Floats:
    inside = PLACE_MEMBERSHIP[groups][:, values[:, 0].astype(int)].any(axis=0)
    return values[inside, 1]


def _keep_bands(rules: Rules) -> None:
    """The years by band of years would say nothing but the band: they are withheld."""
    for group, each in enumerate(GROUPS):
        if each.dimension == "maturity":
            _withhold(rules, [group])


def _ranges(numbers: Numbers, tallies: Tallies, items: int) -> tuple[Floats, Floats]:
    """Lowest and highest number [places, number items]; NaN where a place holds none."""
    low = np.full((len(tallies.places), items), np.nan)
    high = low.copy()
    for position, place in enumerate(tallies.places.tolist()):
        values = numbers.get(place)
        if values is None:
            continue
        for item in range(items):
            known = values[:, item][~np.isnan(values[:, item])]
            if len(known):
                low[position, item], high[position, item] = known.min(), known.max()
    return low, high
