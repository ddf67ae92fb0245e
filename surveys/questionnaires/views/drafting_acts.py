"""Acts on a part of a draft: copied, moved, put into another section, removed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from surveys.questionnaires.domain import change_draft
from surveys.questionnaires.domain.drafting import Seen
from surveys.questionnaires.draft_shown import next_code
from surveys.questionnaires.drafting import edits, parts
from surveys.questionnaires.forms.drafting import RevisionForm
from surveys.questionnaires.models import Draft
from surveys.questionnaires.queries import draft_by_id
from surveys.questionnaires.views.drafting_page import writable

GET_OR_POST = ["GET", "HEAD", "POST"]
Edit = Callable[[parts.Document], parts.Document]
NOUNS = {"section": "sections", "question": "questions", "check": "checks", "figure": "figures"}


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def copy_question(request: HttpRequest, draft_id: int, question_code: str) -> HttpResponse:
    """A copy right after the question, under the next free code."""
    draft = draft_by_id(draft_id)
    new = next_code(draft.document, question_code)
    _change(
        request,
        draft,
        lambda document: edits.copied(document, question_code, new),
        f"question {question_code} copied to {new}",
    )
    messages.success(request, f"Question {question_code} is copied. The copy is {new}.")
    return redirect("questionnaires:draft_question", draft.pk, new)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def move(request: HttpRequest, draft_id: int, kind: str, part_code: str) -> HttpResponse:
    """One place up or down."""
    draft, code = draft_by_id(draft_id), part_code
    direction = edits.UP if request.POST.get("direction") == edits.UP else edits.DOWN
    back = _back(draft, kind, code)
    _change(
        request,
        draft,
        lambda document: edits.moved(document, kind, code, direction),
        f"{kind} {code} moved {direction}",
    )
    return redirect(back)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_POST
def put(request: HttpRequest, draft_id: int, question_code: str) -> HttpResponse:
    """The question at the end of another section."""
    draft = draft_by_id(draft_id)
    section = request.POST.get("section", "")[:20]
    _change(
        request,
        draft,
        lambda document: edits.put_into(document, question_code, section),
        f"question {question_code} put into section {section}",
    )
    messages.success(request, f"Question {question_code} now stands in section {section}.")
    return redirect(
        reverse("questionnaires:draft_section", args=[draft.pk, section]) + f"#q_{question_code}"
    )


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, draft_id: int, kind: str, part_code: str) -> HttpResponse:
    """Take a part out, after a look at what else names it."""
    draft, code = writable(draft_id, request), part_code
    part = parts.found(draft.document, kind, code)
    back = _back(draft, kind, code)
    form = RevisionForm(
        request.POST if request.method == "POST" else None, initial={"revision": draft.revision}
    )
    context = {
        "draft": draft,
        "kind": kind,
        "code": code,
        "words": part.get("text") or part.get("title") or part.get("message", ""),
        "form": form,
        "back": back,
        "hindrance": _hindrance(draft, kind, code),
    }
    template = "surveys/questionnaires/draft_remove.html"
    if request.method != "POST" or not form.is_valid():
        return render(request, template, context, status=422 if form.is_bound else 200)
    try:
        change_draft(
            draft=draft,
            edit=lambda document: edits.removed(document, kind, code),
            what=f"{kind} {code} removed",
            seen=Seen(form.cleaned_data["revision"]),
            by=request.user,
        )
    except (Refused, Conflict) as refusal:
        form.add_error(None, refusal.message)
        return render(request, template, context, status=409)
    messages.success(request, f"The {kind} {code} is removed.")
    return redirect(back.partition("#")[0])


def _hindrance(draft: Draft, kind: parts.Kind, code: str) -> str:
    """Why the part cannot be removed as the draft stands; empty when it can."""
    try:
        edits.removed(draft.document, kind, code)
    except Refused as refusal:
        return refusal.message
    return ""


def _change(request: HttpRequest, draft: Draft, edit: Edit, what: str) -> None:
    """Raises Refused, Conflict, Missing: each is a page of its own."""
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise Refused("This page did not say what it was about. Open the draft and try again.")
    seen = Seen(form.cleaned_data["revision"])
    change_draft(draft=draft, edit=edit, what=what, seen=seen, by=request.user)


def _back(draft: Draft, kind: str, code: str) -> str:
    """The page the part is listed on."""
    part = parts.found(draft.document, kind, code)
    if kind == "question":
        page = reverse("questionnaires:draft_section", args=[draft.pk, part["section"]])
        return f"{page}#q_{code}"
    return reverse("questionnaires:draft", args=[draft.pk]) + f"#{NOUNS[kind]}"
