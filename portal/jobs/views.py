"""The progress page of one job, its state for the script that polls, and its cancelling.

`others` is the right to cancel what somebody else asked for; the roof names it with the address.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.jobs.domain import cancel_job, is_cancellable
from portal.jobs.queries import job_by_id


@require_safe
def job_page(request: HttpRequest, job_id: UUID, others: str = "", **space: str) -> HttpResponse:
    """Progress bar; without script the page refreshes itself while the job is active."""
    job = job_by_id(job_id)
    may = job.created_by_id == request.user.pk or bool(others and request.can(others))
    context = {"job": job, "can_cancel": job.is_active and may and is_cancellable(job)}
    return render(request, "jobs/job.html", context)


@require_POST
def job_cancel(request: HttpRequest, job_id: UUID, others: str = "", **space: str) -> HttpResponse:
    """Stop the job and show how it ended."""
    job = job_by_id(job_id)
    cancel_job(job=job, by=request.user, for_others=bool(others and request.can(others)))
    messages.success(request, f"{job.label}: cancelled.")
    return redirect(request.path.removesuffix("cancel/"))


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
