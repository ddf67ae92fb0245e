"""How the API shows meetings, their agendas and what hangs on them."""

from typing import Any

from rest_framework import serializers

from partnerships.meetings.models import AgendaItem, Meeting, Minutes
from partnerships.meetings.queries.agenda import ItemLine
from partnerships.membership.api.references import NamedSerializer


class MeetingRefSerializer(serializers.Serializer):
    """The meeting of something, with its body."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    body = NamedSerializer()


class ItemRefSerializer(serializers.Serializer):
    """The agenda item of something; `number` is empty until the agenda is published."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()


class PaperSerializer(serializers.Serializer):
    """A paper with its newest file; it is downloaded from the paper's page."""

    id = serializers.IntegerField(source="paper.pk")
    title = serializers.CharField(source="paper.title")
    restricted = serializers.BooleanField(source="paper.restricted")
    restricted_why = serializers.CharField(source="paper.restricted_why")
    version = serializers.IntegerField(source="latest.number", default=None, allow_null=True)
    file_name = serializers.CharField(source="latest.file_name", default=None, allow_null=True)
    content_type = serializers.CharField(
        source="latest.content_type", default=None, allow_null=True
    )
    size = serializers.IntegerField(source="latest.size", default=None, allow_null=True)
    sha256 = serializers.CharField(source="latest.sha256", default=None, allow_null=True)


class AgendaItemSerializer(serializers.Serializer):
    """One agenda item. `summary` is Markdown, `minutes` the time allotted to it."""

    id = serializers.IntegerField(source="item.pk")
    meeting = serializers.IntegerField(source="item.meeting_id")
    position = serializers.IntegerField(source="item.position")
    number = serializers.CharField(source="item.number")
    kind = serializers.ChoiceField(AgendaItem.Kind.choices, source="item.kind")
    standing = serializers.ChoiceField(
        AgendaItem.Standing.choices, source="item.standing", allow_blank=True
    )
    title = serializers.CharField(source="item.title")
    summary = serializers.CharField(source="item.summary")
    presenter = serializers.CharField(source="item.presenter")
    minutes = serializers.IntegerField(source="item.minutes", allow_null=True)
    restricted = serializers.BooleanField(source="item.restricted")
    restricted_why = serializers.CharField(source="item.restricted_why")
    is_late = serializers.BooleanField(source="item.is_late")
    papers = serializers.SerializerMethodField()

    def get_papers(self, line: ItemLine) -> PaperSerializer(many=True):  # type: ignore[valid-type]
        """Those that are open to the reader and not withdrawn."""
        open_ = [each for each in line.papers if each.shown and not each.paper.withdrawn_at]
        return PaperSerializer(open_, many=True).data


class MeetingSerializer(serializers.ModelSerializer):
    """One meeting, without its agenda."""

    body = NamedSerializer()

    class Meta:
        model = Meeting
        fields = [
            "id", "body", "title", "starts_at", "ends_at", "place", "state",
            "agenda_published_at", "short_notice_why", "cancelled_why",
        ]  # fmt: skip


class WholeMeetingSerializer(serializers.Serializer):
    """One meeting with its agenda (null while it is a draft of others) and how far its minutes
    are, if they are open to the reader."""

    agenda = AgendaItemSerializer(many=True, source="lines", allow_null=True)
    minutes = serializers.ChoiceField(
        Minutes.State.choices, source="minutes.state", default=None, allow_null=True
    )

    def get_fields(self) -> dict[str, Any]:
        """A meeting's own fields first, out of `meeting`."""
        own = MeetingSerializer().get_fields()
        for name, field in own.items():
            field.source = f"meeting.{name}"
            field.read_only = True
        return {**own, **super().get_fields()}
