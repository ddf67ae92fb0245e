"""What the public may know about one partnership."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from partnerships.boardroom.opening import to_everybody, unchanged
from partnerships.boardroom.queries.public import (
    chairs_of,
    coming_meetings,
    face_here,
    members_by_sector,
    minutes_file,
    public_bodies,
    public_decisions,
    purpose_here,
    resolved,
    signed_by,
)
from partnerships.meetings.queries.life import public_copy, published_minutes
from partnerships.meetings.views.life_files import download
from partnerships.protocols.domain.printing import filename, open_print
from partnerships.protocols.queries.public import public_print, public_version, public_versions
from partnerships.protocols.text import document_of
from partnerships.register.models import Partnership
from partnerships.register.queries import covered_authorities, other_tier
from portal.errors import Missing

Answer = HttpResponse | FileResponse
FEW = 4
A_PAGE = 20
NO_PDF = "There is no PDF of this yet. Read it on its page, or come back later."


@to_everybody
def partnership(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Purpose, next meetings, latest minutes and decisions, protocols, partners."""
    face, bodies = face_here(), public_bodies()
    protocols = public_versions().order_by("-in_force_on", "protocol__title", "id")
    context = {
        "authorities": covered_authorities(partnership),
        "other_tier": other_tier(partnership),
        "face": face,
        "purpose": purpose_here(face, bodies),
        "bodies": bodies,
        "sectors": members_by_sector(timezone.localdate()),
        "meetings": coming_meetings(timezone.now())[:FEW],
        "minutes": published_minutes()[:FEW],
        "decisions": resolved(public_decisions()[:FEW]),
        "protocols": protocols[:FEW],
    }
    return _page(request, partnership, "partnership", context)


@to_everybody
def membership(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Bodies and organisations by sector; people only by leave of the partnership."""
    bodies, today = public_bodies(), timezone.localdate()
    chairs = chairs_of(bodies, today)
    context = {
        "bodies": [(body, chairs.get(body.pk, "")) for body in bodies],
        "sectors": members_by_sector(today),
    }
    return _page(request, partnership, "membership", context)


@to_everybody
def meetings(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Meetings to come, and the minutes of those that were held."""
    context = {
        "meetings": coming_meetings(timezone.now())[:A_PAGE],
        "page": _paged(request, published_minutes()),
    }
    return _page(request, partnership, "meetings", context)


@to_everybody
def minutes(request: HttpRequest, partnership: Partnership, meeting_id: int) -> HttpResponse:
    """The public copy of one meeting's minutes."""
    version = public_copy(meeting_id)
    document = version.document
    context = {
        "version": version,
        "meeting": version.minutes.meeting,
        "document": document,
        "people": [(g["group"], g["lines"]) for g in document["people"] if g["lines"]],
        "file": minutes_file(version),
    }
    return _page(request, partnership, "minutes", context)


@to_everybody
def minutes_pdf(request: HttpRequest, partnership: Partnership, meeting_id: int) -> Answer:
    """The same as PDF."""
    file = minutes_file(public_copy(meeting_id))
    if file is None:
        raise Missing(NO_PDF)
    return unchanged(request, file.sha256) or download(request, file)


@to_everybody
def decisions(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Decisions of published minutes."""
    page = _paged(request, public_decisions())
    return _page(
        request, partnership, "decisions", {"page": page, "decisions": resolved(page.object_list)}
    )


@to_everybody
def protocols(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Protocols in force."""
    return _page(request, partnership, "protocols", {"page": _paged(request, public_versions())})


@to_everybody
def protocol(request: HttpRequest, partnership: Partnership, protocol_id: int) -> HttpResponse:
    """One protocol in force as it was signed."""
    version = public_version(protocol_id)
    context = {
        "version": version,
        "document": document_of(version),
        "signed": signed_by(version),
        "file": public_print(version),
    }
    return _page(request, partnership, "protocol", context)


@to_everybody
def protocol_pdf(request: HttpRequest, partnership: Partnership, protocol_id: int) -> Answer:
    """The same as PDF."""
    file = public_print(public_version(protocol_id))
    if file is None:
        raise Missing(NO_PDF)
    if same := unchanged(request, file.sha256):
        return same
    response = FileResponse(
        open_print(printed=file, by=None),
        as_attachment=True,
        filename=filename(file),
        content_type="application/pdf",
    )
    response["ETag"] = f'"{file.sha256}"'
    return response


def _paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _page(
    request: HttpRequest, partnership: Partnership, name: str, context: dict[str, Any]
) -> HttpResponse:
    context = {"partnership": partnership, "slug": partnership.slug, **context}
    return render(request, f"partnerships/boardroom/public/{name}.html", context)
