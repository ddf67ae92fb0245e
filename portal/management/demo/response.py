"""Which partnerships of the demo answered the survey and when, by invented rates."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

# Invented: no response rate of either survey was found. Areas of the Fund answer eight points more
# often.
BY_REGION = {
    "North East": 0.89,
    "North West": 0.87,
    "Yorkshire and the Humber": 0.90,
    "East Midlands": 0.86,
    "West Midlands": 0.83,
    "East of England": 0.84,
    "London": 0.78,
    "South East": 0.82,
    "South West": 0.91,
}
FUND_LEAD, HIGHEST = 0.08, 0.97


def respondents(
    attributes_by_slug: Mapping[str, Mapping[str, Any]], rng: Random, *, share: float = 1.0
) -> list[str]:
    """The slugs of the partnerships that answer, in the order given; `share` scales the rates.

    Systematic sampling along the list sorted by region keeps every region close to its own rate.
    """
    reached, chosen = rng.random(), set()
    for slug in sorted(attributes_by_slug, key=lambda each: _queue(each, attributes_by_slug[each])):
        before, reached = reached, reached + share * _rate(attributes_by_slug[slug])
        if int(reached) > int(before):
            chosen.add(slug)
    return [slug for slug in attributes_by_slug if slug in chosen]


def _rate(attributes: Mapping[str, Any]) -> float:
    return min(BY_REGION[attributes["region"]] + FUND_LEAD * bool(attributes["nrf"]), HIGHEST)


def _queue(slug: str, attributes: Mapping[str, Any]) -> tuple[str, bool, str, str]:
    return attributes["region"], bool(attributes["nrf"]), attributes["authority_type"], slug


# What the demo shows of the partnerships with members; all others have submitted or not started.
STAGES = {
    "rotherham": "in_progress",
    "lancashire": "ready",
    "york": "not_started",
    "burnley": "accepted",
    "hackney": "submitted",
    "leeds": "queried",
    "cornwall": "reopened",
    "rutland": "ineligible",
}
COMPLETE = ("submitted", "accepted", "queried", "reopened", "ineligible")
# Without a partnership in place the survey ends after two questions.
NO_PARTNERSHIP = {"A01": "none", "A04": "other"}
# Of those who answer in 2004, about so many answered in 2003. Invented, as the rates are.
SHARE_OF_2003 = 0.72
# Partnerships with members that answered in 2003; Hackney did not.
ANSWERED_BEFORE = ("rotherham", "lancashire", "york", "burnley", "leeds", "cornwall")


def submitters(attributes_by_slug: Mapping[str, Mapping[str, Any]], rng: Random) -> list[str]:
    """The slugs whose return is submitted in the demo, in the order given."""
    answering = set(respondents(attributes_by_slug, rng))
    for slug, stage in STAGES.items():
        (answering.add if stage in COMPLETE else answering.discard)(slug)
    return [slug for slug in attributes_by_slug if slug in answering]


def earlier_submitters(
    attributes_by_slug: Mapping[str, Mapping[str, Any]], rng: Random
) -> list[str]:
    """The slugs whose return of 2003 is in, in the order given."""
    answering = set(respondents(attributes_by_slug, rng, share=SHARE_OF_2003))
    answering -= STAGES.keys()
    answering.update(ANSWERED_BEFORE)
    return [slug for slug in attributes_by_slug if slug in answering]


# Share of the returns that are in by each point of the wave's time: reminders half-way and near
# the end.
ARRIVALS = (
    (0.0, 0.0),
    (0.08, 0.2),
    (0.25, 0.42),
    (0.42, 0.52),
    (0.6, 0.75),
    (0.76, 0.9),
    (1.0, 1.0),
)
LONDON = ZoneInfo("Europe/London")


def submission_times(count: int, opens: date, closes: date, rng: Random) -> list[datetime]:
    """When each of `count` returns came in: on working days between the dates, 9 am to 5 pm."""
    days = (closes - opens).days
    return [_working_time(opens, round(days * _moment(rng.random())), rng) for _ in range(count)]


def _moment(share: float) -> float:
    """The fraction of the wave's time by which that share of the returns is in."""
    for (low, start), (high, end) in pairwise(ARRIVALS):
        if share <= high:
            return start + (end - start) * (share - low) / (high - low)
    return 1.0


def _working_time(opens: date, days: int, rng: Random) -> datetime:
    day = opens + timedelta(days=days)
    weekend = max(day.weekday() - 4, 0)
    if weekend:
        day -= timedelta(days=weekend) if (day - opens).days >= weekend else timedelta(days=-2)
    minute = int(8 * 60 * rng.random())
    return datetime.combine(day, time(9, tzinfo=LONDON)) + timedelta(minutes=minute)
