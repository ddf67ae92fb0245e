"""What stands on a partnership's first page, as far as the reader may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Q, QuerySet

from partnerships.meetings.models import Decision, Meeting, Minutes
from partnerships.meetings.queries.agenda import meetings_found
from partnerships.meetings.queries.decisions import decisions_open_to
from partnerships.meetings.reading import Reader, readable_states
from partnerships.membership.models import Body, Organisation, Seat, Tenure
from partnerships.membership.queries.serving import running_on
from partnerships.register.models import Partnership

SHOWN = 4


@dataclass(frozen=True)
class Beginnings:
    """Which first things a partnership has done."""

    organisations: bool
    bodies: bool
    seats: bool
    meetings: bool

    @property
    def is_new(self) -> bool:
        """Whether something of them is still to do."""
        return not (self.organisations and self.bodies and self.seats and self.meetings)


def beginnings(partnership: Partnership, today: date) -> Beginnings:
    """How far the room is set up. One query."""
    there = Partnership.objects.filter(pk=partnership.pk).annotate(
        organisations=Exists(Organisation.objects.all()),
        bodies=Exists(Body.objects.all()),
        seats=Exists(Seat.objects.filter(Exists(Tenure.objects.filter(running_on(today))))),
        meetings=Exists(Meeting.objects.all()),
    )
    return Beginnings(**there.values("organisations", "bodies", "seats", "meetings").get())


def coming_meetings(reader: Reader, now: datetime) -> list[Meeting]:
    """The next few that are not cancelled."""
    found = meetings_found(reader, at=now).filter(~Q(state=Meeting.State.CANCELLED))
    return list(found[:SHOWN])


def latest_decisions(reader: Reader) -> QuerySet[Decision]:
    """The last few recorded, newest number first."""
    return decisions_open_to(reader).order_by("-year", "-serial")[:SHOWN]


def latest_minutes(reader: Reader) -> QuerySet[Minutes]:
    """The last few the reader may read, newest meeting first; drafts left out."""
    states = [s for s in readable_states(reader) if s != Minutes.State.DRAFT]
    found = Minutes.objects.filter(state__in=states).select_related("meeting__body")
    return found.order_by("-meeting__starts_at", "-id")[:SHOWN]
