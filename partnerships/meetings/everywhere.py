"""What one person has in all their partnerships: opens the scope of each in turn, as that person."""

from dataclasses import dataclass
from datetime import date, datetime

from partnerships.meetings.models import Action, Meeting
from partnerships.meetings.queries.actions import open_work_of
from partnerships.meetings.queries.feeds import meetings_for_calendar
from partnerships.meetings.queries.readers import reader_in
from partnerships.membership.queries.roles import partnerships_of
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership


@dataclass(frozen=True)
class Work:
    """One open action of a person, and the partnership it is in."""

    partnership: Partnership
    action: Action


@dataclass(frozen=True)
class Date:
    """One meeting in a person's calendar."""

    partnership: Partnership
    meeting: Meeting


def my_open_work(user: User) -> list[Work]:
    """Open actions of a person over all their partnerships, the most urgent first: their own, and
    those of their organisations that nobody in particular owns."""
    found: list[Work] = []
    for partnership in _partnerships(user):
        with in_partnership(partnership.pk, user_id=user.pk, switch=True):
            found += [Work(partnership, action) for action in open_work_of(user)]
    return sorted(found, key=_urgency)


def my_dates(user: User) -> list[Date]:
    """Meetings of all the person's partnerships that belong in their calendar, in order of time."""
    found: list[Date] = []
    for partnership in _partnerships(user):
        with in_partnership(partnership.pk, user_id=user.pk, switch=True):
            reader = reader_in(partnership, user)
            found += [Date(partnership, meeting) for meeting in meetings_for_calendar(reader)]
    return sorted(found, key=_time)


def _partnerships(user: User) -> list[Partnership]:
    with in_national(user_id=user.pk, switch=True):
        return [partnership for partnership, _ in partnerships_of(user)]


def _urgency(work: Work) -> tuple[date, str, int]:
    return work.action.due_on, work.partnership.name, work.action.pk


def _time(each: Date) -> tuple[datetime, str, int]:
    return each.meeting.starts_at, each.partnership.name, each.meeting.pk
