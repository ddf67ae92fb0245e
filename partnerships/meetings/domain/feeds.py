"""A person's secret calendar address: made, made anew, revoked. Only its hash is stored."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.models import CalendarFeed
from partnerships.meetings.queries.feeds import hash_of
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing

NOTED_EVERY = timedelta(hours=1)  # calendars come back every few minutes


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new secret for the person's calendar; one made before stops working. It cannot be shown
    again."""
    secret = secrets.token_urlsafe(32)
    fresh = {"secret_sha256": hash_of(secret), "made_at": timezone.now(), "read_at": None}
    CalendarFeed.objects.update_or_create(user=by, defaults=fresh)
    record("calendar.made", on=None, by=by)
    return secret


@transaction.atomic
def revoke_feed(*, by: User) -> None:
    """The person's calendar address stops working. Raises Missing if there is none."""
    deleted, _ = CalendarFeed.objects.filter(user=by).delete()
    if not deleted:
        raise Missing("You have no calendar address.")
    record("calendar.revoked", on=None, by=by)


def note_reading(*, feed: CalendarFeed) -> None:
    """Remember when a calendar last asked, to the hour."""
    now = timezone.now()
    if feed.read_at is None or feed.read_at + NOTED_EVERY < now:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
