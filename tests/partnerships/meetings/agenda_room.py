"""A board with a constitution and people, in alpha's scope, and a clock that stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.meetings.clock import at_local
from partnerships.meetings.domain.meetings import plan_meeting
from partnerships.meetings.models import AgendaItem, Meeting
from partnerships.membership.models import (
    Body,
    Constitution,
    Member,
    Organisation,
    Seat,
    Sector,
    Tenure,
)
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from tests.conftest import Cast

NOW = "2030-03-01T09:00:00+00:00"  # a Friday
FRIDAY = date(2030, 3, 1)
MEETS_ON = date(2030, 3, 20)  # a Wednesday, 13 working days on
TEXT = b"Crime fell in the second quarter.\n"


class Room:
    """Alpha's board. The chair and the member of the cast sit on it; the co-ordinator does not."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by = cast.alpha_coordinator
        self.board = Body.objects.create(name="Board", kind="board")
        self.forum = Body.objects.create(name="Area forum", kind="area_forum")
        Constitution.objects.create(body=self.board, in_force_from=date(2029, 1, 1), notice_days=5)
        self.police = Organisation.objects.create(name="Police", sector=Sector.PUBLIC)
        self.seat("Chair", cast.alpha_chair)
        self.seat("Police", cast.alpha_member)

    def seat(self, title: str, user: User) -> Member:
        """Seat a member who has this account on the board."""
        seat = Seat.objects.create(
            body=self.board, title=title, sector=Sector.PUBLIC, created_on=date(2029, 1, 1)
        )
        member = Member.objects.create(organisation=self.police, name=user.name, user=user)
        Tenure.objects.create(seat=seat, member=member, since=date(2029, 1, 1))
        return member

    def meeting(self, on: date = MEETS_ON, start: int = 14, end: int = 16, **more: Any) -> Meeting:
        """A planned meeting of the board, 2pm to 4pm."""
        planned = {"body": self.board, "title": "Board meeting", "place": "Town Hall", **more}
        return plan_meeting(
            starts_at=at_local(on, time(start)), ends_at=at_local(on, time(end)), by=self.by,
            **planned,
        )  # fmt: skip

    def items(self, meeting: Meeting) -> list[tuple[str, str]]:
        """(number, title) of the agenda in order."""
        rows = AgendaItem.objects.filter(meeting=meeting).order_by("position")
        assert [i.position for i in rows] == list(range(1, len(rows) + 1))
        return [(i.number, i.title) for i in rows]

    def events(self) -> list[tuple[str, str]]:
        """(name, actor) of what was recorded about meetings, oldest first."""
        rows = AuditEvent.objects.exclude(name__startswith="role.").order_by("id")
        return list(rows.values_list("name", "actor_words"))

    def mails(self) -> list[tuple[str, str, str]]:
        """(kind, to, subject) of the e-mails written, oldest first."""
        return sorted(Delivery.objects.values_list("kind", "email", "subject"))


def text_file(content: bytes = TEXT, name: str = "report.txt") -> SimpleUploadedFile:
    """A file that somebody sends."""
    return SimpleUploadedFile(name, content)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A local moment."""
    return at_local(day, time(hour, minute))


@contextmanager
def standing_clock(at: str = NOW) -> Iterator[None]:
    """It is `at` for as long as this lasts."""
    with time_machine.travel(at, tick=False):
        yield


@contextmanager
def room_of(cast: Cast) -> Iterator[Room]:
    """Alpha's room with the clock standing still."""
    with standing_clock(), in_partnership(cast.alpha.pk):
        yield Room(cast)
