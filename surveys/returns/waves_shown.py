"""What the pages of a wave show: its dates, whom its opening tells, who is left behind, emails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.mail.models import Delivery
from surveys.returns.duties import OWING
from surveys.returns.models import Reminder, Return, Wave
from surveys.returns.models.waves import usual_reminders
from surveys.returns.monitored import Line, lines_of, with_names
from surveys.returns.queries import partnerships_asked
from surveys.returns.queries.collecting import (
    actors_of,
    emails_by_clock,
    emails_by_hand,
    reminders_of,
    returns_of,
)
from surveys.returns.response_picture import response_of
from surveys.returns.wave_dates import reminder_dates, years_later

WORDS = (
    "This is a reminder of the {year} annual survey. Every return counts: the national results are"
    " only as good as the returns behind them. If you need help or more time, tell the national"
    " evaluation team."
)


@dataclass(frozen=True)
class Told:
    """Who is emailed when a wave opens; `nobody`: partnerships without an account to tell."""

    by_partnership: list[tuple[Partnership, list[User]]]
    nobody: list[Partnership]

    @property
    def people(self) -> int:
        """How many emails that is; a person in two partnerships gets one for each."""
        return sum(len(people) for _, people in self.by_partnership)


def proposed(year: int, waves: Sequence[Wave]) -> dict[str, Any]:
    """Dates and reminders for a new wave of that year, from the newest wave before it."""
    last = next((each for each in waves if each.year < year), None)
    if last is None:
        return {"reminder_days": usual_reminders()}
    years = year - last.year
    return {
        "opens_on": years_later(last.opens_on, years),
        "closes_on": years_later(last.closes_on, years),
        "reminder_days": last.reminder_days,
        "copied_from": last,
    }


def overview(wave: Wave, today: date) -> dict[str, Any]:
    """Context of a wave's page."""
    if wave.state == Wave.State.DRAFT:
        return {"reminder_dates": reminder_dates(wave.closes_on, wave.reminder_days)}
    found = returns_of(wave)
    lines = lines_of(wave, found, {}, today)
    reminders = reminders_of(wave)
    return {
        "reminder_dates": reminder_dates(wave.closes_on, wave.reminder_days),
        "tally": response_of([line.partnership for line in lines], found),
        "late": sum(line.late for line in lines),
        "longer": [line for line in lines if line.annual_return and line.annual_return.extended_to],
        "reminders": _with_emails(reminders),
        "by_clock": email_words(emails_by_clock(wave)),
    }


def told_of_opening() -> Told:
    """Co-ordinators and chairs of every active partnership, as the emails will find them."""
    asked = partnerships_asked()
    actors = actors_of([each.pk for each in asked])
    told = []
    for partnership in asked:
        own = actors[partnership.pk]
        people = {each.pk: each for each in (*own.coordinator, *own.chair)}
        told.append((partnership, list(people.values())))
    nobody = [partnership for partnership, people in told if not people]
    return Told([pair for pair in told if pair[1]], nobody)


def dates_against_today(wave: Wave, today: date) -> str:
    """What is odd about opening the wave today; empty if nothing is."""
    if wave.closes_on < today:
        return f"Its closing date, {_words(wave.closes_on)}, has passed: everybody will be late."
    if wave.opens_on > today:
        return f"Its opening date is {_words(wave.opens_on)}. Opening it now does not wait for it."
    return ""


def left_behind(wave: Wave, today: date) -> tuple[list[Line], list[Line]]:
    """(those who have not signed off, those of them with more time that still runs), by name."""
    lines = lines_of(wave, returns_of(wave), {}, today)
    open_ones = with_names([line for line in lines if _is_owing(line.annual_return)])
    longer = [line for line in open_ones if _has_time(line.annual_return, today)]
    return [line for line in open_ones if line not in longer], longer


def email_rows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """(state of an email in words, how many), those that there are."""
    return [(str(state.label), counts[state]) for state in Delivery.State if counts.get(state)]


def email_words(counts: Mapping[str, int]) -> str:
    """12 sent, 1 not delivered; empty for none."""
    return ", ".join(f"{n:,} {label.lower()}" for label, n in email_rows(counts))


def from_monitor(query: Mapping[str, str], wave: Wave) -> dict[str, Any]:
    """The form as the monitor's filters would have it."""
    state = query.get("state", "")
    return {
        "states": [state] if state in OWING else [],
        "regions": [query.get("region", "")],
        "types": [query.get("authority_type", "")],
        "nrf": query.get("nrf", ""),
        "words": WORDS.format(year=wave.year),
    }


def _with_emails(reminders: list[Reminder]) -> list[tuple[Reminder, str]]:
    counts = emails_by_hand(reminders) if reminders else {}
    return [(each, email_words(counts[each.pk])) for each in reminders]


def _is_owing(annual_return: Return | None) -> bool:
    return annual_return is None or annual_return.state in OWING


def _has_time(annual_return: Return | None, today: date) -> bool:
    more = annual_return.extended_to if annual_return else None
    return more is not None and today <= more


def _words(day: date) -> str:
    return date_format(day, "j F Y")
