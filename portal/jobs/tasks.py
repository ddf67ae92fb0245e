"""The sweeper: wakes jobs whose wake-up call or worker got lost."""

import logging
from datetime import timedelta

from django.utils import timezone

from portal.jobs.queries import due_jobs
from portal.jobs.queue import wake
from portal.jobs.task import clock_task

logger = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=30)


@clock_task
def wake_due_jobs() -> None:
    """Call again for every job whose wake-up call was lost or whose worker died."""
    now = timezone.now()
    for job in due_jobs(queued_before=now - PATIENCE, now=now):
        try:
            wake(job.pk, job.kind, job.partnership_id)
        except ImportError:
            # A release renamed the task: the others must not wait for this one.
            logger.exception("job %s asks for %s, which does not exist", job.pk, job.kind)
