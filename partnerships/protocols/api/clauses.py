"""/api/v1/p/<slug>/clauses/: the words of protocols."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.protocols.api.shapes import ClauseSerializer
from partnerships.protocols.domain.clauses import change_clause
from partnerships.protocols.models import Clause
from partnerships.protocols.queries.open import clause_open
from portal.web.operations import changes, reads
from portal.web.preconditions import hold, read, require_match, with_etag
from portal.web.sent import Sent, checked

LONGEST = 20_000  # characters


class ClauseChange(Sent):
    """The words of a clause."""

    heading = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONGEST)


class ClauseDetail(APIView):
    """One clause."""

    permission_classes = [Requires.rights(P.PROTOCOL_READ_IN_FORCE, writing=P.PROTOCOL_MANAGE)]

    @reads(ClauseSerializer)
    def get(self, request: Request, slug: str, clause_id: int) -> Response:
        """Its words; for observers those of versions in force."""
        return read(request, ClauseSerializer(_found(request, clause_id)).data)

    @changes(ClauseChange, ClauseSerializer)
    def patch(self, request: Request, slug: str, clause_id: int) -> Response:
        """Change it while its version may change; signatures of the old text lapse."""
        hold(_found(request, clause_id).version)
        current = _found(request, clause_id)
        require_match(request, ClauseSerializer(current).data)
        given = checked(ClauseChange, request.data, partial=True)
        words = {"heading": current.heading, "text": current.text} | given
        change_clause(clause=current, revision=current.revision, by=request.user, **words)
        return with_etag(ClauseSerializer(_found(request, clause_id)).data)


def _found(request: Request, clause_id: int) -> Clause:
    return clause_open(clause_id, binding_only=not request.can(P.PROTOCOL_READ))
