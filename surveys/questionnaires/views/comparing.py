"""Two questionnaires side by side: versions, drafts, or a draft and a version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.comparing import difference
from surveys.questionnaires.forms.exchange import CompareForm
from surveys.questionnaires.queries import (
    all_questionnaires,
    draft_by_id,
    open_drafts,
    version_with_document,
)

MOST = 100  # versions and drafts offered


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def difference_page(request: HttpRequest) -> HttpResponse:
    """?before=v1&after=d2: a version (v) or, for those who write them, a draft (d) by its number."""
    form = CompareForm(request.GET or None, choices=_choices(request))
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_bound and form.is_valid():
        before, after = form.cleaned_data["before"], form.cleaned_data["after"]
        names = dict(form.fields["before"].choices)  # type: ignore[attr-defined]
        context |= {
            "found": difference(_document(before), _document(after)),
            "before": names[before],
            "after": names[after],
        }
    elif form.is_bound:
        status = 422
    return render(request, "surveys/questionnaires/difference.html", context, status=status)


def _choices(request: HttpRequest) -> list[tuple[str, str]]:
    versions = [(f"v{each.pk}", f"{each} ({each.year})") for each in all_questionnaires()[:MOST]]
    if not request.can(P.QUESTIONNAIRE_MANAGE):
        return versions
    return [*((f"d{each.pk}", f"Draft: {each.title}") for each in open_drafts()[:MOST]), *versions]


def _document(chosen: str) -> dict[str, Any]:
    """The document of a choice that the form has found valid."""
    number = int(chosen[1:])
    source = draft_by_id(number) if chosen[0] == "d" else version_with_document(number)
    document: dict[str, Any] = source.document
    return document
