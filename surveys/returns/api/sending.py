"""/api/v1/p/<slug>/returns/<year>/: declaring ready, signing off, sending back, taking back."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.models import Decision
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Denied
from portal.web.sent import KeyField, Sent, checked, chosen
from surveys.returns.api.finding import found
from surveys.returns.api.shapes import LONGEST, CodesField, ReturnSerializer
from surveys.returns.domain.reopening import recall_return
from surveys.returns.domain.signing import declare_ready, send_back, sign_off
from surveys.returns.sending_shown import decisions_to_name


class SeenSerializer(Sent):
    """`seen` as it came with the answers that were read."""

    seen = serializers.CharField(max_length=64)


class DeclarationSerializer(SeenSerializer):
    """`note`: what the chair and the evaluation team should know."""

    note = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class SignOffSerializer(SeenSerializer):
    """`said` as it came with the answers; `decision`: id of the board's decision that the sign-off
    rests on, if there is one."""

    said = serializers.CharField(max_length=64)
    decision = KeyField(allow_null=True, default=None)


class SendBackSerializer(Sent):
    """What has to change; the team sees it."""

    reason = serializers.CharField(max_length=1000)


class RecallSerializer(Sent):
    """Codes of the sections that open again, and why; the evaluation team reads it too."""

    sections = CodesField()
    reason = serializers.CharField(max_length=1000)


class ReturnDeclaration(APIView):
    """Declaring a return ready for sign-off."""

    permission_classes = [Requires.right(P.RETURN_DECLARE)]

    @extend_schema(request=DeclarationSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """409 while something still blocks it, or when the answers are others than those seen."""
        given = checked(DeclarationSerializer, request.data)
        declare_ready(annual_return=found(year), by=request.user, **given)
        return _shown(year)


class ReturnSignOff(APIView):
    """Signing a return off."""

    permission_classes = [Requires.right(P.RETURN_SIGN_OFF)]

    @extend_schema(request=SignOffSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """Freezes the answers; sending it twice does it once. 409 when they are not those seen."""
        given = checked(SignOffSerializer, request.data)
        given["decision"] = _decision(request, given["decision"])
        sign_off(annual_return=found(year), by=request.user, **given)
        return _shown(year)


class ReturnToTeam(APIView):
    """Opening a declared return again: the chair declines, or the co-ordinator takes it back."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @extend_schema(request=SendBackSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """For those who declare and those who sign off; 409 unless it is ready for sign-off."""
        if not (request.can(P.RETURN_DECLARE) or request.can(P.RETURN_SIGN_OFF)):
            raise Denied(f"You do not have the right to {P.RETURN_SIGN_OFF.value}.")
        given = checked(SendBackSerializer, request.data)
        send_back(annual_return=found(year), by=request.user, **given)
        return _shown(year)


class ReturnRecall(APIView):
    """The chair takes a signed-off return back that nobody has accepted or asked about."""

    permission_classes = [Requires.right(P.RETURN_SIGN_OFF)]

    @extend_schema(request=RecallSerializer, responses=ReturnSerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """409 once it is accepted or queried, or the time is over."""
        given = checked(RecallSerializer, request.data)
        recall_return(annual_return=found(year), by=request.user, **given)
        return _shown(year)


def _decision(request: Request, key: int | None) -> Decision | None:
    """One that the chair could choose on the page."""
    if key is None:
        return None
    offered = decisions_to_name(reader_of(request))
    row = next((each for each in offered if each.pk == key), None)
    return chosen(row, "decision", "decision in force")


def _shown(year: int) -> Response:
    return Response(ReturnSerializer(found(year)).data)
