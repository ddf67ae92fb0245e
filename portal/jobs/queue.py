"""Ask for background work: a Job row now, a wake-up call to Celery after the commit."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from portal.audit.record import Actor, System
from portal.jobs.models import Job
from portal.tenancy.context import ScopeError, current_scope

logger = logging.getLogger(__name__)


def enqueue(kind: str, /, *, key: str, by: Actor, label: str, **payload: Any) -> Job:
    """Queue the task at dotted path `kind` in the current scope and return its Job.

    While a job of the same kind and key is queued or running, that one is returned instead.
    The payload holds ids and plain values only. Raises ScopeError outside any scope.
    """
    scope = current_scope()
    if scope is None:
        raise ScopeError(f"{kind} was queued outside any partnership and outside the nation")
    job, created = Job.objects.get_or_create(
        partnership_id=scope.partnership_id,
        kind=kind,
        key=key,
        state__in=Job.ACTIVE,
        defaults={"label": label, "payload": payload, **_asked_by(by)},
    )
    if created:
        transaction.on_commit(lambda: wake(job.pk, kind, scope.partnership_id))
    return job


def _asked_by(by: Actor) -> dict[str, Any]:
    return {"system": by.name} if isinstance(by, System) else {"created_by_id": by.pk}


def wake(job_id: UUID, kind: str, partnership_id: int | None) -> None:
    """Send the wake-up call. A broker that is down only delays the job: the sweeper calls again."""
    try:
        import_string(kind).apply_async(
            kwargs={"job_id": str(job_id), "partnership_id": partnership_id}
        )
    except OperationalError:
        logger.warning("broker unreachable, job %s waits for the sweeper", job_id)
