"""Findings on governance: chair, accountability, engagement, performance, support."""

from tests.support.findings.finding import (
    CHAIRS,
    COST,
    COUNCILLORS,
    FUND,
    LONDON,
    Finding,
)
from tests.support.findings.measures import (
    difference,
    gap,
    items,
    lead,
    mean,
    most,
    share,
)
from tests.support.findings.shares import RawShares

CHAIR_TARGETS = {
    "elected_member": 46,
    "la_officer": 7,
    "public_officer": 16,
    "private": 11,
    "vcs": 11,
}
NEED_MORE = "more much_more"
OTHER_SUPPORT = items("M01", "odpm dft rda council partners idea")
WAYS_OF_ENGAGING = items("F03", "priorities information targets training resources")
PUBLIC_PARTNERS = items("F01", "council police health")


def _london_seats(shares: RawShares) -> float:
    """Mean per cent of seats of the voluntary and community sector in London NRF areas."""
    fund = shares.where(lambda who, _: who["nrf"] and who["region"] == "London")
    return float(
        fund.mean(lambda given: 100 * given["B07"] / given["B02"] if "B07" in given else None)
    )


GOVERNANCE: tuple[Finding, ...] = (
    *(
        Finding(
            f"chair_{code}",
            f"Chair of the partnership in 2004: {code.replace('_', ' ')} {target} per cent",
            share("B01", code),
            target - 2.5,
            target + 2.5,
            CHAIRS,
        )
        for code, target in CHAIR_TARGETS.items()
    ),
    Finding(
        "london_seats",
        "Voluntary and community sector about 32 per cent of seats in London NRF areas",
        _london_seats,
        30,
        34,
        LONDON,
        raw=True,
    ),
    Finding(
        "cost_unknown",
        "Most partnerships did not know the cost of their support team: few answer B14",
        lambda shares: shares.answered("B14"),
        30,
        50,
        COST,
        raw=True,
    ),
    Finding(
        "accountability",
        "Substantial numbers identify accountability as an area that needs strengthening",
        share("D05", "lot some"),
        65,
        95,
    ),
    Finding(
        "accountability_unclear",
        "Accountability of partners to the LSP and to the public lacks clarity",
        mean([share("D01.of_partners", "0 1"), share("D01.to_public", "0 1")]),
        45,
        75,
    ),
    Finding(
        "backbench",
        "Many councillors are not closely connected: back-benchers far behind executive members",
        difference(share("D03.executive", "2 3"), share("D03.backbench", "2 3")),
        40,
    ),
    Finding(
        "losing_powers",
        "Councillors fear losing powers to the partnership",
        share("D04.threat", "4 5"),
        40,
        60,
        COUNCILLORS,
    ),
    Finding(
        "management_non_fund",
        "Performance management is not yet well established in many non-NRF partnerships",
        share("E01", "established", "non_nrf"),
        0,
        25,
    ),
    Finding(
        "management_gap",
        "Performance management is further on in NRF areas",
        gap("E01", "established", "nrf", "non_nrf"),
        15,
    ),
    Finding(
        "management_weak_in_fund",
        "NRF partnerships in 2002/03 weak on integrated performance management",
        share("E01", "established", "nrf"),
        0,
        60,
        FUND,
    ),
    Finding(
        "management_upward",
        "In NRF areas performance management serves accountability to government",
        gap("E04.upward", "4 5", "nrf", "non_nrf"),
        5,
    ),
    Finding(
        "spending_last",
        "Little good practice anywhere in mapping partners' spending",
        share("F03.spending", "2"),
        0,
        9,
    ),
    Finding(
        "spending_behind_all",
        "Mapping spending is behind every other way of engaging partners",
        lead("F03.spending", WAYS_OF_ENGAGING, "0"),
        3,
    ),
    Finding(
        "public_engaged",
        "Many public sector partners make a strong contribution",
        mean([share(each, "2 3") for each in PUBLIC_PARTNERS]),
        80,
    ),
    Finding(
        "business_behind",
        "The private sector still needs to be engaged more substantively",
        difference(
            mean([share(each, "2 3") for each in PUBLIC_PARTNERS]), share("F01.business", "2 3")
        ),
        20,
    ),
    Finding(
        "change_in_partners",
        "Engagement needs to be translated into change within partner organisations",
        most([share(each, "major") for each in items("F02", "council public private vcs")]),
        0,
        35,
    ),
    Finding(
        "voluntary_stretched",
        "The voluntary and community sector is stretched and under-resourced",
        mean([share("F06", "stretched"), share("F06", "money")]),
        60,
    ),
    Finding(
        "voluntary_concern",
        "Concern that new remits should not marginalise the voluntary and community sector",
        share("F07", "4 5"),
        40,
        70,
    ),
    Finding(
        "rationalisation",
        "Little progress on rationalising partnerships",
        share("C02", "fewer_many"),
        0,
        12,
    ),
    Finding(
        "process_rationalisation",
        "More progress with process rationalisation by protocols and co-ordination",
        mean([share("C03.protocols", "some major"), share("C03.coordination", "some major")]),
        55,
    ),
    Finding(
        "regional_ties",
        "Ties with regional and sub-regional economic strategies need to be stronger",
        most([share("G01.res", "3"), share("G01.sub_regional", "3")]),
        0,
        25,
    ),
    Finding(
        "two_tier",
        "County and district partnerships have seldom agreed their respective roles",
        share("G04", "formal"),
        0,
        25,
    ),
    Finding(
        "support_wanted",
        "Many want more support from government and from local partners",
        mean([share("M01.odpm", NEED_MORE), share("M01.partners", NEED_MORE)]),
        45,
    ),
    Finding(
        "support_non_fund",
        "Non-NRF partnerships want support chiefly from Government Offices",
        lead("M01.go", OTHER_SUPPORT, NEED_MORE, "non_nrf"),
        1,
    ),
    Finding(
        "support_gap",
        "Non-NRF partnerships need more support from Government Offices than NRF ones",
        gap("M01.go", NEED_MORE, "non_nrf", "nrf"),
        15,
    ),
    Finding(
        "after_the_fund",
        "NRF partnerships may not be able to rely on the Fund to support their operation",
        share("M03", "reduced doubtful no"),
        70,
    ),
)
