"""The response monitor: how far a wave is, and the partnerships one by one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Missing
from portal.web.print.attachments import csv_of
from surveys.returns.domain.national import read_response
from surveys.returns.forms import ResponseSearch
from surveys.returns.models import Wave
from surveys.returns.monitored import lines_of, table_of, with_names
from surveys.returns.queries.collecting import every_wave, returns_of
from surveys.returns.response_picture import picture_of

A_PAGE = 50


@requires(P.RESPONSE_READ)
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """Counts and rates of a wave (the newest, or ?year=), and the partnerships one by one."""
    opened = _opened()
    wave = _chosen(request, opened)
    if wave is None:
        return render(request, "surveys/returns/response_empty.html")
    read_response(wave=wave, by=request.user)
    form, found, today = ResponseSearch(request.GET or None), returns_of(wave), timezone.localdate()
    pages = Paginator(lines_of(wave, found, form.wanted, today), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = with_names(page.object_list)
    context = {
        "wave": wave,
        "waves": opened,
        "form": form,
        "page": page,
        "query": _filters(request),
        "may_manage": request.can(P.WAVE_MANAGE),
        "may_remind": request.can(P.REMINDER_SEND),
        **picture_of(wave, found, today),
    }
    return render(request, "surveys/returns/response.html", context)


@requires(P.RESPONSE_READ)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same partnerships as a CSV file; no cell is a formula to a spreadsheet."""
    wave = _chosen(request, _opened())
    if wave is None:
        raise Missing("No survey has been opened yet.")
    read_response(wave=wave, by=request.user)
    form, found = ResponseSearch(request.GET or None), returns_of(wave)
    lines = lines_of(wave, found, form.wanted, timezone.localdate())
    name = f"response-{wave.year}.csv"
    return HttpResponse(
        csv_of(table_of(wave, lines)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _opened() -> list[Wave]:
    return [wave for wave in every_wave() if wave.state != Wave.State.DRAFT]


def _chosen(request: HttpRequest, opened: list[Wave]) -> Wave | None:
    wanted = request.GET.get("year", "")
    newest = opened[0] if opened else None
    return next((wave for wave in opened if str(wave.year) == wanted), newest)


def _filters(request: HttpRequest) -> str:
    """The query string without the page, for the file of all pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
