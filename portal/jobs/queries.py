"""Reads about jobs."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from portal.errors import Missing
from portal.jobs.models import Job


def job_by_id(job_id: UUID) -> Job:
    """The job of the current scope. Raises Missing."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise Missing("There is no such job here.")
    return job


def latest_job(kind: str, key: str = "") -> Job | None:
    """The newest job of this kind (and key) in the current scope."""
    jobs = Job.objects.filter(kind=kind)
    return (jobs.filter(key=key) if key else jobs).order_by("-created_at").first()


def due_jobs(*, queued_before: datetime, now: datetime) -> list[Job]:
    """Jobs of every partnership and of the nation whose wake-up call or worker got lost.

    Read through the evaluator's role, which sees queued and running jobs only.
    """
    lost_call = Q(state=Job.State.QUEUED, created_at__lt=queued_before)
    lost_worker = Q(state=Job.State.RUNNING, lease_until__lt=now)
    return list(
        Job.objects.using("evaluator")
        .filter(lost_call | lost_worker)
        .only("id", "kind", "partnership_id")
        .order_by("created_at", "id")
    )
