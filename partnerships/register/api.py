"""/api/v1/authorities/ and /api/v1/partnerships/: the register, open to everybody."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny

from partnerships.register.forms import PartnershipSearch
from partnerships.register.models import Authority, Partnership
from partnerships.register.queries import active_partnerships, authorities, partnership_by_slug


class AuthoritySerializer(serializers.ModelSerializer):
    """One authority; `county` and `partnership` are null where there is none."""

    county = serializers.CharField(source="county.code", default=None, read_only=True)
    partnership = serializers.SerializerMethodField()

    class Meta:
        model = Authority
        fields = [
            "code", "name", "slug", "authority_type", "region", "county", "nrf", "partnership",
        ]  # fmt: skip

    def get_partnership(self, authority: Authority) -> str | None:
        """Slug of the partnership that covers it."""
        coverage = getattr(authority, "coverage", None)
        return coverage.partnership.slug if coverage else None


class PartnershipSerializer(serializers.ModelSerializer):
    """One partnership with the codes of the authorities it covers, lead first in `lead`."""

    lead = serializers.CharField(source="lead.code", read_only=True)
    authorities = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Partnership
        fields = ["slug", "name", "authority_type", "region", "nrf", "lead", "authorities"]


class AuthorityList(generics.ListAPIView):
    """The principal authorities of England as at 2004-05, by code."""

    permission_classes = [AllowAny]
    serializer_class = AuthoritySerializer

    def get_queryset(self) -> Any:
        """All of them."""
        return authorities()


FILTERS = [
    OpenApiParameter("q", str, description="Words of the name or of an authority's name."),
    OpenApiParameter("region", str, description="Key of a region."),
    OpenApiParameter("authority_type", str, description="Key of a type of authority."),
]


class PartnershipList(generics.ListAPIView):
    """Active partnerships by name."""

    permission_classes = [AllowAny]
    serializer_class = PartnershipSerializer

    @extend_schema(parameters=FILTERS)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The list, narrowed by the parameters."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Narrowed as on the public page; an unknown key is an error, not an empty list."""
        form = PartnershipSearch(self.request.query_params)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        found = active_partnerships(
            search=form.cleaned_data["q"],
            region=form.cleaned_data["region"],
            authority_type=form.cleaned_data["authority_type"],
        )
        return found.select_related("lead")


class PartnershipDetail(generics.RetrieveAPIView):
    """One partnership."""

    permission_classes = [AllowAny]
    serializer_class = PartnershipSerializer

    def get_object(self) -> Partnership:
        """By slug."""
        found = partnership_by_slug(self.kwargs["partnership_slug"])
        if found is None:
            raise Http404
        return found
