"""/api/v1/p/<slug>/protocols/: the register of protocols."""

from datetime import timedelta

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.protocols.api.shapes import ProtocolSerializer, WholeProtocolSerializer
from partnerships.protocols.models import Protocol, ProtocolVersion
from partnerships.protocols.queries.open import whole_protocol
from partnerships.protocols.queries.register import protocols
from portal.web.listed import Listed
from portal.web.operations import lists, reads
from portal.web.preconditions import read
from portal.web.sent import Filters, KeyField, checked

OPEN_TO = Requires.right(P.PROTOCOL_READ_IN_FORCE)
LONGEST_AHEAD = 3650  # days


class ProtocolFilters(Filters):
    """`q`: part of the title. `party`: an organisation's id. `review_within`: days from today until
    the review of the version in force is due; 0 for those that are late."""

    q = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(Protocol.Kind.choices, required=False)
    subject = serializers.ChoiceField(Protocol.Subject.choices, required=False)
    party = KeyField(required=False)
    state = serializers.ChoiceField(ProtocolVersion.State.choices, required=False)
    review_within = serializers.IntegerField(min_value=0, max_value=LONGEST_AHEAD, required=False)


class ProtocolList(Listed):
    """Every protocol, newest number first; for observers those in force."""

    permission_classes = [OPEN_TO]

    @lists(ProtocolSerializer, ProtocolFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Narrowed by title, kind, subject, party, state and review."""
        wanted = checked(ProtocolFilters, request.query_params)
        ahead = wanted.pop("review_within", None)
        if ahead is not None:
            wanted["review_by"] = timezone.localdate() + timedelta(days=ahead)
        found = protocols(
            search=wanted.pop("q", ""), binding_only=not request.can(P.PROTOCOL_READ), **wanted
        )
        return self.page(found, ProtocolSerializer)


class ProtocolDetail(APIView):
    """One protocol."""

    permission_classes = [OPEN_TO]

    @reads(WholeProtocolSerializer)
    def get(self, request: Request, slug: str, protocol_id: int) -> Response:
        """With its versions, parties, clauses and obligations; for observers what is in force."""
        found = whole_protocol(protocol_id, binding_only=not request.can(P.PROTOCOL_READ))
        return read(request, WholeProtocolSerializer(found).data)
