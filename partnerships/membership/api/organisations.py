"""/api/v1/p/<slug>/organisations/: the partners."""

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.domain.organisations import add_organisation, change_organisation
from partnerships.membership.models import Organisation, Sector
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import ALL, LEFT, organisation_of, organisations
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import changes, lists, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import Filters, Sent, checked

OPEN_TO = Requires.rights(P.MEMBERS_READ, writing=P.MEMBERS_MANAGE)
NOW = "now"


class OrganisationSerializer(serializers.ModelSerializer):
    """One partner. One that left has `left_on`, and stays for what names it."""

    class Meta:
        model = Organisation
        fields = ["id", "name", "sector", "kind", "website", "joined_on", "left_on"]


class OrganisationChange(Sent):
    """What can be said of a partner."""

    name = serializers.CharField(max_length=160)
    sector = serializers.ChoiceField(Sector.choices)
    kind = serializers.ChoiceField(Organisation.Kind.choices, default=Organisation.Kind.OTHER)
    website = serializers.URLField(max_length=200, allow_blank=True, default="")
    joined_on = serializers.DateField(allow_null=True, default=None)


class OrganisationFilters(Filters):
    """`q`: part of the name. `state`: partners now, those that left, or all."""

    q = serializers.CharField(max_length=200, required=False)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    kind = serializers.ChoiceField(Organisation.Kind.choices, required=False)
    state = serializers.ChoiceField([NOW, LEFT, ALL], default=NOW)


class OrganisationList(Listed):
    """Every partner, by sector and name."""

    permission_classes = [OPEN_TO]

    @lists(OrganisationSerializer, OrganisationFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Partners now, unless asked for others."""
        wanted = checked(OrganisationFilters, request.query_params)
        state = wanted.pop("state")
        found = organisations(
            day=timezone.localdate(),
            search=wanted.pop("q", ""),
            state="" if state == NOW else state,
            **wanted,
        )
        return self.page(found, OrganisationSerializer)

    @makes(OrganisationChange, OrganisationSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """A new partner; 409 if one has that name."""
        made = add_organisation(**checked(OrganisationChange, request.data), by=request.user)
        address = reverse("api:organisation", args=[slug, made.pk])
        return created(OrganisationSerializer(made).data, address)


class OrganisationDetail(APIView):
    """One partner."""

    permission_classes = [OPEN_TO]

    @reads(OrganisationSerializer)
    def get(self, request: Request, slug: str, organisation_id: int) -> Response:
        """As it is now."""
        return read(request, OrganisationSerializer(_found(organisation_id)).data)

    @changes(OrganisationChange, OrganisationSerializer)
    def patch(self, request: Request, slug: str, organisation_id: int) -> Response:
        """Change what is sent and nothing else."""
        hold(_found(organisation_id))
        current = _found(organisation_id)
        require_match(request, OrganisationSerializer(current).data)
        given = checked(OrganisationChange, request.data, partial=True)
        changed = change_organisation(organisation=current, by=request.user, **given)
        return with_etag(OrganisationSerializer(changed).data)


def _found(organisation_id: int) -> Organisation:
    found = organisation_of(organisation_id)
    if found is None:
        raise Missing("There is no such organisation here. Choose one from the list.")
    return found
