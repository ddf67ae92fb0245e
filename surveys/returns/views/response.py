"""The response monitor."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from surveys.returns.domain.national import read_response
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
