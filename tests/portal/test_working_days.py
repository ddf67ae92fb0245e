"""England's working days, at the dates where they are easily got wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2004, 3, 3), True),  # a Wednesday
        (date(2004, 3, 6), False),  # a Saturday
        (date(2004, 4, 9), False),  # Good Friday
        (date(2004, 4, 12), False),  # Easter Monday, which Scotland works
        (date(2004, 1, 2), True),  # which Scotland does not
        (date(2004, 12, 27), False),  # in lieu of Christmas Day, a Saturday
        (date(2004, 12, 28), False),  # in lieu of Boxing Day, a Sunday
        (date(2004, 12, 29), True),
        (date(2002, 6, 3), False),  # the Golden Jubilee
        (date(2002, 5, 27), True),  # the spring holiday it had moved
        (date(2020, 5, 8), False),  # the early May holiday, moved to a Friday
        (date(2020, 5, 4), True),
        (date(2022, 9, 19), False),  # a state funeral
    ],
)
def test_bank_holidays(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_counting_leaves_out_easter() -> None:
    assert add_working_days(date(2004, 4, 8), 1) == date(2004, 4, 13)
    assert add_working_days(date(2004, 4, 13), -1) == date(2004, 4, 8)
    assert add_working_days(date(2004, 4, 10), 1) == date(2004, 4, 13)
    assert working_days_between(date(2004, 4, 8), date(2004, 4, 13)) == 1
    assert working_days_between(date(2004, 4, 8), date(2004, 4, 12)) == 0
    assert working_days_between(date(2004, 4, 13), date(2004, 4, 8)) == -1


def test_no_days_leave_the_day_alone() -> None:
    assert add_working_days(date(2004, 4, 10), 0) == date(2004, 4, 10)


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_adding_lands_on_a_working_day_and_counting_goes_back(day: date, n: int) -> None:
    there = add_working_days(day, n)
    assert is_working_day(there)
    assert (there > day) == (n > 0)
    assert working_days_between(day, there) == n


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_spans_add_up(day: date, one: int, two: int) -> None:
    middle = day + timedelta(days=one)
    last = middle + timedelta(days=two)
    assert working_days_between(day, last) == (
        working_days_between(day, middle) + working_days_between(middle, last)
    )
