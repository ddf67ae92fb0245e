"""How a task runs: claim the job, work outside any transaction, finish; safe to run twice."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any
from uuid import UUID

from celery import Task, shared_task

from portal.errors import PortalError
from portal.jobs import domain
from portal.jobs.models import Job
from portal.tenancy.context import in_national, in_partnership

logger = logging.getLogger(__name__)
REPORT_EVERY = 0.2  # seconds; more often only costs writes that nobody can see


class Progress:
    """What a running task knows: who asked (`by`), its scope, and how to say how far it is."""

    def __init__(self, job: Job):
        self.job = job
        self.by = job.asked_by
        self._reported = 0.0

    def scope(self) -> AbstractContextManager[None]:
        """One transaction in the job's partnership, or in the nation."""
        return _scope(self.job.partnership_id, self.job.created_by_id or 0)

    def report(self, done: int, total: int, message: str) -> None:
        """Tell the person waiting. Call it outside `scope()`, or nobody sees it until the end."""
        now = time.monotonic()
        if now - self._reported < REPORT_EVERY and 0 < done < total:
            return
        self._reported = now
        with self.scope():
            domain.report_progress(job=self.job, done=done, total=total, message=message)


Work = Callable[..., dict[str, Any] | None]


def portal_task(work: Work) -> Task:
    """Make `work(progress, **payload)` a Celery task that is started by enqueue() only."""
    return _task(work, is_cancellable=False)


def cancellable_task(work: Work) -> Task:
    """A portal_task that may be cancelled: it writes nothing before its last step."""
    return _task(work, is_cancellable=True)


def _task(work: Work, *, is_cancellable: bool) -> Task:
    name = f"{work.__module__}.{work.__name__}"

    @shared_task(name=name, acks_late=True, reject_on_worker_lost=True, ignore_result=True)
    def run(*, job_id: str, partnership_id: int | None) -> None:
        run_job(work, UUID(job_id), partnership_id)

    run.portal_work = work
    run.is_cancellable = is_cancellable
    return run


def clock_task(work: Callable[[], None]) -> Task:
    """Make `work()` a Celery task that only the clock starts (portal/schedule.py).

    It opens its own scopes and must be safe to run twice, even at the same time.
    """
    name = f"{work.__module__}.{work.__name__}"
    return shared_task(name=name, ignore_result=True)(work)


def run_job(work: Work, job_id: UUID, partnership_id: int | None) -> None:
    """Run one job to its end. A pair of ids that do not belong together finds no job."""
    with _scope(partnership_id, 0):
        job = domain.claim_job(job_id)
    if job is None:
        logger.info("job %s is finished, taken or elsewhere: nothing to do", job_id)
        return
    progress = Progress(job)
    try:
        _work(work, progress)
    except domain.Cancelled:
        logger.info("job %s was cancelled: the work has stopped", job_id)
    except domain.LostLease:
        logger.warning("job %s was taken over by another worker", job_id)
    except Exception:
        logger.exception("job %s failed", job_id)
        with suppress(domain.LostLease), progress.scope():
            domain.return_job(job=job)
        raise


def _work(work: Work, progress: Progress) -> None:
    job = progress.job
    try:
        result = work(progress, **job.payload)
    except PortalError as refusal:
        with progress.scope():
            domain.fail_job(job=job, error=refusal.message)
    else:
        with progress.scope():
            domain.finish_job(job=job, result=result or {})


def _scope(partnership_id: int | None, user_id: int) -> AbstractContextManager[None]:
    if partnership_id is None:
        return in_national(user_id=user_id)
    return in_partnership(partnership_id, user_id=user_id)
