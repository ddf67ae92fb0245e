"""/api/v1/waves/ and /api/v1/response/<year>/: how far the returns of a wave are."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.register.models import AuthorityType, Region
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import lists
from portal.web.sent import Filters, Sent, checked
from surveys.returns.api.finding import found_partnership
from surveys.returns.api.shapes import LONGEST
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.national import read_response
from surveys.returns.forms import ResponseSearch
from surveys.returns.models import Return, Wave
from surveys.returns.monitored import Line, lines_of, with_names
from surveys.returns.queries.collecting import every_wave, returns_of, wave_by_year


class WaveSerializer(serializers.ModelSerializer):
    """One wave. `reminder_days`: working days before the last day; `settled_at`: since when its
    national results are final."""

    questionnaire = serializers.CharField(source="questionnaire.sha256")

    class Meta:
        model = Wave
        fields = [
            "year", "state", "questionnaire", "opens_on", "closes_on", "reminder_days", "settled_at",
        ]  # fmt: skip


class RespondentSerializer(serializers.Serializer):
    """A partnership."""

    slug = serializers.CharField()
    name = serializers.CharField()
    region = serializers.ChoiceField(Region.choices)
    authority_type = serializers.ChoiceField(AuthorityType.choices)
    nrf = serializers.BooleanField()


class ResponseLineSerializer(serializers.Serializer):
    """One partnership and how far its return is. `state`: null where the wave came before it.

    `role`, `names`, `task`: who acts next, and what for; empty where nobody has to.
    """

    partnership = RespondentSerializer()
    state = serializers.ChoiceField(
        Return.State.choices, source="annual_return.state", default=None, allow_null=True
    )
    submitted_at = serializers.SerializerMethodField()
    due_on = serializers.DateField()
    extension_reason = serializers.CharField(source="annual_return.extension_reason", default="")
    late = serializers.BooleanField()
    role = serializers.CharField()
    names = serializers.ListField(child=serializers.CharField())
    task = serializers.CharField()

    def get_submitted_at(self, line: Line) -> serializers.DateTimeField(allow_null=True):  # type: ignore[valid-type]
        """When it was signed off; null while it is open."""
        own = line.annual_return
        at = own.submitted_at if own and own.is_frozen else None
        return serializers.DateTimeField().to_representation(at) if at else None


class ResponseFilters(Filters):
    """`q`: name of a partnership or authority. `state`: a state, or `in` (signed off), `out`,
    `late`, `not-eligible`."""

    q = serializers.CharField(max_length=80, required=False)
    state = serializers.ChoiceField(
        [each for each in ResponseSearch.STATES if each[0]], required=False
    )
    region = serializers.ChoiceField(Region.choices, required=False)
    authority_type = serializers.ChoiceField(AuthorityType.choices, required=False)
    nrf = serializers.ChoiceField(["yes", "no"], required=False)


class ExtensionSent(Sent):
    """The last day from now on, a working day, and why; the team reads it."""

    until = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST)


class WaveList(Listed):
    """Every wave of the survey."""

    permission_classes = [Requires.right(P.WAVE_MANAGE)]

    @lists(WaveSerializer)
    def get(self, request: Request) -> Response:
        """Newest first, drafts too."""
        return self.page(every_wave(), WaveSerializer)


class ResponseList(Listed):
    """The partnerships asked in a wave, and how far each is."""

    permission_classes = [Requires.right(P.RESPONSE_READ)]

    @lists(ResponseLineSerializer, ResponseFilters)
    def get(self, request: Request, year: int) -> Response:
        """By name. That you read it is written down."""
        wanted = checked(ResponseFilters, request.query_params)
        wave = wave_by_year(year)
        if wave.state == Wave.State.DRAFT:
            raise Missing(f"The {wave} has not been opened yet.")
        read_response(wave=wave, by=request.user)
        lines = lines_of(wave, returns_of(wave), wanted, timezone.localdate())
        pages = self.pagination_class()
        shown = with_names(pages.paginate_queryset(lines, request, view=self))
        return pages.get_paginated_response(ResponseLineSerializer(shown, many=True).data)


class ReturnExtension(APIView):
    """More time for one partnership."""

    permission_classes = [Requires.right(P.WAVE_MANAGE)]

    @extend_schema(request=ExtensionSent, responses=ExtensionSent)
    def post(self, request: Request, year: int, partnership_slug: str) -> Response:
        """Its team is told by email; 409 for a day that will not do, or a signed-off return."""
        partnership = found_partnership(partnership_slug)
        given = checked(ExtensionSent, request.data)
        extended = extend_return(partnership=partnership, year=year, by=request.user, **given)
        shown = {"until": extended.extended_to, "reason": extended.extension_reason}
        return Response(ExtensionSent(shown).data)
