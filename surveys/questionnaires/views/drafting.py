"""The drafts, one draft with its faults, and how it begins and ends."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from surveys.questionnaires.domain import copy_version, discard_draft, publish_draft
from surveys.questionnaires.domain.drafting import proof
from surveys.questionnaires.draft_shown import (
    checks_shown,
    faults_shown,
    sections_shown,
)
from surveys.questionnaires.drafting.beginning import code_for, title_for
from surveys.questionnaires.drafting.years import other_years
from surveys.questionnaires.forms.drafting import CopyForm, RevisionForm
from surveys.questionnaires.queries import draft_by_id, drafts, version_with_document
from surveys.questionnaires.views.drafting_page import writable

PAGES = "surveys/questionnaires"
A_PAGE = 25
GET_OR_POST = ["GET", "HEAD", "POST"]


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Every draft, published ones too."""
    page = Paginator(drafts(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, f"{PAGES}/draft_list.html", {"page": page})


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def copy(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """Begin a draft with a copy of this version."""
    version = version_with_document(questionnaire_id)
    year = version.year + 1
    initial = {
        "code": code_for(version.document, year),
        "year": year,
        "title": title_for(version.document, year),
    }
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"version": version, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, f"{PAGES}/draft_copy.html", context, status=status)
    try:
        draft = copy_version(questionnaire=version, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return render(request, f"{PAGES}/draft_copy.html", context, status=409)
    messages.success(request, f"A draft is begun with a copy of {version}.")
    return redirect("questionnaires:draft", draft.pk)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the draft holds, and what is wrong with it."""
    found = draft_by_id(draft_id)
    document = found.document
    context = {
        "draft": found,
        "document": document,
        "sections": sections_shown(document),
        "checks": checks_shown(document),
        "figures": document.get("figures", ()),
        "faults": [] if found.published_as else faults_shown(found, proof(found)),
        "worth": faults_shown(found, other_years(document)),
        "questions": len(document["questions"]),
    }
    return render(request, f"{PAGES}/draft.html", context)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Prove the draft and publish it, after a look at what that means."""
    found = draft_by_id(draft_id)
    form = RevisionForm(
        request.POST if request.method == "POST" else None, initial={"revision": found.revision}
    )
    context = {
        "draft": found,
        "form": form,
        "faults": faults_shown(found, proof(found)),
        "worth": faults_shown(found, other_years(found.document)),
    }
    if found.published_as is not None:
        return redirect("questionnaires:questionnaire", found.published_as.pk)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, f"{PAGES}/draft_publish.html", context, status=status)
    revision = form.cleaned_data["revision"]
    try:
        version = publish_draft(draft=found, revision=revision, by=request.user)
    except (Refused, Conflict) as refusal:
        form.add_error(None, refusal.message)
        return render(request, f"{PAGES}/draft_publish.html", context, status=409)
    messages.success(request, f"{version} is published. It can never change again.")
    return redirect("questionnaires:questionnaire", version.pk)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Delete the draft, after a warning."""
    found = writable(draft_id, request)
    form = RevisionForm(
        request.POST if request.method == "POST" else None, initial={"revision": found.revision}
    )
    context = {"draft": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, f"{PAGES}/draft_discard.html", context, status=status)
    try:
        discard_draft(draft=found, revision=form.cleaned_data["revision"], by=request.user)
    except (Refused, Conflict) as refusal:
        form.add_error(None, refusal.message)
        return render(request, f"{PAGES}/draft_discard.html", context, status=409)
    messages.success(request, f"The draft “{found.title}” is discarded.")
    return redirect("questionnaires:drafts")
