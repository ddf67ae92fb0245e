"""Calendar feeds: whose address it is, and which meetings of one partnership it shows."""

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from partnerships.meetings.models import CalendarFeed, Meeting
from partnerships.meetings.reading import Reader
from partnerships.membership.permissions import P
from portal.accounts.models import User

KEPT = timedelta(days=366)  # how far back a calendar reaches


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


def meetings_for_calendar(reader: Reader) -> list[Meeting]:
    """Meetings of the current partnership from a year ago on: of the bodies the reader sits on;
    all of them for those who plan its meetings or sit on none of its bodies."""
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
