"""Questionnaires as files: the JSON document and XLSForm, out and in."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.web.components import PageError
from portal.web.uploads import XLSX, checked
from surveys.questionnaires import document as documents
from surveys.questionnaires import xlsform
from surveys.questionnaires.domain.exchange import (
    draft_of_document,
    keep,
    kept_document,
)
from surveys.questionnaires.drafting.proof import faults_of
from surveys.questionnaires.drafting.saying import capital
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.forms.exchange import FILES, LARGEST, ImportForm
from surveys.questionnaires.queries import (
    draft_by_id,
    form_of,
    version_mapped_to,
    version_with_document,
)

PAGES = "surveys/questionnaires"
FAULTS_SHOWN = 200


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def document_file(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """A version as its JSON document."""
    found = version_with_document(questionnaire_id)
    return _file(
        documents.pretty(found.document), f"{_name(found.document)}.json", "application/json"
    )


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def draft_file(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft as its JSON document, faults and all."""
    found = draft_by_id(draft_id)
    return _file(
        documents.pretty(found.document), f"{_name(found.document)}-draft.json", "application/json"
    )


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def xlsform_page(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """What an XLSForm of this version would leave out, before it is downloaded."""
    found = version_with_document(questionnaire_id)
    left_out = xlsform.losses(form_of(found.sha256), found.document)
    context = {"questionnaire": found, "left_out": left_out}
    return render(request, f"{PAGES}/xlsform.html", context)


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def xlsform_file(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """A version as an XLSForm."""
    found = version_with_document(questionnaire_id)
    data = xlsform.write(form_of(found.sha256))
    return _file(data, f"{_name(found.document)}-xlsform.xlsx", XLSX.content_type)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A JSON document becomes a draft at once; an XLSForm after a look at what it lacks."""
    if request.method != "POST":
        return _upload_page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        kind = checked(file, allowed=FILES, most=LARGEST)
        if kind.content_type == XLSX.content_type:
            return _xlsform(request, form, file)
        return _json(request, form, file, kind.name)
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return _upload_page(request, form, status=422)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The XLSForm that was looked at becomes a draft."""
    document = kept_document(request.POST.get("kept", ""), by=request.user)
    name = request.POST.get("name", "")[:120]
    draft = draft_of_document(document=document, file_name=name, by=request.user)
    messages.success(request, f"The draft “{draft.title}” is begun.")
    return redirect("questionnaires:draft", draft.pk)


def _json(request: HttpRequest, form: ImportForm, file: UploadedFile, name: str) -> HttpResponse:
    document, faults = documents.read(file.read())
    if document is not None:
        faults = documents.shape_faults(document)
    if document is not None and not faults:
        earlier = version_mapped_to(document)
        faults = faults_of(
            document,
            earlier.document if earlier else None,
            earlier.sha256 if earlier else "",
        )
    if document is None or faults:
        return _upload_page(request, form, faults=faults, status=422)
    draft = draft_of_document(document=document, file_name=name, by=request.user)
    messages.success(request, f"The draft “{draft.title}” is begun.")
    return redirect("questionnaires:draft", draft.pk)


def _xlsform(request: HttpRequest, form: ImportForm, file: UploadedFile) -> HttpResponse:
    year = form.cleaned_data["year"]
    if year is None:
        form.add_error("year", "Enter the year of the survey: an XLSForm does not say it")
        return _upload_page(request, form, status=422)
    read = xlsform.read(file.read(), year=year, code=form.cleaned_data["code"])
    if read.document is None:
        return _upload_page(request, form, faults=list(read.faults), status=422)
    context = {
        "document": read.document,
        "left_out": read.left_out,
        "kept": keep(read.document, by=request.user),
        "name": file.name,
    }
    return render(request, f"{PAGES}/import_look.html", context)


def _upload_page(
    request: HttpRequest, form: ImportForm, *, faults: list[Fault] | None = None, status: int = 200
) -> HttpResponse:
    named = faults or []
    count = len(named)
    are, them = ("is 1 fault", "it") if count == 1 else (f"are {count:,} faults", "them")
    words = f"Nothing was imported: there {are} in the file. Correct {them}, then upload it again."
    errors = [PageError(words, "faults")]
    context = {
        "form": form,
        "faults": [(capital(fault.place), fault.message) for fault in named[:FAULTS_SHOWN]],
        "more": max(0, count - FAULTS_SHOWN),
        "page_errors": errors if named else [],
    }
    return render(request, f"{PAGES}/import.html", context, status=status)


def _name(document: dict[str, Any]) -> str:
    """Codes of documents are capitals, digits and hyphens; nothing in them breaks a header."""
    return f"{document['code']}-v{document['version']}"


def _file(data: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
