"""/api/v1/p/<slug>/bodies/: who sits where, today or on any other day."""

from datetime import date

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.api.references import NamedSerializer
from partnerships.membership.models import Body, Constitution, Seat, Sector
from partnerships.membership.permissions import P
from partnerships.membership.queries.bodies import Standing, body_of, standing_on, standings
from partnerships.membership.queries.seats import constitution_on
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import lists, reads
from portal.web.preconditions import read
from portal.web.sent import Filters, checked

OPEN_TO = Requires.right(P.MEMBERS_READ)


class HolderSerializer(NamedSerializer):
    """A member with the organisation they serve for."""

    organisation = NamedSerializer()


class TenureSerializer(serializers.Serializer):
    """Who holds a seat, and for how long; `until` null: no end agreed."""

    member = HolderSerializer()
    substitute = NamedSerializer(allow_null=True)
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class SeatSerializer(serializers.Serializer):
    """A seat on the day asked for. Without a `tenure` it is vacant."""

    id = serializers.IntegerField(source="seat.pk")
    title = serializers.CharField(source="seat.title")
    sector = serializers.ChoiceField(Sector.choices, source="seat.sector")
    role = serializers.ChoiceField(Seat.Role.choices, source="seat.role")
    votes = serializers.BooleanField(source="seat.votes")
    organisation = NamedSerializer(source="seat.organisation", allow_null=True)
    tenure = TenureSerializer(allow_null=True)


class ConstitutionSerializer(serializers.ModelSerializer):
    """The rules in force on the day asked for."""

    quorum_sectors = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = Constitution
        fields = [
            "in_force_from", "quorum_number", "quorum_share", "quorum_sectors",
            "substitutes_allowed", "decides_by", "term_months", "notice_days",
            "publishes_minutes",
        ]  # fmt: skip


class BodySerializer(serializers.Serializer):
    """One body with how many seats it has on the day asked for, and how many are vacant."""

    id = serializers.IntegerField(source="body.pk")
    name = serializers.CharField(source="body.name")
    kind = serializers.ChoiceField(Body.Kind.choices, source="body.kind")
    purpose = serializers.CharField(source="body.purpose")
    parent = serializers.IntegerField(source="body.parent_id", allow_null=True)
    formed_on = serializers.DateField(source="body.formed_on", allow_null=True)
    dissolved_on = serializers.DateField(source="body.dissolved_on", allow_null=True)
    is_public = serializers.BooleanField(source="body.is_public")
    seat_count = serializers.SerializerMethodField()
    vacant_count = serializers.SerializerMethodField()

    def get_seat_count(self, standing: Standing) -> int:
        """All seats, voting or not."""
        return len(standing.seats)

    def get_vacant_count(self, standing: Standing) -> int:
        """Seats that nobody holds."""
        return len(standing.vacant)


class WholeBodySerializer(BodySerializer):
    """One body with its seats, their holders and its rules on a day."""

    on = serializers.DateField(source="day")
    seats = SeatSerializer(many=True)
    constitution = serializers.SerializerMethodField()

    def get_constitution(self, standing: Standing) -> ConstitutionSerializer(allow_null=True):  # type: ignore[valid-type]
        """None before the first rules were made."""
        rules = constitution_on(standing.body, standing.day)
        return ConstitutionSerializer(rules).data if rules else None


class DayFilter(Filters):
    """`on`: the day to look at; today if left out."""

    on = serializers.DateField(required=False)


class BodyFilters(DayFilter):
    """`dissolved`: bodies that are no more as well."""

    dissolved = serializers.BooleanField(default=False)


class BodyList(Listed):
    """Every body, by kind and name."""

    permission_classes = [OPEN_TO]

    @lists(BodySerializer, BodyFilters)
    def get(self, request: Request, slug: str) -> Response:
        """As they are today, or were on the day asked for."""
        wanted = checked(BodyFilters, request.query_params)
        return self.page(
            standings(_day(wanted), with_dissolved=wanted["dissolved"]), BodySerializer
        )


class BodyDetail(APIView):
    """One body."""

    permission_classes = [OPEN_TO]

    @reads(WholeBodySerializer, DayFilter)
    def get(self, request: Request, slug: str, body_id: int) -> Response:
        """Who sits on it today, or sat on it on the day asked for."""
        body = body_of(body_id)
        if body is None:
            raise Missing("There is no such body here. Choose one from the list.")
        day = _day(checked(DayFilter, request.query_params))
        return read(request, WholeBodySerializer(standing_on(body, day)).data)


def _day(wanted: dict[str, date]) -> date:
    return wanted.get("on") or timezone.localdate()
