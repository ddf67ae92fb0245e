"""Counting in months. Pure."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day that many months on; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
