"""England's working days: Monday to Friday without bank holidays; pure, for any room."""

from datetime import date, timedelta
from functools import cache

from holidays.countries.united_kingdom import UnitedKingdom

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices are open on `day`."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The `n`th working day after `day`, before it if `n` is negative; `day` itself if 0."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`, as many as `add_working_days` would take.

    Negative if `last` comes before `first`. Clear days, which count neither end, are one less
    where `last` is a working day.
    """
    if last < first:
        return -_working_days(last, first - _DAY)
    return _working_days(first + _DAY, last)


def _working_days(first: date, last: date) -> int:
    """Working days from `first` to `last`, both counted."""
    days = (first + n * _DAY for n in range((last - first).days + 1))
    return sum(map(is_working_day, days))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """A year's bank holidays, the one-off ones and the days in lieu included."""
    return frozenset(UnitedKingdom(subdiv="ENG", years=year))
