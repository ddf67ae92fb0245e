"""/api/v1/p/<slug>/items/: what is on an agenda."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.api.shapes import AgendaItemSerializer
from partnerships.meetings.domain.agenda import LONGEST_ITEM, add_item, add_late_item, change_item
from partnerships.meetings.models import AgendaItem, Meeting
from partnerships.meetings.queries.agenda import item_by_id
from partnerships.meetings.queries.open import item_open_to, whole_meeting
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from portal.web.operations import changes, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import KeyField, Sent, checked, chosen

LONGEST_SUMMARY = 10_000  # characters, as in the page’s form


class ItemChange(Sent):
    """What can be said of an item; `restricted_why` is needed for a restricted one."""

    kind = serializers.ChoiceField(AgendaItem.Kind.choices, default=AgendaItem.Kind.DISCUSSION)
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=LONGEST_SUMMARY, allow_blank=True, default="")
    presenter = serializers.CharField(max_length=120, allow_blank=True, default="")
    minutes = serializers.IntegerField(
        min_value=1, max_value=LONGEST_ITEM, allow_null=True, default=None
    )
    restricted = serializers.BooleanField(default=False)
    restricted_why = serializers.CharField(max_length=300, allow_blank=True, default="")


class NewItem(ItemChange):
    """An item to add. On a published agenda it is late: `after` says after which item it comes."""

    after = KeyField(allow_null=True, default=None)


class MeetingItems(APIView):
    """The agenda of one meeting."""

    permission_classes = [Requires.right(P.MEETING_MANAGE)]

    @makes(NewItem, AgendaItemSerializer)
    def post(self, request: Request, slug: str, meeting_id: int) -> Response:
        """Add an item to a draft; on a published agenda it gets a number such as 12a and the body
        is told."""
        meeting = whole_meeting(reader_of(request), meeting_id).meeting
        given = checked(NewItem, request.data)
        after = given.pop("after")
        if meeting.state == Meeting.State.CALLED:
            given["after"] = after and chosen(item_by_id(after), "after", "agenda item")
            made = add_late_item(meeting=meeting, by=request.user, **given)
        elif after:
            words = "Only a late item comes after another one. Leave this out."
            raise serializers.ValidationError({"after": [words]})
        else:
            made = add_item(meeting=meeting, by=request.user, **given)
        return created(_shown(request, made.pk), reverse("api:item", args=[slug, made.pk]))


class ItemDetail(APIView):
    """One agenda item."""

    permission_classes = [Requires.rights(P.MEETING_READ, writing=P.MEETING_MANAGE)]

    @reads(AgendaItemSerializer)
    def get(self, request: Request, slug: str, item_id: int) -> Response:
        """With its papers; 404 for one that is not open to the reader."""
        return read(request, _shown(request, item_id))

    @changes(ItemChange, AgendaItemSerializer)
    def patch(self, request: Request, slug: str, item_id: int) -> Response:
        """Change what is sent and nothing else; 409 once the agenda is published."""
        reader = reader_of(request)
        hold(item_open_to(reader, item_id).item.meeting)
        line = item_open_to(reader, item_id)
        require_match(request, AgendaItemSerializer(line).data)
        given = checked(ItemChange, request.data, partial=True)
        change_item(item=line.item, revision=line.item.revision, by=request.user, **given)
        return with_etag(_shown(request, item_id))


def _shown(request: Request, item_id: int) -> Any:
    return AgendaItemSerializer(item_open_to(reader_of(request), item_id)).data
