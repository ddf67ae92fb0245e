"""One section of the return: its questions, and saving what was typed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.web.components import PageError
from surveys.questionnaires.rendering import raw_of, render_section
from surveys.questionnaires.structure import Section
from surveys.returns.domain.answering import Saved, save_answers
from surveys.returns.entry import Entry, Token, read_entry, token_name, token_of, tokens_of
from surveys.returns.problems import (
    Problems,
    add_clashes,
    add_findings,
    add_typed,
    notes_of,
)
from surveys.returns.standing import Standing
from surveys.returns.views.finding import section_or_404, standing_or_404
from surveys.returns.wording import section_in_words

LATER = "later"  # the button that saves and leaves, whatever is still missing


@requires(P.RETURN_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, year: int, code: str) -> HttpResponse:
    """GET: the questions, or the answers in words for those who may not change them.

    POST saves every valid answer, then goes on or shows what is wrong. It answers 200 even then,
    because the request's transaction is rolled back from 400 on, and what is saved stays saved.
    """
    standing = standing_or_404(year)
    chosen = section_or_404(standing, code)
    if request.method == "POST":
        if not request.can(P.RETURN_ANSWER):
            raise PermissionDenied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
        return _save(request, standing, chosen)
    if chosen.code not in standing.routed.sections:
        return _page(request, standing, chosen, "not_asked", {})
    if not (standing.takes_answers and request.can(P.RETURN_ANSWER)):
        said = section_in_words(standing, chosen)
        return _page(request, standing, chosen, "section_read", {"said": said})
    problems = Problems()
    if "problems" in request.GET:
        add_findings(problems, standing, chosen)
    tokens = tokens_of(standing, chosen)
    return _questions(request, standing, chosen, problems, raw_of_page(standing, chosen), tokens)


def raw_of_page(standing: Standing, section: Section) -> dict[str, list[str]]:
    """The section's stored answers as they would have been typed."""
    codes = {question.code for question in section.questions}
    return raw_of(standing.form, {code: v for code, v in standing.answers.items() if code in codes})


def _save(request: HttpRequest, standing: Standing, section: Section) -> HttpResponse:
    entry = read_entry(standing, section, dict(request.POST.lists()))
    try:
        saved = save_answers(
            annual_return=standing.annual_return, edits=entry.edits, by=request.user
        )
    except Refused as refusal:
        return _typed_again(request, standing, section, entry, refusal.message)
    fresh = standing_or_404(standing.annual_return.wave.year)
    leaving = request.POST.get("then") == LATER
    problems = Problems()
    add_typed(problems, fresh.form, entry.errors)
    add_clashes(problems, fresh.form, saved.clashes)
    if not leaving:
        add_findings(problems, fresh, section, but=set(problems.summary))
    if not problems.summary:
        return _go_on(request, fresh, section, leaving)
    unsaved = {error.field.split(".")[0] for error in entry.errors}
    unsaved |= {clash.question for clash in saved.clashes}
    tokens = _tokens_again(fresh, section, entry, saved)
    raw = _overlay(raw_of_page(fresh, section), entry, unsaved)
    return _questions(request, fresh, section, problems, raw, tokens)


def _go_on(
    request: HttpRequest, standing: Standing, section: Section, leaving: bool
) -> HttpResponse:
    place = [request.partnership.slug, standing.annual_return.wave.year]
    if leaving:
        messages.success(request, f"Section {section.number}, “{section.title}”, is saved.")
        return redirect("returns:task_list", *place)
    following = standing.section_after(section)
    if following is None:
        return redirect("returns:review", *place)
    return redirect("returns:section", *place, following.code)


def _typed_again(
    request: HttpRequest, standing: Standing, section: Section, entry: Entry, why: str
) -> HttpResponse:
    """Nothing could be saved (the return was closed meanwhile): nothing typed is lost."""
    raw = _overlay({}, entry, set(entry.typed))
    return _questions(request, standing, section, Problems(), raw, entry.tokens, refused=why)


def _overlay(
    raw: dict[str, list[str]], entry: Entry, questions: Collection[str]
) -> dict[str, list[str]]:
    """What is stored, with what was typed in place of it for these questions."""
    kept = {name: v for name, v in raw.items() if name.split(".")[0] not in questions}
    for code in questions:
        kept |= entry.typed.get(code, {})
    return kept


def _tokens_again(
    fresh: Standing, section: Section, entry: Entry, saved: Saved
) -> dict[str, Token]:
    """Tokens of the page shown again: a clash has now been seen, a wrong answer changes nothing."""
    wrong = {error.field.split(".")[0] for error in entry.errors}
    again = {code: token for code, token in entry.tokens.items() if code in wrong}
    seen = {clash.question: token_of(clash.revision, clash.theirs) for clash in saved.clashes}
    return {**tokens_of(fresh, section), **again, **seen}


def _questions(
    request: HttpRequest,
    standing: Standing,
    section: Section,
    problems: Problems,
    raw: Mapping[str, list[str]],
    tokens: Mapping[str, Token],
    *,
    refused: str = "",
) -> HttpResponse:
    summary = [PageError(refused)] if refused else problems.in_order(section)
    notes = notes_of(standing, section)
    context = {
        "questions": render_section(
            standing.form, section.code, raw, problems.fields, standing.routed, notes=notes
        ),
        "page_errors": summary,
        "saved": request.method == "POST" and not refused,
        "tokens": [(token_name(code), token) for code, token in tokens.items()],
    }
    return _page(request, standing, section, "section", context)


def _page(
    request: HttpRequest,
    standing: Standing,
    section: Section,
    name: str,
    context: dict[str, Any],
) -> HttpResponse:
    place = [request.partnership.slug, standing.annual_return.wave.year]
    following = standing.section_after(section)
    on = reverse("returns:review", args=place)
    if following:
        on = reverse("returns:section", args=[*place, following.code])
    shared = {
        "standing": standing,
        "section": section,
        "progress": standing.progress.sections[section.number - 1],
        "following": following,
        "next_url": on,
        "task_list_url": reverse("returns:task_list", args=place),
        "may_answer": request.can(P.RETURN_ANSWER),
    }
    return render(request, f"surveys/returns/{name}.html", {**shared, **context})
