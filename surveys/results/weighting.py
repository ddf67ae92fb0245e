"""Weights for non-response: classes of NRF status and type, and how far they move a group.

Each return stands for the eligible partnerships of its class. A class too small to tell its rate
is merged with its likest; a weight is never above CAP. Weights are kept to four decimals and used
as kept, so anybody can repeat the figures to the last digit. What may be shown of weighted figures
is decided in surveys.results.weighted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    GROUPS,
    PLACE_MEMBERSHIP,
    PLACES,
    REGIONS,
    STRATA,
)

LEAST = 10  # complete returns of a class that stands alone
CAP = 3.0  # times the average weight
UNIT = 10_000  # weights are whole ten-thousandths
NEAR_ONE = 500  # ten-thousandths: if no weight is further from 1, nothing is weighted
CELLS = 2 * len(AUTHORITY_TYPES)
"""Cells of NRF status and type, numbered as the first part of a stratum (non-NRF first)."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WeightingClass:
    """Cells that share a weight; `weight` is in ten-thousandths of the average."""

    cells: tuple[int, ...]
    eligible: int
    complete: int
    weight: int


@dataclass(frozen=True)
class Weights:
    """The weights of an edition. `effective`: Kish's effective base of the returns of each group."""

    classes: tuple[WeightingClass, ...]
    effective: tuple[float, ...]

    @property
    def needed(self) -> bool:
        """False where the classes answered nearly alike, so that weighting would change nothing."""
        return any(abs(each.weight - UNIT) > NEAR_ONE for each in self.classes)

    def by_place(self) -> Whole:
        """The weight of a return in each place, in ten-thousandths; 0 where none is eligible."""
        cells = np.zeros(CELLS, np.int64)
        for each in self.classes:
            cells[list(each.cells)] = each.weight
        return np.repeat(cells, PLACES // CELLS)

    def as_json(self) -> dict[str, Any]:
        """As kept in Edition.weights."""
        return {
            "needed": self.needed,
            "least": LEAST,
            "cap": CAP,
            "classes": [
                {
                    "members": [cell_key(cell) for cell in each.cells],
                    "eligible": each.eligible,
                    "complete": each.complete,
                    "weight": each.weight / UNIT,
                }
                for each in self.classes
            ],
            "effective_base": {
                group.key: round(base, 1)
                for group, base in zip(GROUPS, self.effective, strict=True)
            },
        }


def cell_key(cell: int) -> str:
    """The published group that a cell is, such as "nrf:county"."""
    nrf, kind = divmod(cell, len(AUTHORITY_TYPES))
    return f"{'nrf' if nrf else 'non_nrf'}:{list(AUTHORITY_TYPES)[kind]}"


def weigh(eligible: Mapping[int, int], complete: Mapping[int, int]) -> Weights:
    """Weights from eligible partnerships by stratum and complete returns by place.

    Classes with fewer than LEAST complete returns are merged (`merged`). A weight is the class's
    eligible partnerships over its returns, relative to the same of all, and CAP at most. Without
    any return there are no classes.
    """
    places = np.zeros(PLACES, np.int64)
    for place, number in complete.items():
        places[place] = number
    strata = np.zeros(STRATA, np.int64)
    for stratum, number in eligible.items():
        strata[stratum] = number
    asked = strata.reshape(CELLS, len(REGIONS)).sum(axis=1).tolist()
    returned = places.reshape(CELLS, -1).sum(axis=1).tolist()
    everybody, back = sum(asked), sum(returned)
    classes = tuple(
        _class(cells, asked, returned, everybody, back) for cells in merged(asked, returned)
    )
    return Weights(classes, _effective(classes, places))


def _class(
    cells: tuple[int, ...], asked: Sequence[int], returned: Sequence[int], everybody: int, back: int
) -> WeightingClass:
    eligible, complete = (sum(part[cell] for cell in cells) for part in (asked, returned))
    above, below = UNIT * eligible * back, complete * everybody
    weight = min((2 * above + below) // (2 * below), int(CAP * UNIT))  # halves up
    return WeightingClass(cells, eligible, complete, weight)


def merged(asked: Sequence[int], returned: Sequence[int]) -> list[tuple[int, ...]]:
    """The cells of each class, in order of the first; cells without eligible partnerships left out.

    As long as a class has too few returns, the one with fewest (of those, the first) is merged: a
    single cell with the class of the other NRF half of its type; any other with the neighbour that
    has fewest returns. Neighbours hold the same type or one next to it in the order of types, those
    of which nobody is eligible left out.
    """
    if not any(returned):
        return []
    classes: list[tuple[int, ...]] = [(cell,) for cell in range(CELLS) if asked[cell]]

    def held(cells: tuple[int, ...]) -> tuple[int, int]:
        return sum(returned[cell] for cell in cells), cells[0]

    while len(classes) > 1:
        smallest = min(classes, key=held)
        if held(smallest)[0] >= LEAST:
            break
        likest = min(_other_half(smallest, classes) or _neighbours(smallest, classes), key=held)
        joined = tuple(sorted(smallest + likest))
        classes = sorted([c for c in classes if c not in (smallest, likest)] + [joined])
    return classes


def _other_half(
    cells: tuple[int, ...], classes: Sequence[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    if len(cells) > 1:
        return []
    return [each for each in classes if (cells[0] + len(AUTHORITY_TYPES)) % CELLS in each]


def _neighbours(
    cells: tuple[int, ...], classes: Sequence[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    def types(members: tuple[int, ...]) -> set[int]:
        return {order.index(cell % len(AUTHORITY_TYPES)) for cell in members}

    order = sorted({cell % len(AUTHORITY_TYPES) for each in classes for cell in each})
    mine = types(cells)
    return [
        each
        for each in classes
        if each != cells and any(abs(one - two) <= 1 for one in mine for two in types(each))
    ]


def _effective(classes: Sequence[WeightingClass], places: Whole) -> tuple[float, ...]:
    """(sum of weights)² over sum of squared weights, by group; 0 for a group without returns."""
    weight = Weights(tuple(classes), ()).by_place() / UNIT
    members = PLACE_MEMBERSHIP.astype(float)
    total, squares = members @ (weight * places), members @ (weight**2 * places)
    return tuple(np.divide(total**2, squares, where=squares > 0, out=total * 0).tolist())


def weights_of(stored: Mapping[str, Any]) -> Weights:
    """The weights of an edition from Edition.weights, to count it again by; none of an empty one."""
    keys = {cell_key(cell): cell for cell in range(CELLS)}
    return Weights(
        classes=tuple(
            WeightingClass(
                cells=tuple(keys[key] for key in each["members"]),
                eligible=each["eligible"],
                complete=each["complete"],
                weight=round(each["weight"] * UNIT),
            )
            for each in stored.get("classes", ())
        ),
        effective=tuple(stored.get("effective_base", {}).values()),
    )
