"""What ends when people leave: their time as members, on seats and as substitutes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from partnerships.membership.models import Member, Tenure
from portal.audit.record import Actor, record, record_many


def end_memberships(members: Sequence[Member], *, on: date, why: str, by: Actor) -> tuple[int, int]:
    """End these members, locked by the caller, on that day. (Members ended, tenures ended.)

    Who left earlier stays as they are. Time on a seat that was to begin later is struck out.
    """
    leaving = [m for m in members if m.until is None or m.until > on]
    for member in leaving:
        # Somebody who was to begin only later never served; their day is the day of leaving.
        member.since = min(member.since, on) if member.since else None
        member.until = on
        member.revision += 1
    Member.objects.bulk_update(leaving, ["since", "until", "revision"])
    record_many("member.left", on=[*leaving], by=by, reason=why)
    return len(leaving), _clear_seats(leaving, on, why, by)


def _clear_seats(members: Sequence[Member], on: date, why: str, by: Actor) -> int:
    beyond = Q(until__isnull=True) | Q(until__gt=on)
    tenures = Tenure.objects.select_for_update().filter(beyond, member__in=members)
    ended = end_tenures(list(tenures), on=on, why=why, by=by)
    stood_in = Tenure.objects.select_for_update().filter(beyond, substitute__in=members)
    for tenure in stood_in:
        record("tenure.substitute_named", on=tenure, by=by, reason=why, substitute=None)
    stood_in.update(substitute=None)
    return ended


def end_tenures(tenures: Sequence[Tenure], *, on: date, why: str, by: Actor) -> int:
    """End these tenures, locked by the caller, on that day; those that begin later are struck out."""
    begun = [t for t in tenures if t.since <= on]
    for tenure in begun:
        tenure.until, tenure.ended_why = on, why[:200]
    Tenure.objects.bulk_update(begun, ["until", "ended_why"])
    record_many("tenure.ended", on=[*begun], by=by, reason=why)
    to_come = [t for t in tenures if t.since > on]
    record_many("tenure.struck_out", on=[*to_come], by=by, reason=why)
    Tenure.objects.filter(pk__in=[t.pk for t in to_come]).delete()
    return len(tenures)
