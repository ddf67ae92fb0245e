"""Whom a quote is attributed to: a group of the closed list that is large enough. Pure."""

from collections.abc import Mapping

from surveys.results.breakdowns import GROUP_INDEX, GROUPS, MEMBERSHIP, REGISTERED, group_sizes

TYPES = {
    "county": "county",
    "shire_district": "shire district",
    "unitary": "unitary authority",
    "metropolitan_district": "metropolitan district",
    "london_borough": "London borough",
}
WITHOUT_THE = {"london", "yorkshire_and_the_humber"}


def attribution(key: str) -> str:
    """How a quote is signed: "an NRF metropolitan district", "a partnership in the North East"."""
    group = GROUPS[GROUP_INDEX[key]]
    if group.dimension == "all":
        return "a partnership"
    if group.dimension == "nrf":
        return f"a partnership in {'an NRF' if key == 'nrf' else 'a non-NRF'} area"
    if group.dimension == "region":
        the = "" if key in WITHOUT_THE else "the "
        return f"a partnership in {the}{group.label}"
    if group.dimension == "type":
        return f"a {TYPES[key]}"
    status, _, kind = key.partition(":")
    return f"{'an NRF' if status == 'nrf' else 'a non-NRF'} {TYPES[kind]}"


def large_enough(stratum: int, by_stratum: Mapping[int, int], min_base: int) -> dict[str, str]:
    """Key → attribution of every group that this stratum belongs to and that has `min_base` returns
    or more; bands of maturity are none of them, since a first meeting is widely known."""
    sizes = group_sizes(by_stratum)
    return {
        group.key: attribution(group.key)
        for at, group in enumerate(GROUPS[:REGISTERED])
        if MEMBERSHIP[at, stratum] and sizes[at] >= min_base
    }


def strata_of(key: str) -> list[int]:
    """The strata that make up a group."""
    return [int(stratum) for stratum in MEMBERSHIP[GROUP_INDEX[key]].nonzero()[0]]
