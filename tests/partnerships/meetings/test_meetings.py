"""Planning, moving and cancelling meetings; series over changes of the clock."""

from collections.abc import Iterator
from datetime import UTC, date, time

import pytest

from partnerships.meetings.domain.agenda import publish_agenda
from partnerships.meetings.domain.meetings import (
    cancel_meeting,
    move_meeting,
    plan_meeting,
    plan_series,
)
from partnerships.meetings.models import Meeting, Series
from partnerships.membership.models import Body
from portal.errors import Conflict, Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import MEETS_ON, Room, moment, room_of

STANDING = [
    ("", "Welcome and apologies"),
    ("", "Declarations of interest"),
    ("", "Minutes of the last meeting"),
    ("", "Matters arising"),
    ("", "Open actions"),
    ("", "Any other business"),
]


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    with room_of(cast) as room:
        yield room


def said(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.message


class TestPlan:
    def test_gives_the_standing_items(self, room: Room) -> None:
        meeting = room.meeting()
        meeting.refresh_from_db()
        assert (meeting.state, meeting.sequence, meeting.revision) == ("planned", 0, 1)
        assert (meeting.title, meeting.place, meeting.body) == (
            "Board meeting", "Town Hall", room.board,
        )  # fmt: skip
        assert room.items(meeting) == STANDING
        assert room.events() == [("meeting.planned", "Alpha Coordinator")]
        assert room.mails() == []

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            (14, 14, "The meeting ends before it starts. Change the time at which it ends."),
            (14, 13, "The meeting ends before it starts. Change the time at which it ends."),
        ],
    )
    def test_needs_an_end_after_its_start(
        self, room: Room, start: int, end: int, words: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            room.meeting(start=start, end=end)
        assert said(refused) == words
        assert not Meeting.objects.exists()

    def test_lasts_a_day_at_most(self, room: Room) -> None:
        with pytest.raises(Refused) as refused:
            plan_meeting(
                body=room.board, title="Retreat", starts_at=moment(date(2030, 5, 1), 9),
                ends_at=moment(date(2030, 5, 2), 10), by=room.by,
            )  # fmt: skip
        assert said(refused) == "A meeting lasts one day at most. Plan one meeting for each day."

    def test_the_body_is_in_one_place_at_a_time(self, room: Room) -> None:
        room.meeting()
        with pytest.raises(Refused) as refused:
            room.meeting(start=15, end=17)
        assert said(refused) == (
            "The Board meets already: “Board meeting” at 2pm on 20 March 2030."
            " Choose another time, or move or cancel that meeting first."
        )
        room.meeting(start=16, end=17)
        room.meeting(body=room.forum)
        assert Meeting.objects.count() == 3

    def test_a_cancelled_meeting_leaves_its_time_free(self, room: Room) -> None:
        cancel_meeting(meeting=room.meeting(), why="Snow", by=room.by)
        room.meeting()

    def test_a_body_that_is_gone_or_not_there_yet_does_not_meet(self, room: Room) -> None:
        room.board.dissolved_on = date(2030, 3, 10)
        room.board.save()
        with pytest.raises(Refused) as gone:
            room.meeting()
        assert said(gone) == (
            "The last day of the Board is 10 March 2030. Choose that day or an earlier one, or another"
            " body."
        )
        room.forum.formed_on = date(2030, 4, 1)
        room.forum.save()
        with pytest.raises(Refused) as early:
            room.meeting(body=room.forum)
        assert said(early) == (
            "The Area forum was formed on 1 April 2030. Choose that day or a later one."
        )


class TestSeries:
    def plan(self, room: Room, **more: object) -> Series:
        fields = {
            "body": room.board, "title": "Board", "every": "month", "first_on": date(2030, 2, 20),
            "starts": time(14), "minutes": 120, "count": 4, "place": "Town Hall", "by": room.by,
        }  # fmt: skip
        return plan_series(**{**fields, **more})

    def test_keeps_its_local_time_over_the_change_of_the_clock(self, room: Room) -> None:
        series = self.plan(room)
        starts = [m.starts_at for m in series.meetings.order_by("starts_at")]
        assert [(s.date().isoformat(), s.hour) for s in (x.astimezone(UTC) for x in starts)] == [
            ("2030-02-20", 14), ("2030-03-20", 14), ("2030-04-17", 13), ("2030-05-15", 13),
        ]  # fmt: skip
        assert room.items(series.meetings.first()) == STANDING
        assert room.events() == [("series.planned", "Alpha Coordinator")]

    def test_leaves_out_the_days_named(self, room: Room) -> None:
        series = self.plan(room, without=[date(2030, 3, 20)])
        days = [m.starts_at.date().isoformat() for m in series.meetings.order_by("starts_at")]
        assert days == ["2030-02-20", "2030-04-17", "2030-05-15"]

    @pytest.mark.parametrize("count", [1, 37])
    def test_has_a_sensible_length(self, room: Room, count: int) -> None:
        with pytest.raises(Refused) as refused:
            self.plan(room, count=count)
        assert said(refused) == "A series has 2 to 36 meetings. Change how many there are."

    def test_needs_a_day(self, room: Room) -> None:
        with pytest.raises(Refused) as refused:
            self.plan(room, count=2, without=[date(2030, 2, 20), date(2030, 3, 20)])
        assert said(refused) == "No day is left. Choose at least one day of the series."

    def test_a_time_that_does_not_exist_stops_all_of_it(self, room: Room) -> None:
        sundays = {"first_on": date(2030, 2, 24), "starts": time(1, 30)}  # the last of each month
        with pytest.raises(Refused) as refused:
            self.plan(room, first_on=date(2030, 3, 31), starts=time(1, 30), count=2)
        assert said(refused) == (
            "1:30am does not exist on 31 March 2030, because the clocks go forward that night."
            " Choose an earlier or a later time."
        )
        assert (Series.objects.count(), Meeting.objects.count()) == (0, 0)
        self.plan(room, **sundays, count=2)

    def test_a_clash_stops_all_of_it(self, room: Room) -> None:
        room.meeting()
        with pytest.raises(Refused, match="The Board meets already"):
            self.plan(room)
        assert (Series.objects.count(), Meeting.objects.count()) == (0, 1)


class TestMove:
    def move(self, room: Room, meeting: Meeting, **more: object) -> Meeting:
        fields = {
            "revision": meeting.revision, "title": meeting.title, "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at, "place": meeting.place, "by": room.by,
        }  # fmt: skip
        return move_meeting(meeting=meeting, **{**fields, **more})

    def test_counts_the_change_for_calendars(self, room: Room) -> None:
        moved = self.move(room, room.meeting(), place="Library")
        moved.refresh_from_db()
        assert (moved.place, moved.sequence, moved.revision) == ("Library", 1, 2)
        assert room.events()[-1] == ("meeting.moved", "Alpha Coordinator")
        assert room.mails() == []  # its agenda is not out

    def test_no_change_is_no_change(self, room: Room) -> None:
        same = self.move(room, room.meeting())
        assert (same.sequence, same.revision, len(room.events())) == (0, 1, 1)

    def test_a_stale_form_changes_nothing(self, room: Room) -> None:
        meeting = room.meeting()
        self.move(room, meeting, place="Library")
        with pytest.raises(Conflict) as conflict:
            self.move(room, meeting, place="Museum", revision=1)
        assert conflict.value.message == (
            "Somebody else changed this meeting while you had it open. Compare what it says now"
            " with what you typed, then save again."
        )
        meeting.refresh_from_db()
        assert meeting.place == "Library"

    def test_may_overlap_itself_but_no_other(self, room: Room) -> None:
        meeting = room.meeting()
        room.meeting(start=17, end=18)
        self.move(room, meeting, ends_at=moment(MEETS_ON, 17))
        with pytest.raises(Refused, match="The Board meets already"):
            self.move(room, meeting, revision=2, ends_at=moment(MEETS_ON, 18))

    def test_of_a_published_one_tells_the_body(self, room: Room) -> None:
        meeting = publish_agenda(meeting=room.meeting(), by=room.by)
        self.move(room, meeting, starts_at=moment(MEETS_ON, 13))
        assert [m for m in room.mails() if m[0] == "meeting_changed"] == [
            ("meeting_changed", "alpha_chair@portal.example", "Meeting changed: Board meeting"),
            ("meeting_changed", "alpha_member@portal.example", "Meeting changed: Board meeting"),
        ]

    def test_of_a_published_one_to_a_near_day_needs_a_reason(self, room: Room) -> None:
        meeting = publish_agenda(meeting=room.meeting(), by=room.by)
        near = {
            "starts_at": moment(date(2030, 3, 6), 14), "ends_at": moment(date(2030, 3, 6), 16),
        }  # fmt: skip
        with pytest.raises(Refused) as refused:
            self.move(room, meeting, **near)
        assert said(refused) == (
            "The constitution asks for 5 working days’ notice and this gives 3. Say why the notice"
            " is short, or move the meeting to 8 March 2030 or later."
        )
        moved = self.move(room, meeting, **near, short_notice_why="The grant ends")
        assert moved.short_notice_why == "The grant ends"

    def test_what_was_held_or_cancelled_stays(self, room: Room) -> None:
        meeting = cancel_meeting(meeting=room.meeting(), why="Snow", by=room.by)
        with pytest.raises(Refused) as refused:
            self.move(room, meeting, place="Library")
        assert said(refused) == (
            "This meeting was cancelled, so it cannot be changed. Plan another meeting instead."
        )
        Meeting.objects.update(state="held")
        with pytest.raises(Refused) as refused:
            self.move(room, meeting, place="Library")
        assert said(refused) == (
            "This meeting has been held, so it cannot be changed. Plan another meeting instead."
        )


class TestCancel:
    def test_says_why_and_tells_the_body(self, room: Room) -> None:
        meeting = cancel_meeting(meeting=room.meeting(), why="Snow", by=room.by)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancelled_why) == ("cancelled", "Snow")
        assert (meeting.sequence, meeting.revision) == (1, 2)
        assert room.events()[-1] == ("meeting.cancelled", "Alpha Coordinator")
        assert room.mails() == [
            ("meeting_changed", f"alpha_{who}@portal.example", "Meeting cancelled: Board meeting")
            for who in ("chair", "member")
        ]

    def test_needs_a_reason(self, room: Room) -> None:
        with pytest.raises(Refused) as refused:
            cancel_meeting(meeting=room.meeting(), why=" ", by=room.by)
        assert said(refused) == ("Say why the meeting is cancelled. Everybody on the body is told.")


def test_a_meeting_of_a_body_that_is_dissolved_is_cancelled(room: Room) -> None:
    meeting = room.meeting()
    Body.objects.update(dissolved_on=date(2030, 3, 1))
    cancel_meeting(meeting=Meeting.objects.get(), why="The board is dissolved", by=room.by)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_why) == ("cancelled", "The board is dissolved")
