"""/api/v1/p/<slug>/returns/<year>/last-year/: the answers of the time before."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.sent import Sent, checked
from surveys.questionnaires.mapping import NEW, RELATIONS
from surveys.returns.api.finding import found, within_of
from surveys.returns.api.shapes import CodesField
from surveys.returns.domain.carrying import confirm_carried, copy_last_year
from surveys.returns.earlier import Earlier, earlier_of
from surveys.returns.last_year_shown import CONFIRM, COPY, Compared, compared
from surveys.returns.standing import standing_of
from surveys.returns.writing import writable

RELATION = [(key, words) for key, words in RELATIONS.items() if key != "dropped"]
ACTS = [("", "Nothing"), (COPY, "Copy it"), (CONFIRM, "Confirm it")]


class ThenSerializer(serializers.Serializer):
    """An earlier question, and what was answered to it in words (empty: nothing)."""

    question = serializers.CharField()
    answer = serializers.CharField()


class ComparedSerializer(serializers.Serializer):
    """A question of now, how it follows earlier ones, and what you can do about it.

    `value`: the earlier answer as one to this question; null unless it is the same question.
    """

    section = serializers.CharField()
    question = serializers.CharField()
    relation = serializers.ChoiceField(RELATION)
    earlier = ThenSerializer(many=True)
    value = serializers.JSONField(allow_null=True)
    act = serializers.ChoiceField(ACTS)


class LastYearSerializer(serializers.Serializer):
    """`year`: null where there is no signed-off return to compare with."""

    year = serializers.IntegerField(allow_null=True)
    questions = ComparedSerializer(many=True)


class QuestionsSent(Sent):
    """Codes of questions."""

    questions = CodesField()


class CarriedSerializer(serializers.Serializer):
    """Codes of the questions that were copied or confirmed."""

    questions = serializers.ListField(child=serializers.CharField())


class LastYear(APIView):
    """Both years side by side."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(responses=LastYearSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """Every question that is asked now."""
        standing = standing_of(found(year))
        earlier = earlier_of(standing.annual_return)
        if earlier is None:
            return Response({"year": None, "questions": []})
        within = writable(standing, request.user, request.can)
        rows = [
            _row(earlier, each)
            for section in compared(standing, earlier, within)
            for each in section.questions
        ]
        return Response(LastYearSerializer({"year": earlier.year, "questions": rows}).data)


class LastYearCopies(APIView):
    """Copying last year's answers."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(request=QuestionsSent, responses=CarriedSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """To questions that have no answer yet; each copy waits for somebody to confirm it."""
        return _carry(request, year, copy_last_year)


class LastYearConfirmations(APIView):
    """Confirming copied answers."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(request=QuestionsSent, responses=CarriedSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """They hold for this year too."""
        return _carry(request, year, confirm_carried)


def _carry(request: Request, year: int, verb: Any) -> Response:
    annual_return = found(year)
    within = within_of(request, annual_return)
    questions = checked(QuestionsSent, request.data)["questions"]
    done = verb(annual_return=annual_return, questions=questions, by=request.user, within=within)
    return Response(CarriedSerializer({"questions": done}).data)


def _row(earlier: Earlier, each: Compared) -> dict[str, Any]:
    question = each.question
    match = earlier.match(question) or NEW
    return {
        "section": question.section,
        "question": question.code,
        "relation": match.relation,
        "earlier": [{"question": code, "answer": earlier.words(code)} for code in match.earlier],
        "value": earlier.value_for(question),
        "act": each.act,
    }
