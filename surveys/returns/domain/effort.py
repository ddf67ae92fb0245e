"""Measuring the time that people spend on the sections of a return."""

from datetime import datetime, timedelta

from django.db.models import (
    Case,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, Extract, Greatest
from django.utils import timezone

from portal.accounts.models import User
from surveys.returns.models import Effort, Return

PAUSE = timedelta(minutes=5)  # after a longer gap the person was away


def touch(*, annual_return: Return, section: str, by: User, now: datetime | None = None) -> None:
    """This person is at work on this section now.

    Adds the time since they were last seen there, unless they were away for longer than PAUSE.
    Whole seconds, so that many small steps add up to the whole.
    """
    seen = (now or timezone.now()).replace(microsecond=0)
    mine = Effort.objects.filter(annual_return=annual_return, section=section, person=by)
    added = Case(
        When(last_seen_at__range=(seen - PAUSE, seen), then=_seconds_until(seen)), default=Value(0)
    )
    known = mine.update(
        seconds=F("seconds") + added, last_seen_at=Greatest("last_seen_at", Value(seen))
    )
    if not known:  # two first steps at once make one row
        first = Effort(annual_return=annual_return, section=section, person=by, last_seen_at=seen)
        Effort.objects.bulk_create([first], ignore_conflicts=True)


def _seconds_until(seen: datetime) -> Cast:
    gap = ExpressionWrapper(Value(seen) - F("last_seen_at"), output_field=DurationField())
    return Cast(Extract(gap, "epoch"), IntegerField())
