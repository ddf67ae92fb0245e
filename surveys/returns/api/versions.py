"""/api/v1/p/<slug>/returns/<year>/: signed-off versions, what differs between two, the history."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import lists, reads
from portal.web.preconditions import read
from portal.web.sent import Filters, KeyField, checked
from surveys.questionnaires.queries import form_of
from surveys.returns.api.finding import found, found_version
from surveys.returns.api.shapes import MomentSerializer
from surveys.returns.models import Version
from surveys.returns.queries.threads import versions_of
from surveys.returns.timeline import timeline_of
from surveys.returns.versions import Changed, answers_of, changes


class ReturnVersionSerializer(serializers.ModelSerializer):
    """One version; `reason`: why the version before it was reopened."""

    ready_by = serializers.CharField(allow_null=True)
    signed_by = serializers.CharField()

    class Meta:
        model = Version
        fields = [
            "number", "state", "document_sha256", "ready_by", "ready_at", "ready_note", "signed_by",
            "signed_at", "reason",
        ]  # fmt: skip


class WholeReturnVersionSerializer(ReturnVersionSerializer):
    """One version with the document that was signed: answers, what could not be answered, notes."""

    document = serializers.DictField()

    class Meta(ReturnVersionSerializer.Meta):
        fields = [*ReturnVersionSerializer.Meta.fields, "document"]


class RowChangeSerializer(serializers.Serializer):
    """One row of a grid, before and after in words."""

    row = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangeSerializer(RowChangeSerializer):
    """One question that is answered otherwise, before and after in words; a grid row by row."""

    row = None
    section = serializers.CharField()
    question = serializers.CharField()
    rows = RowChangeSerializer(many=True)


class ChangesSerializer(serializers.Serializer):
    """What differs between two versions."""

    version = serializers.IntegerField()
    since = serializers.IntegerField()
    changes = ChangeSerializer(many=True)


class SinceFilters(Filters):
    """`since`: number of the version to compare with; the one before unless it is named."""

    since = KeyField(required=False)


class ReturnVersions(Listed):
    """Every version that was signed off."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @lists(ReturnVersionSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """Oldest first."""
        return self.page(versions_of(found(year)), ReturnVersionSerializer)


class ReturnVersion(APIView):
    """One version."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @reads(WholeReturnVersionSerializer)
    def get(self, request: Request, slug: str, year: int, version_number: int) -> Response:
        """With its document, as it was signed."""
        version = found_version(found(year), version_number)
        return read(request, WholeReturnVersionSerializer(version).data)


class ReturnVersionChanges(APIView):
    """The difference between two versions."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(parameters=[SinceFilters], responses=ChangesSerializer)
    def get(self, request: Request, slug: str, year: int, version_number: int) -> Response:
        """What is answered otherwise than in the version before, or in `since`."""
        annual_return = found(year)
        after = found_version(annual_return, version_number)
        since = checked(SinceFilters, request.query_params).get("since", version_number - 1)
        if not since:
            raise Missing("There is no version before the first, so there is nothing to compare.")
        before = found_version(annual_return, since)
        form = form_of(annual_return.wave.questionnaire.sha256)
        then, now = answers_of(form, before.document), answers_of(form, after.document)
        rows = [_row(each) for s in changes(form, then, now) for each in s.questions]
        shown = {"version": version_number, "since": since, "changes": rows}
        return Response(ChangesSerializer(shown).data)


class ReturnHistory(Listed):
    """What happened to the return."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @lists(MomentSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """Newest first; what happens many times a day is one line a person and day."""
        return self.page(timeline_of(found(year)), MomentSerializer)


def _row(changed: Changed) -> dict[str, Any]:
    return {
        "section": changed.question.section,
        "question": changed.question.code,
        "before": changed.before,
        "after": changed.after,
        "rows": [dict(zip(("row", "before", "after"), row, strict=True)) for row in changed.rows],
    }
