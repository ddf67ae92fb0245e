"""A publication's file as an answer to a request, for the pages and the API alike."""

from django.http import FileResponse, HttpRequest

from surveys.publications.domain import open_publication
from surveys.publications.models import Publication


def download(request: HttpRequest, publication: Publication) -> FileResponse:
    """The PDF as an attachment, its hash as the ETag; the download is logged."""
    by = request.user if request.user.is_authenticated else None
    response = FileResponse(
        open_publication(publication=publication, by=by),
        as_attachment=True,
        filename=publication.filename,
        content_type="application/pdf",
    )
    response["ETag"] = f'"{publication.sha256}"'
    return response
