"""The response monitor, and the evaluator's page of one signed-off return."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from surveys.returns.domain.national import accept_submitted, read_response, read_return
from surveys.returns.forms import ResponseSearch
from surveys.returns.models import Return, Wave
from surveys.returns.queries import (
    partnerships_asked,
    returned_by_day,
    signed_off_returns,
    waves,
)
from surveys.returns.response import running_total, tally_of
from surveys.returns.response_shown import curve, rates, stats
from surveys.returns.wording import in_words

A_PAGE = 50


@requires(P.RESPONSE_READ)
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """Counts and rates of a wave (the newest, or ?year=), and the partnerships one by one."""
    every = waves()
    wanted = request.GET.get("year", "")
    wave = next((w for w in every if str(w.year) == wanted), every[0] if every else None)
    if wave is None:
        return render(request, "surveys/returns/response_empty.html")
    read_response(wave=wave, by=request.user)
    form = ResponseSearch(request.GET or None)
    context = {"wave": wave, "waves": every, "form": form, **_counts(wave, form)}
    context["page"] = Paginator(context["found"], A_PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/returns/response.html", context)


@requires(P.RESPONSE_READ)
@require_safe
def read(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """One signed-off return; each reading is an event in the partnership's audit trail."""
    partnership = _partnership(partnership_slug)
    standing = read_return(partnership=partnership, year=year, by=request.user)
    context = {
        "partnership": partnership,
        "standing": standing,
        "said": in_words(standing),
        "may_accept": standing.annual_return.state == Return.State.SUBMITTED
        and request.can(P.RETURN_ACCEPT),
    }
    return render(request, "surveys/returns/response_read.html", context)


@requires(P.RETURN_ACCEPT)
@require_POST
def accept(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """Accept a submitted return."""
    partnership = _partnership(partnership_slug)
    accept_submitted(partnership=partnership, year=year, by=request.user)
    messages.success(request, f"The return of {partnership} is accepted.")
    return redirect("response:monitor")


def _partnership(slug: str) -> Partnership:
    found = partnership_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _counts(wave: Wave, form: ResponseSearch) -> dict[str, Any]:
    back = {each.partnership_id: each for each in signed_off_returns(wave)}
    left_out = {pk for pk, each in back.items() if not each.is_counted}
    tally = tally_of(partnerships_asked(), back, left_out)
    until = min(wave.closes_on, timezone.localdate())
    received = running_total(returned_by_day(wave), wave.opens_on, until)
    return {
        "tally": tally,
        "stats": stats(wave, tally, timezone.localdate()),
        "curve": curve(wave, tally, received),
        "rates": rates(tally),
        "found": _found(form, back),
        "filtered": form.is_bound and any(form.cleaned_data.values()) if form.is_valid() else False,
    }


def _found(
    form: ResponseSearch, back: dict[int, Return]
) -> list[tuple[Partnership, Return | None]]:
    """(partnership asked, its signed-off return or None), narrowed by the filters."""
    wanted = form.cleaned_data if form.is_valid() else {}
    state = wanted.get("state", "")
    asked = partnerships_asked(
        search=wanted.get("q", ""),
        region=wanted.get("region", ""),
        authority_type=wanted.get("authority_type", ""),
    )
    pairs = [(each, back.get(each.pk)) for each in asked]
    return [pair for pair in pairs if state in ("", _place(pair[1]))]


def _place(annual_return: Return | None) -> str:
    """Which filter a partnership falls under (see ResponseSearch.STATES)."""
    if annual_return is None:
        return "out"
    return "in" if annual_return.is_counted else "not-eligible"
