"""Disclosure control of statistics: what a mean or a sum of one group gives away of another's.

The sum of a group is its mean times its base, so a withheld mean could be found from those of other
groups. As with answers, statistics are withheld in further groups until two returns with different
numbers could change places unseen.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import GROUPS
from surveys.results.disclosure.suppression import Rule, Rules
from surveys.results.disclosure.witness import Floats, cheapest_of_numbers

Numbers = Mapping[int, npt.NDArray[np.float64]]
Partners = dict[tuple[int, int], tuple[int, ...]]
"""(group, number item) → the groups in which the exchange would show."""


def protect_sums(
    rules: Rules, numbers: Numbers, tallies: Tallies, worth: Floats, maturity: int | None
) -> tuple[Rules, Partners]:
    """Further groups without statistics, and for each the groups that stand for each other.

    `rules` [groups, number items]; `numbers` [returns, number items] by place; `worth` [groups]:
    the price of withholding one. `maturity`: the number item that makes the bands.
    """
    rules, partners = rules.copy(), Partners()
    membership = tallies.membership.astype(float)
    lowest, highest = _ranges(numbers, tallies, rules.shape[1])
    for at in range(rules.shape[1]):
        if at == maturity:
            _keep_bands(rules[:, at])
        for group in np.flatnonzero(rules[:, at]).tolist():
            if (group, at) in partners:
                continue
            price = np.where(rules[:, at] == Rule.SHOWN, worth, 0.0)
            found = cheapest_of_numbers(membership, lowest[:, at], highest[:, at], group, price)
            for each in found or ():
                partners.setdefault((each, at), found or ())
                if rules[each, at] == Rule.SHOWN:
                    rules[each, at] = Rule.ACROSS_GROUPS
    return rules, partners


def _keep_bands(rules: Rules) -> None:
    """The years by band of years would say nothing but the band: they are withheld."""
    for group, each in enumerate(GROUPS):
        if each.dimension == "maturity" and rules[group] == Rule.SHOWN:
            rules[group] = Rule.ACROSS_GROUPS


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
