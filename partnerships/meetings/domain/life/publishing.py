"""Confirmed minutes get a public copy: never a restricted word, names only as the register allows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.domain.life.versions import freeze, frozen, locked
from partnerships.meetings.freezing import PUBLIC, copy_for
from partnerships.meetings.models import Minutes, MinutesVersion
from partnerships.meetings.printing.requests import print_every_copy
from partnerships.membership.models import Body
from partnerships.membership.queries.seats import constitution_on
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused

CHANGED = (
    "These minutes changed after you opened this page. Read the public copy again, then publish it."
)


@transaction.atomic
def publish_minutes(
    *, minutes: Minutes, by: User, at: datetime | None = None, seen: str | None = None
) -> MinutesVersion:
    """Confirmed → published: the public copy of the confirmed version is frozen as one of its own.

    `seen`: SHA-256 of the confirmed version whose copy was read before. `at`: the moment, for
    loading the past. Raises Refused before a later meeting has confirmed them, for a body that is
    not public and where its rules keep minutes in the room; Conflict for another version than seen.
    """
    now = at or timezone.now()
    if minutes.state in (Minutes.State.DRAFT, Minutes.State.CIRCULATED):
        raise Refused(
            "Only confirmed minutes can be published. A later meeting has to confirm these first."
        )
    current = locked(minutes, allowed=(Minutes.State.CONFIRMED,), verb="published")
    if words := kept_in_the_room(current.meeting.body, timezone.localdate(now)):
        raise Refused(words)
    confirmed = frozen(current)
    if seen is not None and seen != confirmed.sha256:
        raise Conflict(CHANGED)
    kind, document = MinutesVersion.Kind.PUBLIC, copy_for(confirmed.document, PUBLIC)
    version = freeze(minutes=current, kind=kind, document=document, by=by, at=now)
    current.state = Minutes.State.PUBLISHED
    current.published_at, current.published_by = now, by
    current.save(update_fields=["state", "published_at", "published_by"])
    record("minutes.published", on=current, by=by, sha256=version.sha256)
    print_every_copy(version=version, by=by)
    return version


def kept_in_the_room(body: Body, day: date) -> str:
    """Why the body's minutes are not published on this day and what to do first; or nothing."""
    if not body.is_public:
        return (
            f"The {body} is not on the partnership’s public page, so its minutes stay in the room."
            " Make the body public first if the minutes are to be read by everybody."
        )
    rules = constitution_on(body, day)
    if rules is not None and not rules.publishes_minutes:
        return (
            f"The rules of the {body} say that its minutes are not published. Change the rules"
            " first: give the body new ones that publish them, in force from a day on."
        )
    return ""
