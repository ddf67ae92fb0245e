"""Files of an edition over the API: which there are, making one, taking it."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.web.listed import Listed
from portal.web.operations import ETAG, IF_NONE_MATCH, SAME, lists
from surveys.results.api.national import National
from surveys.results.domain import exporting
from surveys.results.downloads import download
from surveys.results.queries_files import Download, downloads_of, export_of

STATES = ("ready", "being_made", "failed", "unavailable", "empty")


class DownloadSerializer(serializers.Serializer):
    """One format: `state` says how far its file is; `file` is where it is once it is ready.

    `problem` says why there is none where it failed or cannot be made here.
    """

    format = serializers.CharField(source="format.key")
    title = serializers.CharField(source="format.words")
    purpose = serializers.CharField(source="format.purpose")
    content_type = serializers.CharField(source="format.content_type")
    state = serializers.ChoiceField(STATES)
    size = serializers.IntegerField(source="export.size", allow_null=True, default=None)
    sha256 = serializers.CharField(source="export.sha256", allow_null=True, default=None)
    made_at = serializers.DateTimeField(source="export.made_at", allow_null=True, default=None)
    file = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()

    def get_file(self, found: Download) -> str | None:
        """Its address, for the same caller."""
        if found.export is None:
            return None
        return reverse("api:edition_file", args=[found.export.edition_id, found.format.key])

    def get_problem(self, found: Download) -> str:
        """In words, with what to do."""
        if found.state == "unavailable":
            return found.format.why_not
        return found.job.error if found.state == "failed" and found.job else ""


class EditionDownloads(National, Listed):
    """The files of an edition."""

    @lists(DownloadSerializer)
    def get(self, request: Request, edition_id: int) -> Response:
        """Every format, made or not."""
        return self.page(downloads_of(self.edition()), DownloadSerializer)


class EditionFile(National, APIView):
    """One file of an edition."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A file is a file whatever the caller accepts; refusals are JSON."""
        return JSONRenderer(), JSONRenderer.media_type

    @extend_schema(
        parameters=[IF_NONE_MATCH, ETAG],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 304: SAME},
    )
    def get(self, request: Request, edition_id: int, format_key: str) -> HttpResponseBase:
        """As an attachment; the download is logged. 404 until it has been made."""
        edition = self.edition()
        return download(request, export_of(edition, exporting.format_of(format_key).key))

    @extend_schema(
        request=None,
        responses={
            200: OpenApiResponse(DownloadSerializer, "It is there already."),
            202: OpenApiResponse(DownloadSerializer, "It is being made; ask for the list again."),
        },
    )
    def post(self, request: Request, edition_id: int, format_key: str) -> Response:
        """Ask for the file; what is there already is given back."""
        edition = self.edition()
        job = exporting.request_export(edition=edition, format=format_key, by=request.user)
        found = next(each for each in downloads_of(edition) if each.format.key == format_key)
        return Response(DownloadSerializer(found).data, status=202 if job else 200)
