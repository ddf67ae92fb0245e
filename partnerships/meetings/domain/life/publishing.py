"""Confirmed minutes get a public copy: never a restricted word, names only as the register allows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.domain.life.versions import freeze, locked
from partnerships.meetings.models import Minutes, MinutesVersion
from partnerships.meetings.printing.requests import print_every_copy
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused


@transaction.atomic
def publish_minutes(*, minutes: Minutes, by: User, at: datetime | None = None) -> MinutesVersion:
    """Confirmed → published: the public copy is frozen as a version of its own.

    `at`: the moment, for loading the past. Raises Refused before a later meeting has confirmed
    them and for a body that is not public.
    """
    now = at or timezone.now()
    if minutes.state in (Minutes.State.DRAFT, Minutes.State.CIRCULATED):
        raise Refused(
            "Only confirmed minutes can be published. A later meeting has to confirm these first."
        )
    current = locked(minutes, allowed=(Minutes.State.CONFIRMED,), verb="published")
    body = current.meeting.body
    if not body.is_public:
        raise Refused(
            f"The {body} is not on the partnership’s public page, so its minutes stay in the room."
            " Make the body public first if the minutes are to be read by everybody."
        )
    version = freeze(minutes=current, kind=MinutesVersion.Kind.PUBLIC, by=by, at=now)
    current.state = Minutes.State.PUBLISHED
    current.published_at, current.published_by = now, by
    current.save(update_fields=["state", "published_at", "published_by"])
    record("minutes.published", on=current, by=by, sha256=version.sha256)
    print_every_copy(version=version, by=by)
    return version
