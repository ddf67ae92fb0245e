"""The list of meetings; planning, changing and cancelling them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.meetings import clock
from partnerships.meetings.domain.meetings import (
    cancel_meeting,
    check_to_come,
    move_meeting,
    plan_meeting,
    plan_series,
)
from partnerships.meetings.forms.agenda import (
    CancelForm,
    ChangeMeetingForm,
    MeetingFilter,
    MeetingForm,
    SeriesForm,
    chosen_days,
    done,
)
from partnerships.meetings.models import Meeting
from partnerships.meetings.queries.agenda import all_bodies, live_bodies, meetings_found
from partnerships.meetings.queries.audience import audience_of
from partnerships.meetings.reading import reader_of
from partnerships.meetings.series import preview_of
from partnerships.meetings.views.agenda_found import FormPage, form_page, meeting_or_404
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.web.components import Row

A_PAGE = 30


@requires(P.MINUTES_READ_CONFIRMED)
@require_safe
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings to come or past, by body and state. Observers see those with confirmed minutes."""
    form = MeetingFilter(request.GET or None, bodies=all_bodies())
    wanted = form.cleaned_data if form.is_valid() else {}
    body = wanted.get("body")
    past = wanted.get("when") == "past"
    found = meetings_found(
        reader_of(request),
        at=now(),
        past=past,
        body=body.pk if body else None,
        state=wanted.get("state", ""),
    )
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "past": past,
        "narrowed": bool(body or wanted.get("state")),
        "may_plan": request.can(P.MEETING_MANAGE),
        "may_propose": request.can(P.PROPOSAL_MAKE),
    }
    return render(request, "partnerships/meetings/agenda/meetings.html", context)


@requires(P.MEETING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan one meeting."""
    posted = request.POST if request.method == "POST" else None
    initial = {"body": request.GET.get("body")}
    form = MeetingForm(posted, bodies=live_bodies(), initial=initial)
    if form.is_valid():
        told = _only(form, "body", "title", "starts_at", "ends_at", "place")
        made = done(form, lambda: plan_meeting(**told, by=request.user))
        if made:
            messages.success(request, "The meeting is planned. Build its agenda next.")
            return redirect("meetings:agenda_edit", slug, made.pk)
    page = FormPage(
        heading="Plan a meeting",
        button="Plan the meeting",
        back=reverse("meetings:meetings", args=[slug]),
        intro=[
            (
                "It gets the standing items by itself: apologies, declarations of interest, minutes of"
                " the last meeting, matters arising, open actions and any other business."
            ),
            "Nobody is told before you publish the agenda.",
        ],
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def series_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the form, with its days once it is filled in. POST plans the days that are ticked."""
    given = request.POST if request.method == "POST" else request.GET or None
    form = SeriesForm(given, bodies=live_bodies())
    days: list[Any] = []
    ticked: set[date] | None = None
    if form.is_valid():
        days = preview_of(**_only(form, "body", "first_on", "every", "count", "starts", "minutes"))
        if request.method == "POST":
            offered = [each.day for each in days]
            ticked = chosen_days(request.POST.getlist("days"), offered)
            left_out = [day for day in offered if day not in ticked]
            made = done(
                form,
                lambda: plan_series(**form.cleaned_data, without=left_out, by=request.user),
            )
            if made:
                messages.success(request, f"{len(ticked)} meetings are planned.")
                return redirect("meetings:meetings", slug)
    shown = [(each, each.is_free if ticked is None else each.day in ticked) for each in days]
    rule = (
        clock.rule_words(form.cleaned_data["first_on"], form.cleaned_data["every"]) if days else ""
    )
    context = {"form": form, "days": shown, "rule": rule}
    status = 409 if form.is_bound and form.non_field_errors() else 200
    return render(request, "partnerships/meetings/agenda/series.html", context, status=status)


@requires(P.MEETING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Another time, place or title."""
    meeting = meeting_or_404(meeting_id)
    check_to_come(meeting)
    form = ChangeMeetingForm(
        request.POST if request.method == "POST" else None, initial=_initial(meeting)
    )
    if form.is_valid():
        told = _only(form, "revision", "title", "starts_at", "ends_at", "place", "short_notice_why")
        if done(form, lambda: move_meeting(meeting=meeting, **told, by=request.user)):
            messages.success(request, "The meeting is changed.")
            return redirect("meetings:meeting", slug, meeting.pk)
    fresh = meeting_or_404(meeting_id)
    stale = form.is_bound and form.data.get("revision") != str(fresh.revision)
    if stale:
        form.data = {**form.data.dict(), "revision": fresh.revision}
    is_out = meeting.state == Meeting.State.CALLED
    page = FormPage(
        heading="Change the meeting",
        button="Save",
        back=reverse("meetings:meeting", args=[slug, meeting.pk]),
        caption=meeting.title,
        now=_rows(fresh) if stale else (),
        told=audience_of(meeting) if is_out else None,
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Cancel a meeting with a reason."""
    meeting = meeting_or_404(meeting_id)
    check_to_come(meeting)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: cancel_meeting(meeting=meeting, why=why, by=request.user)):
            messages.success(request, "The meeting is cancelled and the body is told.")
            return redirect("meetings:meeting", slug, meeting.pk)
    page = FormPage(
        heading="Cancel the meeting",
        button="Cancel the meeting",
        back=reverse("meetings:meeting", args=[slug, meeting.pk]),
        caption=meeting.title,
        intro=[
            clock.span_words(meeting.starts_at, meeting.ends_at) + ".",
            "A cancelled meeting stays in the list. It cannot be planned again; plan a new one.",
        ],
        told=audience_of(meeting),
        warning=True,
    )
    return form_page(request, form, page)


def _only(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _initial(meeting: Meeting) -> dict[str, Any]:
    start, end = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return {
        "revision": meeting.revision,
        "title": meeting.title,
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "place": meeting.place,
        "short_notice_why": meeting.short_notice_why,
    }


def _rows(meeting: Meeting) -> list[Row]:
    return [
        Row("Title", meeting.title),
        Row("When", clock.span_words(meeting.starts_at, meeting.ends_at)),
        Row("Place", meeting.place or "Not said yet"),
    ]
