"""A whole count of a wave: coded returns in, publishable cells out. Pure."""

from dataclasses import dataclass, replace

import numpy as np

from surveys.results.aggregation import Tallies, count
from surveys.results.cells import Finished, finish
from surveys.results.describing import describe
from surveys.results.disclosure.dominance import dominated
from surveys.results.disclosure.proofs import Protected
from surveys.results.disclosure.protection import protect
from surveys.results.disclosure.suppression import Rule, Thresholds
from surveys.results.disclosure.traits import Traits
from surveys.results.layout import Layout
from surveys.results.places import Placed
from surveys.results.tables import table

METHOD = 4
"""Version of the counting and disclosure rules; raise it when the same returns would give others."""


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts by place, and the cells of the groups with each row ruled on by itself."""

    tallies: Tallies
    finished: Finished


def counted(
    layout: Layout, placed: Placed, settings: Thresholds, traits: Traits, *, seconds: bool = False
) -> Counted:
    """Count, describe and finish each row by itself; with `seconds`, so that it may be shown if no
    other group is."""
    tallies = count(placed.codes, columns=layout.columns, highest=layout.highest)
    numbers = len(layout.number_items)
    statistics = describe(placed.numbers if numbers else {}, items=numbers, money=traits.money)
    groups = table(layout, tallies.by_group())
    finished = finish(layout, groups, statistics, settings, traits, seconds=seconds)
    large = dominated(
        placed.numbers if numbers else {},
        items=numbers,
        money=traits.money,
        per_cent=settings.dominance,
    )
    rules = finished.rulings
    sums = np.where((rules.numbers == 0) & large, Rule.DOMINATED, rules.numbers).astype(np.uint8)
    return Counted(tallies, replace(finished, rulings=replace(rules, numbers=sums)))


def recount(layout: Layout, placed: Placed, settings: Thresholds, traits: Traits) -> Protected:
    """Count the placed returns and withhold what anybody could find, within rows and across."""
    found = counted(layout, placed, settings, traits)
    return protect(found.finished, found.tallies, placed.numbers, traits)
