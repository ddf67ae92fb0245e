"""Findings on drivers and activity by policy issue (Figure 1)."""

from tests.support.findings.finding import Finding
from tests.support.findings.measures import (
    gap,
    items,
    lead,
    least,
    mean,
    number,
    share,
)

ISSUES = items(
    "H02",
    "economic competitiveness skills education children older health social_care drugs housing"
    " deprivation environment liveability transport rural culture cohesion engagement ethnicity"
    " disability gender lgb refugees travellers",
)
NOT_ADDRESSED = items("H02", "competitiveness lgb gender refugees travellers")
# Floor targets (education, employment, crime, health, housing, liveability) and neighbourhood
# renewal.
RENEWAL = items("H02", "economic education health housing deprivation liveability drugs")
OTHER_DRIVERS = items(
    "H01",
    "neighbourhood_renewal lpsa laa wellbeing cdrp children health ltp economic abi cpa local",
)
DRIVERS_BUT_ONE = items(
    "H01",
    "community_strategy neighbourhood_renewal lpsa laa cdrp children health ltp economic abi cpa"
    " local",
)
FUND_DRIVERS = items("H01", "lpsa laa wellbeing cdrp children health ltp economic abi cpa local")

ACTIVITY: tuple[Finding, ...] = (
    Finding(
        "crime_leads",
        "Measurable outputs and outcomes are led by crime",
        lead("H02.crime", ISSUES, "measurable"),
        10,
    ),
    Finding(
        "a_fifth_measurable",
        "At least a fifth claim measurable outcomes on numerous other issues",
        number([share(each, "measurable") for each in ISSUES], 20),
        6,
        14,
    ),
    Finding(
        "measurable_on_renewal",
        "These tend to be the areas of floor targets and neighbourhood renewal",
        least([share(each, "measurable") for each in RENEWAL]),
        20,
    ),
    Finding(
        "a_third_not_addressed",
        "At least a third do not address competitiveness and innovation, gay and lesbian issues,"
        " gender issues, refugees and asylum seekers, or travellers",
        least([share(each, "not_addressed") for each in NOT_ADDRESSED]),
        100 / 3,
    ),
    Finding(
        "non_fund_active",
        "Many non-NRF partnerships are active too, from transport to the environment",
        mean(
            [
                share(each, "joint_strategy joint_activity measurable", "non_nrf")
                for each in items("H02", "transport rural economic environment")
            ]
        ),
        50,
    ),
    Finding(
        "fund_more_active",
        "NRF partnerships have more substantial activity across most issues",
        number([gap(each, "joint_activity measurable", "nrf", "non_nrf") for each in ISSUES], 0),
        17,
    ),
    Finding(
        "strategy_drives",
        "The primary driver is the Community Strategy",
        lead("H01.community_strategy", OTHER_DRIVERS, "4"),
        5,
    ),
    Finding(
        "renewal_drives",
        "In NRF areas neighbourhood renewal is a primary driver",
        lead("H01.neighbourhood_renewal", FUND_DRIVERS, "4", "nrf"),
        15,
    ),
    Finding(
        "well_being_unused",
        "The well-being power is little used",
        share("H01.wellbeing", "3 4"),
        0,
        20,
    ),
    Finding(
        "well_being_last",
        "No other driver is so little taken up as the well-being power",
        lead("H01.wellbeing", DRIVERS_BUT_ONE, "1 2"),
        5,
    ),
)
