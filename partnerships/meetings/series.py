"""The days of a series before it is planned: which are free, and what to know about each."""

from dataclasses import dataclass
from datetime import date, time

from partnerships.meetings.clock import (
    after_minutes,
    at_local,
    changes_clock,
    moment_words,
    series_days,
    weekday_words,
)
from partnerships.meetings.queries.agenda import meeting_at
from partnerships.membership.models import Body
from portal.errors import Refused
from portal.working_days import is_working_day


@dataclass(frozen=True)
class Day:
    """One day of a series. `notes` say what stands against it; one that is not free cannot be
    planned."""

    day: date
    words: str
    notes: tuple[str, ...]
    is_free: bool

    @property
    def key(self) -> str:
        """What the form sends for it: 2004-03-27"""
        return self.day.isoformat()


def preview_of(
    *, body: Body, first_on: date, every: str, count: int, starts: time, minutes: int
) -> list[Day]:
    """Every day of the series with its notes."""
    return [_day(body, day, starts, minutes) for day in series_days(first_on, every, count)]


def _day(body: Body, day: date, starts: time, minutes: int) -> Day:
    notes = []
    try:
        start = at_local(day, starts)
    except Refused as no:
        return Day(day, weekday_words(day), (no.message,), is_free=False)
    other = meeting_at(body, start, after_minutes(start, minutes))
    if other:
        notes.append(
            f"The {body} meets already: “{other.title}” at {moment_words(other.starts_at)}."
        )
    if not is_working_day(day):
        notes.append("Not a working day.")
    if way := changes_clock(day):
        notes.append(f"The clocks go {way} this day.")
    return Day(day, weekday_words(day), tuple(notes), is_free=other is None)
