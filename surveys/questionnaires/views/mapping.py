"""The mapping of a version, and of a draft question by question."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Missing, Refused
from surveys.questionnaires.domain.drafting import proof
from surveys.questionnaires.domain.mapping import map_draft_to, map_question, settle_rest
from surveys.questionnaires.forms.mapping import HINTS, MatchForm, TargetForm
from surveys.questionnaires.mapping import RELATIONS, differences_of_sense
from surveys.questionnaires.mapping_shown import (
    FILTERS,
    beside_each_other,
    likely,
    mapping_shown,
)
from surveys.questionnaires.models import Draft
from surveys.questionnaires.queries import (
    draft_by_id,
    published_questionnaires,
    version_mapped_to,
    version_with_document,
)
from surveys.questionnaires.remapping import entry_of, entry_token

PAGES = "surveys/questionnaires"
NOT_MAPPED = "This draft is not mapped to an earlier questionnaire. Choose one on its mapping page."


@requires(P.QUESTIONNAIRE_READ)
@require_safe
def mapping(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """How the questions of a version follow those of the one before."""
    found = version_with_document(questionnaire_id)
    earlier = version_mapped_to(found.document)
    shown = mapping_shown(found.document, earlier.document if earlier else None)
    context = {"questionnaire": found, **_page(request, shown, found.document), "earlier": earlier}
    return render(request, f"{PAGES}/mapping.html", context)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def draft_mapping(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The same for a draft, with its faults, and the ways to change it."""
    draft = draft_by_id(draft_id)
    return _draft_page(request, draft, _target_form(draft))


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def draft_target(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Map the draft to a version, anew."""
    draft = draft_by_id(draft_id)
    form = _target_form(draft, request.POST)
    if not form.is_valid():
        return _draft_page(request, draft, form, status=422)
    earlier = version_with_document(int(form.cleaned_data["earlier"]))
    try:
        map_draft_to(
            draft=draft, earlier=earlier, revision=form.cleaned_data["revision"], by=request.user
        )
    except (Conflict, Refused) as refusal:
        form.add_error(None, refusal.message)
        return _draft_page(request, draft_by_id(draft_id), form, status=409)
    messages.success(request, f"The draft is mapped to {earlier} by the codes of its questions.")
    return redirect("questionnaires:draft_mapping", draft_id)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def draft_rest(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All that nobody has spoken of: new here, dropped there."""
    draft = draft_by_id(draft_id)
    if draft.based_on is None:
        raise Refused(NOT_MAPPED)
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    settle_rest(draft=draft, earlier=draft.based_on, revision=revision, by=request.user)
    messages.success(request, "The rest of the mapping is settled.")
    return redirect("questionnaires:draft_mapping", draft_id)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_question(request: HttpRequest, draft_id: int, question_code: str) -> HttpResponse:
    """How one question of the draft follows the earlier ones."""
    draft = draft_by_id(draft_id)
    if draft.based_on is None or not draft.document.get("mapping"):
        raise Refused(NOT_MAPPED)
    form = _match_form(draft, question_code, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _question_page(request, draft, question_code, form)
    if not form.is_valid():
        return _question_page(request, draft, question_code, form, status=422)
    try:
        map_question(draft=draft, question=question_code, by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        return _clash(request, draft_by_id(draft_id), question_code, conflict)
    messages.success(request, f"The mapping of {question_code} is saved.")
    return redirect("questionnaires:draft_mapping", draft_id)


def _page(request: HttpRequest, shown: Any, document: Any) -> dict[str, Any]:
    show = request.GET.get("show", "all")
    show = show if show in shown.counts else "all"
    target = (document.get("mapping") or {"to": None})["to"]
    filters = [(key, FILTERS[key], count) for key, count in shown.counts.items()]
    return {
        "shown": shown,
        "rows": shown.chosen(show),
        "show": show,
        "filters": filters,
        "target": target,
        "target_name": f"{target['code']} version {target['version']}" if target else "",
    }


def _draft_page(
    request: HttpRequest, draft: Draft, form: TargetForm, status: int = 200
) -> HttpResponse:
    earlier = draft.based_on
    faults = [] if draft.published_as else proof(draft)
    shown = mapping_shown(draft.document, earlier.document if earlier else None, faults)
    context = {
        "draft": draft,
        **_page(request, shown, draft.document),
        "earlier": earlier,
        "form": form,
        "writable": draft.published_as is None,
    }
    return render(request, f"{PAGES}/draft_mapping.html", context, status=status)


def _target_form(draft: Draft, data: Any = None) -> TargetForm:
    versions = [
        version
        for version in published_questionnaires().defer("document")
        if version.year < draft.document["year"]
    ]
    return TargetForm(data, versions=versions, revision=draft.revision)


def _match_form(draft: Draft, code: str, data: Any) -> MatchForm:
    entry = entry_of(draft.document, code)
    initial = {
        "relation": entry["relation"] if entry else "new",
        "earlier": list(entry["earlier"]) if entry else [],
        "token": entry_token(draft.document, code),
    }
    before = draft.based_on.document if draft.based_on else {"questions": []}
    texts = {part["code"]: part["text"] for part in before["questions"]}
    first = dict.fromkeys([*initial["earlier"], *likely(_question_of(draft, code), before)])
    return MatchForm(data, texts=texts, first=list(first), initial=initial)


def _clash(request: HttpRequest, draft: Draft, code: str, conflict: Conflict) -> HttpResponse:
    """What was chosen, over what is saved now; saving again is about that."""
    data = request.POST.copy()
    data["token"] = entry_token(draft.document, code)
    form = _match_form(draft, code, data)
    form.is_valid()
    form.add_error(None, conflict.message)
    return _question_page(request, draft, code, form, status=409)


def _question_page(
    request: HttpRequest, draft: Draft, code: str, form: MatchForm, status: int = 200
) -> HttpResponse:
    question = _question_of(draft, code)
    entry = entry_of(draft.document, code)
    before = {part["code"]: part for part in draft.based_on.document["questions"]}  # type: ignore[union-attr]
    followed = [before[each] for each in (entry["earlier"] if entry else ()) if each in before]
    context = {
        "draft": draft,
        "question": question,
        "form": form,
        "hints": [(RELATIONS[key], hint) for key, hint in HINTS.items()],
        "now": beside_each_other(question),
        "then": [
            (f"{part['code']} of {draft.based_on}", beside_each_other(part)) for part in followed
        ],
        "differs": differences_of_sense(question, followed[0]) if len(followed) == 1 else [],
        "earlier": draft.based_on,
    }
    return render(request, f"{PAGES}/draft_mapping_question.html", context, status=status)


def _question_of(draft: Draft, code: str) -> dict[str, Any]:
    for part in draft.document["questions"]:
        if part["code"] == code:
            found: dict[str, Any] = part
            return found
    raise Missing("There is no such question in this draft. Somebody may have removed it.")
