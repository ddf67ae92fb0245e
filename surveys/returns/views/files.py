"""The return on paper and as a file: what there is, PDFs made by jobs, downloads."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.printing import files as blanks
from surveys.questionnaires.views.printing import as_file
from surveys.returns.forms.files import WorkbookFile
from surveys.returns.printing import files as printing
from surveys.returns.printing.blank import request_blank
from surveys.returns.queries.files import signed_versions, waiting_workbooks
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404
from surveys.returns.writing import writable

LARGEST_VERSION = 32_000  # of the column


@requires(P.RETURN_READ)
@require_safe
def files(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Workbook out and in, PDFs, and the blank questionnaire."""
    standing = standing_or_404(year)
    return render(request, "surveys/returns/files/files.html", context_of(request, standing))


def context_of(request: HttpRequest, standing: Standing, **more: Any) -> Mapping[str, Any]:
    """What the page of files shows; also when an upload was refused."""
    annual_return = standing.annual_return
    mine = writable(standing, request.user, request.can)
    writes = standing.takes_answers and (mine is None or bool(mine))
    questionnaire = annual_return.wave.questionnaire
    return {
        "standing": standing,
        "form": WorkbookFile(),
        "may_upload": writes,
        "waiting": waiting_workbooks(annual_return, request.user) if writes else [],
        "printed": printing.printed(standing),
        "older": [v for v in signed_versions(annual_return) if not _is_newest(standing, v.number)],
        "questionnaire": questionnaire,
        "blank": blanks.printed_questionnaire(questionnaire),
        **more,
    }


def _is_newest(standing: Standing, number: int) -> bool:
    return standing.annual_return.is_frozen and standing.annual_return.version == number


@requires(P.RETURN_READ)
@require_safe
def pdf_download(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The PDF of the return as it stands, or of ?version=1; before it is made: where to."""
    standing = printing.standing_to_print(standing_or_404(year), _version(request.GET))
    printed = printing.printed(standing)
    if printed is None:
        messages.info(request, blanks.NOT_MADE)
        return redirect("returns:files", slug, year)
    response = FileResponse(
        printing.open_printed(file=printed, by=request.user),
        as_attachment=True,
        filename=printing.file_name(standing),
        content_type="application/pdf",
    )
    response["ETag"] = f'"{printed.sha256}"'
    return response


@requires(P.RETURN_READ)
@require_POST
def pdf_make(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Make the PDF and show how far it is; made already: on to the file."""
    version = _version(request.POST)
    standing = printing.standing_to_print(standing_or_404(year), version)
    if printing.printed(standing):
        return redirect(printing.address_of(slug=slug, year=year, version=version))
    job = printing.request_print(
        annual_return=standing.annual_return, version=version, by=request.user
    )
    return redirect("room_job", slug=slug, job_id=job.pk)


@requires(P.RETURN_READ)
@require_safe
def blank_download(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The blank questionnaire of this survey; before it is made: where to."""
    questionnaire = standing_or_404(year).annual_return.wave.questionnaire
    printed = blanks.printed_questionnaire(questionnaire)
    if printed is None:
        messages.info(request, blanks.NOT_MADE)
        return redirect("returns:files", slug, year)
    return as_file(questionnaire, printed)


@requires(P.RETURN_READ)
@require_POST
def blank_make(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Make the blank questionnaire and show how far it is; made already: on to the file."""
    annual_return = standing_or_404(year).annual_return
    if blanks.printed_questionnaire(annual_return.wave.questionnaire):
        return redirect("returns:blank", slug, year)
    job = request_blank(annual_return=annual_return, by=request.user)
    return redirect("room_job", slug=slug, job_id=job.pk)


def _version(data: Mapping[str, str]) -> int:
    """The version asked for; NEWEST when none, or none that could be, is named."""
    given = data.get("version", "")
    if not given.isascii() or not given.isdecimal() or len(given) > len(str(LARGEST_VERSION)):
        return printing.NEWEST
    return min(int(given), LARGEST_VERSION)
