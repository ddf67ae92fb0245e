"""The stratum of a partnership: the finest cell of every national breakdown. Pure."""

from partnerships.register.models import AuthorityType, Region

TYPES: tuple[str, ...] = tuple(AuthorityType.values)
REGIONS: tuple[str, ...] = tuple(Region.values)
STRATA = 2 * len(TYPES) * len(REGIONS)  # 90


def stratum_of(nrf: bool, authority_type: str, region: str) -> int:
    """The stratum 0..89: NRF status, then type, then region. ValueError for an unknown key."""
    return (int(nrf) * len(TYPES) + TYPES.index(authority_type)) * len(REGIONS) + REGIONS.index(
        region
    )
