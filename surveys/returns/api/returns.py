"""/api/v1/p/<slug>/returns/: a partnership's returns, and checking one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Denied
from portal.web.operations import reads
from portal.web.preconditions import read
from surveys.returns.api.finding import found
from surveys.returns.api.shapes import (
    AnswerSerializer,
    ConfirmationSerializer,
    FindingSerializer,
    ReturnSerializer,
)
from surveys.returns.checks_shown import may_write
from surveys.returns.confirmed_seen import findings_seen
from surveys.returns.endorsed import said_digest
from surveys.returns.models import Return
from surveys.returns.queries import returns_here
from surveys.returns.reading import may_read
from surveys.returns.standing import Standing, standing_of
from surveys.returns.writing import writable


class WholeReturnSerializer(serializers.Serializer):
    """One return as it stands, with its answers and findings.

    `seen` stands for the answers as they are here: send it back to declare or sign off just these;
    `said` for what the partner organisations say of them, to sign off.
    `eligible`: whether a return with these answers counts. `may_answer`: codes of the sections that
    you can answer now. `reopened_sections`: empty while no reopening leaves others closed.
    """

    year = serializers.IntegerField(source="standing.annual_return.wave.year")
    state = serializers.ChoiceField(Return.State.choices, source="standing.annual_return.state")
    closes_on = serializers.DateField(source="standing.annual_return.wave.closes_on")
    due_on = serializers.DateField(source="standing.annual_return.due_on")
    extension_reason = serializers.CharField(source="standing.annual_return.extension_reason")
    questionnaire = serializers.CharField(source="standing.form.sha256")
    ready_at = serializers.DateTimeField(source="standing.annual_return.ready_at", allow_null=True)
    submitted_at = serializers.DateTimeField(
        source="standing.annual_return.submitted_at", allow_null=True
    )
    document_sha256 = serializers.CharField(source="standing.annual_return.document_sha256")
    version = serializers.IntegerField(source="standing.annual_return.version")
    ready_note = serializers.CharField(source="standing.annual_return.ready_note")
    reopened_sections = serializers.ListField(
        child=serializers.CharField(), source="standing.annual_return.reopened_sections"
    )
    reopening_reason = serializers.CharField(source="standing.annual_return.reopening_reason")
    seen = serializers.CharField(source="standing.digest")
    said = serializers.CharField()
    eligible = serializers.BooleanField(source="standing.is_eligible")
    may_answer = serializers.ListField(child=serializers.CharField())
    answers = serializers.DictField(child=AnswerSerializer())
    confirmations = ConfirmationSerializer(many=True)
    findings = FindingSerializer(many=True)


class CheckSerializer(serializers.Serializer):
    """What the rules of sign-off say of the answers as they stand.

    `to_put_right`, `to_confirm`: how many things block; none: it can be declared ready.
    """

    checked_at = serializers.DateTimeField()
    to_put_right = serializers.IntegerField()
    to_confirm = serializers.IntegerField()
    findings = FindingSerializer(many=True)


class ReturnList(APIView):
    """The partnership's returns, newest first."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(responses=ReturnSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """One for each wave."""
        return Response(ReturnSerializer(returns_here(), many=True).data)


class ReturnDetail(APIView):
    """One return with its answers and what still stands between them and signing off."""

    permission_classes = [Requires.right(P.PARTNERSHIP_READ)]

    @reads(WholeReturnSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """The return of that year; for observers once it is accepted."""
        annual_return = found(year)
        if not may_read(annual_return, request.can):
            raise Denied(
                "You can read this partnership’s return once the national evaluation team has"
                " accepted it."
            )
        within = writable(annual_return, request.user, request.can)
        return read(request, WholeReturnSerializer(whole(standing_of(annual_return), within)).data)


class ReturnCheck(APIView):
    """Check now."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(responses=CheckSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """The same rules as at sign-off, on any draft."""
        return Response(CheckSerializer(checked_now(standing_of(found(year)))).data)


@dataclass(frozen=True)
class Whole:
    """A return as it stands, question code → its answer, and what the reader may write."""

    standing: Standing
    answers: Mapping[str, Mapping[str, Any]]
    confirmations: Sequence[Any]
    findings: Sequence[Mapping[str, Any]]
    said: str
    may_answer: Sequence[str]


@dataclass(frozen=True)
class Checked:
    """See CheckSerializer."""

    checked_at: datetime
    to_put_right: int
    to_confirm: int
    findings: Sequence[Any]


def whole(standing: Standing, within: frozenset[str] | None) -> Whole:
    """The return with its answers; frozen answers have no revision any more (0)."""
    if standing.annual_return.is_frozen:
        codes = [*standing.answers, *(c for c in standing.cannot if c not in standing.answers)]
        answers = {code: _frozen(standing, code) for code in codes}
    else:
        answers = {
            code: {**answer.as_dict(), "answered_at": answer.answered_at}
            for code, answer in standing.stored.items()
        }
    sections = [s.code for s in standing.form.sections if may_write(standing, s.code, within)]
    said = said_digest(standing.annual_return)
    confirmations, findings = list(standing.confirmed.values()), _findings(standing)
    return Whole(standing, answers, confirmations, findings, said, sections)


def checked_now(standing: Standing) -> Checked:
    """What blocks the return at this moment."""
    return Checked(
        checked_at=timezone.now(),
        to_put_right=len(standing.to_put_right),
        to_confirm=len(standing.to_confirm),
        findings=_findings(standing),
    )


def _findings(standing: Standing) -> list[dict[str, Any]]:
    seen = {} if standing.annual_return.is_frozen else findings_seen(standing)
    return [{**asdict(each), "seen": seen.get(each.code, "")} for each in standing.findings]


def _frozen(standing: Standing, code: str) -> dict[str, Any]:
    unable = standing.unable.get(code, {})
    return {
        "value": standing.answers.get(code),
        "revision": 0,
        "cannot": unable.get("why", ""),
        "cannot_note": unable.get("note", ""),
        "carried_from": None,
    }
