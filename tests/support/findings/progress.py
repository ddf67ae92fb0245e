"""Findings on progress (Figure 2), added value, mainstreaming and Local Area Agreements."""

from tests.support.findings.finding import FUND, Finding
from tests.support.findings.measures import (
    TYPES,
    Measure,
    difference,
    gap,
    items,
    lead,
    least,
    mean,
    most,
    share,
)
from tests.support.findings.shares import RawShares

GOVERNED = items(
    "I02", "interests marginalised voice legitimacy influence_local influence_national"
)
SERVED = items("I03", "reflect needs priority floor")
PROCESSES = items("I01", "closer information staff pooled")
ALL_BUT_VISION = [*PROCESSES, *GOVERNED, *SERVED]
KEY_PLAYERS = items("J04", "council police health")
STIMULI = items("J04", "nrf locality members senior middle")
MATTERS = "2 3"
NOT_SHOWN = "not_yet no"


def _behind(kind: str) -> Measure:
    """Points by which counties more often report no progress on governance and services."""
    return mean([gap(each, "none", "county", kind) for each in [*GOVERNED, *SERVED]])


def _unmanaged(shares: RawShares) -> float:
    """Points by which added value is harder to show without performance management."""
    without = shares.where(lambda _, given: given.get("E01") in ("planned", "no"))
    managed = shares.where(lambda _, given: given.get("E01") in ("established", "developing"))
    return without.share("I05", NOT_SHOWN) - managed.share("I05", NOT_SHOWN)


def _maturity(shares: RawShares) -> float:
    """Points of major progress (mean of Figure 2) by which the set-up by 2001 lead 2003's."""
    early = shares.where(lambda _, given: given.get("A02", 9999) <= 2001)
    late = shares.where(lambda _, given: given.get("A02", 0) >= 2003)
    major = mean([share(each, "major") for each in [*ALL_BUT_VISION, "I02.vision"]])
    return major(early) - major(late)


def _experienced(shares: RawShares) -> float:
    """Points of realigned programmes between partnerships set up by 2001 and from 2003."""
    early = shares.where(lambda _, given: given.get("A02", 9999) <= 2001)
    late = shares.where(lambda _, given: given.get("A02", 0) >= 2003)
    return early.share("J01", "some substantial") - late.share("J01", "some substantial")


PROGRESS: tuple[Finding, ...] = (
    Finding(
        "vision_leads",
        "Major progress is claimed chiefly on a collective vision and co-ordinated strategy",
        lead("I02.vision", ALL_BUT_VISION, "major"),
        10,
    ),
    Finding(
        "some_progress",
        "On the other governance and service items many claim some progress",
        least([share(each, "some") for each in [*GOVERNED, *SERVED]]),
        38,
    ),
    Finding(
        "few_major",
        "Only limited numbers claim major progress on them",
        most([share(each, "major") for each in [*GOVERNED, *SERVED]]),
        0,
        28,
    ),
    Finding(
        "process_gaps",
        "Considerable numbers have not yet made progress on sharing staff and pooling",
        least([share(each, "none") for each in items("I01", "staff pooled")]),
        33,
    ),
    Finding(
        "fund_services",
        "Many more NRF partnerships show major progress on improved services",
        least([gap(each, "major", "nrf", "non_nrf") for each in items("I03", "needs priority")]),
        12,
    ),
    Finding(
        "fund_floor",
        "Many more NRF partnerships show major progress on floor targets",
        gap("I03.floor", "major", "nrf", "non_nrf"),
        18,
    ),
    Finding(
        "fund_marginalised",
        "NRF partnerships have had more success in bringing in marginalised groups",
        gap("I02.marginalised", "some major", "nrf", "non_nrf"),
        15,
    ),
    Finding(
        "fund_vision",
        "NRF partnerships are good on vision, representation and joint work",
        share("I02.vision", "major", "nrf"),
        55,
        source=FUND,
    ),
    Finding(
        "counties_behind",
        "County partnerships lag behind every other type of authority",
        least([_behind(kind) for kind in TYPES[1:]]),
        5,
    ),
    Finding(
        "counties_few_major",
        "Few counties claim major progress",
        mean([share(each, "major", "county") for each in [*GOVERNED, *SERVED]]),
        0,
        8,
        raw=True,
    ),
    Finding(
        "maturity",
        "A clear relationship between maturity and the progress made",
        _maturity,
        8,
        raw=True,
    ),
    Finding(
        "added_value",
        "Some can identify with precision what the partnership adds",
        share("I05", "precise"),
        8,
        25,
    ),
    Finding(
        "added_value_unmanaged",
        "Partnerships without performance management find added value hardest to show",
        _unmanaged,
        20,
        raw=True,
    ),
    Finding(
        "mainstreaming_undiscussed",
        "In many partnerships mainstreaming remains largely undiscussed or ambiguous",
        share("J01", "not_discussed discussed"),
        40,
        65,
    ),
    Finding(
        "mainstreaming_experienced",
        "Mainstreaming is found mostly in more experienced partnerships",
        _experienced,
        15,
        raw=True,
    ),
    Finding(
        "held_back",
        "Most see partners constrained by resources and by central targets and demands",
        least([share("J03.resources", MATTERS), share("J03.targets", MATTERS)]),
        80,
    ),
    Finding(
        "commitment",
        "Well over half call lack of partner commitment important or very important",
        share("J03.commitment", MATTERS),
        57,
        72,
    ),
    Finding(
        "not_a_priority",
        "More than a third do not regard realignment as a priority",
        share("J03.not_priority", MATTERS),
        34,
        48,
    ),
    Finding(
        "key_players",
        "The local authority, the police and health organisations are key to mainstreaming",
        least([share(each, MATTERS) for each in KEY_PLAYERS]),
        85,
    ),
    Finding(
        "stimuli",
        "Renewal funding, locality planning, members, senior officers and middle managers matter",
        least([share(each, MATTERS) for each in STIMULI]),
        65,
    ),
    Finding(
        "slow_decisions",
        "Many lack the capacity for the rapid decisions a Local Area Agreement needs",
        difference(share("K04.decisions", "1 2"), share("K04.decisions", "4 5")),
        5,
    ),
    Finding(
        "hard_decisions",
        "Capacity to take hard decisions and resolve tensions is limited",
        most([share("B11.hard", "4 5"), share("B11.conflict", "4 5")]),
        0,
        45,
    ),
)
