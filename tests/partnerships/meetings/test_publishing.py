"""Publishing an agenda, and what comes late."""

from collections.abc import Iterator
from datetime import date

import pytest

from partnerships.meetings.domain.agenda import (
    add_item,
    add_late_item,
    change_item,
    defer_item,
    move_item,
    publish_agenda,
    remove_item,
    restrict_item,
)
from partnerships.meetings.domain.meetings import cancel_meeting
from partnerships.meetings.models import AgendaItem, Meeting
from portal.errors import Refused
from portal.mail.models import Delivery
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import MEETS_ON, Room, moment, room_of
from tests.partnerships.meetings.test_meetings import said

LOCKED = "The agenda was published on 1 March 2030 and is locked. Add a late item instead."
STANDING = [
    "Welcome and apologies", "Declarations of interest", "Minutes of the last meeting",
    "Matters arising", "Open actions",
]  # fmt: skip
LAST = "Any other business"


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    with room_of(cast) as room:
        yield room


@pytest.fixture
def meeting(room: Room) -> Meeting:
    return room.meeting()


def add(room: Room, meeting: Meeting, title: str = "Crime plan", **more: object) -> AgendaItem:
    return add_item(meeting=meeting, **{"kind": "decision", "title": title, "by": room.by, **more})


def late(room: Room, meeting: Meeting, title: str = "Flood", **more: object) -> AgendaItem:
    return add_late_item(
        meeting=meeting, **{"kind": "information", "title": title, "by": room.by, **more}
    )


class TestPublish:
    def test_numbers_locks_and_tells(self, room: Room, meeting: Meeting) -> None:
        add(room, meeting, "Secret land", restricted=True, restricted_why="Price of land")
        publish_agenda(meeting=meeting, by=room.by)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.sequence, meeting.revision) == ("called", 1, 2)
        assert meeting.agenda_published_at.isoformat() == "2030-03-01T09:00:00+00:00"
        assert room.items(meeting) == [
            (str(n), title) for n, title in enumerate([*STANDING, "Secret land", LAST], 1)
        ]
        assert room.events()[-1] == ("agenda.published", "Alpha Coordinator")
        assert room.mails() == [
            ("agenda_published", f"alpha_{who}@portal.example", "Agenda published: Board meeting")
            for who in ("chair", "member")
        ]
        mail = Delivery.objects.first()
        assert mail.body == (
            "The agenda of “Board meeting” is published.\n"
            "Wednesday 20 March 2030, 2pm to 4pm\nTown Hall"
        )
        assert mail.path == f"/p/alpha/meetings/{meeting.pk}/"

    def test_locks_everything(self, room: Room, meeting: Meeting) -> None:
        item = add(room, meeting)
        other = room.meeting(on=date(2030, 4, 17))
        publish_agenda(meeting=meeting, by=room.by)
        for act in (
            lambda: add(room, meeting),
            lambda: change_item(item=item, revision=1, title="x", by=room.by),
            lambda: move_item(item=item, up=True, by=room.by),
            lambda: remove_item(item=item, by=room.by),
            lambda: defer_item(item=item, meeting=other, by=room.by),
            lambda: publish_agenda(meeting=meeting, by=room.by),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert said(refused) == LOCKED
        cancel_meeting(meeting=meeting, why="Snow", by=room.by)
        with pytest.raises(Refused, match="This meeting was cancelled"):
            late(room, meeting)

    def test_short_notice_needs_a_reason(self, room: Room) -> None:
        meeting = room.meeting(on=date(2030, 3, 7))
        with pytest.raises(Refused) as refused:
            publish_agenda(meeting=meeting, by=room.by)
        assert said(refused) == (
            "The constitution asks for 5 working days’ notice and this gives 4. Say why the notice"
            " is short, or move the meeting to 8 March 2030 or later."
        )
        publish_agenda(meeting=meeting, by=room.by, short_notice_why="The grant ends")
        meeting.refresh_from_db()
        assert (meeting.state, meeting.short_notice_why) == ("called", "The grant ends")
        assert "The notice is short: The grant ends" in Delivery.objects.first().body

    def test_just_enough_notice_needs_none(self, room: Room) -> None:
        meeting = room.meeting(on=date(2030, 3, 8))
        publish_agenda(meeting=meeting, by=room.by, short_notice_why="not needed")
        meeting.refresh_from_db()
        assert (meeting.state, meeting.short_notice_why) == ("called", "")

    def test_a_body_without_a_constitution_asks_for_none(self, room: Room) -> None:
        meeting = room.meeting(body=room.forum, on=date(2030, 3, 4))
        assert publish_agenda(meeting=meeting, by=room.by).state == "called"

    def test_neither_an_empty_agenda_nor_a_begun_meeting(
        self, room: Room, meeting: Meeting
    ) -> None:
        AgendaItem.objects.filter(meeting=meeting).delete()
        with pytest.raises(Refused) as refused:
            publish_agenda(meeting=meeting, by=room.by)
        assert said(refused) == "The agenda is empty. Add at least one item, then publish."
        with pytest.raises(Refused) as refused:
            publish_agenda(meeting=meeting, by=room.by, at=moment(MEETS_ON, 14))
        assert said(refused) == (
            "The meeting has begun already. Move it to a later time, then publish."
        )


class TestLate:
    def test_gets_a_letter_and_is_told(self, room: Room, meeting: Meeting) -> None:
        own = add(room, meeting)
        publish_agenda(meeting=meeting, by=room.by)
        first = late(room, meeting)
        late(room, meeting, "Secret", restricted=True, restricted_why="Names a person")
        own.refresh_from_db()
        late(room, meeting, "At the end", after=meeting.items.get(standing="other"))
        late(room, meeting, "After 6", after=own)
        assert room.items(meeting)[5:] == [
            ("6", "Crime plan"), ("6a", "Flood"), ("6b", "Secret"), ("6c", "After 6"),
            ("7", LAST), ("7a", "At the end"),
        ]  # fmt: skip
        meeting.refresh_from_db()
        assert (first.is_late, meeting.sequence, meeting.state) == (True, 5, "called")
        bodies = set(
            Delivery.objects.filter(subject="Late item: Board meeting").values_list(
                "body", flat=True
            )
        )
        assert any("item 6a, “Flood”." in body for body in bodies)
        assert any("item 6b." in body for body in bodies)
        assert not any("Secret" in body or "Names a person" in body for body in bodies)

    def test_is_for_published_agendas_and_their_own_items(
        self, room: Room, meeting: Meeting
    ) -> None:
        with pytest.raises(Refused) as refused:
            late(room, meeting)
        assert said(refused) == (
            "This agenda is not published yet. Add the item to the draft instead."
        )
        foreign = room.meeting(on=date(2030, 4, 17)).items.first()
        publish_agenda(meeting=meeting, by=room.by)
        with pytest.raises(Refused) as refused:
            late(room, meeting, after=foreign)
        assert said(refused) == "That item is on another agenda. Choose an item of this one."

    def test_letters_run_out(self, room: Room, meeting: Meeting) -> None:
        publish_agenda(meeting=meeting, by=room.by)
        AgendaItem.objects.create(
            meeting=meeting, position=99, number="5z", kind="decision", title="z"
        )
        with pytest.raises(Refused) as refused:
            late(room, meeting, after=meeting.items.get(number="5"))
        assert said(refused) == "No letter is left after item 5. Choose an item further on."


class TestRestrict:
    def test_also_when_published(self, room: Room, meeting: Meeting) -> None:
        item = add(room, meeting)
        publish_agenda(meeting=meeting, by=room.by)
        with pytest.raises(Refused) as refused:
            restrict_item(item=item, why=" ", by=room.by)
        assert said(refused) == (
            "Say why the item is restricted. Everybody in the room sees the reason."
        )
        restrict_item(item=item, why="Names a person", by=room.by)
        item.refresh_from_db()
        meeting.refresh_from_db()
        assert (item.restricted, item.restricted_why, item.revision) == (True, "Names a person", 2)
        assert meeting.sequence == 2
