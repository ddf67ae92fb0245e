"""/api/v1/p/<slug>/returns/<year>/: answering, confirming what is unusual, last year's answers."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.sent import LARGEST, Sent, checked
from surveys.questionnaires import types
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form, Question
from surveys.questionnaires.types.base import cleaned
from surveys.returns.api.finding import found, within_of
from surveys.returns.api.returns import CheckSerializer, checked_now
from surveys.returns.api.shapes import CANNOT, CODE, AnswerSerializer
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.confirming import LONGEST_NOTE, confirm_check, withdraw_confirmation
from surveys.returns.entry import BOTH, WHY
from surveys.returns.standing import standing_of

# Contributors have no right that says so: which sections are theirs is known inside.
ANSWERING = Requires.right(P.RETURN_READ)


class SentAnswer(Sent):
    """A new answer and the revision that it was written from (0: none yet). It stands in place of
    all that was said to the question."""

    value = serializers.JSONField(allow_null=True)
    revision = serializers.IntegerField(min_value=0, max_value=LARGEST)
    cannot = serializers.ChoiceField(CANNOT, default="")
    cannot_note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")


class AnswersSerializer(serializers.Serializer):
    """Answers to save: question code → answer."""

    answers = serializers.DictField(child=SentAnswer(), allow_empty=False)


class SideSerializer(serializers.Serializer):
    """What one side of a clash says."""

    value = serializers.JSONField(allow_null=True)
    cannot = serializers.ChoiceField(CANNOT)
    cannot_note = serializers.CharField()


class ClashSerializer(serializers.Serializer):
    """Somebody else's newer answer; it stands, yours was not saved.

    `base`: what both of you began with. Send yours again with this `revision` if it is right.
    """

    question = serializers.CharField()
    base = SideSerializer(source="sides.base")
    theirs = SideSerializer(source="sides.theirs")
    mine = SideSerializer(source="sides.mine")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class SavedSerializer(serializers.Serializer):
    """What became of the answers sent. `questions`: written; `merged`: joined with a newer answer
    of somebody else; `answers`: as they stand now."""

    questions = serializers.ListField(child=serializers.CharField())
    merged = serializers.ListField(child=serializers.CharField())
    clashes = ClashSerializer(many=True)
    answers = serializers.DictField(child=AnswerSerializer())


class ConfirmationSent(Sent):
    """A soft check whose answers are right; `confirmed` false: that is taken back. `seen` as it
    came with the finding."""

    check_code = serializers.CharField(max_length=CODE)
    seen = serializers.CharField(max_length=64)
    confirmed = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")


class ReturnAnswers(APIView):
    """Saving answers of an open return."""

    permission_classes = [ANSWERING]

    @extend_schema(request=AnswersSerializer, responses=SavedSerializer)
    def patch(self, request: Request, slug: str, year: int) -> Response:
        """Save all the answers sent that do not clash; a wrong value refuses the lot. For the
        co-ordinator, and in the sections given to them for contributors."""
        annual_return = found(year)
        within = within_of(request, annual_return)
        sent = checked(AnswersSerializer, request.data)
        edits = _edits(form_of(annual_return.wave.questionnaire.sha256), sent["answers"])
        saved = save_answers(
            annual_return=annual_return, edits=edits, by=request.user, within=within
        )
        return Response(SavedSerializer(saved).data)


class ReturnConfirmations(APIView):
    """Confirming answers that a soft check finds unusual."""

    permission_classes = [ANSWERING]

    @extend_schema(request=ConfirmationSent, responses=CheckSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """Say that they are right, or take that back; answers with the check of the return. 409
        when the answers, or what was said about them, are others than those seen."""
        annual_return = found(year)
        within = within_of(request, annual_return)
        given = checked(ConfirmationSent, request.data)
        about = {
            "annual_return": annual_return,
            "check_code": given["check_code"],
            "seen": given["seen"],
        }
        if given["confirmed"]:
            confirm_check(**about, note=given["note"], by=request.user, within=within)
        else:
            withdraw_confirmation(**about, by=request.user, within=within)
        return Response(CheckSerializer(checked_now(standing_of(found(year)))).data)


def _edits(form: Form, answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Edit]:
    edits, errors = {}, {}
    for code, answer in answers.items():
        question = form.by_code.get(code)
        if question is None:
            errors[code] = [f"There is no question {code} in this questionnaire."]
            continue
        value, faults = _read(question, answer)
        if faults:
            errors[code] = faults
        note = cleaned(answer["cannot_note"])
        edits[code] = Edit(value, answer["revision"], answer["cannot"], note)
    if errors:
        raise serializers.ValidationError({"answers": errors})
    return edits


def _read(question: Question, answer: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """The value to store and what is wrong, by the rules of the section's page."""
    parsed = types.of(question).parse_value(question, answer["value"])
    faults = [error.message for error in parsed.errors]
    if answer["cannot"] and parsed.value is not None and not question.rows:
        faults.append(BOTH)
    if cleaned(answer["cannot_note"]) and not answer["cannot"]:
        faults.append(WHY)
    return parsed.value, faults
