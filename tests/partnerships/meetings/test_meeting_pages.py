"""Pages of meetings: the list, planning, series, change, cancel, and the meeting as readers see it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.meetings.domain.agenda import add_item, publish_agenda
from partnerships.meetings.domain.papers import add_paper
from partnerships.meetings.models import Action, Meeting, Minutes
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import NOW, Room, standing_clock, text_file
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
LIST = "/p/alpha/meetings/"


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    with standing_clock(NOW):
        with in_partnership(cast.alpha.pk):
            made = Room(cast)
        yield made


@pytest.fixture
def meeting(room: Room) -> Meeting:
    with in_partnership(room.cast.alpha.pk):
        return room.meeting()


@pytest.fixture
def coordinator(room: Room, signed_in: SignIn) -> Pages:
    return Pages(signed_in(room.by))


def stored(room: Room) -> list[tuple[str, str, str]]:
    """(title, start in UTC, place) of every meeting."""
    with in_partnership(room.cast.alpha.pk):
        rows = Meeting.objects.order_by("starts_at", "id")
        return [(m.title, m.starts_at.isoformat(), m.place) for m in rows]


class TestList:
    def test_empty_one_and_filters(self, room: Room, coordinator: Pages) -> None:
        page = coordinator.get(LIST)
        assert "No meeting is planned" in page.text
        assert "0 upcoming meetings" in page.text
        with in_partnership(room.cast.alpha.pk):
            room.meeting()
            room.meeting(body=room.forum, title="Forum")
            room.meeting(on=date(2030, 2, 20), title="Long ago")
        page = coordinator.get(LIST)
        assert "2 upcoming meetings" in page.text
        assert "Wednesday 20 March 2030, 2pm to 4pm" in page.text
        assert "Long ago" not in page.text
        forum = coordinator.get(f"{LIST}?body={room.forum.pk}")
        assert "1 upcoming meeting" in forum.text
        assert "Board meeting" not in forum.text
        past = coordinator.get(f"{LIST}?when=past")
        assert (past.heading, "Long ago" in past.text) == ("Past meetings", True)
        assert "No meeting fits" in coordinator.get(f"{LIST}?state=held").text

    def test_pages_in_a_constant_number_of_queries(self, room: Room, signed_in: SignIn) -> None:
        client = signed_in(room.cast.alpha_member)
        counts = []
        for days in ([4], [5, 6]):
            with in_partnership(room.cast.alpha.pk):
                for day in days:
                    room.meeting(on=date(2030, 4, day))
            client.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(LIST).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_many_have_a_pager(self, room: Room, coordinator: Pages) -> None:
        with in_partnership(room.cast.alpha.pk):
            for day in range(1, 32):
                room.meeting(on=date(2030, 5, day))
        assert "31 upcoming meetings, 1 to 30 on this page" in coordinator.get(LIST).text
        assert "31 to 31" in coordinator.get(f"{LIST}?page=2").text

    def test_observers_see_meetings_with_confirmed_minutes(
        self, room: Room, meeting: Meeting, signed_in: SignIn
    ) -> None:
        pages = Pages(signed_in(room.cast.observer))
        assert "0 upcoming meetings" in pages.get(LIST).text
        address = f"{LIST}{meeting.pk}/"
        assert pages.get(address).status == 404
        with in_partnership(room.cast.alpha.pk):
            later = room.meeting(on=date(2030, 4, 17))
            Minutes.objects.create(
                meeting=meeting, state="confirmed", confirmed_at=meeting.ends_at,
                confirmed_by=room.cast.alpha_chair, confirmed_at_meeting=later,
            )  # fmt: skip
            publish_agenda(meeting=meeting, by=room.by)
        page = pages.get(address)
        assert "You can read the confirmed minutes of this meeting." in page.text
        assert "Welcome and apologies" not in page.text


class TestPlan:
    FORM = {
        "title": "Special meeting", "day": "2030-03-31", "starts": "14:00", "ends": "16:00",
        "place": "Library",
    }  # fmt: skip

    def test_plans_and_goes_on_to_the_agenda(self, room: Room, coordinator: Pages) -> None:
        assert coordinator.get(f"{LIST}new/").heading == "Plan a meeting"
        page = coordinator.post(f"{LIST}new/", {**self.FORM, "body": room.board.pk})
        assert page.heading == "Build the agenda"
        assert stored(room) == [("Special meeting", "2030-03-31T13:00:00+00:00", "Library")]

    @pytest.mark.parametrize(
        ("fields", "words", "status"),
        [
            ({"title": ""}, "Enter title", 200),
            ({"body": ""}, "Choose body", 200),
            ({"day": "31.13.2030"}, "Enter day as a day, like 27/3/2004", 200),
            ({"ends": "13:00"}, "The meeting ends before it starts. Change when it ends.", 200),
            ({"starts": "01:30"}, "1:30am does not exist on 31 March 2030", 200),
            ({"starts": "10:30"}, "The Board meets already: “Board meeting” at 10am", 409),
        ],
    )
    def test_refusals_keep_what_was_typed(
        self, room: Room, coordinator: Pages, fields: dict[str, str], words: str, status: int
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            room.meeting(on=date(2030, 3, 31), start=10, end=12)
        page = coordinator.post(f"{LIST}new/", {**self.FORM, "body": room.board.pk, **fields})
        assert (page.status, page.title.startswith("Error: ")) == (status, True)
        assert words in page.text
        assert 'value="Library"' in page.html
        assert len(stored(room)) == 1

    def test_members_may_not(self, room: Room, signed_in: SignIn) -> None:
        assert Pages(signed_in(room.cast.alpha_member)).get(f"{LIST}new/").status == 403


class TestSeries:
    ADDRESS = "/p/alpha/series/new/"

    def fields(self, room: Room, **more: object) -> dict[str, object]:
        return {
            "body": room.board.pk, "title": "Board", "first_on": "2030-02-20", "every": "month",
            "count": "3", "starts": "14:00", "minutes": "120", "place": "Town Hall", **more,
        }  # fmt: skip

    def test_shows_its_days_then_plans_the_ticked_ones(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        page = coordinator.get(self.ADDRESS, data=self.fields(room, first_on="2030-01-16"))
        assert "The third Wednesday of every month" in page.text
        assert "The Board meets already: “Board meeting” at 2pm on 20 March 2030." in page.text
        assert page.html.count(" checked") == 2
        days = ["2030-01-16", "2030-02-20"]
        page = coordinator.post(self.ADDRESS, self.fields(room, first_on="2030-01-16", days=days))
        assert "2 meetings are planned." in page.text
        assert [start for _, start, _ in stored(room)] == [
            "2030-01-16T14:00:00+00:00", "2030-02-20T14:00:00+00:00", "2030-03-20T14:00:00+00:00",
        ]  # fmt: skip

    def test_says_which_days_are_odd(self, room: Room, coordinator: Pages) -> None:
        sunday = self.fields(room, first_on="2030-03-31", starts="01:30", count="2")
        page = coordinator.get(self.ADDRESS, data=sunday)
        assert "1:30am does not exist on 31 March 2030" in page.text
        page = coordinator.get(self.ADDRESS, data={**sunday, "starts": "14:00"})
        assert "Not a working day. The clocks go forward this day." in page.text

    def test_refusals(self, room: Room, coordinator: Pages) -> None:
        page = coordinator.post(self.ADDRESS, self.fields(room))
        assert (page.status, stored(room)) == (409, [])
        assert "No day is left. Choose at least one day of the series." in page.text
        page = coordinator.post(self.ADDRESS, self.fields(room, count="99"))
        assert (page.status, stored(room)) == (200, [])
        assert "less than or equal to 36" in page.text


class TestChangeAndCancel:
    def fields(self, **more: str) -> dict[str, str]:
        return {
            "revision": "1", "title": "Board meeting", "day": "2030-03-20", "starts": "14:00",
            "ends": "16:00", "place": "Library", **more,
        }  # fmt: skip

    def test_changes(self, room: Room, meeting: Meeting, coordinator: Pages) -> None:
        address = f"{LIST}{meeting.pk}/change/"
        assert 'value="14:00"' in coordinator.get(address).html
        page = coordinator.post(address, self.fields())
        assert "The meeting is changed." in page.text
        assert stored(room) == [("Board meeting", "2030-03-20T14:00:00+00:00", "Library")]

    def test_a_stale_form_shows_both(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        address = f"{LIST}{meeting.pk}/change/"
        coordinator.post(address, self.fields(place="Museum"))
        page = coordinator.post(address, self.fields())
        assert page.status == 409
        assert "Somebody else changed this meeting while you had it open." in page.text
        assert "What it says now" in page.text
        assert "Museum" in page.text
        assert 'value="Library"' in page.html
        assert 'name="revision" value="2"' in page.html
        page = coordinator.post(address, self.fields(revision="2"))
        assert stored(room)[0][2] == "Library"

    def test_says_who_is_told_of_a_published_one(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            publish_agenda(meeting=meeting, by=room.by)
        address = f"{LIST}{meeting.pk}/change/"
        words = "2 people are told by email as each has chosen: Alpha Chair, Alpha Member."
        assert words in coordinator.get(address).text
        near = self.fields(revision="2", day="2030-03-05")
        page = coordinator.post(address, near)
        assert (page.status, "Say why the notice is short" in page.text) == (409, True)
        page = coordinator.post(address, {**near, "short_notice_why": "The grant ends"})
        assert "Short notice. The grant ends" in page.text

    def test_cancels_with_a_reason_once(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        address = f"{LIST}{meeting.pk}/cancel/"
        assert "2 people are told by email" in coordinator.get(address).text
        assert "Answer “Why is the meeting cancelled?”" in coordinator.post(address).text
        page = coordinator.post(address, {"why": "Snow"})
        assert "This meeting is cancelled: Snow" in page.text
        assert coordinator.get(address).status == 409
        assert coordinator.get(f"{LIST}{meeting.pk}/change/").status == 409


class TestMeeting:
    def test_a_draft_agenda_is_its_makers(
        self, room: Room, meeting: Meeting, coordinator: Pages, signed_in: SignIn
    ) -> None:
        address = f"{LIST}{meeting.pk}/"
        page = coordinator.get(address)
        assert "This is a draft that only those who build agendas see." in page.text
        assert "Welcome and apologies" in page.text
        page = Pages(signed_in(room.cast.alpha_member)).get(address)
        assert "The agenda is not published yet" in page.text
        assert "Welcome and apologies" not in page.text

    def test_restricted_things_are_for_the_body(
        self, room: Room, meeting: Meeting, signed_in: SignIn, settings: object, tmp_path: object
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        cast = room.cast
        with in_partnership(cast.alpha.pk):
            add_item(
                meeting=meeting, kind="decision", title="Secret land", summary="Buy **it**",
                restricted=True, restricted_why="Price of land", by=room.by,
            )  # fmt: skip
            open_one = add_item(meeting=meeting, kind="discussion", title="Parks", by=room.by)
            add_paper(item=open_one, title="Map", upload=text_file(), by=room.by)
            add_paper(
                item=open_one, title="Names", upload=text_file(), restricted=True,
                restricted_why="Names a child", by=room.by,
            )  # fmt: skip
            publish_agenda(meeting=meeting, by=room.by)
        address = f"{LIST}{meeting.pk}/"
        page = Pages(signed_in(cast.alpha_member)).get(address)  # sits on the board
        assert "<strong>it</strong>" in page.html
        assert "Names report.txt" not in page.text  # the tag stands between
        assert "Names Restricted report.txt, 1 KB" in page.text
        with in_partnership(cast.alpha.pk):
            Meeting.objects.filter(pk=meeting.pk).update(body=room.forum)
        page = Pages(signed_in(cast.alpha_member)).get(address)
        assert "Secret land" not in page.html
        assert "6 Restricted: Price of land 7 Parks" in page.text
        assert "Map report.txt" in page.text
        assert "Paper, restricted: Names a child" in page.text
        assert "Names Restricted" not in page.text

    def test_what_is_open_is_carried_in(
        self, room: Room, meeting: Meeting, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            before = room.meeting(on=date(2030, 2, 20), title="February")
            item = add_item(meeting=before, kind="discussion", title="Buses", by=room.by)
            Meeting.objects.filter(pk=before.pk).update(state="held")
            for serial, secret in ((1, False), (2, True)):
                Action.objects.create(
                    year=2030, serial=serial, meeting=before, item=item, text=f"Do {serial}",
                    organisation=room.police, due_on=date(2030, 4, 1), recorded_by=room.by,
                    restricted=secret, restricted_why="x" if secret else "",
                )  # fmt: skip
        page = coordinator.get(f"{LIST}{meeting.pk}/")
        assert "From February, 20 February 2030: Buses: 2 open actions" in page.text
        assert "A2030/1 Do 1 Police, due 1 April 2030" in page.text
