"""What the audit trail says of one return, in its own partnership's scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from portal.audit.models import AuditEvent
from portal.mail.queries import deliveries_about
from surveys.returns.models import Return


@dataclass(frozen=True)
class Often:
    """What one person did several times on one day: `at` is the last time."""

    name: str
    who: str
    times: int
    at: datetime


def events_of(annual_return: Return, names: Collection[str]) -> list[AuditEvent]:
    """Events of these names about the return, newest first."""
    return list(_about(annual_return, names).order_by("-at", "-id"))


def often_of(annual_return: Return, names: Collection[str]) -> list[Often]:
    """Events of these names about the return, by day and person, newest first."""
    grouped = (
        _about(annual_return, names)
        .annotate(day=TruncDate("at"))
        .order_by()
        .values_list("name", "actor_words", "day")
        .annotate(times=Count("id"), last=Max("at"))
        .order_by("-last", "name")
    )
    return [Often(name, who, times, last) for name, who, _, times, last in grouped]


def told_of_signing(annual_return: Return) -> tuple[list[str], int]:
    """Names of the partnership's people who were told of the newest sign-off, and how many of the
    evaluation team were."""
    told = deliveries_about(annual_return, kind="return_signed_off")
    newest = told.filter(created_at__gte=annual_return.submitted_at).order_by("recipient__name")
    here = [each for each in newest if each.path.startswith("/p/")]
    return [str(each.recipient) for each in here], len(newest) - len(here)


def _about(annual_return: Return, names: Collection[str]) -> QuerySet[AuditEvent]:
    target = f"returns.return:{annual_return.pk}"  # as audit.record writes it
    return AuditEvent.objects.filter(
        partnership=annual_return.partnership_id, target=target, name__in=names
    )
