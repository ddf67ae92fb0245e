"""Single things by their own id, and meetings between two days, as far as they are open to a reader."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from partnerships.meetings.models import Meeting, Minutes, Passage
from partnerships.meetings.queries.agenda import ItemLine, agenda_of, item_by_id, meeting_by_id
from partnerships.meetings.reading import (
    Reader,
    may_read_agenda,
    may_read_minutes,
    meetings_for,
    open_to,
    readable_states,
)
from portal.errors import Missing

NO_MEETING = "There is no such meeting here. Choose one from the list."
NO_ITEM = "There is no such item here, or it is not open to you. Choose one from its meeting."
NO_PASSAGE = "There is no such passage here, or it is not open to you. Choose one from the minutes."


@dataclass(frozen=True)
class Between:
    """Which meetings somebody asks for: of a body, between two days (both included), in a state."""

    body_id: int | None = None
    first: date | None = None
    last: date | None = None
    state: str = ""


@dataclass(frozen=True)
class WholeMeeting:
    """A meeting as one reader may see it. `lines` is None where the agenda is not open to them."""

    meeting: Meeting
    lines: list[ItemLine] | None
    minutes: Minutes | None


def meetings_between(reader: Reader, wanted: Between) -> QuerySet[Meeting]:
    """Meetings the reader may know of, newest first."""
    found = Meeting.objects.filter(meetings_for(reader)).select_related("body")
    if wanted.body_id:
        found = found.filter(body=wanted.body_id)
    if wanted.first:
        found = found.filter(starts_at__gte=_midnight(wanted.first))
    if wanted.last and wanted.last < date.max:
        found = found.filter(starts_at__lt=_midnight(wanted.last + timedelta(days=1)))
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.order_by("-starts_at", "-id")


def whole_meeting(reader: Reader, meeting_id: int) -> WholeMeeting:
    """A meeting with its agenda, without the items that are not open to the reader. Raises
    Missing."""
    meeting = meeting_by_id(meeting_id, reader)
    if meeting is None:
        raise Missing(NO_MEETING)
    minutes = meeting.minutes.first()
    if minutes and not may_read_minutes(reader, minutes):
        minutes = None
    lines = None
    if may_read_agenda(reader, meeting):
        lines = [line for line in agenda_of(meeting, reader).lines if line.shown]
    return WholeMeeting(meeting, lines, minutes)


def item_open_to(reader: Reader, item_id: int) -> ItemLine:
    """An item with its papers. Raises Missing."""
    item = item_by_id(item_id)
    if item is None or not may_read_agenda(reader, item.meeting):
        raise Missing(NO_ITEM)
    lines = agenda_of(item.meeting, reader).lines
    line = next((line for line in lines if line.item.pk == item_id and line.shown), None)
    if line is None:
        raise Missing(NO_ITEM)
    return line


def passage_open_to(reader: Reader, passage_id: int) -> Passage:
    """A passage with its item and minutes. Raises Missing."""
    rows = Passage.objects.filter(
        open_to(reader, "minutes__meeting__body", "restricted", "item__restricted"),
        minutes__state__in=list(readable_states(reader)),
    )
    rows = rows.select_related("item", "edited_by", "minutes__meeting__body")
    found = rows.filter(pk=passage_id).first()
    if found is None:
        raise Missing(NO_PASSAGE)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=get_default_timezone())
