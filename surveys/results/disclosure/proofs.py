"""What is kept of a protected edition: witnesses, and for each withheld cell its rule and partners."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from surveys.results.breakdowns import GROUPS
from surveys.results.cells import Finished
from surveys.results.disclosure.fields import Answers
from surveys.results.disclosure.rows import Cell, name_of, options_of
from surveys.results.disclosure.sums import Partners
from surveys.results.disclosure.suppression import Rule, Rules
from surveys.results.disclosure.witness import Trade
from surveys.results.layout import Layout

NUMBERS = "numbers"
"""What the statistics of a row are called among its cells."""


@dataclass(frozen=True)
class Witness:
    """Answers of one item that could change places. `moves`: (place, position of the listed option
    or -1, -1 or +1); `routed`: rows of other items are withheld because of it."""

    item: int
    moves: tuple[tuple[int, int, int], ...]
    routed: bool


@dataclass(frozen=True, eq=False)
class Paid:
    """A trade whose `cells` are withheld."""

    answers: Answers
    trade: Trade
    cells: tuple[Cell, ...]
    routed: bool


@dataclass(frozen=True, eq=False)
class Protected:
    """Finished cells, the witnesses that prove them safe, and a list of Protection.cells an item.

    `exposed`: (item, group, option) of answers that nothing could change places with.
    """

    finished: Finished
    witnesses: tuple[Witness, ...]
    cells: Mapping[str, list[dict[str, Any]]]
    exposed: tuple[tuple[str, str, str], ...]


def witness_of(layout: Layout, paid: Paid) -> Witness:
    """The trade in terms of places and listed options."""
    options = options_of(layout)
    moves = tuple(
        (place, column if (column := paid.answers.columns[answer]) < options else -1, step)
        for place, answer, step in paid.trade.moves
    )
    return Witness(paid.answers.item, moves, paid.routed)


def proofs_of(
    layout: Layout,
    rules: Rules,
    covered: Mapping[Cell, int],
    paid: Sequence[Paid],
    sums: Rules,
    partners: Partners,
) -> dict[str, list[dict[str, Any]]]:
    """Item key → its withheld cells, each with its rule and the cells that keep it safe.

    `rules` [groups, items, cells of a row], `sums` [groups, number items].
    """
    found: dict[str, list[dict[str, Any]]] = {plan.key: [] for plan in layout.items}
    for group, item, column in np.argwhere(rules > 0).tolist():
        number = covered.get((group, item, column))
        others = [] if number is None else paid[number].cells
        found[layout.items[item].key].append(
            {
                "group": GROUPS[group].key,
                "option": name_of(layout, item, column),
                "rule": Rule(rules[group, item, column]).name.lower(),
                "with": [
                    [
                        GROUPS[g].key,
                        name_of(layout, i, c),
                        *([layout.items[i].key] if i != item else []),
                    ]
                    for g, i, c in others
                    if (g, i, c) != (group, item, column)
                ],
            }
        )
    for at, item in enumerate(layout.number_items):
        found[layout.items[item].key] += _of_sums(sums[:, at], at, partners)
    return found


def _of_sums(rules: Rules, at: int, partners: Partners) -> Iterator[dict[str, Any]]:
    for group in np.flatnonzero(rules).tolist():
        others = partners.get((group, at), ())
        yield {
            "group": GROUPS[group].key,
            "option": NUMBERS,
            "rule": Rule(rules[group]).name.lower(),
            "with": [[GROUPS[each].key, NUMBERS] for each in others if each != group],
        }
