"""A version as PDF: asked for, then downloaded."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.domain import printing as domain
from partnerships.protocols.models import ProtocolPrint
from partnerships.protocols.views.finding import found_version
from portal.errors import Missing


@requires(P.PROTOCOL_READ_IN_FORCE)
@require_POST
def print_version(
    request: HttpRequest, slug: str, protocol_id: int, number: int, circle: str
) -> HttpResponse:
    """On to the file if it was made, else to the work that makes it."""
    version = found_version(request, protocol_id, number)
    _refuse_unknown(circle)
    if domain.current_print(version=version, circle=circle):
        return redirect("protocols:download", slug, protocol_id, number, circle)
    job = domain.request_print(version=version, circle=circle, by=request.user)
    return redirect("room_job", slug=slug, job_id=job.pk)


@requires(P.PROTOCOL_READ_IN_FORCE)
@require_safe
def download(
    request: HttpRequest, slug: str, protocol_id: int, number: int, circle: str
) -> FileResponse:
    """The PDF of the version as it is now."""
    version = found_version(request, protocol_id, number)
    _refuse_unknown(circle)
    printed = domain.current_print(version=version, circle=circle)
    if printed is None:
        raise Missing(
            "There is no PDF of this version as it is now. Open the version and ask for its PDF."
        )
    response = FileResponse(
        domain.open_print(printed=printed, by=request.user),
        as_attachment=True,
        filename=domain.filename(printed),
        content_type="application/pdf",
    )
    response["ETag"] = f'"{printed.sha256}"'
    return response


def _refuse_unknown(circle: str) -> None:
    if circle not in ProtocolPrint.Circle.values:
        raise Missing("There is no such copy. Open the version and ask for its PDF.")
