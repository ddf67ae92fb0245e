"""What can happen to a job while a worker has it: claim, report, finish, fail."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q
from django.utils import timezone

from portal.jobs.models import Job

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
GAVE_UP = (
    "The work stopped unexpectedly several times. Nothing was changed. Try again; if it fails"
    " again, tell the portal administrator the time and the name of this job."
)


class LostLease(RuntimeError):
    """Another worker has taken this job over; this one must stop without writing."""


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
    """Show how far the work is and renew the lease. Raises LostLease."""
    _update(job, done=done, total=total, message=message, lease_until=timezone.now() + LEASE)


def finish_job(*, job: Job, result: dict[str, Any]) -> None:
    """The work is done. Raises LostLease."""
    _update(job, state=Job.State.DONE, result=result, finished_at=timezone.now(), error="")


def fail_job(*, job: Job, error: str) -> None:
    """The work cannot be done; `error` says why and what to do next. Raises LostLease."""
    _update(job, state=Job.State.FAILED, error=error, finished_at=timezone.now())


def return_job(*, job: Job) -> None:
    """Give the job back after an unexpected error: another worker tries again."""
    _update(job, state=Job.State.QUEUED, lease_until=None, token=None)


def _update(job: Job, **values: Any) -> None:
    held = Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING)
    if not held.update(**values):
        raise LostLease(f"job {job.pk} is no longer ours")
