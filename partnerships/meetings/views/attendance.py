"""Attendance over time, and reports with a right of reply."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.attendance_shown import lines_shown, overview
from partnerships.meetings.domain.reports import (
    REPLY_DAYS,
    make_report,
    reply_to_report,
)
from partnerships.meetings.forms.registers import (
    PeriodForm,
    ReplyForm,
    ReportForm,
    period_before,
)
from partnerships.meetings.models import AttendanceReport
from partnerships.meetings.queries.attendance import (
    organisation_with_a_line,
    report_or_none,
    reports_made,
    seats_kept,
)
from partnerships.meetings.queries.decisions import bodies_that_meet
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.working_days import add_working_days


@requires(P.ATTENDANCE_READ)
@require_safe
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """How often seats were filled over a period: all lines for whoever reports on it, the
    organisation's own for everybody else."""
    today = timezone.localdate()
    usual = {"first": period_before(today)[0], "last": today}
    asked = request.GET if "first" in request.GET or "last" in request.GET else None
    form = PeriodForm(asked, initial=usual, bodies=bodies_that_meet())
    period = form.cleaned_data if form.is_valid() else {**usual, "body": None}
    kept = seats_kept(period["first"], period["last"], period["body"])
    sees_all = request.can(P.ATTENDANCE_REPORT)
    context = {
        "form": form,
        "period": period,
        "meetings": len({each.meeting_id for each in kept}),
        "sees_all": sees_all,
        "reports": reports_made(),
        "today": today,
        **overview(kept, None if sees_all else reader_of(request).belonging.organisation_ids),
    }
    return render(request, "partnerships/meetings/registers/attendance.html", context)


@requires(P.ATTENDANCE_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a report of a period; every organisation in it is told."""
    today = timezone.localdate()
    first, last = period_before(today)
    usual = {
        "first_on": first,
        "last_on": last,
        "opens_on": add_working_days(today, REPLY_DAYS),
    }
    form = ReportForm(request.POST if request.method == "POST" else None, initial=usual)
    template = "partnerships/meetings/registers/new_report.html"
    if not form.is_valid():
        return render(request, template, {"form": form})
    try:
        report = make_report(by=request.user, **form.cleaned_data)
    except Refused as no:
        form.add_error(None, no.message)
        return render(request, template, {"form": form})
    messages.success(request, "The report is made and each organisation is told.")
    return redirect("meetings:attendance_report", slug, report.pk)


@requires(P.ATTENDANCE_READ)
@require_safe
def report(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """A report: one's own line first, every line with the replies once it is open."""
    return _report(request, _found(report_id))


@requires(P.ATTENDANCE_READ)
@require_POST
def reply(request: HttpRequest, slug: str, report_id: int, organisation_id: int) -> HttpResponse:
    """An organisation's reply to its line."""
    found = _found(report_id)
    organisation = organisation_with_a_line(found, organisation_id)
    if organisation is None:
        raise Http404
    form = ReplyForm(request.POST, prefix=f"reply-{organisation.pk}")
    if not form.is_valid():
        return _report(request, found, {organisation.pk: form})
    reply_to_report(
        report=found, organisation=organisation, text=form.cleaned_data["text"], by=request.user
    )
    messages.success(request, f"The reply of {organisation} is saved.")
    return redirect("meetings:attendance_report", slug, found.pk)


def _found(report_id: int) -> AttendanceReport:
    found = report_or_none(report_id)
    if found is None:
        raise Http404
    return found


def _report(
    request: HttpRequest, found: AttendanceReport, forms: dict[int, ReplyForm] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    ours = reader_of(request).belonging.organisation_ids
    is_open = found.opens_on <= today
    sees_all = is_open or request.can(P.ATTENDANCE_REPORT)
    shown = lines_shown(found, ours, all_lines=sees_all, takes_replies=not is_open)
    context: dict[str, Any] = {
        "report": found,
        "is_open": is_open,
        "sees_all": sees_all,
        "lines": [
            {**line, "form": (forms or {}).get(line["line"].key) or line["form"]} for line in shown
        ],
        "form": next(iter((forms or {}).values()), None),
    }
    return render(request, "partnerships/meetings/registers/report.html", context)
