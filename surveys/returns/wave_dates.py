"""Dates of a wave taken from the wave before it. Pure."""

from datetime import date

from django.utils.formats import date_format

from portal.working_days import add_working_days, is_working_day


def on_working_day(day: date) -> date:
    """`day`, or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def why_not_last_day(day: date, today: date | None) -> str:
    """Why `day` can be nobody's last day, and what to choose; empty if it can.

    `today`: None where the day may have passed.
    """
    if today is not None and day < today:
        return f"{_words(day)} has passed. Choose a working day that is still to come."
    if not is_working_day(day):
        following = _words(add_working_days(day, 1))
        return f"{_words(day)} is not a working day. The next one is {following}."
    return ""


def years_later(day: date, years: int) -> date:
    """The same day of another year, on a working day; 29 February becomes 28 February."""
    try:
        moved = day.replace(year=day.year + years)
    except ValueError:
        moved = day.replace(year=day.year + years, day=28)
    return on_working_day(moved)


def reminder_dates(due_on: date, reminder_days: list[int]) -> list[date]:
    """The days on which those who owe something are reminded, in order."""
    return sorted(add_working_days(due_on, -days) for days in set(reminder_days))


def _words(day: date) -> str:
    return date_format(day, "j F Y")
