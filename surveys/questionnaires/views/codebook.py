"""The codebook of a version: a page, a CSV file, and the metadata that describes the file."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.codebook import MISSING, codebook, codebook_csv, csv_metadata
from surveys.questionnaires.queries import form_of, questionnaire_by_id

# Without it spreadsheets take UTF-8 for something else.
BOM = "\ufeff"


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def page(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """Every variable, section by section."""
    found = questionnaire_by_id(questionnaire_id)
    form = form_of(found.sha256)
    titles = {section.code: section.title for section in form.sections}
    groups = [
        (code, titles[code], list(variables))
        for code, variables in groupby(codebook(form), key=lambda variable: variable.section)
    ]
    context = {"questionnaire": found, "compiled": form, "groups": groups, "missing": MISSING}
    return render(request, "surveys/questionnaires/codebook.html", context)


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def csv_file(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """The same as CSV."""
    found = questionnaire_by_id(questionnaire_id)
    text = codebook_csv(form_of(found.sha256))
    described_by = reverse("questionnaires:codebook_metadata_download", args=[found.pk])
    headers = {
        "Content-Disposition": f'attachment; filename="{_name(found)}.csv"',
        "Link": f'<{described_by}>; rel="describedby"; type="application/csvm+json"',
    }
    return HttpResponse(BOM + text, content_type="text/csv; charset=utf-8", headers=headers)


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def metadata(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """What the columns of the CSV file are, as CSVW."""
    found = questionnaire_by_id(questionnaire_id)
    described = csv_metadata(form_of(found.sha256), f"{_name(found)}.csv")
    name = f"{_name(found)}.csv-metadata.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(described, content_type="application/csvm+json", headers=headers)


def _name(questionnaire: object) -> str:
    return f"codebook-{questionnaire.code}-v{questionnaire.version}"  # type: ignore[attr-defined]
