"""Pages of the agenda builder and of publication."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.meetings.domain.agenda import add_item, publish_agenda
from partnerships.meetings.models import AgendaItem, Meeting, Minutes
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import NOW, Room, standing_clock
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
P = "/p/alpha/"


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Room]:
    settings.MEDIA_ROOT = tmp_path
    with standing_clock(NOW):
        with in_partnership(cast.alpha.pk):
            made = Room(cast)
        yield made


@pytest.fixture
def meeting(room: Room) -> Meeting:
    with in_partnership(room.cast.alpha.pk):
        return room.meeting()


@pytest.fixture
def item(room: Room, meeting: Meeting) -> AgendaItem:
    with in_partnership(room.cast.alpha.pk):
        return add_item(
            meeting=meeting, kind="decision", title="Crime plan", minutes=45, by=room.by
        )


@pytest.fixture
def coordinator(room: Room, signed_in: SignIn) -> Pages:
    return Pages(signed_in(room.by))


def agenda(room: Room, meeting: Meeting) -> list[str]:
    with in_partnership(room.cast.alpha.pk):
        return [title for _, title in room.items(meeting)]


class TestBuilder:
    def test_adds_items_and_counts_their_time(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        new = f"{P}meetings/{meeting.pk}/agenda/new-item/"
        assert coordinator.get(new).heading == "Add an item"
        fields = {"title": "Crime plan", "kind": "decision", "minutes": "130"}
        page = coordinator.post(new, fields)
        assert "The item is added." in page.text
        assert "2 hours 10 minutes of 2 hours allotted." in page.text
        assert "10 minutes too much. Shorten items" in page.text
        assert "this gives 13: enough." in page.text
        assert "The last day for publishing is 13 March 2030." in page.text
        assert agenda(room, meeting)[-2:] == ["Crime plan", "Any other business"]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"title": ""}, "Enter title"),
            ({"kind": "party"}, "Select a valid choice"),
            ({"minutes": "0"}, "greater than or equal to 1"),
            ({"restricted": "on"}, "Say why the item is restricted"),
        ],
    )
    def test_refusals_keep_what_was_typed(
        self,
        room: Room,
        meeting: Meeting,
        coordinator: Pages,
        fields: dict[str, str],
        words: str,
    ) -> None:
        new = f"{P}meetings/{meeting.pk}/agenda/new-item/"
        typed = {"title": "Land", "kind": "decision", "presenter": "Cllr Hill", **fields}
        page = coordinator.post(new, typed)
        assert words in page.text
        assert 'value="Cllr Hill"' in page.html
        assert len(agenda(room, meeting)) == 6

    def test_changes_an_item_and_shows_both_when_stale(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        address = f"{P}agenda-items/{item.pk}/"
        fields = {"revision": "1", "title": "Crime strategy", "kind": "decision"}
        assert 'value="Crime plan"' in coordinator.get(address).html
        assert "Crime strategy" in coordinator.post(address, fields).text
        page = coordinator.post(address, {**fields, "title": "Mine"})
        assert (page.status, "What it says now" in page.text) == (409, True)
        assert "Crime strategy" in page.text
        assert 'value="Mine"' in page.html
        coordinator.post(address, {**fields, "title": "Mine", "revision": "2"})
        assert "Mine" in agenda(room, item.meeting)

    def test_moves_removes_and_defers(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        address = f"{P}agenda-items/{item.pk}/"
        coordinator.post(f"{address}move/", {"to": "down"})
        assert agenda(room, item.meeting)[-1] == "Crime plan"
        coordinator.post(f"{address}move/", {"to": "up"})
        assert agenda(room, item.meeting)[-1] == "Any other business"
        assert "no other meeting with a draft agenda" in coordinator.get(f"{address}remove/").text
        with in_partnership(room.cast.alpha.pk):
            later = room.meeting(on=date(2030, 4, 17), title="April")
        assert "Choose a meeting" in coordinator.post(f"{address}remove/").text
        page = coordinator.post(f"{address}remove/", {"meeting": later.pk})
        assert "“Crime plan” is on the agenda of “April” now." in page.text
        page = coordinator.post(f"{address}remove/", {"then": "remove"})
        assert "“Crime plan” is removed." in page.text
        assert len(agenda(room, later)) == 6

    def test_brings_back_what_arises(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            before = room.meeting(on=date(2030, 2, 20), title="February")
            old = add_item(meeting=before, kind="discussion", title="Buses", by=room.by)
            Meeting.objects.filter(pk=before.pk).update(state="held")
        builder = f"{P}meetings/{meeting.pk}/agenda/"
        assert "Bring back Buses" in coordinator.get(builder).text
        page = coordinator.post(f"{builder}carry/{old.pk}/")
        assert "“Buses” is on the agenda." in page.text
        assert "On this agenda" in page.text
        assert coordinator.post(f"{builder}carry/{old.pk}/").status == 409

    def test_a_held_meeting_has_nothing_to_build(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            Meeting.objects.update(state="held")
        builder = f"{P}meetings/{item.meeting_id}/agenda/"
        assert coordinator.get(builder).heading == "Board meeting"
        assert coordinator.get(f"{builder}new-item/").status == 409
        assert coordinator.get(f"{P}agenda-items/{item.pk}/").status == 409


class TestPublish:
    def test_says_what_it_means_then_locks(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        address = f"{P}meetings/{item.meeting_id}/agenda/publish/"
        page = coordinator.get(address)
        assert "asks for 5 working days’ notice and this gives 13: enough." in page.text
        assert "2 people are told by email as each has chosen: Alpha Chair, Alpha" in page.text
        page = coordinator.post(address)
        assert "The agenda is published and locked. The body is told." in page.text
        assert "at 9am on 1 March 2030" in page.text
        assert coordinator.get(address).status == 409
        assert coordinator.get(f"{P}agenda-items/{item.pk}/").status == 409

    def test_short_notice_asks_why(self, room: Room, coordinator: Pages) -> None:
        with in_partnership(room.cast.alpha.pk):
            soon = room.meeting(on=date(2030, 3, 6))
        address = f"{P}meetings/{soon.pk}/agenda/publish/"
        assert "Short notice" in coordinator.get(address).text
        page = coordinator.post(address)
        assert "Say why the notice is short" in page.text
        page = coordinator.post(address, {"short_notice_why": "The grant ends"})
        assert "Short notice. The grant ends" in page.text

    def test_late_items_and_later_restriction(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            publish_agenda(meeting=item.meeting, by=room.by)
        new = f"{P}meetings/{item.meeting_id}/agenda/new-item/"
        page = coordinator.get(new)
        assert page.heading == "Add a late item"
        assert "2 people are told by email" in page.text
        fields = {"title": "Flood", "kind": "information", "after": item.pk}
        page = coordinator.post(new, fields)
        assert "Item 6a is added." in page.text
        restrict = f"{P}agenda-items/{item.pk}/restrict/"
        assert "Answer “Why is it restricted?”" in coordinator.post(restrict).text
        page = coordinator.post(restrict, {"why": "Names a person"})
        assert "Others see: “Restricted: Names a person”" in page.text


def test_the_item_of_the_last_minutes_leads_to_them(
    room: Room, meeting: Meeting, signed_in: SignIn
) -> None:
    with in_partnership(room.cast.alpha.pk):
        before = room.meeting(on=date(2030, 2, 20), title="February")
        Meeting.objects.filter(pk=before.pk).update(state="held")
        Minutes.objects.create(meeting=before, state="draft")
        publish_agenda(meeting=meeting, by=room.by)
    member = Pages(signed_in(room.cast.alpha_member))
    said = "Minutes of February, 20 February 2030"
    assert said not in member.get(f"{P}meetings/{meeting.pk}/").text
    with in_partnership(room.cast.alpha.pk):
        Minutes.objects.update(state="circulated")
    page = member.get(f"{P}meetings/{meeting.pk}/")
    assert said in page.text
    assert f'href="{P}meetings/{before.pk}/minutes/"' in page.html
