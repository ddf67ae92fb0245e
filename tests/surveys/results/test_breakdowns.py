"""The closed list of breakdowns."""

import numpy as np

from partnerships.register import stratum
from partnerships.register.models import Region
from partnerships.register.stratum import stratum_of
from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    BANDS,
    GROUP_INDEX,
    GROUPS,
    MEMBERSHIP,
    PLACE_MEMBERSHIP,
    PLACES,
    REGIONS,
    REGISTERED,
    STRATA,
    group_sizes,
    place_of,
)


def test_groups_are_the_published_31():
    assert [group.key for group in GROUPS] == [
        "all",
        "nrf",
        "non_nrf",
        *AUTHORITY_TYPES,
        *REGIONS,
        *(f"nrf:{key}" for key in AUTHORITY_TYPES),
        *(f"non_nrf:{key}" for key in AUTHORITY_TYPES),
        *(f"maturity:{key}" for key in BANDS),
        "maturity:unknown",
    ]
    assert (len(set(GROUP_INDEX)), REGISTERED) == (31, 27)
    assert [GROUPS[i].label for i in (0, 1, 3, 8, 17, 26, 29)] == [
        "All partnerships",
        "NRF areas",
        "Counties",
        "North East",
        "NRF counties",
        "Non-NRF London boroughs",
        "First met 2003 or after",
    ]


def test_keys_stand_in_the_order_of_the_register():
    assert (tuple(AUTHORITY_TYPES), tuple(REGIONS)) == (stratum.TYPES, stratum.REGIONS)
    assert dict(Region.choices) == REGIONS
    assert stratum.STRATA == STRATA == 90


def test_membership_matches_the_meaning_of_each_group():
    for nrf in (False, True):
        for kind in AUTHORITY_TYPES:
            for region in REGIONS:
                column = MEMBERSHIP[:, stratum_of(nrf, kind, region)]
                flag = "nrf" if nrf else "non_nrf"
                expected = {"all", flag, kind, region, f"{flag}:{kind}"}
                assert {GROUPS[i].key for i in np.flatnonzero(column)} == expected


def test_a_place_is_a_stratum_and_a_band():
    place = place_of(stratum_of(True, "county", "south_west"), 3)
    assert {GROUPS[i].key for i in np.flatnonzero(PLACE_MEMBERSHIP[:, place])} == {
        "all",
        "nrf",
        "county",
        "south_west",
        "nrf:county",
        "maturity:late",
    }
    assert place_of(STRATA - 1, len(BANDS)) == PLACES - 1


def test_group_sizes_sum_the_strata():
    sizes = group_sizes(
        {stratum_of(True, "county", "london"): 3, stratum_of(False, "unitary", "london"): 4}
    )
    found = {group.key: int(size) for group, size in zip(GROUPS, sizes, strict=True) if size}
    assert found == {
        "all": 7,
        "nrf": 3,
        "non_nrf": 4,
        "county": 3,
        "unitary": 4,
        "london": 7,
        "nrf:county": 3,
        "non_nrf:unitary": 4,
    }
