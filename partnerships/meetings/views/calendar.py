"""Calendars: one meeting as a file, a person's secret feed, and the page to make or revoke it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.calendar import CONTENT_TYPE, calendar_of
from partnerships.meetings.domain.feeds import make_feed, note_reading, revoke_feed
from partnerships.meetings.everywhere import my_dates
from partnerships.meetings.queries.feeds import feed_of, feed_with, meeting_for_calendar
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.web.access import signed_in


@requires(P.MEETING_READ)
@require_safe
def meeting_calendar(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """One meeting for the reader's own calendar."""
    meeting = meeting_for_calendar(meeting_id)
    if meeting is None:
        raise Http404
    partnership = request.partnership
    return _file(calendar_of([(partnership, meeting)], name=partnership.name), "meeting.ics")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """All meetings of the person whose secret this is, for their calendar program."""
    found = feed_with(secret)
    if found is None:
        raise Http404
    note_reading(feed=found)
    dates = [(each.partnership, each.meeting) for each in my_dates(found.user)]
    answer = _file(calendar_of(dates, name="LSP meetings"), "lsp-meetings.ics")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_settings(request: HttpRequest) -> HttpResponse:
    """The person's calendar address; a new one is shown once, in the answer to the POST."""
    address = ""
    if request.method == "POST":
        path = reverse("calendar:feed", args=[make_feed(by=request.user)])
        address = f"{settings.SITE_ADDRESS}{path}"
    context = {"address": address, "feed": feed_of(request.user)}
    return render(request, "partnerships/meetings/registers/calendar.html", context)


@signed_in
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    revoke_feed(by=request.user)
    messages.success(request, "Your calendar address no longer works.")
    return redirect("calendar:settings")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
