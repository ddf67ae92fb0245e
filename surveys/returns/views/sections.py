"""One section of the return: its questions, and saving what was typed."""

from collections.abc import Collection
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
from portal.web.held import holds, mark_of, take_held
from surveys.questionnaires.structure import Section
from surveys.questionnaires.types import Raw
from surveys.returns.confirmations import read_ticked
from surveys.returns.deciding import called, deciding
from surveys.returns.domain.effort import touch
from surveys.returns.domain.saving import SectionSaved, save_section
from surveys.returns.entry import Entry, read_entry
from surveys.returns.presence import here_now, here_words
from surveys.returns.problems import Problems, add_findings
from surveys.returns.section_shown import (
    Drawn,
    as_saved,
    as_stored,
    as_typed,
    drawn_questions,
    last_saved_words,
    token_fields,
)
from surveys.returns.standing import Standing, standing_after, standing_of
from surveys.returns.typed_before import own_fields
from surveys.returns.views.autosave import autosave
from surveys.returns.views.finding import section_or_404, standing_or_404
from surveys.returns.wording import section_in_words
from surveys.returns.writing import writable

LATER = "later"  # the button that saves and leaves, whatever is still missing


@holds(own_fields)
@requires(P.RETURN_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, year: int, code: str) -> HttpResponse:
    """GET: the questions, or the answers in words for those who may not change them.

    POST saves every valid answer, then goes on or shows what is wrong. It answers 200 even then,
    because the request's transaction is rolled back from 400 on, and what is saved stays saved.
    Asked for JSON, it saves the questions that were sent and says what became of each. What could
    not be sent, because its reader was signed out, is shown as typed.
    """
    standing = standing_or_404(year)
    chosen = section_or_404(standing, code)
    within = writable(standing, request.user, request.can)
    if request.method == "POST":
        if within is not None and chosen.code not in within:
            raise PermissionDenied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
        if request.headers.get("Accept", "").startswith("application/json"):
            return autosave(request, standing, chosen, within)
        return _save(request, standing, chosen, within)
    if chosen.code not in standing.routed.sections:
        decided_by = [(called(standing, q), q) for q in deciding(standing, chosen)]
        how_far = standing.progress.sections[chosen.number - 1]
        context = {"decided_by": decided_by, "progress": how_far}
        return _page(request, standing, chosen, "not_asked", context)
    given = within is None or chosen.code in within
    opened = standing.open_sections is None or chosen.code in standing.open_sections
    if not (standing.takes_answers and given and opened):
        context = {"said": section_in_words(standing, chosen), "given": given, "opened": opened}
        return _page(request, standing, chosen, "section_read", context)
    touch(annual_return=standing.annual_return, section=chosen.code, by=request.user)
    if held := take_held(request):
        drawn = _typed(standing, chosen, read_entry(standing, chosen, held), held)
        return _questions(request, standing, chosen, drawn, held=True)
    problems = Problems()
    if "problems" in request.GET:
        add_findings(problems, standing, chosen)
    return _questions(request, standing, chosen, as_stored(standing, chosen, problems))


def _save(
    request: HttpRequest, standing: Standing, section: Section, within: Collection[str] | None
) -> HttpResponse:
    data = dict(request.POST.lists())
    entry = read_entry(standing, section, data)
    ticked = read_ticked(standing, section, data, entry.seen)
    copy = request.POST.get("copy", "")
    try:
        done = save_section(
            annual_return=standing.annual_return,
            section=section.code,
            edits=entry.edits,
            confirmations=ticked.confirmations,
            copy=copy if copy in entry.tokens else "",
            by=request.user,
            within=within,
        )
    except Refused as refusal:  # the return was closed meanwhile: nothing typed is lost
        drawn = _typed(standing, section, entry, data)
        return _questions(request, standing, section, drawn, refused=refusal.message)
    fresh = _after(standing, done, copied=bool(copy))
    drawn = as_saved(fresh, section, entry, done, ticked.faults | done.unconfirmed, data)
    if "then" in request.POST and request.POST["then"] != LATER:
        add_findings(drawn.problems, fresh, section, but=set(drawn.problems.summary))
    if drawn.problems.summary:
        return _questions(request, fresh, section, drawn)
    return _go_on(request, fresh, section, copy)


def _typed(standing: Standing, section: Section, entry: Entry, data: Raw) -> Drawn:
    """The page as somebody left it, with nothing of that saved."""
    ticked = read_ticked(standing, section, data, entry.seen)
    return as_typed(standing, section, entry, {*ticked.confirmations, *ticked.faults}, data)


def _after(standing: Standing, done: SectionSaved, *, copied: bool) -> Standing:
    """How the return stands after a save. What is copied is written beside the answers saved."""
    if copied:
        return standing_of(standing.annual_return)
    return standing_after(standing, done.answers.answers)


def _go_on(request: HttpRequest, standing: Standing, section: Section, copied: str) -> HttpResponse:
    place = [request.partnership.slug, standing.annual_return.wave.year]
    if copied:
        return redirect(f"{request.path}#q_{copied}")
    if request.POST.get("then") == LATER:
        messages.success(request, f"Section {section.number}, “{section.title}”, is saved.")
        return redirect("returns:task_list", *place)
    following = standing.section_after(section)
    if following is None:
        return redirect("returns:review", *place)
    return redirect("returns:section", *place, following.code)


def _questions(
    request: HttpRequest,
    standing: Standing,
    section: Section,
    drawn: Drawn,
    *,
    refused: str = "",
    held: bool = False,
) -> HttpResponse:
    """The page to fill in; 409 when nothing of what was sent could be saved.

    `held`: it shows what was typed before its reader was signed out.
    """
    summary = [PageError(refused)] if refused else drawn.problems.in_order(section)
    here = here_now(standing.annual_return, section.code, but=request.user)
    context = {
        "questions": drawn_questions(standing, section, drawn, request.partnership.slug),
        "page_errors": summary,
        "saved": request.method == "POST" and not refused,
        "tokens": token_fields(drawn.tokens),
        "here": here_words(here),
        "last_saved": last_saved_words(standing, section),
        "held": held,
        "reader_mark": mark_of(request),
    }
    return _page(request, standing, section, "section", context, status=409 if refused else 200)


def _page(
    request: HttpRequest,
    standing: Standing,
    section: Section,
    name: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    place = [request.partnership.slug, standing.annual_return.wave.year]
    following = standing.section_after(section)
    on = reverse("returns:review", args=place)
    if following:
        on = reverse("returns:section", args=[*place, following.code])
    shared = {
        "standing": standing,
        "section": section,
        "following": following,
        "next_url": on,
        "task_list_url": reverse("returns:task_list", args=place),
        "may_answer": request.can(P.RETURN_ANSWER),
    }
    return render(request, f"surveys/returns/{name}.html", {**shared, **context}, status=status)
