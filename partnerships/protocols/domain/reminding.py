"""Reminders of reviews and obligations: once ahead, once on the day, on working days only."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from partnerships.protocols import emails
from partnerships.protocols.models import Obligation, ProtocolVersion
from partnerships.protocols.queries.obligations import live_obligations
from portal.audit.record import Actor, record
from portal.working_days import add_working_days, is_working_day

REVIEW_AHEAD = 20  # working days
OBLIGATION_AHEAD = 10


@transaction.atomic
def remind_protocols(*, today: date, by: Actor) -> int:
    """Send what is due today in the current partnership and say how many reminders that was.

    Safe to run twice, even at the same time: each reminder is claimed on its row first.
    """
    if not is_working_day(today):
        return 0
    return _reviews(today, by) + _obligations(today, by)


def _reviews(today: date, by: Actor) -> int:
    sent = 0
    reach = add_working_days(today, REVIEW_AHEAD)
    due = ProtocolVersion.objects.filter(
        state=ProtocolVersion.State.IN_FORCE, review_on__lte=reach
    ).select_related("protocol", "partnership")
    for version in due.order_by("review_on", "id"):
        if version.review_on is None:
            continue
        stage = _stage(version.review_on, today, REVIEW_AHEAD)
        if _claim(ProtocolVersion, version.pk, stage, today):
            emails.review_due(version, by=by, today=today)
            record("review.reminded", on=version, by=by, review_on=str(version.review_on))
            sent += 1
    return sent


def _obligations(today: date, by: Actor) -> int:
    sent = 0
    reach = add_working_days(today, OBLIGATION_AHEAD)
    for line in live_obligations(today):
        day = line.standing.open_day
        if day is None or day > reach:
            continue
        stage = _stage(day, today, OBLIGATION_AHEAD)
        if _claim(Obligation, line.obligation.pk, stage, today):
            emails.obligation_due(line.obligation, day, by=by, today=today)
            record("obligation.reminded", on=line.obligation, by=by, due_on=str(day))
            sent += 1
    return sent


def _stage(day: date, today: date, ahead: int) -> date:
    """The reminder whose turn it is: that of the day itself, or the one ahead of it."""
    return day if today >= day else add_working_days(day, -ahead)


def _claim(
    model: type[ProtocolVersion] | type[Obligation], pk: int, stage: date, today: date
) -> bool:
    """True for exactly one caller: the reminder of this stage was not sent before."""
    open_ = Q(reminded_on__isnull=True) | Q(reminded_on__lt=stage)
    return bool(model.objects.filter(open_, pk=pk).update(reminded_on=today))
