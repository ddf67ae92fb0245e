"""/api/v1/p/<slug>/returns/: a partnership's returns; answers by the same rules as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.register.queries import survey_attributes
from portal.errors import Missing
from surveys.questionnaires import checks, types
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.routing import asked
from surveys.questionnaires.structure import Form
from surveys.returns.domain.answering import Edit, Saved, save_answers
from surveys.returns.domain.signing import declare_ready, sign_off
from surveys.returns.models import Return
from surveys.returns.queries import return_of_year, returns_here, stored_answers, values_of


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


class WholeReturnSerializer(ReturnSerializer):
    """One return with its answers and findings."""

    answers = serializers.DictField(child=AnswerSerializer(), source="api_answers")
    findings = FindingSerializer(many=True, source="api_findings")

    class Meta(ReturnSerializer.Meta):
        fields = [*ReturnSerializer.Meta.fields, "answers", "findings"]


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


class ReturnList(APIView):
    """The partnership's returns, newest first."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(responses=ReturnSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """One for each wave."""
        return Response(ReturnSerializer(returns_here(), many=True).data)


class ReturnDetail(APIView):
    """One return with its answers and what still stands between them and signing off."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(responses=WholeReturnSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """The return of that year."""
        return Response(whole(_found(year)))


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

    @extend_schema(request=None, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """409 while something still blocks it."""
        declare_ready(annual_return=_found(year), by=request.user)
        return Response(ReturnSerializer(_found(year)).data)


class ReturnSignOff(APIView):
    """Signing a return off."""

    permission_classes = [Requires.right(P.RETURN_SIGN_OFF)]

    @extend_schema(request=None, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """Freezes the answers; sending it twice does it once."""
        signed = sign_off(annual_return=_found(year), by=request.user)
        return Response(ReturnSerializer(signed).data)


def whole(annual_return: Return) -> dict[str, Any]:
    """The return with answers and findings; frozen answers have no revision any more (0)."""
    form = form_of(annual_return.wave.questionnaire.sha256)
    attributes = survey_attributes(annual_return.partnership)
    if annual_return.is_frozen:
        values = annual_return.document["answers"]
        attributes = annual_return.document["attributes"]
        annual_return.api_answers = {c: {"value": v, "revision": 0} for c, v in values.items()}
    else:
        stored = stored_answers(annual_return)
        values = values_of(stored)
        annual_return.api_answers = {
            code: {"value": a.value, "revision": a.revision} for code, a in stored.items()
        }
    routed = asked(form, values, attributes)
    annual_return.api_findings = checks.run(form, values, attributes, routed=routed)
    return WholeReturnSerializer(annual_return).data


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
