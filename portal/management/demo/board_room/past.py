"""Two years of meetings, 2003 and 2004: every set of minutes confirmed and public, every action
closed. The very last minutes wait for the first recent meeting."""

from datetime import time, timedelta

from django.utils.timezone import localdate

from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    confirm_minutes,
    propose_amendment,
    publish_minutes,
)
from partnerships.meetings.domain.life.confirming import agreed_texts
from partnerships.meetings.domain.meetings import plan_series
from partnerships.meetings.models import Action, Amendment, Meeting, Passage
from partnerships.meetings.queries.record import sitting_of
from portal.accounts.models import User
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.held import Held, Story, hold
from portal.management.demo.board_room.room import Room, at
from portal.management.demo.board_room.texts import read, topics
from portal.working_days import add_working_days

# Minutes (counted from 0) that somebody amended before they were confirmed.
AMENDED = {"rotherham": (2, 7), "lancashire": (3,), "burnley": (4,)}
CIRCULATED_AFTER, WINDOW = 6, 10  # working days


def two_years(story: Story) -> dict[str, Held]:
    """Hold the meetings of the board and of the partnership on crime; the last one of each."""
    plan = story.room.plan
    return {
        "board": _series(story, "board", time(14, 0), plan["board_count"]),
        "safer": _series(story, "safer", time(10, 0), plan["safer_count"]),
    }


def _series(story: Story, key: str, starts: time, count: int) -> Held:
    room = story.room
    body = room.bodies[key]
    series = plan_series(
        body=body, title=f"{body} meeting", every=room.plan[f"{key}_every"], starts=starts,
        first_on=room.plan[f"{key}_first"], minutes=120, count=count, place=room.plan["meets_at"],
        by=room.coordinator,
    )  # fmt: skip
    told = topics(key, room.slug)
    amended = AMENDED[room.slug] if key == "board" else ()
    last: Held | None = None
    for n, meeting in enumerate(series.meetings.order_by("starts_at")):
        own = told[n * len(told) // count : (n + 1) * len(told) // count]
        held = hold(story, meeting, own, last and last.meeting, corrected=n - 1 in amended)
        if last:
            confirm(room, last, held.meeting)
            publish(room, last, held.meeting)
        circulate(room, held)
        if n in amended:
            _amend(room, held)
        close_actions(room, held.actions)
        last = held
    assert last is not None
    return last


def circulate(room: Room, held: Held) -> None:
    """Six working days after the meeting, with two weeks for amendments."""
    on = add_working_days(localdate(held.meeting.starts_at), CIRCULATED_AFTER)
    circulate_minutes(
        minutes=held.minutes, amend_until=add_working_days(on, WINDOW), by=room.coordinator,
        at=at(on, 9, 40),
    )  # fmt: skip
    held.minutes.refresh_from_db()


def confirm(room: Room, held: Held, at_meeting: Meeting) -> None:
    """At the next meeting, by its chair."""
    confirm_minutes(
        minutes=held.minutes, at_meeting=at_meeting, corrections=agreed_texts(held.minutes),
        by=room.chair, at=at_meeting.starts_at + timedelta(minutes=10),
    )  # fmt: skip
    held.minutes.refresh_from_db()


def publish(room: Room, held: Held, at_meeting: Meeting) -> None:
    """The public copy, two days after the meeting that confirmed it."""
    published = at(localdate(at_meeting.starts_at) + timedelta(days=2), 15)
    publish_minutes(minutes=held.minutes, by=room.coordinator, at=published)


def attending(room: Room, meeting: Meeting) -> User | None:
    """Somebody with an account who was there and neither chairs nor writes the minutes."""
    there = sitting_of(meeting).of_kind("present", "substitute")
    known = [each.member.user for each in there if each.member.user]
    return next((user for user in known if user not in (room.chair, room.coordinator)), None)


def talked_over(held: Held) -> Passage:
    """The first open passage on an item of the meeting's own."""
    passages = held.minutes.passages.filter(item__standing="", restricted=False)
    return passages.order_by("item__position")[0]


def _amend(room: Room, held: Held) -> None:
    """An amendment that was taken up. Amendments come in while the window is open by the clock, so
    it is opened for today and given its own last day afterwards."""
    author = attending(room, held.meeting)
    if author is None:
        return
    until, phrases = held.minutes.amend_until, read("phrases")
    passage = talked_over(held)
    dates.amended(held.minutes, room.today, at(room.today, 9))
    text = passage.text.replace(phrases["amendment_from"], phrases["amendment_to"], 1)
    if text == passage.text:
        text = f"{text}\n\n{phrases['amendment_thanks']}"
    amendment: Amendment = propose_amendment(
        passage=passage, text=text, reason=phrases["amendment_reason"], by=author
    )
    answer_amendment(
        amendment=amendment, accept=True, answer=phrases["amendment_answer"], by=room.coordinator
    )
    dates.amended(held.minutes, until, at(until - timedelta(days=3), 20, 15))
    held.minutes.refresh_from_db()


def close_actions(room: Room, actions: list[Action]) -> None:
    """Reported on half-way and closed about when they were due; one in twelve is dropped."""
    phrases = read("phrases")
    for action in actions:
        rng = room.chance("action", action.number)
        by = (action.owner and action.owner.user) or room.coordinator
        began = localdate(action.meeting.starts_at)
        half = began + (action.due_on - began) / 2
        progress, words = rng.choice(("on_track", "on_track", "at_risk")), phrases["progress"]
        dates.told(action, progress, rng.choice(words), by, at(half, 10, 20))
        ended = action.due_on + timedelta(days=rng.randrange(-8, 15))
        state = "dropped" if rng.random() < 1 / 12 else "done"
        note = phrases["dropped"] if state == "dropped" else rng.choice(phrases["done"])
        dates.closed(action, state, note, by, at(ended, 16, 5))
