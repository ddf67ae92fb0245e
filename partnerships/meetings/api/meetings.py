"""/api/v1/p/<slug>/meetings/: meetings and their agendas."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partnerships.meetings.api.shapes import MeetingSerializer, WholeMeetingSerializer
from partnerships.meetings.domain.meetings import move_meeting, plan_meeting
from partnerships.meetings.models import Meeting
from partnerships.meetings.queries.open import Between, meetings_between, whole_meeting
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from partnerships.membership.queries.bodies import body_of
from portal.web.listed import Listed
from portal.web.operations import changes, lists, makes, reads
from portal.web.preconditions import created, hold, read, require_match, with_etag
from portal.web.sent import Filters, KeyField, MomentField, Sent, checked, chosen

OPEN_TO = Requires.rights(P.MINUTES_READ_CONFIRMED, writing=P.MEETING_MANAGE)


class MeetingFilters(Filters):
    """`from` and `to` are days, both included."""

    body = KeyField(required=False)
    to = serializers.DateField(required=False)
    state = serializers.ChoiceField(Meeting.State.choices, required=False)

    def get_fields(self) -> dict[str, Any]:
        """`from` as well, which Python keeps for itself."""
        return {**super().get_fields(), "from": serializers.DateField(required=False)}


class MeetingChange(Sent):
    """What can be said of a meeting that is still to come.

    `short_notice_why` is needed where the agenda is out and the new day leaves too little notice.
    """

    title = serializers.CharField(max_length=160)
    starts_at = MomentField()
    ends_at = MomentField()
    place = serializers.CharField(max_length=200, allow_blank=True, default="")
    short_notice_why = serializers.CharField(max_length=300, allow_blank=True, default="")


class NewMeeting(Sent):
    """A meeting to plan; `body` is an id."""

    body = KeyField()
    title = serializers.CharField(max_length=160)
    starts_at = MomentField()
    ends_at = MomentField()
    place = serializers.CharField(max_length=200, allow_blank=True, default="")


class MeetingList(Listed):
    """Every meeting, newest first; for observers those whose minutes are confirmed."""

    permission_classes = [OPEN_TO]

    @lists(MeetingSerializer, MeetingFilters)
    def get(self, request: Request, slug: str) -> Response:
        """Narrowed by body, days and state."""
        given = checked(MeetingFilters, request.query_params)
        wanted = Between(
            given.get("body"), given.get("from"), given.get("to"), given.get("state", "")
        )
        return self.page(meetings_between(reader_of(request), wanted), MeetingSerializer)

    @makes(NewMeeting, WholeMeetingSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """A new meeting with the standing items on its agenda; nobody is told yet."""
        given = checked(NewMeeting, request.data)
        given["body"] = chosen(body_of(given["body"]), "body", "body")
        made = plan_meeting(**given, by=request.user)
        return created(_whole(request, made.pk), reverse("api:meeting", args=[slug, made.pk]))


class MeetingDetail(APIView):
    """One meeting with its agenda."""

    permission_classes = [OPEN_TO]

    @reads(WholeMeetingSerializer)
    def get(self, request: Request, slug: str, meeting_id: int) -> Response:
        """As the reader may see it: items that are not open to them are left out."""
        return read(request, _whole(request, meeting_id))

    @changes(MeetingChange, WholeMeetingSerializer)
    def patch(self, request: Request, slug: str, meeting_id: int) -> Response:
        """Change title, time or place; the body is told if its agenda is out already."""
        reader = reader_of(request)
        hold(whole_meeting(reader, meeting_id).meeting)
        current = whole_meeting(reader, meeting_id)
        require_match(request, WholeMeetingSerializer(current).data)
        meeting = current.meeting
        now = {name: getattr(meeting, name) for name in ("title", "starts_at", "ends_at", "place")}
        given = checked(MeetingChange, request.data, partial=True)
        move_meeting(meeting=meeting, revision=meeting.revision, by=request.user, **(now | given))
        return with_etag(_whole(request, meeting_id))


def _whole(request: Request, meeting_id: int) -> Any:
    return WholeMeetingSerializer(whole_meeting(reader_of(request), meeting_id)).data
