"""From counts to published cells: the one finishing function of page, PDF, CSV and API.

Per cents are of the base: returns with a valid answer. Not answered (-9), don't know (-8) and not
applicable or routed out (-1) are kept apart and outside it. A withheld value leaves this module
as None and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS
from surveys.results.describing import Statistics, trimmed_base
from surveys.results.disclosure.suppression import (
    Mask,
    Rows,
    Rule,
    Rules,
    Thresholds,
    all_alike,
    rules_of_rows,
    rules_of_shares,
)
from surveys.results.disclosure.traits import Traits
from surveys.results.layout import KINDS, Layout
from surveys.results.published import ItemCells, Shown, ShownFloats
from surveys.results.tables import ASIDE, DONT_KNOW, NOT_ANSWERED, NOT_APPLICABLE, Table

STATISTICS = ("mean", "lower", "median", "upper", "trimmed", "total")


@dataclass(frozen=True, eq=False)
class Rulings:
    """The rule for everything a reader could see, SHOWN where nothing forbids it.

    `answers` [groups, items, cells], `aside` [groups, items, 3], `bases` [groups, items],
    `numbers` [groups, number items]: all statistics of the row together.
    """

    answers: Rules
    aside: Rules
    bases: Rules
    numbers: Rules


@dataclass(frozen=True, eq=False)
class Finished:
    """All cells of a wave with the rules that withhold some; only `items` may leave a build."""

    layout: Layout
    table: Table
    statistics: Statistics
    rulings: Rulings
    thresholds: Thresholds

    @property
    def withheld(self) -> dict[str, int]:
        """How many cells of the whole edition each rule withheld."""
        rulings = self.rulings
        parts = (rulings.answers, rulings.aside, rulings.bases, rulings.numbers)
        every = np.concatenate([part.ravel() for part in parts])
        found = np.bincount(every, minlength=len(Rule))
        return {rule.name.lower(): int(found[rule]) for rule in Rule if rule is not Rule.SHOWN}

    def items(self) -> Iterator[ItemCells]:
        """The published items in questionnaire order."""
        numbers = {item: place for place, item in enumerate(self.layout.number_items)}
        for index, plan in enumerate(self.layout.items):
            width = len(plan.options)
            counts, rules = self.table.answers[:, index, :width], self.rulings.answers[:, index]
            item = ItemCells(
                key=plan.key,
                kind=plan.kind,
                options=plan.options,
                in_base=plan.in_base,
                counts=tuple(_shown(*row) for row in zip(counts, rules[:, :width], strict=True)),
                bases=_shown(self.table.bases[:, index], self.rulings.bases[:, index]),
                dont_know=self._aside(index, DONT_KNOW),
                not_applicable=self._aside(index, NOT_APPLICABLE),
                not_answered=self._aside(index, NOT_ANSWERED),
            )
            at = numbers.get(index)
            yield item if at is None else replace(item, **self._statistics(at))

    def _aside(self, index: int, part: int) -> Shown:
        return _shown(self.table.aside[:, index, part], self.rulings.aside[:, index, part])

    def _statistics(self, place: int) -> dict[str, Any]:
        """The statistics of one item; quartiles and the trimmed mean need more values each."""
        held, thresholds = self.statistics.n[:, place], self.thresholds
        smallest = dict.fromkeys(STATISTICS, thresholds.min_base)
        smallest["lower"] = smallest["upper"] = thresholds.quartile_base
        smallest["trimmed"] = trimmed_base(thresholds.min_count)
        hidden = self.rulings.numbers[:, place] > 0
        return {
            name: _shown_floats(
                getattr(self.statistics, name)[:, place], hidden | (held < smallest[name])
            )
            for name in STATISTICS
        }


def _shown(values: npt.NDArray[np.int64], rules: Rules) -> Shown:
    pairs = zip(values.tolist(), rules.tolist(), strict=True)
    return tuple(None if rule else value for value, rule in pairs)


def _shown_floats(values: npt.NDArray[np.float64], hidden: Mask) -> ShownFloats:
    kept = np.where(hidden, np.nan, values)
    return tuple(None if np.isnan(value) else value for value in kept.tolist())


def finish(
    layout: Layout,
    table: Table,
    statistics: Statistics,
    thresholds: Thresholds,
    traits: Traits,
    *,
    seconds: bool,
) -> Finished:
    """Rule on the cells of each row by itself, from the true counts of the groups.

    `seconds`: withhold further cells of a row until nobody who sees that row alone can find one.
    Nothing is withheld of items whose answers are public facts.
    """
    everything = np.arange(len(layout.items))
    public = np.isin(everything, sorted(traits.public))
    routed = np.isin(everything, sorted({route.item for route in traits.routes}))
    withheld = _withheld(layout, table, thresholds, routed)
    withheld[:, public] = Rule.SHOWN
    answers = _answer_rules(layout, table, withheld, thresholds, seconds=seconds)
    others = layout.answers != layout.nowhere
    others &= ~layout.in_base
    aside, other_rules = _aside_rules(layout, table, others, withheld, thresholds, seconds=seconds)
    answers = np.where(others, other_rules, answers)
    # Who is asked by what the register says of them is no secret.
    asked_openly = ~routed & (layout.chosen_na == layout.nowhere)
    aside[:, asked_openly, NOT_APPLICABLE] = Rule.SHOWN
    aside[:, layout.dont_know == layout.nowhere, DONT_KNOW] = Rule.SHOWN
    answers[:, public] = aside[:, public] = Rule.SHOWN
    rulings = Rulings(
        answers=answers.astype(np.uint8),
        aside=aside.astype(np.uint8),
        bases=np.zeros(table.bases.shape, np.uint8),
        numbers=_number_rules(layout, table, thresholds),
    )
    return Finished(layout, table, statistics, rulings, thresholds)


def _withheld(
    layout: Layout, table: Table, thresholds: Thresholds, routed_by_answer: Mask
) -> Rules:
    """The rule by which a row is withheld whole; rows nobody was asked stay, to say so."""
    bases, aside = table.bases, table.aside
    unasked = (bases == 0) & (aside[..., 0] == 0) & (aside[..., NOT_ANSWERED] == 0)
    routed = aside[..., NOT_APPLICABLE]
    unasked &= (table.answers.sum(axis=-1) == 0) & (
        (routed >= thresholds.min_base) | (routed == 0) | ~routed_by_answer
    )
    choice = layout.kinds == KINDS.index("choice")
    alike = all_alike(table.answers * layout.in_base, bases, thresholds) & choice
    rules = np.where(alike, Rule.ALL_ALIKE, Rule.SHOWN)
    rules = np.where(bases < thresholds.min_base, Rule.SMALL_BASE, rules)
    return np.where(unasked, Rule.SHOWN, rules).astype(np.uint8)


def _answer_rules(
    layout: Layout, table: Table, withheld: Rules, thresholds: Thresholds, *, seconds: bool
) -> Rules:
    answers, bases = table.answers, table.bases
    rules = np.zeros(answers.shape, np.uint8)
    choice, multi = (np.flatnonzero(layout.kinds == KINDS.index(k)) for k in ("choice", "multi"))
    most = max([1, *(len(layout.items[i].options) for i in choice)])
    part = np.ix_(np.arange(len(GROUPS)), choice, np.arange(most))
    present = layout.in_base[choice, :most]
    rows = Rows(answers[part], present, np.ones(1, bool), withheld[:, choice])
    rules[part] = rules_of_rows(rows, thresholds, seconds=seconds)
    rules[:, multi] = rules_of_shares(
        answers[:, multi], bases[:, multi], layout.in_base[multi], withheld[:, multi], thresholds
    )
    return rules


def _aside_rules(
    layout: Layout,
    table: Table,
    others: npt.NDArray[np.bool_],
    withheld: Rules,
    thresholds: Thresholds,
    *,
    seconds: bool,
) -> tuple[Rules, Rules]:
    """Rules for what stands outside the base; its total, returns less base, is always known.

    Not answered is no answer, so it is withheld only to protect the cells beside it. An item
    without a "don't know" has no such cell, which therefore hides nothing.
    """
    places = np.flatnonzero(others.any(axis=0))
    cells = np.concatenate([table.aside, table.answers[..., places]], axis=-1)
    kept = np.ones((len(others), len(ASIDE)), bool)
    kept[:, 0] = layout.dont_know != layout.nowhere
    present = np.concatenate([kept, others[:, places]], axis=-1)
    sensitive = np.ones(cells.shape[-1], bool)
    sensitive[NOT_ANSWERED] = False
    rows = Rows(cells, present, sensitive, withheld)
    rules = rules_of_rows(rows, thresholds, seconds=seconds)
    other_rules = np.zeros(table.answers.shape, np.uint8)
    other_rules[..., places] = rules[..., len(ASIDE) :]
    return np.where(withheld[..., None] > 0, withheld[..., None], rules[..., : len(ASIDE)]), (
        other_rules
    )


def _number_rules(layout: Layout, table: Table, thresholds: Thresholds) -> Rules:
    """Statistics are withheld on a small base; rows without any number have nothing to withhold."""
    held = table.bases[:, list(layout.number_items)]
    small = (held > 0) & (held < thresholds.min_base)
    return np.where(small, Rule.SMALL_BASE, Rule.SHOWN).astype(np.uint8)
