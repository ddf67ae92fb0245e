"""Publications over the API: the nation's, and a partnership's own summaries."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from surveys.publications.downloads import download
from surveys.publications.models import Publication
from surveys.publications.queries import publication_here, publications_here

PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}


class PublicationSerializer(serializers.ModelSerializer):
    """One PDF; `sha256` is the hash of the file at `file`."""

    year = serializers.IntegerField(source="edition.wave.year")
    released = serializers.BooleanField(source="is_released")
    file = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [
            "id", "kind", "title", "year", "edition", "released", "released_at", "pages", "size",
            "sha256", "built_at", "file",
        ]  # fmt: skip

    def get_file(self, publication: Publication) -> str:
        """Where the file is, for the same caller."""
        room = self.context["request"].partnership
        if room is None:
            return reverse("api:publication_file", args=[publication.pk])
        return reverse("api:room_publication_file", args=[room.slug, publication.pk])


class PublicationList(generics.ListAPIView):
    """National publications, newest first."""

    permission_classes = [Requires.right(P.PUBLICATION_READ)]
    serializer_class = PublicationSerializer

    def get_queryset(self) -> Any:
        """Released ones; evaluators also see those that are not."""
        released_only = not self.request.can(P.PUBLICATION_READ_DRAFT)
        return publications_here(released_only=released_only)


class FileView(APIView):
    """A file is a file whatever the caller accepts; its refusals are JSON."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Never 406."""
        return JSONRenderer(), JSONRenderer.media_type


class PublicationFile(FileView):
    """The PDF of a national publication."""

    permission_classes = [Requires.right(P.PUBLICATION_READ)]

    @extend_schema(responses=PDF)
    def get(self, request: Request, publication_id: UUID) -> FileResponse:
        """As an attachment; the download is logged."""
        released_only = not request.can(P.PUBLICATION_READ_DRAFT)
        return download(request, publication_here(publication_id, released_only=released_only))


class RoomPublicationList(generics.ListAPIView):
    """The partnership's own summaries, newest first."""

    permission_classes = [Requires.right(P.SUMMARY_READ)]
    serializer_class = PublicationSerializer

    def get_queryset(self) -> Any:
        """From released editions."""
        return publications_here(released_only=True)


class RoomPublicationFile(FileView):
    """The PDF of a partnership's own summary."""

    permission_classes = [Requires.right(P.SUMMARY_READ)]

    @extend_schema(responses=PDF)
    def get(self, request: Request, slug: str, publication_id: UUID) -> FileResponse:
        """As an attachment; the download is logged."""
        return download(request, publication_here(publication_id, released_only=True))
