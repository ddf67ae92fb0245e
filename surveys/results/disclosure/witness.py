"""Another nation that looks the same: answers that could change places without a trace.

A withheld count is safe when some answers could have changed places, or one return could have
answered otherwise, without changing any published figure: then the published figures fit at least
two truths, whatever a reader computes from them. Such a trade is the *witness* of the cells that it
changes; all of them must be withheld. The searches find the trade for which the least more has to
be withheld. They look at the counts of the published groups alone, as a reader would. Pure.

The idea is that of a move between two tables with the same margins: Dobra and Fienberg, "Bounds for
cell entries in contingency tables given marginal totals", PNAS 97 (2000), 11885-11892. That a move
between the published counts is a move between possible returns follows since no two of the three
classifications (region, NRF by type, maturity) are published crossed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import BANDS, GROUP_INDEX, GROUPS, NO_BAND, place_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

NEVER = 1e12  # a cost nobody pays
UNKNOWN = GROUP_INDEX["maturity:unknown"]
NOTHING = len(GROUPS)  # one row after those of the groups
ROWS = NOTHING + 1


@dataclass(frozen=True)
class Trade:
    """Answers that change places. `cells`: (group, answer) of every count that is another then.

    `moves`: (place, answer, -1 or +1) for each answer given or taken, in one nation that fits.
    `cost`: what has to be withheld for it in addition.
    """

    cells: tuple[tuple[int, int], ...]
    moves: tuple[tuple[int, int, int], ...]
    cost: float

    @property
    def groups(self) -> tuple[int, ...]:
        """The groups in which something is another."""
        return tuple(sorted({group for group, _ in self.cells}))


@dataclass(frozen=True, eq=False)
class Field:
    """The answers to one item that may change places with each other.

    `counts` [ROWS, answers]: how many returns of each group give each, and infinitely many in the
    row NOTHING. `partners[a]`: the answers that `a`
    may be traded for.
    """

    counts: Floats
    partners: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Spots:
    """Where returns stand: `places` [spots] and `rows` [spots, 6], the rows of Field.counts that a
    return there belongs to: all, NRF or not, type, region, NRF by type, band. Each stratum has
    `bands` spots, one after another, the first without a band."""

    places: Ints
    rows: Ints
    bands: int


Costs = Callable[[int, int], Floats]
"""Answers one and other → [ROWS]: the cost of withholding both in each group."""


def pair(field: Field, spots: Spots, group: int, answer: int, costs: Costs) -> Trade | None:
    """The cheapest exchange of answers between one return of the group and one outside it.

    Both have the same band of maturity.
    """
    best: tuple[float, int, int, int, int] | None = None
    rows, places = spots.rows[:: spots.bands, :-1], spots.places[:: spots.bands]
    inside = (rows == group).any(axis=1)
    for other in field.partners[answer]:
        if not _share_a_band(field, spots, answer, other):
            continue
        price = costs(answer, other)
        for first, second in ((answer, other), (other, answer)):
            here = np.flatnonzero(inside & _gives(field, rows, first))
            there = np.flatnonzero(~inside & _gives(field, rows, second))
            if not (len(here) and len(there)):
                continue
            total = _of_pairs(rows[here], rows[there], price)
            row, column = divmod(int(total.argmin()), len(there))
            cost = float(total[row, column])
            if best is None or cost < best[0]:
                best = cost, int(here[row]), int(there[column]), first, second
    if best is None or best[0] >= NEVER:
        return None
    cost, one, two, first, second = best
    groups = set(rows[one].tolist()) ^ set(rows[two].tolist())
    moves = (
        (int(places[one]), first, -1),
        (int(places[one]), second, 1),
        (int(places[two]), second, -1),
        (int(places[two]), first, 1),
    )
    return Trade(_cells(groups, (first, second)), moves, cost)


def _share_a_band(field: Field, spots: Spots, one: int, other: int) -> bool:
    """Whether both answers may stand in one band, so that exchanging them does not show there."""
    bands = spots.rows[: spots.bands, -1]
    return bool(((field.counts[bands, one] > 0) & (field.counts[bands, other] > 0)).any())


def bands(field: Field, group: int, answer: int, costs: Costs) -> Trade | None:
    """The cheapest exchange between a return of this band and one of another."""
    if GROUPS[group].dimension != "maturity":
        return None
    rest = [at for at, each in enumerate(GROUPS) if each.dimension == "maturity" and at != group]
    best: Trade | None = None
    for other in field.partners[answer]:
        price = costs(answer, other)
        for first, second in ((answer, other), (other, answer)):
            for row in rest:
                cost = float(price[group] + price[row])
                fits = field.counts[group, first] > 0 and field.counts[row, second] > 0
                if fits and (best is None or cost < best.cost):
                    moves = tuple(
                        (_band_place(at), which, step)
                        for at, given, taken in ((group, first, second), (row, second, first))
                        for which, step in ((given, -1), (taken, 1))
                    )
                    best = Trade(_cells({group, row}, (first, second)), moves, cost)
    return best if best and best.cost < NEVER else None


def _band_place(row: int) -> int:
    """A place of the band in the first stratum; exchanges between bands stay in one stratum."""
    keys = [f"maturity:{band}" for band in BANDS]
    return place_of(0, NO_BAND if row == UNKNOWN else keys.index(GROUPS[row].key) + 1)


def change(field: Field, spots: Spots, group: int, answer: int, costs: Costs) -> Trade | None:
    """The cheapest other answer of one return: it shows in all of its groups.

    What a count of the nation as a whole needs, since both returns of an exchange are in it.
    """
    found: Trade | None = None
    inside = (spots.rows == group).any(axis=1)
    for other in field.partners[answer]:
        cost = costs(answer, other)[spots.rows].sum(axis=1)
        for first, second in ((answer, other), (other, answer)):
            here = np.flatnonzero(inside & _gives(field, spots.rows, first))
            if not len(here):
                continue
            at = int(here[cost[here].argmin()])
            if found is None or cost[at] < found.cost:
                place = int(spots.places[at])
                moves = ((place, first, -1), (place, second, 1))
                groups = set(spots.rows[at].tolist())
                found = Trade(_cells(groups, (first, second)), moves, float(cost[at]))
    return found if found and found.cost < NEVER else None


def _gives(field: Field, rows: Ints, answer: int) -> npt.NDArray[np.bool_]:
    """[spots]: whether somebody there may have given the answer, for all a reader knows."""
    return (field.counts[rows, answer] > 0).all(axis=1)


def _cells(groups: set[int], answers: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((g, a) for g in sorted(groups) if g < len(GROUPS) for a in answers)


def _of_pairs(here: Ints, there: Ints, price: Floats) -> Floats:
    """[here, there]: the price of the rows that only one of the two belongs to."""
    apart = here[:, None, :] != there[None, :, :]
    return ((price[here][:, None, :] + price[there][None, :, :]) * apart).sum(axis=2)


def cheapest_of_numbers(
    membership: Floats, lowest: Floats, highest: Floats, group: int, price: Floats
) -> tuple[int, ...] | None:
    """The groups in which an exchange of two different numbers would show, at the least price.

    `membership` [groups, places]; `lowest`, `highest` [places]: the range of the numbers each place
    holds, NaN where it has none. None: all numbers are the same, or none is outside the group.
    """
    inside = membership[group] > 0
    known = ~np.isnan(lowest)
    here, there = np.flatnonzero(inside & known), np.flatnonzero(~inside & known)
    if not (len(here) and len(there)):
        return None
    low = np.minimum(lowest[here][:, None], lowest[there])
    high = np.maximum(highest[here][:, None], highest[there])
    each = price @ membership
    both = (membership[:, here].T * price) @ membership[:, there]
    costs = np.where(low < high, each[here][:, None] + each[there] - 2 * both, NEVER)
    at = int(costs.argmin())
    if costs.flat[at] >= NEVER:
        return None
    one, other = membership[:, here[at // len(there)]], membership[:, there[at % len(there)]]
    return tuple(np.flatnonzero(one != other).tolist())
