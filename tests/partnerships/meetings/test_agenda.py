"""Building an agenda."""

from collections.abc import Iterator
from datetime import date

import pytest

from partnerships.meetings.domain import agenda
from partnerships.meetings.domain.agenda import (
    add_item,
    carry_item,
    change_item,
    defer_item,
    move_item,
    remove_item,
)
from partnerships.meetings.domain.meetings import locked
from partnerships.meetings.domain.papers import add_paper
from partnerships.meetings.models import AgendaItem, Meeting
from portal.errors import Conflict, Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import Room, room_of, text_file
from tests.partnerships.meetings.test_meetings import said

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


def titles(room: Room, meeting: Meeting) -> list[str]:
    return [title for _, title in room.items(meeting)]


class TestDraft:
    def test_own_items_stand_before_any_other_business(self, room: Room, meeting: Meeting) -> None:
        add(room, meeting)
        item = add(
            room, meeting, "Land", summary="**Buy** it", presenter="Cllr Hill", minutes=20,
            restricted=True, restricted_why="Price of land",
        )  # fmt: skip
        assert titles(room, meeting) == [*STANDING, "Crime plan", "Land", LAST]
        stored = AgendaItem.objects.values(
            "kind", "summary", "presenter", "minutes", "restricted", "restricted_why", "number",
            "standing", "is_late", "revision",
        ).get(pk=item.pk)  # fmt: skip
        assert stored == {
            "kind": "decision", "summary": "**Buy** it", "presenter": "Cllr Hill", "minutes": 20,
            "restricted": True, "restricted_why": "Price of land", "number": "", "standing": "",
            "is_late": False, "revision": 1,
        }  # fmt: skip
        assert room.events()[-1] == ("agenda_item.added", "Alpha Coordinator")
        meeting.refresh_from_db()
        assert meeting.sequence == 0  # nobody sees a draft

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"title": " "}, "Enter what the item is about."),
            (
                {"restricted": True},
                "Say why the item is restricted. Everybody in the room sees the reason.",
            ),
            ({"minutes": 0}, "Give the item 1 to 480 minutes, or leave its time empty."),
            ({"minutes": 481}, "Give the item 1 to 480 minutes, or leave its time empty."),
        ],
    )
    def test_refusals(
        self, room: Room, meeting: Meeting, fields: dict[str, object], words: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            add(room, meeting, **fields)
        assert said(refused) == words
        assert titles(room, meeting) == [*STANDING, LAST]

    def test_items_move_up_and_down_to_the_ends(self, room: Room, meeting: Meeting) -> None:
        item = add(room, meeting)
        move_item(item=item, up=True, by=room.by)
        assert titles(room, meeting)[4:] == ["Crime plan", "Open actions", LAST]
        for _ in range(9):
            move_item(item=item, up=False, by=room.by)
        assert titles(room, meeting)[5:] == [LAST, "Crime plan"]
        add(room, meeting, "After it")  # any other business is not last any more
        assert titles(room, meeting)[5:] == [LAST, "Crime plan", "After it"]

    def test_change_counts_revisions_and_a_stale_one_clashes(
        self, room: Room, meeting: Meeting
    ) -> None:
        item = add(room, meeting, restricted=True, restricted_why="Price")
        changed = change_item(item=item, revision=1, title="New", restricted=False, by=room.by)
        changed.refresh_from_db()
        assert (changed.title, changed.revision) == ("New", 2)
        assert (changed.restricted, changed.restricted_why) == (False, "")
        assert change_item(item=item, revision=2, title="New", by=room.by).revision == 2
        with pytest.raises(Conflict) as conflict:
            change_item(item=item, revision=1, title="Other", by=room.by)
        assert conflict.value.message == (
            "Somebody else changed this item while you had it open. Compare what it says now with"
            " what you typed, then save again."
        )
        with pytest.raises(TypeError):
            change_item(item=item, revision=2, number="7", by=room.by)

    def test_remove_closes_the_gap(self, room: Room, meeting: Meeting) -> None:
        remove_item(item=meeting.items.get(standing="matters"), by=room.by)
        assert titles(room, meeting) == [*STANDING[:3], "Open actions", LAST]

    def test_an_item_with_papers_stays_or_goes_elsewhere(
        self, room: Room, meeting: Meeting
    ) -> None:
        item = add(room, meeting)
        add_paper(item=item, title="Report", upload=text_file(), by=room.by)
        with pytest.raises(Refused) as refused:
            remove_item(item=item, by=room.by)
        assert said(refused) == (
            "“Crime plan” has papers, and papers are kept. Put it on another agenda instead, or"
            " withdraw its papers and say in the summary that the item fell away."
        )
        later = room.meeting(on=date(2030, 4, 17))
        defer_item(item=item, meeting=later, by=room.by)
        assert titles(room, meeting) == [*STANDING, LAST]
        assert titles(room, later) == [*STANDING, "Crime plan", LAST]
        assert later.items.get(title="Crime plan").papers.count() == 1

    def test_defer_stays_within_the_body(self, room: Room, meeting: Meeting) -> None:
        item = add(room, meeting)
        for other in (meeting, room.meeting(body=room.forum)):
            with pytest.raises(Refused) as refused:
                defer_item(item=item, meeting=other, by=room.by)
            assert said(refused) == "Choose another meeting of the Board."


class TestCarry:
    def test_an_item_of_a_held_meeting_comes_back(self, room: Room, meeting: Meeting) -> None:
        before = room.meeting(on=date(2030, 2, 20))
        old = add(room, before, "Bus routes", restricted=True, restricted_why="Contract")
        with pytest.raises(Refused) as refused:
            carry_item(item=old, meeting=meeting, by=room.by)
        assert said(refused) == (
            "Only items of earlier meetings of the same body that were held arise again. Choose one"
            " from the list."
        )
        Meeting.objects.filter(pk=before.pk).update(state="held")
        old.refresh_from_db()
        again = carry_item(item=old, meeting=meeting, by=room.by)
        assert (again.title, again.arises_from, again.restricted_why) == (
            "Bus routes", old, "Contract",
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            carry_item(item=old, meeting=meeting, by=room.by)
        assert said(refused) == "“Bus routes” is on this agenda already. Change it there."

    def test_two_who_carry_it_at_once_take_turns(
        self, room: Room, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = room.meeting(on=date(2030, 2, 20))
        old = add(room, before, "Bus routes")
        Meeting.objects.filter(pk=before.pk).update(state="held")
        old.refresh_from_db()

        def the_other_is_first(mine: Meeting) -> Meeting:
            monkeypatch.undo()
            carry_item(item=old, meeting=mine, by=room.by)
            return locked(mine)

        monkeypatch.setattr(agenda, "locked", the_other_is_first)
        with pytest.raises(Refused) as refused:
            carry_item(item=old, meeting=meeting, by=room.by)
        assert said(refused) == "“Bus routes” is on this agenda already. Change it there."
