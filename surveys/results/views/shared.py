"""What views of results ask of a request."""

from django.http import HttpRequest

from partnerships.membership.permissions import P
from portal.jobs.models import Job
from portal.jobs.queries import latest_job
from surveys.results import domain


def released_only(request: HttpRequest) -> bool:
    """True for readers who may read no edition before its release."""
    return not request.can(P.RESULTS_READ)


def building(request: HttpRequest) -> Job | None:
    """The newest build while it is under way, for those who may see jobs."""
    job = latest_job(domain.BUILD) if request.can(P.JOB_READ) else None
    return job if job and job.is_active else None
