"""From counts to published cells: the one finishing function of page, PDF, CSV and API.

Per cents are of the base: returns with a valid answer. Not answered (-9), don't know (-8) and not
applicable or routed out (-1) are kept apart and outside it. A withheld value leaves this module
as None and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Statistics
from surveys.results.breakdowns import GROUPS
from surveys.results.layout import KINDS, Layout
from surveys.results.published import ItemCells, Shown, ShownFloats
from surveys.results.suppression import (
    Counts,
    Rows,
    Rule,
    Rules,
    Thresholds,
    all_alike,
    rules_of_rows,
    rules_of_shares,
)

_HIDDEN = -1


@dataclass(frozen=True, eq=False)
class Finished:
    """All cells of a wave after disclosure control; withheld counts are already gone.

    `answers` is [27, items, cells], `bases` [27, items], `aside` [27, items, 3]: don't know, not
    applicable, not answered. Withheld entries hold -1, withheld statistics NaN.
    """

    layout: Layout
    answers: Counts
    bases: Counts
    aside: Counts
    statistics: Statistics
    withheld: dict[str, int]

    def items(self) -> Iterator[ItemCells]:
        """The published items in questionnaire order."""
        numbers = {item: place for place, item in enumerate(self.layout.number_items)}
        aside = [[_shown(self.aside[:, i, part]) for part in range(3)] for i in self._indices()]
        for index, plan in enumerate(self.layout.items):
            counts = self.answers[:, index, : len(plan.options)]
            yield ItemCells(
                key=plan.key,
                kind=plan.kind,
                options=plan.options,
                in_base=plan.in_base,
                counts=tuple(_shown(row) for row in counts),
                bases=tuple(self.bases[:, index].tolist()),
                dont_know=aside[index][0],
                not_applicable=aside[index][1],
                not_answered=aside[index][2],
                **(self._statistics(numbers[index]) if index in numbers else {}),
            )

    def _indices(self) -> range:
        return range(len(self.layout.items))

    def _statistics(self, place: int) -> dict[str, ShownFloats]:
        parts = {name: getattr(self.statistics, name) for name in _STATISTICS}
        return {name: _shown_floats(values[:, place]) for name, values in parts.items()}


_STATISTICS = ("mean", "lower", "median", "upper")


def _shown(values: Counts) -> Shown:
    return tuple(None if value == _HIDDEN else value for value in values.tolist())


def _shown_floats(values: npt.NDArray[np.float64]) -> ShownFloats:
    return tuple(None if np.isnan(value) else value for value in values.tolist())


def finish(
    layout: Layout, counts: Counts, statistics: Statistics, thresholds: Thresholds
) -> Finished:
    """Turn the counts of `aggregation.count` into publishable cells.

    Withholds what the thresholds ask for before anything is rounded; the caller stores what comes
    back and drops `counts`.
    """
    groups = len(GROUPS)
    flat = np.concatenate([counts.reshape(groups, -1), np.zeros((groups, 1), np.int64)], axis=1)
    answers, aside = flat[:, layout.answers], _aside(layout, flat)
    bases = _bases(layout, flat, answers, aside)
    withheld = _withheld(layout, answers, bases, aside, thresholds)
    rules = _answer_rules(layout, answers, bases, withheld, thresholds)
    others = layout.answers != layout.nowhere
    others &= ~layout.in_base
    aside_rules, other_rules = _aside_rules(layout, aside, answers, others, withheld, thresholds)
    rules = np.where(others, other_rules, rules)
    answers[rules > 0] = _HIDDEN
    aside[aside_rules > 0] = _HIDDEN
    return Finished(
        layout=layout,
        answers=answers,
        bases=bases,
        aside=aside,
        statistics=_published_statistics(layout, statistics, bases, thresholds),
        withheld=_tally(rules, aside_rules),
    )


def _aside(layout: Layout, flat: Counts) -> Counts:
    return np.stack(
        [
            flat[:, layout.dont_know],
            flat[:, layout.routed] + flat[:, layout.chosen_na],
            flat[:, layout.missing],
        ],
        axis=-1,
    )


def _bases(layout: Layout, flat: Counts, answers: Counts, aside: Counts) -> Counts:
    """Valid answers: for a tick-all item, those who answered less those who ticked "don't know"."""
    chosen = (answers * layout.in_base).sum(axis=-1)
    outside = (answers * ~layout.in_base).sum(axis=-1)
    ticked = flat[:, layout.answered] + flat[:, layout.unticked]
    ticked -= aside[..., 0] + flat[:, layout.chosen_na] + outside
    return np.where(
        layout.kinds == KINDS.index("choice"),
        chosen,
        np.where(layout.kinds == KINDS.index("multi"), ticked, flat[:, layout.answered]),
    )


def _withheld(
    layout: Layout,
    answers: Counts,
    bases: Counts,
    aside: Counts,
    thresholds: Thresholds,
) -> Rules:
    """The rule by which a row is withheld whole; rows nobody was asked stay, to say so."""
    unasked = (bases == 0) & (aside[..., 0] == 0) & (aside[..., 2] == 0)
    unasked &= (answers.sum(axis=-1) == 0) & (
        (aside[..., 1] >= thresholds.alike_base) | (aside[..., 1] == 0)
    )
    choice = layout.kinds == KINDS.index("choice")
    alike = all_alike(answers * layout.in_base, bases, thresholds) & choice
    rules = np.where(alike, Rule.ALL_ALIKE, Rule.SHOWN)
    rules = np.where(bases < thresholds.min_base, Rule.SMALL_BASE, rules)
    return np.where(unasked, Rule.SHOWN, rules).astype(np.uint8)


def _answer_rules(
    layout: Layout, answers: Counts, bases: Counts, withheld: Rules, thresholds: Thresholds
) -> Rules:
    rules = np.zeros(answers.shape, np.uint8)
    choice, multi = (np.flatnonzero(layout.kinds == KINDS.index(k)) for k in ("choice", "multi"))
    most = max([1, *(len(layout.items[i].options) for i in choice)])
    part = np.ix_(np.arange(len(GROUPS)), choice, np.arange(most))
    present = layout.in_base[choice, :most]
    rows = Rows(answers[part], present, np.ones(1, bool), withheld[:, choice])
    rules[part] = rules_of_rows(rows, thresholds)
    rules[:, multi] = rules_of_shares(
        answers[:, multi], bases[:, multi], layout.in_base[multi], withheld[:, multi], thresholds
    )
    return rules


def _aside_rules(
    layout: Layout,
    aside: Counts,
    answers: Counts,
    others: npt.NDArray[np.bool_],
    withheld: Rules,
    thresholds: Thresholds,
) -> tuple[Rules, Rules]:
    """Rules for what stands outside the base; its total, returns less base, is always known.

    Not answered is no answer, so it is withheld only to protect the cells beside it. An item
    without a "don't know" has no such cell, which therefore hides nothing.
    """
    places = np.flatnonzero(others.any(axis=0))
    cells = np.concatenate([aside, answers[..., places]], axis=-1)
    kept = np.ones((len(others), 3), bool)
    kept[:, 0] = layout.dont_know != layout.nowhere
    present = np.concatenate([kept, others[:, places]], axis=-1)
    sensitive = np.ones(cells.shape[-1], bool)
    sensitive[2] = False
    rules = rules_of_rows(Rows(cells, present, sensitive, withheld), thresholds)
    other_rules = np.zeros(answers.shape, np.uint8)
    other_rules[..., places] = rules[..., 3:]
    return np.where(withheld[..., None] > 0, withheld[..., None], rules[..., :3]), other_rules


def _published_statistics(
    layout: Layout, statistics: Statistics, bases: Counts, thresholds: Thresholds
) -> Statistics:
    held = bases[:, list(layout.number_items)]
    centre = np.where(held >= thresholds.min_base, 0.0, np.nan)
    quarters = np.where(held >= thresholds.quartile_base, 0.0, np.nan)
    return Statistics(
        n=held,
        mean=statistics.mean + centre,
        lower=statistics.lower + quarters,
        median=statistics.median + centre,
        upper=statistics.upper + quarters,
    )


def _tally(*rules: Rules) -> dict[str, int]:
    """How many cells of the whole edition each rule withheld."""
    every = np.concatenate([part.ravel() for part in rules])
    found = np.bincount(every, minlength=len(Rule))
    return {rule.name.lower(): int(found[rule]) for rule in Rule if rule is not Rule.SHOWN}
