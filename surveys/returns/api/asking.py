"""/api/v1/p/<slug>/returns/<year>/queries/: the partnership's side of queries."""

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import lists, makes, reads
from portal.web.preconditions import created, read
from portal.web.sent import Sent, checked
from surveys.returns.api.finding import found
from surveys.returns.api.shapes import (
    LONGEST,
    CodesField,
    MessageSerializer,
    ReturnQuerySerializer,
    ReturnThreadSerializer,
)
from surveys.returns.domain.querying import ask_reopening, reply
from surveys.returns.models import Query, Side
from surveys.returns.queries.threads import queries_of


class MessageSent(Sent):
    """One more message of a thread."""

    text = serializers.CharField(max_length=LONGEST)


class ReopeningAsked(Sent):
    """Codes of the sections that have to change, and what is wrong in them."""

    sections = CodesField()
    reason = serializers.CharField(max_length=LONGEST)


class ReturnQueries(Listed):
    """Queries about the return."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @lists(ReturnThreadSerializer)
    def get(self, request: Request, slug: str, year: int) -> Response:
        """With their threads, in order of number."""
        return self.page(queries_of(found(year)), ReturnThreadSerializer)


class ReturnThread(APIView):
    """One query."""

    permission_classes = [Requires.right(P.RETURN_READ)]

    @reads(ReturnThreadSerializer)
    def get(self, request: Request, slug: str, year: int, query_number: int) -> Response:
        """With its thread."""
        return read(request, ReturnThreadSerializer(_query(year, query_number)).data)


class ReturnReplies(APIView):
    """Answering a query."""

    permission_classes = [Requires.right(P.RETURN_REPLY)]

    @makes(MessageSent, MessageSerializer)
    def post(self, request: Request, slug: str, year: int, query_number: int) -> Response:
        """The evaluation team is told by email; 409 once the query is settled."""
        query = _query(year, query_number)
        text = checked(MessageSent, request.data)["text"]
        made = reply(query=query, text=text, side=Side.PARTNERSHIP, by=request.user)
        address = reverse("api:return_query", args=[slug, year, query_number])
        return created(MessageSerializer(made).data, address)


class ReopeningRequests(APIView):
    """Asking for a reopening of a signed-off return."""

    permission_classes = [Requires.right(P.RETURN_REPLY)]

    @makes(ReopeningAsked, ReturnQuerySerializer)
    def post(self, request: Request, slug: str, year: int) -> Response:
        """It becomes a query that the evaluation team answers."""
        annual_return = found(year)
        given = checked(ReopeningAsked, request.data)
        made = ask_reopening(annual_return=annual_return, by=request.user, **given)
        address = reverse("api:return_query", args=[slug, year, made.number])
        return created(ReturnQuerySerializer(made).data, address)


def _query(year: int, number: int) -> Query:
    query = next((each for each in queries_of(found(year)) if each.number == number), None)
    if query is None:
        raise Missing(f"There is no query {number} about this return.")
    return query
