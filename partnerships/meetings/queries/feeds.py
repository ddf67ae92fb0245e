"""Calendar feeds: whose address it is, and which meetings it shows."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from partnerships.meetings.models import CalendarFeed, Meeting
from partnerships.meetings.queries.readers import reader_in
from partnerships.meetings.reading import Reader
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import partnerships_of
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership

KEPT = timedelta(days=366)  # how far back a calendar reaches


@dataclass(frozen=True)
class Date:
    """One meeting in a person's calendar."""

    partnership: Partnership
    meeting: Meeting


def hash_of(secret: str) -> str:
    """What is stored of a feed's secret."""
    return sha256(secret.encode()).hexdigest()


def feed_of(user: User) -> CalendarFeed | None:
    """The person's feed."""
    return CalendarFeed.objects.filter(user=user).first()


def feed_with(secret: str) -> CalendarFeed | None:
    """The feed with this secret, if its owner's account is on."""
    found = CalendarFeed.objects.filter(secret_sha256=hash_of(secret), user__is_active=True)
    return found.select_related("user").first()


def dates_of(user: User) -> list[Date]:
    """Meetings of all the person's partnerships from a year ago on, in order of time.

    Of the bodies they sit on; all of a partnership's for those who plan its meetings or sit on
    none of its bodies. Opens each partnership's scope in turn.
    """
    with in_national(user_id=user.pk, switch=True):
        places = [partnership for partnership, _ in partnerships_of(user)]
    found: list[Date] = []
    for partnership in places:
        with in_partnership(partnership.pk, user_id=user.pk, switch=True):
            reader = reader_in(partnership, user)
            found += [Date(partnership, meeting) for meeting in _meetings(reader)]
    return sorted(found, key=lambda each: (each.meeting.starts_at, each.meeting.uid))


def _meetings(reader: Reader) -> list[Meeting]:
    if not reader.can(P.MEETING_READ):
        return []
    rows = Meeting.objects.filter(starts_at__gte=timezone.now() - KEPT).select_related("body")
    bodies = reader.belonging.body_ids
    if bodies and not reader.can(P.MEETING_MANAGE):
        rows = rows.filter(body__in=bodies)
    return list(rows)


def meeting_for_calendar(meeting_id: int) -> Meeting | None:
    """One meeting of the current partnership with its body."""
    return Meeting.objects.select_related("body").filter(pk=meeting_id).first()
