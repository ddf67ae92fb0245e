"""/api/v1/p/<slug>/actions/: the register of actions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.domain.actions import (
    ENDS,
    TOLD,
    change_action,
    close_action,
    record_action,
    update_action,
)
from partnerships.meetings.models import Action, ActionUpdate
from partnerships.meetings.queries.actions import (
    ALL,
    CLOSED,
    MINE,
    OPEN,
    OURS,
    OVERDUE,
    Wanted,
    action_or_none,
    actions_found,
    updates_of,
)
from partnerships.meetings.queries.agenda import item_by_id
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.api.references import NamedSerializer
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import member_of, organisation_of
from portal.errors import Missing
from portal.web.listed import Listed
from portal.web.operations import changes, lists, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import Filters, KeyField, Sent, checked, chosen

OPEN_TO = Requires.rights(P.ACTION_READ, writing=P.ACTION_MANAGE)
LONGEST = 2000  # characters, as in the pages' forms


class ActionSerializer(serializers.ModelSerializer):
    """One action; `meeting` and `item` are ids, null for one from outside a meeting."""

    organisation = NamedSerializer()
    owner = NamedSerializer(allow_null=True)
    meeting = serializers.IntegerField(source="meeting_id", allow_null=True)
    item = serializers.IntegerField(source="item_id", allow_null=True)

    class Meta:
        model = Action
        fields = [
            "id", "number", "text", "organisation", "owner", "due_on", "state", "meeting", "item",
            "restricted", "restricted_why", "closing_note", "closed_at", "recorded_at",
        ]  # fmt: skip


class UpdateSerializer(serializers.ModelSerializer):
    """How an action stood when somebody told; `due_on` is the due day it had then."""

    written_by = serializers.CharField()

    class Meta:
        model = ActionUpdate
        fields = ["id", "progress", "text", "due_on", "written_by", "written_at"]


class WholeActionSerializer(ActionSerializer):
    """One action with its history, latest first."""

    updates = serializers.SerializerMethodField()

    class Meta(ActionSerializer.Meta):
        fields = [*ActionSerializer.Meta.fields, "updates"]

    def get_updates(self, action: Action) -> UpdateSerializer(many=True):  # type: ignore[valid-type]
        """All of them."""
        return UpdateSerializer(updates_of(action), many=True).data


class ActionFilters(Filters):
    """`whose`: the reader's own, or those of the reader's organisations (`ours`). `q`: words, or a
    number such as A2004/3."""

    q = serializers.CharField(max_length=120, required=False)
    whose = serializers.ChoiceField([MINE, OURS], required=False)
    state = serializers.ChoiceField([OPEN, OVERDUE, CLOSED, ALL], default=OPEN)
    organisation = KeyField(required=False)


class NewAction(Sent):
    """An action to record; `organisation`, `owner` and `item` are ids."""

    text = serializers.CharField(max_length=LONGEST)
    organisation = KeyField()
    owner = KeyField(allow_null=True, default=None)
    due_on = serializers.DateField()
    item = KeyField(allow_null=True, default=None)
    restricted = serializers.BooleanField(default=False)
    restricted_why = serializers.CharField(max_length=300, allow_blank=True, default="")


class ActionChange(Sent):
    """Another due day, or somebody else to do it; `why` stands in the history."""

    due_on = serializers.DateField()
    organisation = KeyField()
    owner = KeyField(allow_null=True)
    why = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)


class NewUpdate(Sent):
    """How it is coming along."""

    progress = serializers.ChoiceField([(each.value, each.label) for each in TOLD])
    text = serializers.CharField(max_length=LONGEST)


class Closing(Sent):
    """How it ends; the note stands in the register for good."""

    state = serializers.ChoiceField([(each.value, each.label) for each in ENDS])
    note = serializers.CharField(max_length=LONGEST)


class ActionList(Listed):
    """Every action that is open to the reader: open ones by due day, closed ones the latest first."""

    permission_classes = [OPEN_TO]

    @lists(ActionSerializer, ActionFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Open ones, unless asked for others."""
        given = checked(ActionFilters, request.query_params)
        wanted = Wanted(
            given.get("q", ""), given["state"], given.get("whose", ""), given.get("organisation")
        )
        found = actions_found(reader_of(request), wanted, timezone.localdate())
        return self.page(found, ActionSerializer)

    @makes(NewAction, WholeActionSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Record an action, from an item or outside a meeting; whoever has to do it is told."""
        given = checked(NewAction, request.data)
        if given["item"]:
            given["item"] = chosen(item_by_id(given["item"]), "item", "agenda item")
        made = record_action(by=request.user, **_assigned(given))
        return created(_shown(request, made.pk), reverse("api:action", args=[slug, made.pk]))


class ActionDetail(APIView):
    """One action."""

    permission_classes = [OPEN_TO]

    @reads(WholeActionSerializer)
    def get(self, request: Request, slug: str, action_id: int) -> Response:
        """404 for one that is not open to the reader."""
        return read(request, _shown(request, action_id))

    @changes(ActionChange, WholeActionSerializer)
    def patch(self, request: Request, slug: str, action_id: int) -> Response:
        """Another due day or somebody else, with the reason; a new owner is told."""
        current = _matched(request, action_id)
        now = {name: getattr(current, name) for name in ("due_on", "organisation", "owner")}
        given = _assigned(checked(ActionChange, request.data, partial=True))
        change_action(
            action=current,
            revision=current.revision,
            by=request.user,
            **({"why": ""} | now | given),
        )
        return with_etag(_shown(request, action_id))


class ActionUpdates(APIView):
    """What is told of an action."""

    permission_classes = [Requires.right(P.ACTION_UPDATE)]

    @makes(NewUpdate, UpdateSerializer)
    def post(self, request: Request, slug: str, action_id: int) -> Response:
        """Say how it is coming along. It adds to the history and overwrites nothing, so it needs
        no If-Match."""
        found = _found(request, action_id)
        made = update_action(action=found, by=request.user, **checked(NewUpdate, request.data))
        address = reverse("api:action", args=[slug, found.pk])
        return created(UpdateSerializer(made).data, address)


class ActionClose(APIView):
    """The end of an action."""

    permission_classes = [Requires.right(P.ACTION_UPDATE)]

    @changes(Closing, WholeActionSerializer)
    def post(self, request: Request, slug: str, action_id: int) -> Response:
        """Close it as done or dropped, with a note."""
        current = _matched(request, action_id)
        close_action(action=current, by=request.user, **checked(Closing, request.data))
        return with_etag(_shown(request, action_id))


def _found(request: Request, action_id: int) -> Action:
    found = action_or_none(reader_of(request), action_id)
    if found is None:
        raise Missing("There is no such action here, or it is not open to you.")
    return found


def _matched(request: Request, action_id: int) -> Action:
    """The action, locked, as the client read it."""
    hold(_found(request, action_id))
    current = _found(request, action_id)
    require_match(request, WholeActionSerializer(current).data)
    return current


def _shown(request: Request, action_id: int) -> Any:
    return WholeActionSerializer(_found(request, action_id)).data


def _assigned(given: dict[str, Any]) -> dict[str, Any]:
    """The values with rows in place of the ids of whoever has to do it."""
    found = dict(given)
    if "organisation" in given:
        row = organisation_of(given["organisation"])
        found["organisation"] = chosen(row, "organisation", "organisation")
    if given.get("owner"):
        found["owner"] = chosen(member_of(given["owner"]), "owner", "member")
    return found
