"""Minutes of the board at its table: written, with something restricted, ready to be circulated.

The chair's account is Ann Moor's, the member's is Bob Field's; both were there. Dev Rook sent
apologies. Only Ann's name may be public. The co-ordinator wrote it all.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from partnerships.meetings.domain.attendance import mark_held
from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    confirm_minutes,
    propose_amendment,
    publish_minutes,
    recall_minutes,
)
from partnerships.meetings.models import (
    Action,
    AgendaItem,
    Amendment,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minutes,
    MinutesVersion,
    Paper,
    Passage,
)
from portal.accounts.models import User
from portal.working_days import add_working_days
from tests.partnerships.meetings.table import STARTS, Table

SECRET = "The landlord asks for 4,200 pounds a month."
OPEN = "The partnership heard that burglary fell by a tenth.\n\n- Police: more patrols\n- Council: lights"
WHY = "Commercial terms"


class Minuted:
    """Call it inside alpha's scope."""

    def __init__(self, table: Table) -> None:
        self.table, self.cast = table, table.cast
        self.by: User = table.cast.alpha_coordinator
        self.chair: User = table.cast.alpha_chair
        self.member: User = table.cast.alpha_member
        self._accounts()
        self._attendance()
        self.minutes: Minutes = mark_held(meeting=table.meeting, by=table.by)
        self._write()

    @property
    def state(self) -> str:
        return Minutes.objects.get(pk=self.minutes.pk).state

    @property
    def open(self) -> Passage:
        """The open passage of item 2."""
        return self.passage(1)

    def passage(self, item: int, restricted: bool = False) -> Passage:
        found = Passage.objects.select_related("minutes__meeting", "item")
        return found.get(item=self.table.items[item], restricted=restricted)

    def circulate(self, until: date | None = None, by: User | None = None) -> MinutesVersion:
        last = until or add_working_days(localdate(), 10)
        return circulate_minutes(minutes=self.minutes, amend_until=last, by=by or self.by)

    def amend(self, text: str, by: User | None = None, reason: str = "As I heard it") -> Amendment:
        by = by or self.member
        return propose_amendment(passage=self.open, text=text, reason=reason, by=by)

    def accept(self, amendment: Amendment) -> None:
        answer_amendment(amendment=amendment, accept=True, answer="", by=self.by)

    def later(self, days: int = 60, **more: Any) -> Meeting:
        """A later meeting of the board that was held, with its quorum."""
        starts: datetime = STARTS + timedelta(days=days)
        values = {"body": self.table.board, "title": "May board", "state": Meeting.State.HELD}
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        meeting = Meeting.objects.create(**(values | times | more))
        for key in ("ann", "cath", "dev"):
            Attendance.objects.create(
                meeting=meeting, member=self.table.members[key], seat=self.table.seats[key],
                name=self.table.members[key].name, kind="present",
            )  # fmt: skip
        return meeting

    def close_window(self) -> None:
        """The last day for amendments has passed."""
        Minutes.objects.filter(pk=self.minutes.pk, state="circulated").update(
            amend_until=date(2004, 3, 26)
        )

    def confirm(self, corrections: dict[int, str] | None = None, **more: Any) -> MinutesVersion:
        values = {"minutes": self.minutes, "corrections": corrections or {}, "by": self.chair}
        if "at_meeting" not in more:
            more["at_meeting"] = self.later()
        self.close_window()
        return confirm_minutes(**(values | more))

    def publish(self, **more: Any) -> MinutesVersion:
        self.minutes.refresh_from_db()
        return publish_minutes(minutes=self.minutes, by=self.by, **more)

    def recall(self, why: str = "Bob Field was there") -> None:
        recall_minutes(minutes=self.minutes, why=why, by=self.by)

    def _accounts(self) -> None:
        for key, user in (("ann", self.chair), ("bob", self.member)):
            self.table.members[key].user = user
            self.table.members[key].name_public = key == "ann"
            self.table.members[key].save()

    def _attendance(self) -> None:
        people, seats = self.table.members, self.table.seats
        for key, kind in (("ann", "present"), ("bob", "present"), ("cath", "present"),
                          ("dev", "apologies"), ("eve", "absent")):  # fmt: skip
            Attendance.objects.create(
                meeting=self.table.meeting, member=people[key], seat=seats[key],
                name=people[key].name, kind=kind,
            )  # fmt: skip
        Attendance.objects.create(
            meeting=self.table.meeting, name="Gil Swift, Government Office", kind="observer"
        )

    def _write(self) -> None:
        items = self.table.items
        self._text(items[1], OPEN)
        self._text(items[1], SECRET, restricted=True, restricted_why=WHY)
        self._text(items[2], "The lease was discussed.")
        facts = {"meeting": self.table.meeting, "item": items[1], "recorded_by": self.by}
        secret = {"restricted": True, "restricted_why": WHY}
        Decision.objects.create(
            year=2004, serial=1, text="The board adopts the plan.", reached="vote",
            votes_for=4, votes_against=1, votes_abstained=0, **facts,
        )  # fmt: skip
        Decision.objects.create(
            year=2004, serial=2, text="Offer the landlord less.", **facts, **secret
        )
        organisation = self.table.members["bob"].organisation
        owner = self.table.members["bob"]
        Action.objects.create(
            year=2004, serial=1, text="Publish the figures.", organisation=organisation,
            owner=owner, due_on=date(2004, 4, 1), **facts,
        )  # fmt: skip
        Declaration.objects.create(
            item=items[1],
            member=self.table.members["cath"],
            words="Trustee of the fund",
            left_room=True,
        )
        Paper.objects.create(item=items[1], title="Crime figures")
        Paper.objects.create(item=items[1], title="Draft lease", position=2, **secret)

    def _text(self, item: AgendaItem, text: str, **more: Any) -> None:
        Passage.objects.update_or_create(
            minutes=self.minutes, item=item, restricted=more.get("restricted", False),
            defaults={"text": text, "edited_by": self.by, "edited_at": STARTS, **more},
        )  # fmt: skip
