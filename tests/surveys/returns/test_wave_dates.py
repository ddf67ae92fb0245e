"""Dates of a wave from those of the wave before it: pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import is_working_day
from surveys.returns.wave_dates import on_working_day, reminder_dates, years_later


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (date(2004, 10, 4), 1, date(2005, 10, 4)),
        (date(2004, 12, 17), 1, date(2005, 12, 19)),  # a Saturday
        (date(2003, 12, 24), 1, date(2004, 12, 24)),
        (date(2003, 12, 25), 1, date(2004, 12, 29)),  # a Saturday and two days in lieu
        (date(2004, 2, 29), 1, date(2005, 2, 28)),
        (date(2004, 10, 4), 2, date(2006, 10, 4)),
    ],
)
def test_the_same_day_on_a_working_day(day: date, years: int, moved: date) -> None:
    assert years_later(day, years) == moved


@given(st.dates(date(2000, 1, 1), date(2020, 12, 31)), st.integers(1, 5))
def test_every_day_has_its_working_day_nearby(day: date, years: int) -> None:
    moved = years_later(day, years)
    assert is_working_day(moved)
    assert on_working_day(moved) == moved
    assert 0 <= (moved - day.replace(year=day.year + years, day=min(day.day, 28))).days <= 8


def test_reminders_count_working_days_before_the_last_one() -> None:
    """17 December 2004 is a Friday; Christmas lies before 5 January 2005."""
    assert reminder_dates(date(2004, 12, 17), [1, 10, 5]) == [
        date(2004, 12, 3), date(2004, 12, 10), date(2004, 12, 16),
    ]  # fmt: skip
    assert reminder_dates(date(2005, 1, 5), [5, 0]) == [date(2004, 12, 24), date(2005, 1, 5)]
