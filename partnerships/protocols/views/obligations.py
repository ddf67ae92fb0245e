"""The register of obligations, and reporting on one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import belonging_of
from partnerships.protocols.domain.obligations import report_obligation
from partnerships.protocols.forms.life import ReportForm
from partnerships.protocols.forms.searching import MINE, ObligationSearch
from partnerships.protocols.queries.obligations import (
    counts_of,
    days_to_report,
    line_of,
    live_obligations,
    narrowed,
    obligation_by_id,
    reports_on,
)
from partnerships.protocols.queries.register import parties_ever
from partnerships.protocols.views.finding import went_well

A_PAGE = 25
PAGES = "partnerships/protocols"


@requires(P.PROTOCOL_READ)
@require_safe
def obligations(request: HttpRequest, slug: str) -> HttpResponse:
    """What the parties owe under protocols that bind, first due first."""
    today = timezone.localdate()
    form = ObligationSearch(request.GET or None, parties=parties_ever())
    given = form.cleaned_data if form.is_valid() else {}
    own = belonging_of(request.user, today).organisation_ids
    whose = own if given.get("whose") == MINE else None
    if given.get("party"):
        whose = {given["party"]} if whose is None else whose & {given["party"]}
    every = live_obligations(today)
    found = narrowed(every, organisation_ids=whose, state=given.get("state", ""))
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "stats": counts_of(every),
        "filtered": any(given.values()),
        "own": own,
    }
    return render(request, f"{PAGES}/obligations.html", context)


@requires(P.PROTOCOL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def obligation(request: HttpRequest, slug: str, obligation_id: int) -> HttpResponse:
    """One obligation and what was reported; POST reports on one due day."""
    found = obligation_by_id(obligation_id)
    today = timezone.localdate()
    line = line_of(found, today)
    days = days_to_report(found, today)
    open_day = line.standing.open_day
    form = ReportForm(days=days, initial={"due_on": open_day.isoformat() if open_day else ""})
    manages = request.can(P.PROTOCOL_MANAGE)
    if request.method == "POST":
        form = ReportForm(request.POST, days=days)
        if went_well(
            form,
            lambda: report_obligation(
                obligation=found, **form.cleaned_data, by=request.user, for_any=manages
            ),
        ):
            messages.success(request, "Your report is saved.")
            return redirect("protocols:obligation", slug, obligation_id)
    own = belonging_of(request.user, today).organisation_ids
    context = {
        "obligation": found,
        "version": found.version,
        "protocol": found.version.protocol,
        "line": line,
        "reports": reports_on(found),
        "form": form,
        "may_report": found.version.is_binding and (manages or found.organisation_id in own),
    }
    return render(request, f"{PAGES}/obligation.html", context)
