"""Dates of a wave taken from the wave before it. Pure."""

from datetime import date

from portal.working_days import add_working_days, is_working_day


def on_working_day(day: date) -> date:
    """`day`, or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


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
