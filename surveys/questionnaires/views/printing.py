"""The blank questionnaire as a PDF: made by a job, downloaded."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.models import PrintedQuestionnaire, Questionnaire
from surveys.questionnaires.printing import files
from surveys.questionnaires.queries import questionnaire_by_id


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def pdf_download(request: HttpRequest, questionnaire_id: int) -> HttpResponseBase:
    """The PDF; before it is made, back to where it can be."""
    found = questionnaire_by_id(questionnaire_id)
    printed = files.printed_questionnaire(found)
    if printed is None:
        messages.info(request, files.NOT_MADE)
        return redirect("questionnaires:questionnaire", questionnaire_id)
    return as_file(found, printed)


@requires(P.QUESTIONNAIRE_READ)
@require_POST
def pdf_make(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """Make the PDF and show how far it is; made already: on to the file."""
    found = questionnaire_by_id(questionnaire_id)
    if files.printed_questionnaire(found):
        return redirect("questionnaires:pdf", questionnaire_id)
    job = files.request_print(questionnaire=found, by=request.user)
    return redirect("national_job", job_id=job.pk)


def as_file(questionnaire: Questionnaire, printed: PrintedQuestionnaire) -> FileResponse:
    """The PDF as an attachment, its hash as the ETag."""
    response = FileResponse(
        files.open_printed(printed),
        as_attachment=True,
        filename=files.file_name(questionnaire),
        content_type="application/pdf",
    )
    response["ETag"] = f'"{printed.sha256}"'
    return response
