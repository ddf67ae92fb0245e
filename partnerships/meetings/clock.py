"""Local times of meetings, as people say them, kept the same over changes of the clock. Pure."""

import calendar
from datetime import UTC, date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localtime

from portal.errors import Refused

MONTHS = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6}
ORDINALS = ("first", "second", "third", "fourth", "last")
_LAST = 4  # index in ORDINALS: a fifth Tuesday is the last one, since few months have five


def at_local(day: date, at: time) -> datetime:
    """The moment at which the clock on the wall shows this time.

    Raises Refused for a time that the clock leaves out in March or shows twice in October.
    """
    first = datetime.combine(day, at, tzinfo=get_default_timezone())
    before, after = _offset(first), _offset(first.replace(fold=1))
    if before == after:
        return first
    forward = before < after  # PEP 495: inside a gap the offset grows with the fold
    what = "does not exist" if forward else "comes twice"
    way = "forward" if forward else "back"
    raise Refused(
        f"{time_words(at)} {what} on {day_words(day)}, because the clocks go {way} that night."
        " Choose an earlier or a later time."
    )


def after_minutes(start: datetime, minutes: int) -> datetime:
    """So many minutes later as a watch counts them, whatever the clock on the wall does."""
    return localtime(start.astimezone(UTC) + timedelta(minutes=minutes))


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end as a watch counts them."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)


def series_days(first: date, every: str, count: int) -> list[date]:
    """`count` days from `first` on: the same weekday of the same week of the month (the second
    Tuesday), every so often. `every` is a key of MONTHS."""
    start = first.year * 12 + first.month - 1
    months = (divmod(start + n * MONTHS[every], 12) for n in range(count))
    return [_nth(year, month + 1, first.weekday(), _order(first)) for year, month in months]


def rule_words(first: date, every: str) -> str:
    """the second Tuesday of every third month"""
    often = {"month": "month", "two_months": "second month", "quarter": "third month"}
    step = often.get(every, "sixth month")
    return f"the {ORDINALS[_order(first)]} {first:%A} of every {step}"


def changes_clock(day: date) -> str:
    """ "forward", "back" or "": what the clock does on this day."""
    zone = get_default_timezone()
    start = _offset(datetime.combine(day, time(0), tzinfo=zone))
    end = _offset(datetime.combine(day, time(12), tzinfo=zone))
    return "" if start == end else "forward" if start < end else "back"


def day_words(day: date) -> str:
    """3 March 2004"""
    return f"{day.day} {day:%B %Y}"


def weekday_words(day: date) -> str:
    """Wednesday 3 March 2004"""
    return f"{day:%A} {day_words(day)}"


def time_words(at: time) -> str:
    """2pm, 2:30pm, midday, midnight"""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


def moment_words(at: datetime) -> str:
    """2pm on 3 March 2004"""
    here = localtime(at)
    return f"{time_words(here.time())} on {day_words(here.date())}"


def span_words(start: datetime, end: datetime) -> str:
    """Wednesday 3 March 2004, 2pm to 4pm"""
    here, there = localtime(start), localtime(end)
    until = time_words(there.time())
    if here.date() != there.date():
        until = f"{until} on {day_words(there.date())}"
    return f"{weekday_words(here.date())}, {time_words(here.time())} to {until}"


def minutes_words(minutes: int) -> str:
    """45 minutes, 1 hour, 2 hours 5 minutes"""
    hours, rest = divmod(minutes, 60)
    parts = [_many(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_many(rest, "minute"))
    return " ".join(parts)


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _order(day: date) -> int:
    return min((day.day - 1) // 7, _LAST)


def _nth(year: int, month: int, weekday: int, order: int) -> date:
    days = [d for d in range(1, calendar.monthrange(year, month)[1] + 1)
            if date(year, month, d).weekday() == weekday]  # fmt: skip
    return date(year, month, days[-1] if order == _LAST else days[order])
