"""/api/v1/p/<slug>/members/: the people who serve for the partners."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.membership.access import Requires
from partnerships.membership.api.organisations import NOW
from partnerships.membership.api.references import NamedSerializer
from partnerships.membership.domain.members import add_member, change_member
from partnerships.membership.models import Member, Sector
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import (
    ALL,
    LEFT,
    member_of,
    members,
    organisation_of,
)
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import changes, lists, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import Filters, KeyField, Sent, checked, chosen

OPEN_TO = Requires.rights(P.MEMBERS_READ, writing=P.MEMBERS_MANAGE)


class MemberSerializer(serializers.ModelSerializer):
    """One person for one partner. Somebody who serves two partners is two members."""

    organisation = NamedSerializer()

    class Meta:
        model = Member
        fields = [
            "id", "organisation", "name", "job_title", "email", "phone", "may_sign",
            "name_public", "since", "until",
        ]  # fmt: skip


class MemberChange(Sent):
    """What can be said of a member."""

    name = serializers.CharField(max_length=120)
    job_title = serializers.CharField(max_length=120, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, allow_blank=True, default="")
    may_sign = serializers.BooleanField(default=False)
    name_public = serializers.BooleanField(default=False)
    since = serializers.DateField(allow_null=True, default=None)


class NewMember(MemberChange):
    """A member to add; `organisation` is an id and cannot change afterwards."""

    organisation = KeyField()


class MemberFilters(Filters):
    """`q`: part of the name, the address or the organisation's name."""

    q = serializers.CharField(max_length=200, required=False)
    organisation = KeyField(required=False)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    state = serializers.ChoiceField([NOW, LEFT, ALL], default=NOW)
    may_sign = serializers.BooleanField(default=False)


class MemberList(Listed):
    """Every member, by name."""

    permission_classes = [OPEN_TO]

    @lists(MemberSerializer, MemberFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Members who serve now, unless asked for others."""
        wanted = checked(MemberFilters, request.query_params)
        wanted["search"] = wanted.pop("q", "")
        wanted["state"] = "" if wanted["state"] == NOW else wanted["state"]
        if "organisation" in wanted:
            wanted["organisation"] = _partner(wanted["organisation"])
        return self.page(members(day=timezone.localdate(), **wanted), MemberSerializer)

    @makes(NewMember, MemberSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """A new member; 409 if the organisation has left or has one with that address."""
        given = checked(NewMember, request.data)
        given["organisation"] = _partner(given["organisation"])
        made = add_member(**given, by=request.user)
        return created(MemberSerializer(made).data, reverse("api:member", args=[slug, made.pk]))


class MemberDetail(APIView):
    """One member."""

    permission_classes = [OPEN_TO]

    @reads(MemberSerializer)
    def get(self, request: Request, slug: str, member_id: int) -> Response:
        """As they are now."""
        return read(request, MemberSerializer(_found(member_id)).data)

    @changes(MemberChange, MemberSerializer)
    def patch(self, request: Request, slug: str, member_id: int) -> Response:
        """Change what is sent and nothing else."""
        hold(_found(member_id))
        current = _found(member_id)
        require_match(request, MemberSerializer(current).data)
        given = checked(MemberChange, request.data, partial=True)
        changed = change_member(member=current, revision=current.revision, by=request.user, **given)
        return with_etag(MemberSerializer(changed).data)


def _partner(organisation_id: int) -> Any:
    return chosen(organisation_of(organisation_id), "organisation", "organisation")


def _found(member_id: int) -> Member:
    found = member_of(member_id)
    if found is None:
        raise Missing("There is no such member here. Choose one from the list.")
    return found
