"""PDFs of minutes and agenda packs: made by a job, downloaded by those they are for."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from partnerships.meetings.models import Meeting, MinutesVersion, PrintedFile
from partnerships.meetings.printing.files import (
    minutes_content,
    open_printed,
    pack_circle,
    pack_content,
)
from partnerships.meetings.printing.requests import circle_for, request_minutes, request_pack
from partnerships.meetings.queries.life import (
    meeting_for_pack,
    minutes_for,
    newest_version,
    printed,
    standing_version,
)
from partnerships.meetings.reading import Reader, may_read_agenda, reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Missing

NOT_MADE = "This PDF has not been made yet. Make it here."


@requires(P.MINUTES_READ_CONFIRMED)
@require_safe
def minutes_pdf(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponseBase:
    """The copy for this reader; with ?copy=public the public one. Before it is made: where to."""
    version, circle = _copy(request, meeting_id)
    file = printed(meeting_id, "minutes", circle, minutes_content(version, circle))
    if file is None:
        messages.info(request, NOT_MADE)
        return redirect("meetings:minutes", slug, meeting_id)
    return download(request, file)


@requires(P.MINUTES_READ_CONFIRMED)
@require_POST
def minutes_print(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Make the copy for this reader and show how far it is."""
    version, circle = _copy(request, meeting_id)
    job = request_minutes(version=version, circle=circle, by=request.user)
    return redirect("room_job", slug=slug, job_id=job.pk)


@requires(P.MEETING_READ)
@require_safe
def pack(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Whether the pack is made as agenda and papers are now, and the button that makes it."""
    reader = reader_of(request)
    meeting = _meeting(reader, meeting_id)
    circle, file = _pack_file(reader, meeting)
    context = {
        "meeting": meeting,
        "published": meeting.state in (Meeting.State.CALLED, Meeting.State.HELD),
        "file": file,
        "earlier": printed(meeting_id, "pack", circle) if file is None else None,
        "restricted": circle == PrintedFile.Circle.FULL,
    }
    return render(request, "partnerships/meetings/life/pack.html", context)


@requires(P.MEETING_READ)
@require_safe
def pack_pdf(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponseBase:
    """The pack for this reader, if it was made of the agenda and papers as they are now."""
    reader = reader_of(request)
    _, file = _pack_file(reader, _meeting(reader, meeting_id))
    if file is None:
        messages.info(request, NOT_MADE)
        return redirect("meetings:pack", slug, meeting_id)
    return download(request, file)


@requires(P.MEETING_READ)
@require_POST
def pack_print(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Make the pack for this reader and show how far it is."""
    reader = reader_of(request)
    meeting = _meeting(reader, meeting_id)
    circle = pack_circle(meeting, entitled=reader.entitled(meeting.body_id))
    job = request_pack(meeting=meeting, circle=circle, by=request.user)
    return redirect("room_job", slug=slug, job_id=job.pk)


def download(request: HttpRequest, file: PrintedFile) -> FileResponse:
    """The PDF as an attachment, its hash as the ETag."""
    by = request.user if request.user.is_authenticated else None
    meeting = file.meeting
    name = f"{file.kind}-{slugify(meeting.title)}-{localdate(meeting.starts_at).isoformat()}.pdf"
    opened = open_printed(file=file, by=by)
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["ETag"] = f'"{file.sha256}"'
    return response


def _copy(request: HttpRequest, meeting_id: int) -> tuple[MinutesVersion, str]:
    """The version and circle that this request is about. Raises Missing."""
    reader = reader_of(request)
    minutes = minutes_for(reader, meeting_id)
    public = request.GET.get("copy") == "public"
    everybodys = (MinutesVersion.Kind.PUBLIC,)
    version = newest_version(minutes, everybodys) if public else standing_version(minutes)
    if version is None:
        raise Missing("There is no such copy of these minutes yet.")
    version.minutes = minutes
    return version, circle_for(version, entitled=reader.entitled(minutes.meeting.body_id))


def _meeting(reader: Reader, meeting_id: int) -> Meeting:
    meeting = meeting_for_pack(meeting_id)
    if meeting is None or not may_read_agenda(reader, meeting):
        raise Http404
    return meeting


def _pack_file(reader: Reader, meeting: Meeting) -> tuple[str, PrintedFile | None]:
    circle = pack_circle(meeting, entitled=reader.entitled(meeting.body_id))
    return circle, printed(meeting.pk, "pack", circle, pack_content(meeting, circle))
