"""A file of an edition as an answer to a request, for the pages and the API alike."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from surveys.results.domain.exporting import format_of, open_export
from surveys.results.domain.extracting import open_extract
from surveys.results.models import Export, Extract


def export_name(export: Export) -> str:
    """lsp-survey-2004-edition-1.xlsx"""
    edition = export.edition
    name = f"lsp-survey-{edition.wave.year}-edition-{edition.number}"
    return format_of(export.format).file_name(name)


def download(request: HttpRequest, export: Export) -> HttpResponseBase:
    """The file as an attachment, its hash as the ETag; 304 for who has it already. Logged."""
    tag = f'"{export.sha256}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    response = FileResponse(
        open_export(export=export, by=request.user),
        as_attachment=True,
        filename=export_name(export),
        content_type=format_of(export.format).content_type,
    )
    response["ETag"] = tag
    return response


def download_extract(request: HttpRequest, extract: Extract) -> FileResponse:
    """The answers of single returns as an attachment; logged."""
    wanted = format_of(extract.format)
    return FileResponse(
        open_extract(extract=extract, by=request.user),
        as_attachment=True,
        filename=wanted.file_name(f"lsp-returns-{extract.wave.year}-extract-{extract.pk}"),
        content_type=wanted.content_type,
    )
