"""Who was there, that the meeting was held, and the list of items to minute."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.domain.attendance import mark_held, record_attendance, undo_held
from partnerships.meetings.forms.record import AttendanceForm
from partnerships.meetings.models import Meeting, Minutes
from partnerships.meetings.queries.record import (
    Sitting,
    day_of,
    everybody_on,
    is_untouched,
    item_records,
    meeting_to_record,
    minutes_of,
    sitting_of,
)
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused

SAFE_AND_POST = ["GET", "HEAD", "POST"]


def meeting_or_404(meeting_id: int) -> Meeting:
    """The meeting with its body."""
    found = meeting_to_record(meeting_id)
    if found is None:
        raise Http404
    return found


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def record(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """One line a seat, then guests. What clashes is shown with 200, so that the rest is kept."""
    meeting = meeting_or_404(meeting_id)
    sitting = sitting_of(meeting)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        sitting=sitting,
        members=everybody_on(day_of(meeting)),
    )
    if form.is_bound and form.is_valid():
        try:
            recorded = record_attendance(
                meeting=meeting,
                entries=form.entries(),
                chaired_by=form.chair(),
                base=form.base,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            fresh = sitting_of(meeting_or_404(meeting_id))
            if not recorded.differing:
                messages.success(
                    request, "Saved." if fresh.is_to_come else f"Saved. {fresh.quorum.words}."
                )
                return redirect("meetings:record", slug, meeting_id)
            form.say_differing(recorded.differing)
            form.hold(fresh)
            sitting = fresh
    return _attendance_page(request, sitting, form)


@requires(P.MINUTES_WRITE)
@require_POST
def held(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """The meeting took place; on to its minutes."""
    meeting = meeting_or_404(meeting_id)
    mark_held(meeting=meeting, by=request.user)
    messages.success(request, "The meeting is marked as held. Its minutes begin here.")
    return redirect("meetings:minutes_write", slug, meeting_id)


@requires(P.MINUTES_WRITE)
@require_POST
def held_undone(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """It was marked by mistake; back to who was there."""
    meeting = meeting_or_404(meeting_id)
    undo_held(meeting=meeting, by=request.user)
    messages.success(request, "The meeting is not marked as held any more.")
    return redirect("meetings:record", slug, meeting_id)


@requires(P.MINUTES_WRITE)
@require_safe
def minutes_write(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Every item with what is written of it so far."""
    meeting = meeting_or_404(meeting_id)
    minutes = minutes_of(meeting)
    sitting = sitting_of(meeting)
    records = item_records(meeting) if minutes else []
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "sitting": sitting,
        "records": [(each, sitting.quorum_for(each.item.pk)) for each in records],
        "written": sum(each.is_written for each in records),
        "may_undo": minutes is not None
        and _may_change(minutes)["may_change"]
        and is_untouched(minutes),
        **_may_change(minutes),
    }
    return render(request, "partnerships/meetings/record/minutes.html", context)


def _attendance_page(request: HttpRequest, sitting: Sitting, form: AttendanceForm) -> HttpResponse:
    minutes = minutes_of(sitting.meeting)
    context = {
        "meeting": sitting.meeting,
        "minutes": minutes,
        "sitting": sitting,
        "form": form,
        **_may_change(minutes),
    }
    return render(request, "partnerships/meetings/record/attendance.html", context)


def _may_change(minutes: Minutes | None) -> dict[str, Any]:
    return {"may_change": minutes is None or minutes.state == Minutes.State.DRAFT}
