"""What can happen to a job: claimed, reported on, finished, failed, cancelled."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.audit.record import Person, actor_words, record
from portal.errors import Denied, Refused
from portal.jobs.models import Job

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
GAVE_UP = (
    "The work stopped unexpectedly several times. Nothing was changed. Try again; if it fails"
    " again, tell the portal administrator the time and the name of this job."
)


class LostLease(RuntimeError):
    """Another worker has taken this job over; this one must stop without writing."""


class Cancelled(LostLease):
    """Somebody has cancelled the job; its worker must stop without writing."""


def claim_job(job_id: UUID) -> Job | None:
    """Take the job for one lease, or None if it is finished, taken or not in this scope."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    mine = Job.objects.filter(free, pk=job_id)
    mine.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED, error=GAVE_UP, finished_at=now
    )
    token = uuid4()
    claimed = mine.filter(attempts__lt=MOST_ATTEMPTS).update(
        state=Job.State.RUNNING,
        token=token,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=now,
        done=0,
        total=0,
        message="",
    )
    return Job.objects.select_related("created_by").get(pk=job_id) if claimed else None


def report_progress(*, job: Job, done: int, total: int, message: str) -> None:
    """Show how far the work is and renew the lease. Raises LostLease and Cancelled."""
    _update(job, done=done, total=total, message=message, lease_until=timezone.now() + LEASE)


def finish_job(*, job: Job, result: dict[str, Any]) -> None:
    """The work is done, also where it was cancelled too late to stop it. Raises LostLease."""
    ended = {"state": Job.State.DONE, "finished_at": timezone.now()}
    held = (Job.State.RUNNING, Job.State.CANCELLED)
    _update(job, held=held, result=result, error="", **ended)


def fail_job(*, job: Job, error: str) -> None:
    """The work cannot be done; `error` says why and what to do next. Raises LostLease."""
    _update(job, state=Job.State.FAILED, error=error, finished_at=timezone.now())


def return_job(*, job: Job) -> None:
    """Give the job back after an unexpected error: another worker tries again."""
    _update(job, state=Job.State.QUEUED, lease_until=None, token=None)


@transaction.atomic
def cancel_job(*, job: Job, by: Person, for_others: bool = False) -> None:
    """Stop a job: a queued one never starts, a running one stops at its next report.

    `for_others`: `by` may cancel what somebody else asked for. Raises Denied, and Refused for a
    job that has ended and for work that cannot be left half done.
    """
    if job.created_by_id != by.pk and not for_others:
        raise Denied(
            "Only the person who asked for this work can cancel it, or somebody who may ask for it"
            " as well. Ask one of them, or wait until it has ended."
        )
    if not is_cancellable(job):
        raise Refused("This work cannot be left half done. Wait until it has ended.")
    words = f"Cancelled by {actor_words(by)}"[:200]
    ended = {"state": Job.State.CANCELLED, "message": words, "finished_at": timezone.now()}
    if not Job.objects.filter(pk=job.pk, state__in=Job.ACTIVE).update(**ended):
        raise Refused(
            "This work has ended, so there is nothing to cancel. Its page says what came of it."
        )
    record("job.cancelled", on=job, by=by, kind=job.kind, key=job.key)


def is_cancellable(job: Job) -> bool:
    """Whether the task writes nothing before its end, so that it may be stopped anywhere."""
    try:
        return bool(import_string(job.kind).is_cancellable)
    except ImportError:  # a release renamed the task: nobody can work on it
        return True


def _update(job: Job, *, held: tuple[Job.State, ...] = (Job.State.RUNNING,), **values: Any) -> None:
    if Job.objects.filter(pk=job.pk, token=job.token, state__in=held).update(**values):
        return
    if Job.objects.filter(pk=job.pk, state=Job.State.CANCELLED).exists():
        raise Cancelled(f"job {job.pk} was cancelled")
    raise LostLease(f"job {job.pk} is no longer ours")
