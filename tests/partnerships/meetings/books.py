"""A board that has met once, with people and organisations who are given things to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from partnerships.meetings.domain.actions import record_action
from partnerships.meetings.models import Action, AgendaItem, Attendance, Decision, Meeting, Minutes
from partnerships.membership.models import Body, Member, Organisation, Seat, Sector, Tenure
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.support.pages import Page

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2004, 10, 7, 9, 0, tzinfo=LONDON)  # a Thursday
TODAY = NOW.date()
MET_ON = date(2004, 10, 4)
DUE = date(2004, 10, 29)


class Books:
    """Alpha's registers, in alpha's scope.

    The chair of the cast sits on the board for the chamber, the member works for the police and
    does not sit on it; Pat Hill of the police has no account.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by: User = cast.alpha_coordinator
        self.board = Body.objects.create(name="Board", kind="board")
        self.forum = Body.objects.create(name="Area forum", kind="area_forum")
        self.police = Organisation.objects.create(name="Alpha Police", sector=Sector.PUBLIC)
        self.chamber = Organisation.objects.create(name="Alpha Chamber", sector=Sector.BUSINESS)
        self.officer = self.member(self.police, "Alpha Member", cast.alpha_member)
        self.pat = self.member(self.police, "Pat Hill")
        self.trader = self.member(self.chamber, "Alpha Chair", cast.alpha_chair)
        self.chair_seat = self.seat(self.trader, "Chair")
        self.police_seat = self.seat(self.pat, "Police")
        self.meeting = self.met(MET_ON)
        self.item, self.secret = self.items(self.meeting)

    def member(self, organisation: Organisation, name: str, user: User | None = None) -> Member:
        """A member, with or without an account."""
        return Member.objects.create(organisation=organisation, name=name, user=user)

    def seat(self, member: Member, title: str, body: Body | None = None) -> Seat:
        """Seat the member on the board (or another body)."""
        seat = Seat.objects.create(
            body=body or self.board,
            title=title,
            sector=member.organisation.sector,
            created_on=date(2003, 1, 1),
        )
        Tenure.objects.create(seat=seat, member=member, since=date(2003, 1, 1))
        return seat

    def met(self, on: date, body: Body | None = None, **more: Any) -> Meeting:
        """A meeting that was held, 10am to noon, with minutes in draft."""
        starts = datetime(on.year, on.month, on.day, 10, 0, tzinfo=LONDON)
        planned = {"title": "Board meeting", "state": "held", "place": "Town Hall", **more}
        meeting = Meeting.objects.create(
            body=body or self.board,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            **planned,
        )
        if meeting.state == Meeting.State.HELD:
            Minutes.objects.create(meeting=meeting)
        return meeting

    def items(self, meeting: Meeting) -> tuple[AgendaItem, AgendaItem]:
        """An open item and a restricted one."""
        fields = {"meeting": meeting, "kind": "decision"}
        return (
            AgendaItem.objects.create(position=1, number="1", title="Community safety", **fields),
            AgendaItem.objects.create(
                position=2,
                number="2",
                title="The lease",
                restricted=True,
                restricted_why="Commercial terms",
                **fields,
            ),
        )

    def action(self, **more: Any) -> Action:
        """An action of the meeting for the police officer."""
        given = {
            "text": "Bring the crime figures",
            "organisation": self.police,
            "owner": self.officer,
            "due_on": DUE,
            "item": self.item,
            **more,
        }
        return record_action(by=self.by, **given)

    def decision(
        self, serial: int, text: str = "RESOLVED: to open the forum", **more: Any
    ) -> Decision:
        """A decision of the meeting."""
        given = {"year": 2004, "meeting": self.meeting, "item": self.item, **more}
        return Decision.objects.create(serial=serial, text=text, recorded_by=self.by, **given)

    def circulated(self) -> None:
        """All minutes: from now on the whole room reads their decisions."""
        Minutes.objects.update(state="circulated")

    def kept(self, meeting: Meeting, seat: Seat, member: Member, kind: str) -> Attendance:
        """A line of attendance."""
        return Attendance.objects.create(
            meeting=meeting, seat=seat, member=member, name=member.name, kind=kind
        )

    def mails(self) -> list[tuple[str, str, str]]:
        """(kind, to, subject) of the e-mails written, in order of kind."""
        return sorted(Delivery.objects.values_list("kind", "email", "subject"))

    def events(self, prefix: str) -> list[tuple[str, str, str]]:
        """(name, actor, reason) of audit events, oldest first."""
        rows = AuditEvent.objects.filter(name__startswith=prefix).order_by("id")
        return list(rows.values_list("name", "actor_words", "reason"))


def said(page: Page) -> str:
    """What a page says, with a space between any two of its elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.html)).split())


def standing_clock(at: datetime = NOW) -> time_machine.travel:
    """It is `at` for as long as this lasts."""
    return time_machine.travel(at, tick=False)


@contextmanager
def books_of(cast: Cast) -> Iterator[Books]:
    """Alpha's registers, with alpha's scope open and the clock standing still."""
    with standing_clock(), in_partnership(cast.alpha.pk):
        yield Books(cast)
