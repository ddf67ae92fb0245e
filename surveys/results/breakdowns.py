"""The closed list of published breakdowns: 27 groups over the 90 strata of the register."""

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
# A stratum is numbered by NRF status, then type, then region (partnerships.register.stratum).
STRATA = 2 * len(AUTHORITY_TYPES) * len(REGIONS)


@dataclass(frozen=True)
class Group:
    """One group of partnerships for which results are published."""

    key: str
    label: str
    dimension: str  # "all", "nrf", "type", "region" or "nrf_type"


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
    )


GROUPS: tuple[Group, ...] = _groups()
GROUP_INDEX: dict[str, int] = {group.key: position for position, group in enumerate(GROUPS)}


def _membership() -> npt.NDArray[np.bool_]:
    grid = np.indices((2, len(AUTHORITY_TYPES), len(REGIONS))).reshape(3, STRATA)
    nrf, kind, region = grid
    rows = [np.ones(STRATA, bool), nrf == 1, nrf == 0]
    rows += [kind == index for index in range(len(AUTHORITY_TYPES))]
    rows += [region == index for index in range(len(REGIONS))]
    for flag in (1, 0):
        rows += [(nrf == flag) & (kind == index) for index in range(len(AUTHORITY_TYPES))]
    matrix = np.array(rows)
    matrix.setflags(write=False)
    return matrix


MEMBERSHIP: npt.NDArray[np.bool_] = _membership()
"""[27 groups, 90 strata]: which strata make up each group, in the order of GROUPS."""


def group_sizes(by_stratum: Mapping[int, int]) -> npt.NDArray[np.int64]:
    """Sum counts held by stratum to the 27 groups, in the order of GROUPS."""
    strata = np.zeros(STRATA, np.int64)
    for stratum, size in by_stratum.items():
        strata[stratum] = size
    return MEMBERSHIP.astype(np.int64) @ strata
