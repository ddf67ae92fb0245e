"""Draft minutes go out to everybody who was there."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.life.versions import document_now, freeze, locked
from partnerships.meetings.emails import life as emails
from partnerships.meetings.models import Meeting, Minutes, MinutesVersion
from partnerships.meetings.printing.requests import print_every_copy
from partnerships.meetings.queries.life import recorded
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from portal.working_days import add_working_days

USUAL_DAYS = 10  # working days in which amendments can be proposed
LEAST_DAYS = 3


@transaction.atomic
def circulate_minutes(
    *, minutes: Minutes, amend_until: date, by: User, at: datetime | None = None
) -> MinutesVersion:
    """Draft → circulated: a version is frozen, and those who were there may propose amendments
    until the end of `amend_until`. All that minutes say from then on is made of this version.
    `at`: the moment, for loading what happened in the past.

    Raises Refused while nobody is recorded as present or nothing is written, and for a window of
    less than LEAST_DAYS working days.
    """
    now = at or timezone.now()
    current = locked(minutes, allowed=(Minutes.State.DRAFT,), verb="circulated")
    _refuse_unfinished(current)
    document = document_now(current)
    first = earliest_end(timezone.localdate(now))
    if amend_until < first:
        raise Refused(
            f"People need at least {LEAST_DAYS} working days to propose amendments. Choose"
            f" {day_words(first)} or a later day."
        )
    current.state = Minutes.State.CIRCULATED
    current.circulated_at, current.circulated_by = now, by
    current.amend_until = amend_until
    current.save(update_fields=["state", "circulated_at", "circulated_by", "amend_until"])
    kind = MinutesVersion.Kind.CIRCULATED
    version = freeze(minutes=current, kind=kind, document=document, by=by, at=now)
    record("minutes.circulated", on=current, by=by, sha256=version.sha256)
    emails.minutes_circulated(current, by)
    print_every_copy(version=version, by=by)
    return version


def earliest_end(today: date) -> date:
    """The first day on which the window for amendments may end."""
    return add_working_days(today, LEAST_DAYS)


def usual_end(today: date) -> date:
    """The day on which the window usually ends."""
    return add_working_days(today, USUAL_DAYS)


def _refuse_unfinished(minutes: Minutes) -> None:
    if minutes.meeting.state != Meeting.State.HELD:
        raise Refused("The meeting has not been held yet. Circulate its minutes afterwards.")
    found = recorded(minutes)
    if not found.sitting.was_recorded:
        raise Refused("Nobody is recorded as present. Record who was there, then circulate.")
    if not any(item.is_written for item in found.items):
        raise Refused("Nothing is written yet. Write the minutes, then circulate them.")
