"""/api/v1/me/ and /api/v1/p/<slug>/: who is asking, and the partnership they ask in."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import partnerships_of, people_with_roles
from partnerships.register.api import PartnershipSerializer
from partnerships.register.models import Partnership


class PlaceSerializer(serializers.Serializer):
    """A partnership where the caller has a role; `roles` in the words people use."""

    slug = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class MeSerializer(serializers.Serializer):
    """The caller."""

    email = serializers.EmailField()
    name = serializers.CharField()
    national_roles = serializers.ListField(child=serializers.CharField())
    partnerships = PlaceSerializer(many=True)


class Me(APIView):
    """The caller's account and roles."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """E-mail, name, national roles and partnerships."""
        places = [
            {
                "slug": partnership.slug,
                "name": partnership.name,
                "roles": [held.role for held in roles],
            }
            for partnership, roles in partnerships_of(request.user)
        ]
        me = {
            "email": request.user.email,
            "name": request.user.name,
            "national_roles": sorted(request.roles),
            "partnerships": places,
        }
        return Response(MeSerializer(me).data)


class RoomSerializer(PartnershipSerializer):
    """A partnership with the caller's roles in it."""

    roles = serializers.SerializerMethodField()

    class Meta(PartnershipSerializer.Meta):
        fields = [*PartnershipSerializer.Meta.fields, "roles"]

    def get_roles(self, partnership: Partnership) -> list[str]:
        """Keys of the caller's roles here."""
        return sorted(self.context["request"].roles)


class Room(generics.RetrieveAPIView):
    """The partnership of the URL, for people with a role in it."""

    permission_classes = [Requires.right(P.PARTNERSHIP_READ)]
    serializer_class = RoomSerializer

    def get_object(self) -> Partnership:
        """The one whose room this is."""
        return self.request.partnership


class RoleSerializer(serializers.ModelSerializer):
    """One person's role here."""

    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = RoleAssignment
        fields = ["name", "role", "title", "given_at"]


class People(generics.ListAPIView):
    """Everybody with a role in the partnership."""

    permission_classes = [Requires.right(P.MEMBERS_READ)]
    serializer_class = RoleSerializer

    def get_queryset(self) -> Any:
        """By name."""
        return people_with_roles()
