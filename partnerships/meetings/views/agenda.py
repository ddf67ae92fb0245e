"""A meeting's page, its agenda being built, and its publication."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.meetings.domain.agenda import check_draft, publish_agenda
from partnerships.meetings.domain.meetings import notice_of
from partnerships.meetings.forms.agenda import PublishForm, done
from partnerships.meetings.models import Meeting, Minutes
from partnerships.meetings.queries.agenda import agenda_of, matters_of, meeting_by_id
from partnerships.meetings.queries.audience import audience_of
from partnerships.meetings.queries.proposals import waiting_for
from partnerships.meetings.reading import may_read_agenda, may_read_minutes, reader_of
from partnerships.meetings.views.agenda_found import meeting_or_404
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

TO_COME = (Meeting.State.PLANNED, Meeting.State.CALLED)


@requires(P.MINUTES_READ_CONFIRMED)
@require_safe
def meeting(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """The meeting as its readers see it: time, place, agenda, papers, ways on to its minutes."""
    reader = reader_of(request)
    found = meeting_by_id(meeting_id, reader)
    if found is None:
        raise Http404
    may_read = may_read_agenda(reader, found)
    minutes = found.minutes.first()
    to_come = found.state in TO_COME
    context = {
        "meeting": found,
        "agenda": agenda_of(found, reader) if may_read else None,
        "matters": matters_of(found, reader) if may_read and to_come else None,
        "minutes": minutes if minutes and may_read_minutes(reader, minutes) else None,
        "may_manage": request.can(P.MEETING_MANAGE),
        "may_lift": request.can(P.MEETING_MANAGE) and not _is_published(minutes),
        "may_write": request.can(P.MINUTES_WRITE),
        "may_propose": request.can(P.PROPOSAL_MAKE),
        "reads_agendas": request.can(P.MEETING_READ),
        "to_come": to_come,
    }
    return render(request, "partnerships/meetings/agenda/meeting.html", context)


@requires(P.MEETING_MANAGE)
@require_safe
def agenda_edit(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """The agenda builder; a published agenda shows what can still be done to it."""
    found = meeting_or_404(meeting_id)
    if found.state not in TO_COME:
        return redirect("meetings:meeting", slug, meeting_id)
    reader = reader_of(request)
    context = {
        "meeting": found,
        "agenda": agenda_of(found, reader),
        "matters": matters_of(found, reader),
        "waiting": list(waiting_for(found.body_id)),
        "notice": notice_of(found, localdate()),
        "is_draft": found.state == Meeting.State.PLANNED,
    }
    return render(request, "partnerships/meetings/agenda/builder.html", context)


@requires(P.MEETING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_publish(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """What publishing means: the notice, who is told, what is restricted; then the click."""
    found = meeting_or_404(meeting_id)
    check_draft(found)
    notice = notice_of(found, localdate())
    form = PublishForm(request.POST if request.method == "POST" else None, is_short=notice.is_short)
    if form.is_valid():
        why = form.cleaned_data.get("short_notice_why", "")
        if done(form, lambda: publish_agenda(meeting=found, short_notice_why=why, by=request.user)):
            messages.success(request, "The agenda is published and locked. The body is told.")
            return redirect("meetings:meeting", slug, meeting_id)
    context = {
        "meeting": found,
        "form": form,
        "notice": notice,
        "agenda": agenda_of(found, reader_of(request)),
        "told": audience_of(found),
    }
    status = 409 if form.is_bound and form.non_field_errors() else 200
    return render(request, "partnerships/meetings/agenda/publish.html", context, status=status)


def _is_published(minutes: Minutes | None) -> bool:
    return minutes is not None and minutes.state == Minutes.State.PUBLISHED
