"""Local times over changes of the clock, and the days of a series."""

from datetime import UTC, date, datetime, time

import pytest

from partnerships.meetings.clock import (
    after_minutes,
    at_local,
    changes_clock,
    minutes_between,
    minutes_words,
    moment_words,
    rule_words,
    series_days,
    span_words,
    time_words,
)
from partnerships.meetings.notice import notice_for, refusal
from partnerships.meetings.numbering import late_number
from portal.errors import Refused
from portal.working_days import add_working_days

SPRING, AUTUMN = date(2004, 3, 28), date(2004, 10, 31)


def test_the_same_local_time_in_winter_and_summer() -> None:
    assert at_local(date(2004, 3, 27), time(14)).astimezone(UTC).hour == 14
    assert at_local(date(2004, 3, 29), time(14)).astimezone(UTC).hour == 13


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        (
            SPRING, time(1, 30),
            "1:30am does not exist on 28 March 2004, because the clocks go forward that night."
            " Choose an earlier or a later time.",
        ),
        (
            AUTUMN, time(1),
            "1am comes twice on 31 October 2004, because the clocks go back that night."
            " Choose an earlier or a later time.",
        ),
    ],
)  # fmt: skip
def test_times_that_are_missing_or_double_are_refused(day: date, at: time, words: str) -> None:
    with pytest.raises(Refused) as refused:
        at_local(day, at)
    assert refused.value.message == words


@pytest.mark.parametrize("at", [time(0, 59), time(2), time(14)])
def test_other_times_of_those_days_are_plain(at: time) -> None:
    assert at_local(SPRING, at).time() == at
    assert at_local(AUTUMN, at).time() == at


def test_a_meeting_over_the_change_lasts_as_long_as_a_watch_says() -> None:
    start = at_local(SPRING, time(0, 30))
    end = after_minutes(start, 60)
    assert (end.hour, end.minute, minutes_between(start, end)) == (2, 30, 60)
    assert span_words(start, end) == "Sunday 28 March 2004, 12:30am to 2:30am"


def test_which_days_change_the_clock() -> None:
    days = [SPRING, AUTUMN, date(2004, 3, 27), date(2004, 6, 1)]
    assert [changes_clock(day) for day in days] == ["forward", "back", "", ""]


@pytest.mark.parametrize(
    ("first", "every", "days", "rule"),
    [
        (
            date(2004, 1, 13), "month", ["2004-01-13", "2004-02-10", "2004-03-09"],
            "the second Tuesday of every month",
        ),
        (
            date(2004, 11, 30), "two_months", ["2004-11-30", "2005-01-25", "2005-03-29"],
            "the last Tuesday of every second month",
        ),
        (
            date(2004, 10, 1), "quarter", ["2004-10-01", "2005-01-07", "2005-04-01"],
            "the first Friday of every third month",
        ),
        (
            date(2004, 8, 26), "half_year", ["2004-08-26", "2005-02-24", "2005-08-25"],
            "the fourth Thursday of every sixth month",
        ),
    ],
)  # fmt: skip
def test_a_series_keeps_weekday_and_week(
    first: date, every: str, days: list[str], rule: str
) -> None:
    assert [day.isoformat() for day in series_days(first, every, 3)] == days
    assert rule_words(first, every) == rule


def test_words_of_times() -> None:
    said = [time_words(t) for t in (time(14), time(14, 30), time(0), time(12), time(0, 5))]
    assert said == ["2pm", "2:30pm", "midnight", "midday", "12:05am"]
    assert moment_words(datetime(2004, 7, 1, 13, tzinfo=UTC)) == "2pm on 1 July 2004"
    assert [minutes_words(n) for n in (0, 1, 45, 60, 61, 125)] == [
        "0 minutes", "1 minute", "45 minutes", "1 hour", "1 hour 1 minute", "2 hours 5 minutes",
    ]  # fmt: skip
    late = span_words(datetime(2004, 7, 1, 20, tzinfo=UTC), datetime(2004, 7, 2, 1, tzinfo=UTC))
    assert late == "Thursday 1 July 2004, 9pm to 2am on 2 July 2004"


def test_notice_counts_working_days_over_easter() -> None:
    thursday, wednesday = date(2004, 4, 8), date(2004, 4, 14)  # Good Friday, Easter Monday between
    notice = notice_for(wednesday, thursday, 5)
    assert (notice.given, notice.is_short, notice.last_day) == (2, True, date(2004, 4, 5))
    assert notice.words == "The constitution asks for 5 working days’ notice and this gives 2."
    assert refusal(notice) == (
        "The constitution asks for 5 working days’ notice and this gives 2. Say why the notice is"
        " short, or move the meeting to 19 April 2004 or later."
    )


@pytest.mark.parametrize("meets_on", [date(2004, 3, 10), date(2004, 3, 13)])  # and a Saturday
def test_the_last_day_for_publishing_is_in_time_and_the_next_is_not(meets_on: date) -> None:
    last = notice_for(meets_on, date(2004, 1, 1), 5).last_day
    assert not notice_for(meets_on, last, 5).is_short
    assert notice_for(meets_on, add_working_days(last, 1), 5).is_short


def test_words_of_enough_and_of_no_notice() -> None:
    enough = notice_for(date(2004, 3, 10), date(2004, 3, 9), 1)
    assert (
        enough.words == "The constitution asks for 1 working day’s notice and this gives 1: enough."
    )
    none = notice_for(date(2004, 3, 10), date(2004, 3, 12), 0)
    assert (none.words, none.given, none.is_short) == (
        "The constitution asks for no notice.", 0, False,
    )  # fmt: skip


def test_late_items_get_the_next_free_letter() -> None:
    assert late_number("12", ["11", "12", "13"]) == ("12a", "12")
    assert late_number("12", ["12", "12a", "12b", "1", "120"]) == ("12c", "12b")
    assert late_number("12a", ["12", "12a", "13"]) == ("12b", "12a")
    assert late_number("1", ["1", *(f"1{c}" for c in "abcdefghijklmnopqrstuvwxyz")]) is None
