"""/api/v1/p/<slug>/returns/: a partnership's returns; answers by the same rules as the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Denied, Missing
from surveys.questionnaires import types
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.domain.answering import Edit, Saved, save_answers
from surveys.returns.domain.signing import declare_ready, send_back, sign_off
from surveys.returns.models import Return
from surveys.returns.queries import return_of_year, returns_here
from surveys.returns.reading import may_read
from surveys.returns.standing import Standing, standing_of


class ReturnSerializer(serializers.ModelSerializer):
    """One return, without its answers."""

    year = serializers.IntegerField(source="wave.year")
    closes_on = serializers.DateField(source="wave.closes_on")
    questionnaire = serializers.CharField(source="wave.questionnaire.sha256")

    class Meta:
        model = Return
        fields = [
            "year", "state", "closes_on", "questionnaire", "ready_at", "submitted_at",
            "document_sha256",
        ]  # fmt: skip


class AnswerSerializer(serializers.Serializer):
    """An answer and the revision it has; send both back to change it."""

    value = serializers.JSONField(allow_null=True)
    revision = serializers.IntegerField(min_value=0)


class FindingSerializer(serializers.Serializer):
    """One thing that stands between the answers and signing off (`soft`: only worth a look)."""

    kind = serializers.ChoiceField(["required", "hard", "soft"])
    code = serializers.CharField()
    item = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()


class WholeReturnSerializer(serializers.Serializer):
    """One return as it stands, with its answers and findings.

    `seen` stands for the answers as they are here: send it back to declare or sign off just these.
    `eligible`: whether a return with these answers counts.
    """

    year = serializers.IntegerField(source="standing.annual_return.wave.year")
    state = serializers.ChoiceField(Return.State.choices, source="standing.annual_return.state")
    closes_on = serializers.DateField(source="standing.annual_return.wave.closes_on")
    questionnaire = serializers.CharField(source="standing.form.sha256")
    ready_at = serializers.DateTimeField(source="standing.annual_return.ready_at", allow_null=True)
    submitted_at = serializers.DateTimeField(
        source="standing.annual_return.submitted_at", allow_null=True
    )
    document_sha256 = serializers.CharField(source="standing.annual_return.document_sha256")
    ready_note = serializers.CharField(source="standing.annual_return.ready_note")
    seen = serializers.CharField(source="standing.digest")
    eligible = serializers.BooleanField(source="standing.is_eligible")
    answers = serializers.DictField(child=AnswerSerializer())
    findings = FindingSerializer(many=True, source="standing.findings")


class ClashSerializer(serializers.Serializer):
    """Somebody else's newer answer; it stands, yours was not saved."""

    question = serializers.CharField()
    theirs = serializers.JSONField(allow_null=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class SavedSerializer(serializers.Serializer):
    """What became of the answers sent."""

    questions = serializers.ListField(child=serializers.CharField())
    clashes = ClashSerializer(many=True)


class AnswersSerializer(serializers.Serializer):
    """Answers to save: question code → value and the revision seen (0: none yet)."""

    answers = serializers.DictField(child=AnswerSerializer(), allow_empty=False)


class SeenSerializer(serializers.Serializer):
    """`seen` as it came with the answers that were read."""

    seen = serializers.CharField(max_length=64)


class DeclarationSerializer(SeenSerializer):
    """`note`: why answers that look unusual are right; needed when there are any."""

    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class SendBackSerializer(serializers.Serializer):
    """What has to change; the team sees it."""

    reason = serializers.CharField(max_length=1000)


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

    @extend_schema(responses=WholeReturnSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """The return of that year; for observers once it is accepted."""
        annual_return = _found(year)
        if not may_read(annual_return, request.can):
            raise Denied(
                "You can read this partnership’s return once the national evaluation team has"
                " accepted it."
            )
        return Response(WholeReturnSerializer(whole(standing_of(annual_return))).data)


class ReturnAnswers(APIView):
    """Saving answers of an open return."""

    permission_classes = [Requires.right(P.RETURN_ANSWER)]

    @extend_schema(request=AnswersSerializer, responses=SavedSerializer)
    def patch(self, request: Request, slug: str, year: int) -> Response:
        """Save all the answers sent that do not clash; a wrong value refuses the lot."""
        sent = AnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        annual_return = _found(year)
        form = form_of(annual_return.wave.questionnaire.sha256)
        edits = _edits(form, sent.validated_data["answers"])
        saved: Saved = save_answers(annual_return=annual_return, edits=edits, by=request.user)
        return Response(SavedSerializer(saved).data)


class ReturnDeclaration(APIView):
    """Declaring a return ready for sign-off."""

    permission_classes = [Requires.right(P.RETURN_DECLARE)]

    @extend_schema(request=DeclarationSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """409 while something still blocks it, or when the answers are others than those seen."""
        sent = DeclarationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        declare_ready(annual_return=_found(year), by=request.user, **sent.validated_data)
        return Response(ReturnSerializer(_found(year)).data)


class ReturnSignOff(APIView):
    """Signing a return off."""

    permission_classes = [Requires.right(P.RETURN_SIGN_OFF)]

    @extend_schema(request=SeenSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """Freezes the answers; sending it twice does it once. 409 when they are not those seen."""
        sent = SeenSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        signed = sign_off(annual_return=_found(year), by=request.user, **sent.validated_data)
        return Response(ReturnSerializer(signed).data)


class ReturnToTeam(APIView):
    """Opening a declared return again: the chair declines, or the co-ordinator takes it back."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(request=SendBackSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """For those who declare and those who sign off; 409 unless it is ready for sign-off."""
        if not (request.can(P.RETURN_DECLARE) or request.can(P.RETURN_SIGN_OFF)):
            raise Denied(f"You do not have the right to {P.RETURN_SIGN_OFF.value}.")
        sent = SendBackSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        send_back(annual_return=_found(year), by=request.user, **sent.validated_data)
        return Response(ReturnSerializer(_found(year)).data)


@dataclass(frozen=True)
class Whole:
    """A return as it stands, and question code → its answer with the revision it has."""

    standing: Standing
    answers: Mapping[str, Mapping[str, Any]]


def whole(standing: Standing) -> Whole:
    """The return with its answers; frozen answers have no revision any more (0)."""
    if standing.annual_return.is_frozen:
        answers = {code: {"value": v, "revision": 0} for code, v in standing.answers.items()}
    else:
        answers = {
            code: {"value": answer.value, "revision": answer.revision}
            for code, answer in standing.stored.items()
        }
    return Whole(standing, answers)


def _found(year: int) -> Return:
    found = return_of_year(year)
    if found is None:
        raise Missing(f"There is no {year} return of this partnership.")
    return found


def _edits(form: Form, answers: dict[str, dict[str, Any]]) -> dict[str, Edit]:
    edits, errors = {}, {}
    for code, answer in answers.items():
        question = form.by_code.get(code)
        if question is None:
            errors[code] = [f"There is no question {code} in this questionnaire."]
            continue
        parsed = types.of(question).parse_value(question, answer["value"])
        if parsed.errors:
            errors[code] = [error.message for error in parsed.errors]
        edits[code] = Edit(parsed.value, answer["revision"])
    if errors:
        raise serializers.ValidationError({"answers": errors})
    return edits
