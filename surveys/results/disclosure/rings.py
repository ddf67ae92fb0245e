"""Trades among returns that differ in one thing only: region, band, type or NRF status.

Answers go round in a ring: a return of one region gives answer 1 and takes 2, one of the next region
gives 2 and takes 3, and so on until somebody takes 1. As the returns are alike in all else, no other
group changes. Rings find their way through cells that are withheld already, so they cost far less
than exchanges between two. The shortest way round is found by dynamic programming. Pure.
"""

from itertools import product

import numpy as np

from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    GROUP_INDEX,
    GROUPS,
    NO_BAND,
    REGIONS,
    place_of,
)
from surveys.results.disclosure.planes import FLAGS, Plane, planes
from surveys.results.disclosure.witness import (
    NEVER,
    Field,
    Floats,
    Ints,
    Trade,
)

LONGEST = 3
"""Steps after the first: rings of up to four returns."""


def ring(field: Field, group: int, answer: int, price: Floats) -> Trade | None:
    """The cheapest ring that changes the count of this answer in this group; None: there is none.

    `price` [ROWS, answers]: the cost of withholding a cell, zero in the rows that are no group.
    """
    found: Trade | None = None
    able = _able(field)
    for plane in planes()[GROUPS[group].dimension]:
        for gives in (True, False):
            trade = _shortest(field, able, plane, group, answer, price, gives=gives)
            if trade and (found is None or trade.cost < found.cost):
                found = trade
        if found and not found.cost:
            break
    return found


def _able(field: Field) -> Floats:
    """[strata, answers]: 0 where region and NRF by type both gave the answer, else NEVER.

    That such a stratum holds returns is not asked: differences of region can be evened out among
    others of one type.
    """
    gives = (field.counts[_STRATUM_ROWS] > 0).all(axis=1)
    return np.where(gives, 0.0, NEVER)


_STRATUM_ROWS = np.array(
    [
        [GROUP_INDEX[region], GROUP_INDEX[f"{flag}:{kind}"]]
        for flag, kind, region in product(FLAGS, AUTHORITY_TYPES, REGIONS)
    ]
)


def _shortest(
    field: Field,
    able: Floats,
    plane: Plane,
    group: int,
    answer: int,
    price: Floats,
    *,
    gives: bool,
) -> Trade | None:
    """The cheapest ring in which the return of the group gives the answer, or takes it."""
    here = (plane.first == group) | (plane.second == group)
    give = able[plane.strata] + np.where(field.counts[plane.first] > 0, 0.0, NEVER)
    useful = here.any(axis=1) & ((give < NEVER).any(axis=2).sum(axis=1) > 1)
    classes = np.flatnonzero(useful)
    if not len(classes):
        return None
    node = price[plane.first[classes]] + price[plane.second[classes]]
    take = np.zeros_like(node) if plane.backwards is None else able[plane.backwards[classes]]
    start = here[classes].argmax(axis=1)
    found = _Walk(give[classes], take, node, start, answer, gives=gives).shortest()
    if found is None:
        return None
    cost, row, steps = found
    moves = _moves(plane, int(classes[row]), steps)
    cells = _changed(plane, int(classes[row]), steps)
    return Trade(cells, moves, cost) if (group, answer) in cells else None


Step = tuple[int, int, int]
"""Position, the answer given, the answer taken."""


def _moves(plane: Plane, row: int, steps: list[Step]) -> tuple[tuple[int, int, int], ...]:
    forwards = [
        (place_of(int(plane.strata[row, at]), int(plane.bands[row, at])), given, taken)
        for at, given, taken in steps
    ]
    if plane.backwards is not None:
        forwards += [
            (place_of(int(plane.backwards[row, at]), NO_BAND), taken, given)
            for at, given, taken in steps
        ]
    return tuple(
        (place, answer, change)
        for place, given, taken in forwards
        for answer, change in ((given, -1), (taken, 1))
    )


def _changed(plane: Plane, row: int, steps: list[Step]) -> tuple[tuple[int, int], ...]:
    """The cells whose counts are others after the ring."""
    net: dict[tuple[int, int], int] = {}
    for position, given, taken in steps:
        for groups in (plane.first, plane.second):
            group = int(groups[row, position])
            if group < len(GROUPS):
                net[group, given] = net.get((group, given), 0) - 1
                net[group, taken] = net.get((group, taken), 0) + 1
    return tuple(sorted(cell for cell, change in net.items() if change))


class _Walk:
    """One search. A ring in which the start takes the answer is walked the other way round."""

    def __init__(
        self,
        give: Floats,
        take: Floats,
        node: Floats,
        start: Ints,
        answer: int,
        *,
        gives: bool,
    ):
        self.start, self.answer, self.gives = start, answer, gives
        self.rows = np.arange(len(node))
        self.node = node
        # Walking forwards a step enters by the answer given, backwards by the one taken.
        self.enter, self.leave = (give, take) if gives else (take, give)

    def shortest(self) -> tuple[float, int, list[Step]] | None:
        """Cost, class and steps of the cheapest ring."""
        left = np.full(self.node.shape, NEVER)
        first = self._cell(self.enter, self.start, self.answer) + (
            self.node[self.rows, self.start] + self.leave[self.rows, self.start]
        )
        first[:, self.answer] = NEVER
        left[self.rows, self.start] = first
        best, found = NEVER, None
        trail: list[tuple[Ints, Ints]] = []
        for _ in range(LONGEST):
            left, came = self._step(left)
            trail.append(came)
            closing = left[:, :, self.answer]
            at = int(closing.argmin())
            if closing.flat[at] < min(best, NEVER):
                best = float(closing.flat[at])
                row, position = divmod(at, closing.shape[1])
                found = best, row, self._back(trail, row, position)
        return found

    def _cell(self, can: Floats, positions: Ints, answer: int) -> Floats:
        entered = can[self.rows, positions, answer] + self.node[self.rows, positions, answer]
        return entered[:, None]

    def _step(self, left: Floats) -> tuple[Floats, tuple[Ints, Ints]]:
        """From having left each position by each answer to having left the next one."""
        size = left.shape[1]
        apart = np.where(np.eye(size, dtype=bool), NEVER, 0.0)
        over = left[:, :, None, :] + apart[None, :, :, None]  # [classes, from, to, answers]
        source = over.argmin(axis=1)
        entered = np.take_along_axis(over, source[:, None], axis=1)[:, 0] + self.node + self.enter
        entered[self.rows, self.start] = NEVER
        answers = left.shape[2]
        other = np.where(np.eye(answers, dtype=bool), NEVER, 0.0)
        turned = entered[:, :, :, None] + other  # [classes, positions, entered by, left by]
        by = turned.argmin(axis=2)
        out = np.take_along_axis(turned, by[:, :, None], axis=2)[:, :, 0] + self.node + self.leave
        return np.minimum(out, NEVER), (source, by)

    def _back(self, trail: list[tuple[Ints, Ints]], row: int, position: int) -> list[Step]:
        """The steps of the ring that was just closed at this position."""
        steps, leaving = [], self.answer
        for source, by in reversed(trail):
            entering = int(by[row, position, leaving])
            steps.append(self._as_step(position, entering, leaving))
            position, leaving = int(source[row, position, entering]), entering
        steps.append(self._as_step(position, self.answer, leaving))
        return steps

    def _as_step(self, position: int, entering: int, leaving: int) -> Step:
        return (position, entering, leaving) if self.gives else (position, leaving, entering)
