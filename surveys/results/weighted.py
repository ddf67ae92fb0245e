"""Weighted per cents, and which of them tell nothing that the unweighted figures do not.

A weighted figure mixes the answers of classes whose own answers may be withheld. It is shown only
beside its unweighted figure, and only if one of these holds:

- every class within the group is itself published for this answer, so that anybody could weight;
- it stays the same, after rounding, in every other state of the returns (`Witness`) by which the
  withheld cells of the item are protected.

Where rows of an item were withheld because of the question that routes to it, the states are not
states of this item alone, and only the first will do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP, PLACES
from surveys.results.disclosure.proofs import Witness
from surveys.results.disclosure.traits import Route
from surveys.results.layout import KINDS, Layout
from surveys.results.published import ItemCells, Shown
from surveys.results.tables import table
from surveys.results.weighting import CELLS, Weights

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
CROSSED = [at for at, group in enumerate(GROUPS) if group.dimension in ("region", "maturity")]
"""Groups that the classes of NRF and type cut across."""
CHOICE, MULTI = KINDS.index("choice"), KINDS.index("multi")


def weighted(
    tallies: Tallies,
    *,
    layout: Layout,
    weights: Weights,
    items: Sequence[ItemCells],
    witnesses: Iterable[Witness],
    routes: Iterable[Route],
) -> list[ItemCells]:
    """The published items with their whole weighted per cents, halves up; None where not shown.

    As they are where no weights are needed; items that are no choice always.
    """
    if not weights.needed:
        return list(items)
    answers, bases = _sums(tallies, layout, weights)
    by_item: dict[int, list[Witness]] = {}
    for witness in witnesses:
        by_item.setdefault(witness.item, []).append(witness)
    led_to = _led_to(by_item, routes)
    known = _parts(weights)
    spots = {place: at for at, place in enumerate(tallies.places.tolist())}
    held = table(layout, tallies.counts).answers
    found = []
    for index, item in enumerate(items):
        if layout.kinds[index] not in (CHOICE, MULTI) or not item.options:
            found.append(item)
            continue
        listed = slice(len(item.options))
        cells = _Cells(
            item, answers[:, index, listed], bases[:, index], held[:, index, listed], spots
        )
        shown = cells.shown()
        safe = _derived(shown, known)
        if index not in led_to:
            safe |= cells.unmoved(by_item.get(index, ()), weights)
        found.append(replace(item, weighted=cells.rows(shown & safe)))
    return found


def _led_to(witnesses: Mapping[int, Iterable[Witness]], routes: Iterable[Route]) -> set[int]:
    """Items, at any remove, whose filter has other states in which others are asked."""
    found = {at for at, states in witnesses.items() if any(each.routed for each in states)}
    every = list(routes)
    while more := {route.item for route in every if route.filter in found} - found:
        found |= more
    return {route.item for route in every if route.filter in found}


@dataclass(frozen=True, eq=False)
class _Cells:
    """One item: its published cells, weighted answers [groups, options] and bases [groups].

    `held` [places, options] are its unweighted counts, `spots` the position of each place in them.
    """

    item: ItemCells
    answers: Whole
    bases: Whole
    held: Whole
    spots: Mapping[int, int]

    def shown(self) -> Mask:
        """Which unweighted cells are shown, [groups, options]; those outside the base never."""
        rows = zip(self.item.bases, self.item.counts, strict=True)
        shown = [[base is not None and cell is not None for cell in row] for base, row in rows]
        return np.array(shown) & np.array(self.item.in_base)

    def unmoved(self, witnesses: Iterable[Witness], weights: Weights) -> Mask:
        """Cells whose figure is the same in every state that the witnesses describe."""
        weight = weights.by_place()
        figures = _per_cents(self.answers, self.bases)
        same = np.ones(self.answers.shape, bool)
        for witness in witnesses:
            inside = [self._inside(position) for _, position, _ in witness.moves]
            if self.item.kind == "multi" and not any(inside):
                # Whole returns change places, with ticks that the state does not name.
                same[PLACE_MEMBERSHIP[:, [move[0] for move in witness.moves]].any(axis=1)] = False
                continue
            if not all(self._taken(*move) for move in witness.moves):
                same[CROSSED] = False
            answers, bases = self.answers.copy(), self.bases.copy()
            for (place, position, change), counts in zip(witness.moves, inside, strict=True):
                if counts:
                    moved = PLACE_MEMBERSHIP[:, place] * weight[place] * change
                    answers[:, position] += moved
                    bases += moved * (self.item.kind == "choice")
            same &= _per_cents(answers, bases) == figures
        return same

    def rows(self, allowed: Mask) -> tuple[Shown, ...]:
        """The whole per cents of the cells that may be shown."""
        allowed = allowed & (self.bases[:, None] > 0)
        kept = np.where(allowed, _per_cents(self.answers, self.bases), -1).tolist()
        return tuple(tuple(None if value < 0 else value for value in row) for row in kept)

    def _taken(self, place: int, position: int, change: int) -> bool:
        """Whether somebody in this place gave the answer that a state takes away from it.

        A state may hold for another nation that has the same published groups. Their weighted
        figures then differ by its moves alone, but for groups that the classes cut across.
        """
        if change > 0:
            return True
        spot = self.spots.get(place)
        return position >= 0 and spot is not None and bool(self.held[spot, position])

    def _inside(self, position: int) -> bool:
        return position >= 0 and self.item.in_base[position]


def _sums(tallies: Tallies, layout: Layout, weights: Weights) -> tuple[Whole, Whole]:
    """Weighted answers [groups, items, cells] and bases [groups, items], in ten-thousandths."""
    weight = weights.by_place()[tallies.places]
    # Whole numbers below 2**53: the product of floats is exact, and many times faster.
    flat = tallies.counts.reshape(len(tallies.places), -1)
    summed = (tallies.membership * weight.astype(float)) @ flat
    counted = table(layout, summed.reshape(len(GROUPS), *tallies.counts.shape[1:]))
    return counted.answers, counted.bases


def _per_cents(answers: Whole, bases: Whole) -> Whole:
    """Whole per cents [groups, options], halves up; anything for an empty base."""
    base = np.maximum(bases, 1)[:, None]
    return (200 * answers + base) // (2 * base)


def _parts(weights: Weights) -> list[list[list[int]] | None]:
    """For each group the published groups that are its classes: any of each list will do.

    None for groups that the classes cut across (regions, maturity).
    """
    present = {cell for each in weights.classes for cell in each.cells}
    cells = [_cells_of(group) & present for group in range(len(GROUPS))]
    published: dict[frozenset[int], list[int]] = {}
    for group, held in enumerate(cells):
        if group not in CROSSED:
            published.setdefault(held, []).append(group)
    found: list[list[list[int]] | None] = []
    for group, held in enumerate(cells):
        if group in CROSSED:
            found.append(None)
            continue
        parts = [held & frozenset(each.cells) for each in weights.classes]
        needed: list[list[int]] = []
        for part in filter(None, parts):
            alone = [published[frozenset([cell])] for cell in part]
            needed += [published[part]] if part in published else alone
        found.append(needed)
    return found


def _cells_of(group: int) -> frozenset[int]:
    inside = PLACE_MEMBERSHIP[group].reshape(CELLS, PLACES // CELLS).any(axis=1)
    return frozenset(np.flatnonzero(inside).tolist())


def _derived(shown: Mask, parts: Sequence[list[list[int]] | None]) -> Mask:
    """Cells [groups, options] that anybody could weight from shown ones."""
    safe = np.zeros(shown.shape, bool)
    for group, needed in enumerate(parts):
        if needed is not None:
            safe[group] = True
            for either in needed:
                safe[group] &= shown[either].any(axis=0)
    return safe
