"""The planes of the rings (rings.py): returns alike in all but region, band, type or NRF status."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np

from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    BANDS,
    GROUP_INDEX,
    NO_BAND,
    REGIONS,
    STRATA,
)
from surveys.results.disclosure.witness import NOTHING, Ints

LONDON = "london"
LONDON_BOROUGH = "london_borough"
FLAGS = ("non_nrf", "nrf")


@dataclass(frozen=True, eq=False)
class Plane:
    """Returns alike in all but one thing, by class and position, each array [classes, positions].

    `strata`: where a return there stands; `bands`: its band. `first`, `second`: the rows of
    Field.counts that change with it. `backwards`: the strata of second returns whose answers go
    round the other way, so that `second` changes by them alone.
    """

    strata: Ints
    bands: Ints
    first: Ints
    second: Ints
    backwards: Ints | None = None


@lru_cache(maxsize=1)
def planes() -> Mapping[str, tuple[Plane, ...]]:
    """The planes to search, by the dimension of the group that is to be protected.

    London and its boroughs are the same partnerships, so that a return of London differs from others
    in region and type at once: it is left out here and left to exchanges between two.
    """
    kind, nrf = _kind_plane(), _nrf_plane()
    return {
        "region": (_region_plane(),),
        "maturity": (_band_plane(),),
        "type": (kind,),
        "nrf": (nrf,),
        "nrf_type": (_half_plane(), kind, nrf),
        "all": (),
    }


def _plane(strata: list[list[int]], first: list[list[str]], second: list[list[str]]) -> Plane:
    known = np.array(strata)
    return Plane(known, np.full(known.shape, NO_BAND), _rows(first), _rows(second))


def _stratum(nrf: int, kind: str, region: int) -> int:
    return (nrf * len(AUTHORITY_TYPES) + list(AUTHORITY_TYPES).index(kind)) * len(REGIONS) + region


def _region_plane() -> Plane:
    """A class for each NRF by type."""
    regions = [(at, key) for at, key in enumerate(REGIONS) if key != LONDON]
    classes = list(product((0, 1), AUTHORITY_TYPES))
    return _plane(
        [[_stratum(nrf, kind, at) for at, _ in regions] for nrf, kind in classes],
        [[key for _, key in regions]] * len(classes),
        [[""] * len(regions)] * len(classes),
    )


def _band_plane() -> Plane:
    """A class for each stratum."""
    bands = [*(f"maturity:{band}" for band in BANDS), "maturity:unknown"]
    shape = (STRATA, len(bands))
    numbers = np.array([*range(1, len(BANDS) + 1), NO_BAND])
    return Plane(
        np.broadcast_to(np.arange(STRATA)[:, None], shape),
        np.broadcast_to(numbers, shape),
        _rows([bands] * STRATA),
        np.full(shape, NOTHING),
    )


def _kind_plane() -> Plane:
    """A class for each NRF status and region."""
    kinds = [kind for kind in AUTHORITY_TYPES if kind != LONDON_BOROUGH]
    classes = list(product((0, 1), range(len(REGIONS))))
    return _plane(
        [[_stratum(nrf, kind, region) for kind in kinds] for nrf, region in classes],
        [kinds] * len(classes),
        [[f"{FLAGS[nrf]}:{kind}" for kind in kinds] for nrf, _ in classes],
    )


def _nrf_plane() -> Plane:
    """A class for each type and region."""
    classes = list(product(AUTHORITY_TYPES, range(len(REGIONS))))
    return _plane(
        [[_stratum(nrf, kind, region) for nrf in (0, 1)] for kind, region in classes],
        [list(FLAGS)] * len(classes),
        [[f"{flag}:{kind}" for flag in FLAGS] for kind, _ in classes],
    )


def _half_plane() -> Plane:
    """Types within NRF, while the answers go round the other way outside it; a class for each
    region inside and region outside."""
    classes = list(product(range(len(REGIONS)), repeat=2))
    within = _plane(
        [[_stratum(1, kind, inside) for kind in AUTHORITY_TYPES] for inside, _ in classes],
        [[f"nrf:{kind}" for kind in AUTHORITY_TYPES]] * len(classes),
        [[f"non_nrf:{kind}" for kind in AUTHORITY_TYPES]] * len(classes),
    )
    without = [[_stratum(0, kind, outside) for kind in AUTHORITY_TYPES] for _, outside in classes]
    return replace(within, backwards=np.array(without))


def _rows(keys: list[list[str]]) -> Ints:
    return np.array([[GROUP_INDEX.get(key, NOTHING) for key in row] for row in keys])
