"""What happens in a room today: two recent meetings of the board, one called, more planned."""

from datetime import date, timedelta
from datetime import time as clock

from partnerships.meetings.clock import series_days
from partnerships.meetings.domain.actions import change_action, close_action, update_action
from partnerships.meetings.domain.agenda import add_late_item
from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    propose_amendment,
)
from partnerships.meetings.domain.meetings import cancel_meeting, plan_meeting, plan_series
from partnerships.meetings.domain.proposals import (
    decline_proposal,
    propose_item,
    take_proposal,
)
from partnerships.meetings.domain.reports import make_report, reply_to_report
from partnerships.meetings.models import Action, Meeting
from portal.accounts.models import User
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.held import Held, Story, call, hold
from portal.management.demo.board_room.past import (
    attending,
    circulate,
    confirm,
    publish,
    talked_over,
)
from portal.management.demo.board_room.room import Room, at, weekday
from portal.management.demo.board_room.texts import read, topics
from portal.working_days import add_working_days, is_working_day

FIRST, SECOND, SAFER, NEXT = -82, -33, -6, 10  # days from today


def carry_on(story: Story, last: dict[str, Held]) -> None:
    """Minutes in every state, actions in every state, an agenda that is out, and proposals."""
    room = story.room
    first = _held(story, "board", FIRST, "first", last["board"].meeting)
    confirm(room, last["board"], first.meeting)
    publish(room, last["board"], first.meeting)
    circulate(room, first)
    second = _held(story, "board", SECOND, "second", first.meeting)
    confirm(room, first, second.meeting)
    publish(room, first, second.meeting)
    _circulate_openly(room, second)
    safer = _held(story, "safer", SAFER, "safe", last["safer"].meeting, unfinished=True)
    confirm(room, last["safer"], safer.meeting)
    _report_on(room, [*first.actions, *second.actions, *safer.actions])
    meetings = _planned(room)
    _called(room, meetings[0])
    _propose(room, meetings)
    _attendance(room)


def _held(
    story: Story, key: str, days: int, where: str, earlier: Meeting, *, unfinished: bool = False
) -> Held:
    room = story.room
    body, on = room.bodies[key], weekday(room.today + timedelta(days=days))
    meeting = plan_meeting(
        body=body, title=f"{body} meeting", starts_at=at(on, 14), ends_at=at(on, 16),
        place=room.plan["meets_at"], by=room.coordinator,
    )  # fmt: skip
    return hold(story, meeting, topics(where, room.slug), earlier, unfinished=unfinished)


def _circulate_openly(room: Room, held: Held) -> None:
    """The window for amendments is open: one waits for an answer, one was declined."""
    until, phrases = add_working_days(room.today, 6), read("phrases")
    circulated = at(add_working_days(room.today, -4), 9, 40)
    circulate_minutes(minutes=held.minutes, amend_until=until, by=room.coordinator, at=circulated)
    passage, author = talked_over(held), attending(room, held.meeting)
    if author is None:
        return
    added = f"{passage.text}\n\n{phrases['amendment_added']}"
    declined = propose_amendment(
        passage=passage, text=added, reason=phrases["amendment_reason"], by=room.chair
    )
    answer_amendment(
        amendment=declined, accept=False, answer=phrases["amendment_no"], by=room.coordinator
    )
    propose_amendment(passage=passage, text=added, reason=phrases["amendment_open"], by=author)
    dates.amended(held.minutes, until, at(add_working_days(room.today, -2), 19, 30))


def _report_on(room: Room, actions: list[Action]) -> None:
    """On track, at risk, late, moved and done, in the order in which they were undertaken."""
    phrases, by = read("phrases"), room.coordinator
    late, on_track, at_risk, moved, done, *_ = actions
    for action, progress in ((late, "late"), (on_track, "on_track"), (at_risk, "at_risk")):
        owner = (action.owner and action.owner.user) or by
        update_action(action=action, progress=progress, text=phrases[progress], by=owner)
    change_action(
        action=moved, revision=moved.revision, due_on=room.today + timedelta(days=24),
        organisation=moved.organisation, owner=moved.owner, why=phrases["moved"], by=by,
    )  # fmt: skip
    close_action(action=done, state="done", note=phrases["done"][0], by=by)


def _planned(room: Room) -> list[Meeting]:
    """The board's coming series, one of it cancelled, and the next two of the others."""
    start = weekday(room.today + timedelta(days=NEXT))
    board = _series(room, "board", start, "two_months", 6)
    cancel_meeting(
        meeting=board[3], by=room.coordinator,
        why="The hall is closed for repairs. The next meeting takes its items.",
    )  # fmt: skip
    _series(room, "safer", weekday(room.today + timedelta(days=24)), "quarter", 4)
    _series(room, "executive", weekday(room.today + timedelta(days=5)), "month", 3)
    return board


def _series(room: Room, key: str, first: date, every: str, count: int) -> list[Meeting]:
    """Without the days on which nobody works."""
    body = room.bodies[key]
    closed = [day for day in series_days(first, every, count) if not is_working_day(day)]
    series = plan_series(
        body=body, title=f"{body} meeting", every=every, first_on=first, starts=clock(14, 0),
        minutes=120, count=count, place=room.plan["meets_at"], by=room.coordinator,
        without=closed,
    )  # fmt: skip
    return list(series.meetings.order_by("starts_at"))


def _called(room: Room, meeting: Meeting) -> None:
    """The agenda went out yesterday; an item came late."""
    call(room, meeting, topics("next", room.slug), at(add_working_days(room.today, -1), 16))
    meeting.refresh_from_db()
    add_late_item(
        meeting=meeting, kind="information", title="Flood warning: what partners did last night",
        summary="A short account while it is fresh.", presenter=room.speaker("fire").name,
        by=room.coordinator,
    )  # fmt: skip


def _propose(room: Room, meetings: list[Meeting]) -> None:
    """Two proposals wait, one is on the agenda after next, one was declined."""
    board, members = room.bodies["board"], _accounts(room)
    wanted = (
        ("discussion", "Playing fields sold since 1997", "Residents ask where the money went."),
        ("decision", "Meeting in the evening twice a year", "People in work cannot come at two."),
        ("information", "A visit to the new refuge", "Members pay for it and have not seen it."),
        ("discussion", "The partnership's own crest", "Letters would look the part."),
    )
    made = [
        propose_item(
            body=board, kind=kind, title=title, reason=reason, by=members[n % len(members)]
        )
        for n, (kind, title, reason) in enumerate(wanted)
    ]
    for n, proposal in enumerate(made):
        dates.proposed(proposal, at(room.today - timedelta(days=3 * n + 1), 20, 10))
    take_proposal(
        proposal=made[2], meeting=meetings[1], by=room.coordinator, answer="Gladly: in two months."
    )
    decline_proposal(
        proposal=made[3], by=room.coordinator,
        answer="The board spends no money on this. Use the plain letterhead.",
    )  # fmt: skip


def _attendance(room: Room) -> None:
    """One report that everybody reads by now, and one that partners may still reply to."""
    year = room.today.replace(year=2003, month=12, day=31)
    old = make_report(first_on=year.replace(month=1, day=1), last_on=year, by=room.coordinator)
    dates.reported(old, at(year.replace(year=2004, month=1, day=9), 10),
                   year.replace(year=2004, month=1, day=26))  # fmt: skip
    year = year.replace(year=2004)
    new = make_report(first_on=year.replace(month=1, day=1), last_on=year, by=room.coordinator)
    member = room.speaker("pct")
    if member.user and any(line["organisation"] == member.organisation_id for line in new.figures):
        reply_to_report(
            report=new, organisation=member.organisation, by=member.user,
            text="Our member was on call during the floods, so please read this with two meetings fewer.",
        )  # fmt: skip


def _accounts(room: Room) -> list[User]:
    """Members with an account who neither write minutes nor chair."""
    known = {m.user_id: m.user for m in room.members.values() if m.user}
    apart = {room.coordinator.pk, room.chair.pk}
    return [user for key, user in known.items() if user and key not in apart]
