"""Downloads of an edition, and extracts of single returns."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results.domain import exporting, extracting
from surveys.results.downloads import download, download_extract, export_name
from surveys.results.forms_extracts import ExtractForm
from surveys.results.models import Edition
from surveys.results.queries_files import (
    downloads_of,
    export_of,
    extract_by_id,
    extracts_shown,
    questionnaire_of,
    waves_with_returns,
)
from surveys.results.views.shared import about, readable


@requires(P.NATIONAL_READ)
@require_safe
def downloads(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Every format of an edition: what it is for, whether it is made, how large it is."""
    edition = readable(request, edition_id)
    found = downloads_of(edition)
    context = {
        **about(request, edition, "downloads"),
        "final": edition.state in Edition.FINAL,
        "downloads": [(each, export_name(each.export) if each.export else "") for each in found],
        "waiting": any(each.state == "being_made" for each in found),
        "questionnaire": questionnaire_of(edition),
        "sees_jobs": request.can(P.JOB_READ),
        "sees_codebook": request.can(P.QUESTIONNAIRE_READ),
    }
    return render(request, "surveys/results/downloads.html", context)


@requires(P.NATIONAL_READ)
@require_POST
def export_make(request: HttpRequest, edition_id: int, format_key: str) -> HttpResponse:
    """Ask for one file; what is there already stays."""
    edition = readable(request, edition_id)
    job = exporting.request_export(edition=edition, format=format_key, by=request.user)
    if job is None:
        messages.success(request, "This file is ready: it was made before.")
    return redirect("results:downloads", edition_id=edition.pk)


@requires(P.NATIONAL_READ)
@require_safe
def export_download(request: HttpRequest, edition_id: int, format_key: str) -> HttpResponseBase:
    """One file of an edition."""
    edition = readable(request, edition_id)
    return download(request, export_of(edition, exporting.format_of(format_key).key))


@requires(P.MICRODATA_EXPORT)
@require_safe
def extracts(request: HttpRequest) -> HttpResponse:
    """Who took out the answers of single returns, when and why."""
    page = Paginator(extracts_shown(), 25).get_page(request.GET.get("page"))
    context = {"page": page, "kept": extracting.KEPT.days}
    return render(request, "surveys/results/extracts.html", context)


@requires(P.MICRODATA_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def extract_new(request: HttpRequest) -> HttpResponse:
    """Ask for an extract, with a reason."""
    form = ExtractForm(request.POST or None, waves=waves_with_returns())
    if request.method == "POST" and form.is_valid():
        job = extracting.request_extract(**form.asked(), by=request.user)
        return redirect("national_job", job_id=job.pk)
    context = {"form": form, "kept": extracting.KEPT.days}
    return render(request, "surveys/results/extract_new.html", context)


@requires(P.MICRODATA_EXPORT)
@require_safe
def extract_download(request: HttpRequest, extract_id: int) -> FileResponse:
    """The file of an extract."""
    return download_extract(request, extract_by_id(extract_id))
