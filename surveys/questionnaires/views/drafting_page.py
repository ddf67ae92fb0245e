"""A page with the form of one part of a draft: shown, refused with what was typed kept, or saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partnerships.meetings.clock import moment_words
from portal.errors import Conflict, Missing, Refused
from surveys.questionnaires.domain.drafting import change_draft
from surveys.questionnaires.draft_shown import codes_shown
from surveys.questionnaires.drafting import edits, parts
from surveys.questionnaires.drafting.mapped import relation_of
from surveys.questionnaires.forms.base import PartForm
from surveys.questionnaires.forms.fields import ConditionField
from surveys.questionnaires.models import Draft
from surveys.questionnaires.queries import draft_by_id

Document = parts.Document
TEMPLATE = "surveys/questionnaires/draft_form.html"
REWORDED = (
    "The draft is saved. The words, options or rows of question {0} changed, so it is no longer"
    " mapped as the same question but as reworded. If an answer still means the same, set it back"
    " on the page of the mapping."
)
GONE = (
    "Somebody removed or renamed this while you were writing. What you typed is below; saving adds"
    " it anew."
)


@dataclass(frozen=True)
class PartPage:
    """What stands around the form. `make(data, draft)` gives the form of the part as it is in that
    draft; `on(code)` is where saving leads; `words_at` is how conditions name their place."""

    heading: str
    button: str
    back: str
    make: Callable[[Any, Draft], PartForm]
    on: Callable[[str], str]
    what: str
    caption: str = ""
    template: str = TEMPLATE
    more: dict[str, Any] | None = None


def writable(draft_id: int, request: HttpRequest) -> Draft:
    """The draft. A published one cannot be opened for writing; what is sent to it is refused by
    the domain, so that nothing typed is lost. Raises Missing, Refused."""
    draft = draft_by_id(draft_id)
    if draft.published_as is not None and request.method != "POST":
        raise Refused(
            f"This draft has been published as {draft.published_as} and cannot change any more."
            " Copy that version to write the next one."
        )
    return draft


def answer(request: HttpRequest, draft: Draft, page: PartPage) -> HttpResponse:
    """Show the form, say its conditions in words, or save it."""
    form = page.make(request.POST if request.method == "POST" else None, draft)
    if request.method != "POST":
        return _show(request, draft, page, form)
    if not form.is_valid():
        return _show(request, draft, page, form, status=422)
    if request.POST.get("then") == "words":
        return _show(request, draft, page, form)
    if form.part is None and form.cleaned_data["token"]:
        return _clash(request, draft, page, form, GONE)
    try:
        saved = change_draft(
            draft=draft, edit=_edit_of(form), what=page.what, seen=form.seen(), by=request.user
        )
    except Conflict as conflict:
        return _clash(request, draft, page, form, conflict.message)
    except Missing:
        return _clash(request, draft, page, form, GONE)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _show(request, draft, page, form, status=409)
    new = str(form.cleaned_data.get("code") or form.code)
    messages.success(request, _saved_words(form, draft, saved, new))
    return redirect(page.on(new))


def _saved_words(form: PartForm, before: Draft, after: Draft, code: str) -> str:
    if form.kind != "question" or form.part is None:
        return "The draft is saved."
    was, now = relation_of(before.document, form.code), relation_of(after.document, code)
    return REWORDED.format(code) if (was, now) == ("same", "reworded") else "The draft is saved."


def _edit_of(form: PartForm) -> Callable[[Document], Document]:
    part = form.written()
    if form.part is None:
        return lambda document: edits.added(document, form.kind, part)
    return lambda document: edits.changed(document, form.kind, form.code, part)


def _clash(
    request: HttpRequest, draft: Draft, page: PartPage, form: PartForm, message: str
) -> HttpResponse:
    """The form with what was typed, beside what somebody else saved; saving again is about that."""
    now = draft_by_id(draft.pk)
    fresh = page.make(None, now)
    data = request.POST.copy()
    data["revision"] = str(now.revision)
    data["token"] = str(fresh.initial.get("token", ""))
    again = page.make(data, now)
    again.is_valid()
    again.add_error(None, message)
    theirs = _differences(fresh, again) if fresh.part is not None else []
    who = f"{now.edited_by} saved the draft at {moment_words(now.edited_at)}"
    return _show(request, now, page, again, status=409, theirs=theirs, who=who)


def _differences(saved: PartForm, typed: PartForm) -> list[dict[str, str]]:
    found = []
    for field in saved:
        if field.is_hidden or field.name not in typed.fields:
            continue
        before, after = _said(field.value()), _said(typed[field.name].value())
        if before != after:
            found.append({"label": field.label, "theirs": before, "mine": after})
    return found


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = "" if value is None else str(value)
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _show(
    request: HttpRequest,
    draft: Draft,
    page: PartPage,
    form: PartForm,
    *,
    status: int = 200,
    theirs: list[dict[str, str]] | None = None,
    who: str = "",
) -> HttpResponse:
    told = form.told()
    for name, field in form.fields.items():
        if isinstance(field, ConditionField):
            field.told = told.get(name, "")
            field.widget.attrs["data-words-before"] = "" if form.before is None else form.before
    has_conditions = any(isinstance(field, ConditionField) for field in form.fields.values())
    context = {
        "draft": draft,
        "form": form,
        "page": page,
        "theirs": theirs,
        "who": who,
        "codes": codes_shown(draft.document, form.before) if has_conditions else [],
        "has_conditions": has_conditions,
        **(page.more or {}),
    }
    return render(request, page.template, context, status=status)
