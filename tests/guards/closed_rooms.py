"""A body with something restricted at every step of its meetings; each text holds a marked word.

WORDS says who may meet which word: everybody else must never, and they must somewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from partnerships.meetings.domain import actions, agenda, decisions, papers, writing
from partnerships.meetings.domain.attendance import declare, mark_held, record_attendance
from partnerships.meetings.domain.feeds import make_feed
from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    confirm_minutes,
    propose_amendment,
    publish_minutes,
)
from partnerships.meetings.domain.meetings import plan_meeting
from partnerships.meetings.entries import Entry
from partnerships.meetings.models import Action, AgendaItem, Decision, Meeting, Minutes, Passage
from partnerships.meetings.reminders import remind_owners
from partnerships.membership.domain.bodies import found_body
from partnerships.membership.domain.members import add_member
from partnerships.membership.domain.organisations import add_organisation
from partnerships.membership.domain.roles import give_role
from partnerships.membership.domain.seats import add_seat
from partnerships.membership.domain.tenures import seat_member
from partnerships.membership.models import Body, Member, Organisation, Seat
from partnerships.protocols.domain.clauses import add_clause
from partnerships.protocols.domain.drafting import draft_protocol
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from portal.working_days import add_working_days
from tests.guards.world import ANONYMOUS, BACKEND, World
from tests.partnerships.meetings.packed import pdf_of
from tests.portal.web import files

COORDINATOR, CHAIR, MEMBER = "alpha_coordinator", "alpha_chair", "alpha_member"
SITTER, OBSERVER = "alpha_sitter", "observer"
ENTITLED = frozenset({COORDINATOR, CHAIR, SITTER})
ROOM = ENTITLED | {MEMBER}
STRANGERS = (ANONYMOUS, "beta_coordinator", "evaluator", "administrator")
READERS = (COORDINATOR, CHAIR, SITTER, MEMBER, OBSERVER, *STRANGERS)

RESTRICTED = ["title", "summary", "presenter", "paper", "filename", "file", "note", "under", "docx", "passage", "inside", "interest", "decided", "resolved", "action", "undertaken", "update", "closing", "moved", "amended", "reason", "answer", "corrected"]  # fmt: skip
WORDS: dict[str, frozenset[str]] = {
    **{f"zyx{name}": ENTITLED for name in RESTRICTED},
    # What a decision said before it was reworded stands on no page at all.
    "zyxbefore": frozenset(),
    # Whoever has to do it reads an action of a restricted item, and nothing else of the item.
    "zyxtask": ROOM,
    # Not restricted, but not for everybody yet.
    "zyxagenda": frozenset({COORDINATOR}),
    "zyxdraft": frozenset({COORDINATOR, CHAIR}),
    "zyxcirculated": ROOM,
    "zyxclause": ROOM,
    # Of people: contact details are the room's, a name that is not public is not the public's.
    "zyxemail": ROOM,
    "zyxphone": ROOM,
    "zyxprivate": ROOM | {OBSERVER},
}
NEIGHBOUR = "harbour"  # stands beside every marked word, so that it can be looked for
WHY = "Commercial terms"
MARKED = {"restricted": True, "restricted_why": WHY}
# How far each meeting's minutes go; the first was the earliest.
STATES = ("published", "confirmed", "circulated", "draft")


def said(name: str) -> str:
    """A sentence with the marked word."""
    return f"The {NEIGHBOUR} zyx{name} lies there."


class ClosedRooms:
    """Alpha's executive, where the sitter has a seat and the member of the cast has none."""

    def __init__(self, world: World) -> None:
        self.world, self.cast = world, world.cast
        self.by: User = world.cast.alpha_coordinator
        self.now = timezone.now()
        with self.here():
            with self.at(-150):
                self._people()
                self.meetings = [self._called(days) for days in (-110, -80, -50, -20)]
            with self.at(-10):
                self.minutes = [
                    self._held(*each) for each in zip(self.meetings, STATES, strict=True)
                ]
                for each in self.minutes[:3]:
                    self._circulate(each)
            with self.at(-1):  # the time for amendments is over
                self._confirm()
            self.coming = self._coming()
            self._draft_agenda()
            self._draft_protocol()
            self._tasks()
            self.feeds = {
                name: make_feed(by=self.user(name)) for name in READERS if name != ANONYMOUS
            }

    def user(self, persona: str) -> User:
        """The account of one of READERS."""
        return self.sitter if persona == SITTER else self.cast.users[persona]

    def client(self, persona: str) -> Client:
        """Their browser."""
        client = self.world.client(ANONYMOUS if persona == SITTER else persona)
        if persona == SITTER:
            client.force_login(self.sitter, BACKEND)
        return client

    def here(self) -> Any:
        """Alpha's scope."""
        return in_partnership(self.cast.alpha.pk)

    @contextmanager
    def at(self, days: float) -> Iterator[None]:
        """So many days from now."""
        with time_machine.travel(self.now + timedelta(days=days), tick=False):
            yield

    def _people(self) -> None:
        self.sitter = User.objects.create(
            email="sitter@portal.example", name="Sitter", password="!"
        )
        give_role(user=self.sitter, role="member", by=self.cast.by)
        self.port = add_organisation(name="Port company", sector="public", by=self.by)
        self.council = add_organisation(name="Borough council", sector="public", by=self.by)
        self.executive = found_body(name="Executive", kind="executive", by=self.by)
        board = found_body(name="Board of partners", kind="board", by=self.by)
        outside = add_member(
            organisation=self.council, name="Member", user=self.cast.alpha_member, by=self.by
        )
        self.sitting = add_member(
            organisation=self.port, name="zyxprivate Sitter", user=self.sitter, by=self.by,
            email="zyxemail@portal.example", phone="0121 zyxphone",
        )  # fmt: skip
        self.seat = self._seat(self.executive, self.port, self.sitting)
        self._seat(board, self.council, outside)

    def _seat(self, body: Body, organisation: Organisation, member: Member) -> Seat:
        made = add_seat(
            body=body, title=f"{organisation} seat", sector="public",
            created_on=timezone.localdate(), by=self.by,
        )  # fmt: skip
        seat_member(seat=made, member=member, since=timezone.localdate(), by=self.by)
        return made

    def _called(self, days: int) -> Meeting:
        """A meeting with an open and a restricted item, papers of both kinds, and a late one."""
        meeting = self._planned(days)
        self._item(meeting, "Community safety")
        self._secret(meeting)
        for item in meeting.items.filter(standing=""):
            self._papers(item)
        called = agenda.publish_agenda(meeting=meeting, by=self.by)
        self._secret(called, add=agenda.add_late_item)
        return called

    def _planned(self, days: int) -> Meeting:
        starts = (self.now + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
        return plan_meeting(
            body=self.executive, title="Executive meeting", starts_at=starts,
            ends_at=starts + timedelta(hours=2), by=self.by,
        )  # fmt: skip

    def _item(self, meeting: Meeting, title: str, **more: Any) -> AgendaItem:
        add = more.pop("add", agenda.add_item)
        return add(meeting=meeting, kind="decision", title=title, by=self.by, **more)

    def _secret(self, meeting: Meeting, **more: Any) -> AgendaItem:
        words = {"summary": said("summary"), "presenter": said("presenter")}
        return self._item(meeting, said("title"), **words, **MARKED, **more)

    def _papers(self, item: AgendaItem) -> None:
        """Of the open item one open and one restricted; of the other two without a mark."""
        if item.restricted:
            self._paper(item, said("under"), "lease.pdf", pdf_of("zyxfile"))
            word = files.office("docx", **{"word/document.xml": b"<x>zyxdocx</x>"})
            self._paper(item, said("under"), "lease.docx", word)
            return
        self._paper(item, "Crime figures", "figures.pdf", pdf_of("Open figures"))
        made = self._paper(item, said("paper"), "zyxfilename.pdf", pdf_of("zyxfile"), **MARKED)
        newer = SimpleUploadedFile("zyxfilename.pdf", pdf_of("zyxfile", "again"))
        papers.add_paper_version(paper=made, upload=newer, note=said("note"), by=self.by)

    def _paper(self, item: AgendaItem, title: str, name: str, content: bytes, **more: Any) -> Any:
        file = SimpleUploadedFile(name, content)
        return papers.add_paper(item=item, title=title, upload=file, by=self.by, **more)

    def _held(self, meeting: Meeting, state: str) -> Minutes:
        """Its minutes, written; the open words are those of the state that they will reach."""
        record_attendance(
            meeting=meeting, entries=[Entry("present", seat=self.seat.pk)], by=self.by
        )
        minutes = mark_held(meeting=meeting, by=self.by)
        meeting.refresh_from_db()
        plain, secret, _ = meeting.items.filter(standing="").order_by("position")
        self._write(
            minutes, plain, said(state) if f"zyx{state}" in WORDS else "Lights were discussed."
        )
        self._write(minutes, plain, said("passage"), restricted=True, why=WHY)
        self._write(minutes, secret, said("inside"))
        declare(item=secret, member=self.sitting, words=said("interest"), by=self.by)
        self._decide(plain, secret)
        self._act(plain, secret)
        return minutes

    def _write(self, minutes: Minutes, item: AgendaItem, text: str, **more: Any) -> None:
        given = {"restricted": False, "base_revision": 0, **more}
        writing.save_passage(minutes=minutes, item=item, text=text, by=self.by, **given)

    def _decide(self, plain: AgendaItem, secret: AgendaItem) -> None:
        opened = decisions.record_decision(item=plain, text="Buy more lights.", by=self.by)
        marked = decisions.record_decision(item=plain, text=said("before"), by=self.by, **MARKED)
        decisions.change_decision(
            decision=marked, revision=marked.revision, text=said("decided"), by=self.by, **MARKED
        )
        marked.refresh_from_db()
        decisions.replace_decision(decision=opened, replaced_by=marked, by=self.by)
        decisions.record_decision(item=secret, text=said("resolved"), by=self.by)

    def _act(self, plain: AgendaItem, secret: AgendaItem) -> None:
        given = {"organisation": self.port, "owner": self.sitting, "by": self.by}
        due = timezone.localdate() + timedelta(days=9)
        actions.record_action(item=plain, text="Count the lights.", due_on=due, **given)
        made = actions.record_action(item=plain, text=said("action"), due_on=due, **given, **MARKED)
        actions.update_action(action=made, progress="late", text=said("update"), by=self.by)
        actions.change_action(
            action=made, revision=made.revision, due_on=due + timedelta(days=1),
            organisation=self.port, owner=self.sitting, why=said("moved"), by=self.by,
        )  # fmt: skip
        actions.close_action(action=made, state="done", note=said("closing"), by=self.by)
        actions.record_action(item=secret, text=said("undertaken"), due_on=due, **given)

    def _confirm(self) -> None:
        """The first two, each at the meeting after it; the first is published as well."""
        for n in (0, 1):
            passage = self._secret_passage(self.minutes[n])
            confirm_minutes(
                minutes=self.minutes[n], at_meeting=self.meetings[n + 1],
                corrections={passage.pk: f"{passage.text}\n\n{said('corrected')}"},
                by=self.cast.alpha_chair,
            )  # fmt: skip
        self.minutes[0].refresh_from_db()
        publish_minutes(minutes=self.minutes[0], by=self.by)

    def _circulate(self, minutes: Minutes) -> None:
        until = add_working_days(timezone.localdate(), 4)
        circulate_minutes(minutes=minutes, amend_until=until, by=self.by)
        made = propose_amendment(
            passage=self._secret_passage(minutes), text=said("amended"), reason=said("reason"),
            by=self.sitter,
        )  # fmt: skip
        answer_amendment(amendment=made, accept=False, answer=said("answer"), by=self.by)

    def _secret_passage(self, minutes: Minutes) -> Passage:
        return Passage.objects.select_related("item").get(minutes=minutes, restricted=True)

    def _coming(self) -> Meeting:
        """To come, with the restricted item of the last meeting carried in."""
        meeting = self._called(30)
        carried = self.meetings[-1].items.filter(restricted=True).first()
        agenda.carry_item(item=carried, meeting=meeting, by=self.by)
        return meeting

    def _draft_agenda(self) -> None:
        meeting = self._planned(60)
        self._item(meeting, said("agenda"), summary=said("agenda"))
        self._secret(meeting)

    def _draft_protocol(self) -> None:
        made = draft_protocol(title="Sharing figures", kind="information", by=self.by)
        add_clause(
            version=made.versions.get(), heading=said("clause"), text=said("clause"), by=self.by
        )

    def _tasks(self) -> None:
        """An action of a restricted item for somebody outside the body, and its reminders."""
        item = self.minutes[-1].meeting.items.filter(restricted=True).first()
        due = timezone.localdate() + timedelta(days=1)
        actions.record_action(
            item=item, text=said("task"), organisation=self.council, due_on=due, by=self.by
        )
        monday = add_working_days(timezone.localdate() + timedelta(days=20), 1)
        remind_owners(by=self.cast.by, today=monday)

    def numbers(self) -> list[str]:
        """Of every decision and action, as somebody would look for them."""
        with self.here():
            rows = (*Decision.objects.all(), *Action.objects.all())
            return [row.number for row in rows]
