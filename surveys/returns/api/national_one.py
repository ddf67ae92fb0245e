"""/api/v1/response/<year>/<partnership>/: one return as the evaluation team reads it."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.listed import Listed
from portal.web.operations import lists, makes
from portal.web.preconditions import created
from portal.web.sent import Filters, KeyField, Sent, checked
from surveys.returns.api.asking import MessageSent
from surveys.returns.api.finding import found_partnership
from surveys.returns.api.shapes import (
    CODE,
    LONGEST,
    CodesField,
    MessageSerializer,
    MomentSerializer,
    ReturnQuerySerializer,
    ReturnThreadSerializer,
)
from surveys.returns.api.versions import ReturnVersionSerializer
from surveys.returns.domain.national import (
    accept_submitted,
    ask_partnership,
    close_reopened,
    read_history,
    read_return,
    reopen_submitted,
    reply_to_partnership,
    settle_with_partnership,
)
from surveys.returns.models import Return


class ReadingSerializer(serializers.Serializer):
    """What a partnership signed off: `document`, of `version`. `state`: of the return now; `is_open`:
    the partnership is changing it at the moment."""

    partnership = serializers.CharField(source="partnership.slug")
    year = serializers.IntegerField(source="annual_return.wave.year")
    state = serializers.ChoiceField(Return.State.choices)
    is_open = serializers.BooleanField()
    version = serializers.IntegerField(source="standing.annual_return.version")
    document_sha256 = serializers.CharField(source="standing.annual_return.document_sha256")
    document = serializers.DictField(source="standing.annual_return.document")
    versions = ReturnVersionSerializer(many=True)
    queries = ReturnThreadSerializer(many=True)


class VersionFilters(Filters):
    """`version`: number of the version to read; the newest unless it is named."""

    version = KeyField(required=False)


class QuerySent(Sent):
    """What you want to know, and the code of the question that it is about (empty: the whole)."""

    question = serializers.CharField(max_length=CODE, allow_blank=True, default="")
    text = serializers.CharField(max_length=LONGEST)


class SettlementSent(Sent):
    """A last word, needed only where a partnership's request is turned down."""

    text = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class AcceptanceSent(Sent):
    """`seen`: the document_sha256 of the version that was read."""

    seen = serializers.CharField(max_length=64)


class ReopeningClosureSent(Sent):
    """Why the reopening ends; the partnership's team reads it."""

    reason = serializers.CharField(max_length=LONGEST)


class ReopeningSent(Sent):
    """Codes of the sections that open, why, and the day by which it is signed off again."""

    sections = CodesField()
    reason = serializers.CharField(max_length=LONGEST)
    due_on = serializers.DateField()


class ResponseDetail(APIView):
    """One return that was signed off."""

    permission_classes = [Requires.right(P.RESPONSE_READ)]

    @extend_schema(parameters=[VersionFilters], responses=ReadingSerializer)
    def get(self, request: Request, year: int, partnership_slug: str) -> Response:
        """As it was signed, with its queries. That you read it is written in its history."""
        version = checked(VersionFilters, request.query_params).get("version")
        reading = read_return(
            partnership=found_partnership(partnership_slug),
            year=year,
            by=request.user,
            version=version,
        )
        return Response(ReadingSerializer(reading).data)


class ResponseHistory(Listed):
    """What happened between the partnership and the evaluation team."""

    permission_classes = [Requires.right(P.RESPONSE_READ)]

    @lists(MomentSerializer)
    def get(self, request: Request, year: int, partnership_slug: str) -> Response:
        """Newest first."""
        partnership = found_partnership(partnership_slug)
        _, moments = read_history(partnership=partnership, year=year, by=request.user)
        return self.page(moments, MomentSerializer)


class ResponseQueries(APIView):
    """Asking a partnership about its return."""

    permission_classes = [Requires.right(P.RETURN_QUERY)]

    @makes(QuerySent, ReturnQuerySerializer)
    def post(self, request: Request, year: int, partnership_slug: str) -> Response:
        """The co-ordinator and the chair are told by email."""
        partnership = found_partnership(partnership_slug)
        given = checked(QuerySent, request.data)
        made = ask_partnership(partnership=partnership, year=year, by=request.user, **given)
        return created(ReturnQuerySerializer(made).data, _address(year, partnership_slug))


class ResponseReplies(APIView):
    """One more message of the evaluation team."""

    permission_classes = [Requires.right(P.RETURN_QUERY)]

    @makes(MessageSent, MessageSerializer)
    def post(
        self, request: Request, year: int, partnership_slug: str, query_number: int
    ) -> Response:
        """Opens an answered query again."""
        made = reply_to_partnership(
            partnership=found_partnership(partnership_slug),
            year=year,
            number=query_number,
            by=request.user,
            **checked(MessageSent, request.data),
        )
        return created(MessageSerializer(made).data, _address(year, partnership_slug))


class ResponseSettlement(APIView):
    """Being done with a query."""

    permission_classes = [Requires.right(P.RETURN_QUERY)]

    @extend_schema(request=SettlementSent, responses={204: None})
    def post(
        self, request: Request, year: int, partnership_slug: str, query_number: int
    ) -> Response:
        """With the last one the return is no longer queried."""
        settle_with_partnership(
            partnership=found_partnership(partnership_slug),
            year=year,
            number=query_number,
            by=request.user,
            **checked(SettlementSent, request.data),
        )
        return _done()


class ResponseAcceptance(APIView):
    """Accepting a return."""

    permission_classes = [Requires.right(P.RETURN_ACCEPT)]

    @extend_schema(request=AcceptanceSent, responses={204: None})
    def post(self, request: Request, year: int, partnership_slug: str) -> Response:
        """409 while a query is open, or when another version than the one read stands now."""
        partnership = found_partnership(partnership_slug)
        given = checked(AcceptanceSent, request.data)
        accept_submitted(partnership=partnership, year=year, by=request.user, **given)
        return _done()


class ResponseReopening(APIView):
    """Opening sections of a signed-off return again."""

    permission_classes = [Requires.right(P.RETURN_REOPEN)]

    @extend_schema(request=ReopeningSent, responses={204: None})
    def post(self, request: Request, year: int, partnership_slug: str) -> Response:
        """Its team is told by email; 409 once the wave's results are final."""
        partnership = found_partnership(partnership_slug)
        given = checked(ReopeningSent, request.data)
        reopen_submitted(partnership=partnership, year=year, by=request.user, **given)
        return _done()


class ResponseReopeningClosure(APIView):
    """Ending a reopening."""

    permission_classes = [Requires.right(P.RETURN_REOPEN)]

    @extend_schema(request=ReopeningClosureSent, responses={204: None})
    def post(self, request: Request, year: int, partnership_slug: str) -> Response:
        """What was signed last stands again; 409 unless the return is reopened."""
        partnership = found_partnership(partnership_slug)
        given = checked(ReopeningClosureSent, request.data)
        close_reopened(partnership=partnership, year=year, by=request.user, **given)
        return _done()


def _address(year: int, slug: str) -> str:
    return reverse("api:response_one", args=[year, slug])


def _done() -> Response:
    return Response(status=status.HTTP_204_NO_CONTENT)
