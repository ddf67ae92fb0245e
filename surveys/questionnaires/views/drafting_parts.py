"""Pages that write one part of a draft: settings, sections, questions, checks, figures."""

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Missing
from surveys.questionnaires import types
from surveys.questionnaires.draft_shown import new_code, questions_shown
from surveys.questionnaires.drafting import knowing, parts
from surveys.questionnaires.forms.base import PartForm
from surveys.questionnaires.forms.drafting import (
    CheckForm,
    FigureForm,
    SectionForm,
    SettingsForm,
)
from surveys.questionnaires.forms.question import OWN, TYPES, QuestionForm
from surveys.questionnaires.models import Draft
from surveys.questionnaires.queries import draft_by_id
from surveys.questionnaires.views.drafting_page import PartPage, answer, writable

PAGES = "surveys/questionnaires"
GET_OR_POST = ["GET", "HEAD", "POST"]
Make = Callable[[Any, Draft], PartForm]
Listed = Literal["check", "figure"]
# Parts that a draft lists below its sections, each with its form.
LISTED: dict[Listed, type[PartForm]] = {"check": CheckForm, "figure": FigureForm}


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def settings(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Title, code, year, which returns count."""
    draft = writable(draft_id, request)
    page = PartPage(
        heading="Title and settings",
        button="Save the settings",
        back=_of_draft(draft),
        make=_maker(SettingsForm, "settings", "settings"),
        on=lambda code: _of_draft(draft),
        what="settings changed",
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_safe
def section(request: HttpRequest, draft_id: int, section_code: str) -> HttpResponse:
    """A section's questions, to open, add, copy, move and remove."""
    draft = draft_by_id(draft_id)
    part = parts.found(draft.document, "section", section_code)
    asked = knowing.in_words(part.get("show_if"), draft.document)
    context = {
        "draft": draft,
        "section": part,
        "asked": asked,
        "questions": questions_shown(draft.document, section_code),
        "types": TYPES,
    }
    return render(request, f"{PAGES}/draft_section.html", context)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def new_section(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Add a section at the end."""
    draft = writable(draft_id, request)
    page = PartPage(
        heading="Add a section",
        button="Add the section",
        back=_of_draft(draft),
        make=_maker(SectionForm),
        on=lambda code: _of_section(draft, code),
        what="section added",
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def change_section(request: HttpRequest, draft_id: int, section_code: str) -> HttpResponse:
    """Title, introduction and routing of a section."""
    draft = writable(draft_id, request)
    _there(request, draft, "section", section_code)
    page = PartPage(
        heading=f"Section {section_code}",
        button="Save the section",
        back=_of_section(draft, section_code),
        make=_maker(SectionForm, section_code, "section"),
        on=lambda code: _of_section(draft, code),
        what=f"section {section_code} changed",
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def new_question(request: HttpRequest, draft_id: int, section_code: str) -> HttpResponse:
    """Add a question of the type that `?type=` names at the end of a section."""
    draft = writable(draft_id, request)
    _there(request, draft, "section", section_code)
    kind = _type(request, "single")

    def make(data: Any, now: Draft) -> QuestionForm:
        document = now.document
        before = knowing.place_of(document, "new", section_code)
        form = QuestionForm(
            data,
            document=document,
            revision=now.revision,
            before=before,
            answered=kind,
            section=section_code,
        )
        form.initial.setdefault("code", new_code(document, section_code))
        return form

    page = PartPage(
        heading="Add a question",
        caption=f"Section {section_code}: {types.BY_KEY[kind].label}",
        button="Add the question",
        back=_of_section(draft, section_code),
        make=make,
        on=lambda code: f"{_of_section(draft, section_code)}#q_{code}",
        what=f"question added to section {section_code}",
        more={"types": TYPES, "type": kind},
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def question(request: HttpRequest, draft_id: int, question_code: str) -> HttpResponse:
    """Change a question; `?type=` shows it as another type before it is saved."""
    draft = writable(draft_id, request)
    part = _there(request, draft, "question", question_code)
    section_code = part["section"] if part else _home(request, draft)
    kind = _type(request, part["type"] if part else request.POST.get("answered", ""))

    def make(data: Any, now: Draft) -> QuestionForm:
        position = parts.position_of(now.document, "question", question_code)
        saved = now.document["questions"][position] if position is not None else None
        return QuestionForm(
            data,
            document=now.document,
            revision=now.revision,
            before=position,
            part=saved,
            answered=kind,
            section=saved["section"] if saved else section_code,
        )

    page = PartPage(
        heading=f"Question {question_code}",
        caption=f"Section {section_code}: {types.BY_KEY[kind].label}",
        button="Save the question",
        back=f"{_of_section(draft, section_code)}#q_{question_code}",
        make=make,
        on=lambda code: f"{_of_section(draft, section_code)}#q_{code}",
        what=f"question {question_code} changed",
        more={
            "types": TYPES,
            "type": kind,
            "question_code": question_code,
            "section_code": section_code,
            "sections": draft.document["sections"],
            "is_mapped": draft.based_on is not None and "mapping" in draft.document,
        },
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def new_listed(request: HttpRequest, draft_id: int, kind: Listed) -> HttpResponse:
    """Add a check or a published figure."""
    draft = writable(draft_id, request)
    page = PartPage(
        heading=f"Add a {kind}",
        button=f"Add the {kind}",
        back=_of_list(draft, kind),
        make=_maker(LISTED[kind]),
        on=lambda code: _of_list(draft, kind),
        what=f"{kind} added",
    )
    return answer(request, draft, page)


@requires(P.QUESTIONNAIRE_MANAGE)
@require_http_methods(GET_OR_POST)
def listed(
    request: HttpRequest, draft_id: int, kind: Listed, check_code: str = "", figure_code: str = ""
) -> HttpResponse:
    """Change the check or the published figure of this code."""
    draft, code = writable(draft_id, request), check_code or figure_code
    _there(request, draft, kind, code)
    page = PartPage(
        heading=f"{kind.capitalize()} {code}",
        button=f"Save the {kind}",
        back=_of_list(draft, kind),
        make=_maker(LISTED[kind], code, kind),
        on=lambda code: _of_list(draft, kind),
        what=f"{kind} {code} changed",
    )
    return answer(request, draft, page)


def _maker(form: type[PartForm], code: str = "", kind: str = "") -> Make:
    """Makes the form of this part as it is in a draft, or of a new one."""

    def make(data: Any, draft: Draft) -> PartForm:
        document = draft.document
        part = None
        if kind == "settings":
            part = parts.found(document, "settings", "")
        elif kind and parts.position_of(document, kind, code) is not None:
            part = parts.found(document, kind, code)
        before = knowing.place_of(document, form.kind, code) if form.kind == "section" else None
        return form(data, document=document, revision=draft.revision, before=before, part=part)

    return make


def _there(request: HttpRequest, draft: Draft, kind: parts.Kind, code: str) -> parts.Part | None:
    """The part; None when it is gone while somebody was writing it. Raises Missing otherwise."""
    try:
        return parts.found(draft.document, kind, code)
    except Missing:
        if request.method == "POST" and "token" in request.POST:
            return None
        raise


def _home(request: HttpRequest, draft: Draft) -> str:
    """The section that a question stood in before somebody removed it; else the first."""
    codes = [part["code"] for part in draft.document["sections"]]
    home = request.POST.get("home", "")
    return home if home in codes else codes[0]


def _type(request: HttpRequest, otherwise: str) -> str:
    asked = request.GET.get("type", "")
    return next((kind for kind in (asked, otherwise) if kind in OWN), "single")


def _of_draft(draft: Draft) -> str:
    return reverse("questionnaires:draft", args=[draft.pk])


def _of_section(draft: Draft, code: str) -> str:
    return reverse("questionnaires:draft_section", args=[draft.pk, code])


def _of_list(draft: Draft, kind: Listed) -> str:
    return f"{_of_draft(draft)}#{kind}s"
