"""What views of results ask of a request."""

from typing import Any

from django.http import HttpRequest

from partnerships.membership.permissions import P
from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.queries import latest_job
from surveys.results import domain, queries
from surveys.results.dashboards.filters import Filters
from surveys.results.models import Edition


def released_only(request: HttpRequest) -> bool:
    """True for readers who may read no edition before its release."""
    return not request.can(P.RESULTS_READ)


def building(request: HttpRequest) -> Job | None:
    """The newest build while it is under way, for those who may see jobs."""
    job = latest_job(domain.BUILD) if request.can(P.JOB_READ) else None
    return job if job and job.is_active else None


def readable(request: HttpRequest, edition_id: int) -> Edition:
    """The edition, if this reader may see its figures. Raises Missing."""
    return queries.edition_by_id(edition_id, released_only=released_only(request))


def about(request: HttpRequest, edition: Edition, tab: str) -> dict[str, Any]:
    """What every page of an edition's figures says: which, how far it has come, what follows it.

    `tab` names the page among those of the edition.
    """
    newer = queries.successor(edition, released_only=released_only(request))
    return {"edition": edition, "newer": newer, "tab": tab}


def sure(filters: Filters) -> dict[str, Any]:
    """What a file is asked of. Raises Missing when the address names something that is not there."""
    chosen = filters.chosen
    if chosen is None:
        raise Missing("There is no such file. Follow the link beside the chart on its page.")
    return chosen
