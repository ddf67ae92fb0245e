"""The register of decisions."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.meetings.forms.registers import DecisionSearch
from partnerships.meetings.queries.decisions import (
    Sought,
    actions_with,
    bodies_that_meet,
    decision_or_none,
    decisions_found,
    is_last_resort,
    readable,
    years_with_decisions,
)
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

A_PAGE = 25


@requires(P.DECISION_READ)
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every decision the reader may read, narrowed; filters live in the URL."""
    form = DecisionSearch(
        request.GET or None, bodies=bodies_that_meet(), years=years_with_decisions()
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    sought = Sought(
        wanted.get("q", ""), wanted.get("body"), wanted.get("year"), wanted.get("state", "")
    )
    found = decisions_found(reader_of(request), sought)
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "narrowed": sought != Sought(),
    }
    return render(request, "partnerships/meetings/registers/decisions.html", context)


@requires(P.DECISION_READ)
@require_safe
def decision(request: HttpRequest, slug: str, decision_id: int) -> HttpResponse:
    """One decision for good at one address: where it was made and what became of it."""
    reader = reader_of(request)
    found = decision_or_none(reader, decision_id)
    if found is None:
        raise Http404
    minutes = next(iter(found.meeting.minuted), None)
    context = {
        "decision": found,
        "minutes": minutes,
        "last_resort": is_last_resort(found),
        "later": found.replaced_by if readable(reader, found.replaced_by) else None,
        "actions": actions_with(reader, found),
    }
    return render(request, "partnerships/meetings/registers/decision.html", context)
