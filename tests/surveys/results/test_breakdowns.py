"""The closed list of breakdowns."""

import numpy as np

from partnerships.register import stratum
from partnerships.register.models import Region
from partnerships.register.stratum import stratum_of
from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    GROUP_INDEX,
    GROUPS,
    MEMBERSHIP,
    REGIONS,
    STRATA,
    group_sizes,
)


def test_groups_are_the_published_27():
    assert [group.key for group in GROUPS] == [
        "all",
        "nrf",
        "non_nrf",
        *AUTHORITY_TYPES,
        *REGIONS,
        *(f"nrf:{key}" for key in AUTHORITY_TYPES),
        *(f"non_nrf:{key}" for key in AUTHORITY_TYPES),
    ]
    assert len(set(GROUP_INDEX)) == 27
    assert [GROUPS[i].label for i in (0, 1, 3, 8, 17, 26)] == [
        "All partnerships",
        "NRF areas",
        "Counties",
        "North East",
        "NRF counties",
        "Non-NRF London boroughs",
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
