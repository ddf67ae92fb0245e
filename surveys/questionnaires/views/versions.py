"""National pages of questionnaires: the versions, and one of them in full."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.domain import publish_questionnaire
from surveys.questionnaires.outline import (
    outline_checks,
    outline_eligibility,
    outline_sections,
)
from surveys.questionnaires.queries import (
    all_questionnaires,
    form_of,
    questionnaire_by_id,
)

A_PAGE = 25


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """Every version, newest first."""
    page = Paginator(all_questionnaires(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_manage": request.can(P.QUESTIONNAIRE_MANAGE)}
    return render(request, "surveys/questionnaires/questionnaire_list.html", context)


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def questionnaire(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """One version: its sections, questions, routing and checks in words."""
    found = questionnaire_by_id(questionnaire_id)
    form = form_of(found.sha256)
    context = {
        "questionnaire": found,
        "compiled": form,
        "sections": outline_sections(form),
        "checks": outline_checks(form),
        "eligibility": outline_eligibility(form),
        "may_publish": request.can(P.QUESTIONNAIRE_MANAGE) and not found.is_published,
        "may_copy": request.can(P.QUESTIONNAIRE_MANAGE) and found.is_published,
    }
    return render(request, "surveys/questionnaires/questionnaire.html", context)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def publish(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """Publish a draft."""
    found = questionnaire_by_id(questionnaire_id)
    publish_questionnaire(questionnaire=found, by=request.user)
    messages.success(request, f"{found} is published. It can never change again.")
    return redirect("questionnaires:questionnaire", questionnaire_id=found.pk)
