"""The closed list of published breakdowns: 31 groups of partnerships.

27 of them are made of the 90 strata of the register. The other four are bands of maturity, by the
year in which the partnership first met, and those whose year is not known: an answer of the return,
so a return stands in a *place*, its stratum and its band.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

AUTHORITY_TYPES: dict[str, str] = {
    "county": "Counties",
    "shire_district": "Shire districts",
    "unitary": "Unitary authorities",
    "metropolitan_district": "Metropolitan districts",
    "london_borough": "London boroughs",
}
REGIONS: dict[str, str] = {
    "north_east": "North East",
    "north_west": "North West",
    "yorkshire_and_the_humber": "Yorkshire and the Humber",
    "east_midlands": "East Midlands",
    "west_midlands": "West Midlands",
    "east_of_england": "East of England",
    "london": "London",
    "south_east": "South East",
    "south_west": "South West",
}
BANDS: dict[str, str] = {
    "early": "First met 2001 or before",
    "2002": "First met in 2002",
    "late": "First met 2003 or after",
}
# A stratum is numbered by NRF status, then type, then region (partnerships.register.stratum).
STRATA = 2 * len(AUTHORITY_TYPES) * len(REGIONS)
NO_BAND = 0  # the year is not known or was not asked; bands are numbered from 1
PLACES = STRATA * (len(BANDS) + 1)


@dataclass(frozen=True)
class Group:
    """One group of partnerships for which results are published."""

    key: str
    label: str
    dimension: str  # "all", "nrf", "type", "region", "nrf_type" or "maturity"


def _groups() -> tuple[Group, ...]:
    def lower(label: str) -> str:
        return label if label.startswith("London") else label[0].lower() + label[1:]

    types = AUTHORITY_TYPES.items()
    return (
        Group("all", "All partnerships", "all"),
        Group("nrf", "NRF areas", "nrf"),
        Group("non_nrf", "Non-NRF areas", "nrf"),
        *(Group(key, label, "type") for key, label in types),
        *(Group(key, label, "region") for key, label in REGIONS.items()),
        *(Group(f"nrf:{key}", f"NRF {lower(label)}", "nrf_type") for key, label in types),
        *(Group(f"non_nrf:{key}", f"Non-NRF {lower(label)}", "nrf_type") for key, label in types),
        *(Group(f"maturity:{key}", label, "maturity") for key, label in BANDS.items()),
        Group("maturity:unknown", "Year of first meeting not known", "maturity"),
    )


GROUPS: tuple[Group, ...] = _groups()
GROUP_INDEX: dict[str, int] = {group.key: position for position, group in enumerate(GROUPS)}
REGISTERED = sum(group.dimension != "maturity" for group in GROUPS)
"""How many groups, from the first on, the register alone knows: those with a response rate."""


def place_of(stratum: int, band: int) -> int:
    """The place of a return: 0 to PLACES - 1."""
    return stratum * (len(BANDS) + 1) + band


def _membership() -> npt.NDArray[np.bool_]:
    grid = np.indices((2, len(AUTHORITY_TYPES), len(REGIONS), len(BANDS) + 1)).reshape(4, PLACES)
    nrf, kind, region, band = grid
    rows = [np.ones(PLACES, bool), nrf == 1, nrf == 0]
    rows += [kind == index for index in range(len(AUTHORITY_TYPES))]
    rows += [region == index for index in range(len(REGIONS))]
    for flag in (1, 0):
        rows += [(nrf == flag) & (kind == index) for index in range(len(AUTHORITY_TYPES))]
    rows += [band == index + 1 for index in range(len(BANDS))]
    rows.append(band == NO_BAND)
    matrix = np.array(rows)
    matrix.setflags(write=False)
    return matrix


PLACE_MEMBERSHIP: npt.NDArray[np.bool_] = _membership()
"""[groups, places]: which places make up each group, in the order of GROUPS."""

MEMBERSHIP: npt.NDArray[np.bool_] = PLACE_MEMBERSHIP[:, :: len(BANDS) + 1].copy()
MEMBERSHIP[REGISTERED:] = False
"""[groups, 90 strata]: the same for strata; those of maturity hold none."""


def group_sizes(by_stratum: Mapping[int, int]) -> npt.NDArray[np.int64]:
    """Sum counts held by stratum to the groups, in the order of GROUPS; 0 for bands of maturity."""
    strata = np.zeros(STRATA, np.int64)
    for stratum, size in by_stratum.items():
        strata[stratum] = size
    return MEMBERSHIP.astype(np.int64) @ strata


def group_sums() -> tuple[tuple[int, tuple[int, ...]], ...]:
    """A group and the groups that it is the sum of, as positions; every such sum there is."""
    kinds, halves = list(AUTHORITY_TYPES), ("nrf", "non_nrf")
    named: list[tuple[str, list[str]]] = [("all", ["nrf", "non_nrf"]), ("all", kinds)]
    named += [("all", list(REGIONS)), ("all", [*(f"maturity:{band}" for band in BANDS)])]
    named[-1][1].append("maturity:unknown")
    named += [(kind, [f"{half}:{kind}" for half in halves]) for kind in kinds]
    named += [(half, [f"{half}:{kind}" for kind in kinds]) for half in halves]
    return tuple(
        (GROUP_INDEX[whole], tuple(GROUP_INDEX[part] for part in parts)) for whole, parts in named
    )
