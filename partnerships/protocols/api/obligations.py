"""/api/v1/p/<slug>/obligations/: what parties undertook, and whether they kept it."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.protocols.api.shapes import WholeObligationSerializer
from partnerships.protocols.domain.obligations import report_obligation
from partnerships.protocols.models import ObligationReport
from partnerships.protocols.queries.obligations import obligation_by_id
from portal.web.operations import changes, reads
from portal.web.preconditions import hold, read, require_match, with_etag
from portal.web.sent import Sent, checked

LONGEST = 2000  # characters


class NewReport(Sent):
    """Whether it was kept for one due day; a later report on the same day replaces this one."""

    due_on = serializers.DateField()
    outcome = serializers.ChoiceField(ObligationReport.Outcome.choices)
    note = serializers.CharField(max_length=LONGEST)


class ObligationDetail(APIView):
    """One obligation."""

    permission_classes = [Requires.right(P.PROTOCOL_READ)]

    @reads(WholeObligationSerializer)
    def get(self, request: Request, slug: str, obligation_id: int) -> Response:
        """How it stands and what was reported."""
        return read(request, WholeObligationSerializer(obligation_by_id(obligation_id)).data)


class ObligationReports(APIView):
    """Reports on an obligation."""

    permission_classes = [Requires.right(P.PROTOCOL_READ)]

    @changes(NewReport, WholeObligationSerializer, code=201)
    def post(self, request: Request, slug: str, obligation_id: int) -> Response:
        """For members of the organisation and for the co-ordinator: whether it was kept."""
        hold(obligation_by_id(obligation_id).version)
        current = obligation_by_id(obligation_id)
        require_match(request, WholeObligationSerializer(current).data)
        report_obligation(
            obligation=current,
            by=request.user,
            for_any=request.can(P.PROTOCOL_MANAGE),
            **checked(NewReport, request.data),
        )
        fresh = obligation_by_id(obligation_id)
        return with_etag(WholeObligationSerializer(fresh).data, 201)
