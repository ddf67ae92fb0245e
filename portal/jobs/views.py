"""The progress page of one job, and its state for the script that polls."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.jobs.queries import job_by_id


@require_safe
def job_page(request: HttpRequest, job_id: UUID, **space: str) -> HttpResponse:
    """Progress bar; without script the page refreshes itself while the job is active."""
    return render(request, "jobs/job.html", {"job": job_by_id(job_id)})


@require_safe
def job_state(request: HttpRequest, job_id: UUID, **space: str) -> JsonResponse:
    """What the progress bar shows, as JSON."""
    job = job_by_id(job_id)
    return JsonResponse(
        {
            "state": job.state,
            "words": job.get_state_display(),
            "done": job.done,
            "total": job.total,
            "percent": job.percent,
            "message": job.message,
            "error": job.error,
        }
    )
