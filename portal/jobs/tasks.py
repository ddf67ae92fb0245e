"""The sweeper: the only task that starts without a Job row."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.jobs.queries import due_jobs
from portal.jobs.queue import wake

PATIENCE = timedelta(seconds=30)


@shared_task(name="portal.jobs.tasks.wake_due_jobs", ignore_result=True)
def wake_due_jobs() -> None:
    """Call again for every job whose wake-up call was lost or whose worker died."""
    now = timezone.now()
    for job in due_jobs(queued_before=now - PATIENCE, now=now):
        wake(job.pk, job.kind, job.partnership_id)
