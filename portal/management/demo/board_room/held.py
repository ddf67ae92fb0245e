"""A meeting that was held: its agenda and papers, who was there, and what the minutes say."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from partnerships.meetings.domain.actions import record_action
from partnerships.meetings.domain.agenda import add_item, publish_agenda
from partnerships.meetings.domain.attendance import declare, mark_held, record_attendance
from partnerships.meetings.domain.decisions import (
    Votes,
    record_decision,
    replace_decision,
    rescind_decision,
)
from partnerships.meetings.domain.papers import add_paper
from partnerships.meetings.domain.writing import save_passage
from partnerships.meetings.entries import Entry
from partnerships.meetings.models import Action, AgendaItem, Decision, Meeting, Minutes
from partnerships.meetings.queries.record import Sitting, sitting_of
from partnerships.membership.queries.seats import SeatHeld
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.files import paper
from portal.management.demo.board_room.room import Room, at
from portal.management.demo.board_room.texts import Text, filled, read
from portal.working_days import add_working_days

NOTICE = 8  # working days
STANDING = AgendaItem.Standing
UNWRITTEN = (STANDING.MATTERS, STANDING.OTHER)
DRAWS = 30
# How likely the holder of a seat is there, sends a substitute if there is one, or apologies.
PRESENT, SUBSTITUTE, APOLOGIES = 0.76, 0.87, 0.97


@dataclass
class Held:
    """A meeting with its minutes, and what was recorded by the topic's key."""

    meeting: Meeting
    minutes: Minutes
    actions: list[Action] = field(default_factory=list)


@dataclass
class Story:
    """What earlier meetings of a room decided, by topic: later ones replace or rescind it."""

    room: Room
    decided: dict[str, Decision] = field(default_factory=dict)
    meetings: int = 0


def call(
    room: Room, meeting: Meeting, topics: list[Text], published: datetime | None
) -> dict[str, AgendaItem]:
    """Build the agenda with its papers and publish it; items by the topic's key."""
    items = {topic["key"]: _item(room, meeting, topic) for topic in topics}
    publish_agenda(meeting=meeting, by=room.coordinator, at=published)
    for item in items.values():
        item.refresh_from_db()
    return items


def hold(
    story: Story,
    meeting: Meeting,
    topics: list[Text],
    earlier: Meeting | None,
    *,
    corrected: bool = False,
    unfinished: bool = False,
) -> Held:
    """The whole meeting, from its agenda to the last line of its draft minutes.

    `earlier`: the meeting whose minutes it confirms; `corrected`: with a correction.
    `unfinished`: some items of the draft are still to be written.
    """
    room, rng = story.room, story.room.chance("meeting", str(story.meetings))
    on = localdate(meeting.starts_at)
    items = call(room, meeting, topics, at(add_working_days(on, -NOTICE), 16))
    _attend(room, meeting, rng)
    held = Held(meeting, mark_held(meeting=meeting, by=room.coordinator))
    interests = [_declare(room, items[t["key"]], t) for t in topics if "interest" in t]
    said = _standing(story, earlier, corrected, any(interests))
    for item in meeting.items.exclude(standing=""):
        if not (unfinished and item.standing in UNWRITTEN):
            _write(room, held, item, said[STANDING(item.standing)])
    sitting = sitting_of(meeting)
    for topic in topics:
        item = items[topic["key"]]
        _minute(story, sitting, held, item, topic)
    story.meetings += 1
    meeting.refresh_from_db()
    dates.written(meeting, at(on + timedelta(days=1), 11, 30))
    for action in held.actions:
        action.refresh_from_db()
    return held


def _item(room: Room, meeting: Meeting, topic: Text) -> AgendaItem:
    item = add_item(
        meeting=meeting, kind=topic["kind"], title=filled(topic["title"], room.names),
        summary=filled(topic["summary"], room.names), presenter=room.speaker(topic["lead"]).name,
        minutes=topic.get("minutes", 15), restricted="restricted" in topic,
        restricted_why=topic.get("restricted", ""), by=room.coordinator,
    )  # fmt: skip
    if "paper" in topic:
        title, kind = topic["paper"]
        upload = paper(title, kind, filled(topic["summary"], room.names))
        add_paper(item=item, title=title, upload=upload, by=room.coordinator)
    return item


def _attend(room: Room, meeting: Meeting, rng: Random) -> None:
    """Drawn until there is a quorum: without one a meeting confirms no minutes."""
    for _ in range(DRAWS):
        _draw(room, meeting, rng)
        if sitting_of(meeting).quorum.met:
            return


def _draw(room: Room, meeting: Meeting, rng: Random) -> None:
    """Nobody twice; the chair is always there."""
    entries, here = [], []
    for held in sitting_of(meeting).seats:
        if held.member is None:
            continue
        entry = _entry(held, rng)
        entries.append(entry)
        if entry.kind in ("present", "substitute"):
            here.append((held.seat.role != "chair", held.seat.pk, entry.member or held.member.pk))
    entries.append(Entry("observer", name=rng.choice(read("phrases")["guests"])))
    record_attendance(
        meeting=meeting, entries=entries, by=room.coordinator, chaired_by=min(here)[2]
    )


def _entry(held: SeatHeld, rng: Random) -> Entry:
    lot = rng.random()
    if held.seat.role == "chair" or lot < PRESENT:
        return Entry("present", seat=held.seat.pk)
    if held.substitute and lot < SUBSTITUTE:
        return Entry("substitute", seat=held.seat.pk, member=held.substitute.pk)
    return Entry("apologies" if lot < APOLOGIES else "absent", seat=held.seat.pk)


def _declare(room: Room, item: AgendaItem, topic: Text) -> bool:
    """The interest of whoever sits for the organisation, if they are there."""
    key, words = topic["interest"]
    organisation = room.lead(key)
    for each in sitting_of(item.meeting).of_kind("present", "substitute"):
        if each.member.organisation_id == organisation.pk:
            declare(item=item, member=each.member, words=words, left_room=True, by=room.coordinator)
            return True
    return False


def _standing(
    story: Story, earlier: Meeting | None, corrected: bool, interest: bool
) -> dict[STANDING, str]:
    """What is said of the items that come back at every meeting."""
    phrases, n = read("phrases"), story.meetings
    said = {
        STANDING.APOLOGIES: phrases["welcome"],
        STANDING.INTERESTS: phrases["interests" if interest else "no_interests"],
        STANDING.MINUTES: phrases["first_minutes"],
        STANDING.MATTERS: phrases["matters"][n % len(phrases["matters"])],
        STANDING.ACTIONS: phrases["actions"],
        STANDING.OTHER: phrases["other"][n % len(phrases["other"])],
    }
    if earlier:
        words = phrases["corrected" if corrected else "confirmed"]
        day = f"{localdate(earlier.starts_at):%-d %B %Y}"
        said[STANDING.MINUTES] = words.replace("{day}", day)
    return said


def _minute(story: Story, sitting: Sitting, held: Held, item: AgendaItem, topic: Text) -> None:
    """Discussion, decision and action of one item."""
    room, quorum = story.room, sitting.quorum_for(item.pk)
    text = filled(topic["said"], room.names)
    decided = filled(topic.get("decided", ""), room.names)
    if decided and not quorum.met:
        text = f"{text}\n\n{read('phrases')['not_quorate']}"
    _write(room, held, item, text)
    if "restricted_said" in topic:
        _write(room, held, item, topic["restricted_said"], why=topic["restricted_why"])
    if decided and quorum.met:
        _decide(story, item, topic, decided, quorum.here)
    if "todo" in topic:
        held.actions.append(_undertake(room, item, topic))


def _write(room: Room, held: Held, item: AgendaItem, text: str, why: str = "") -> None:
    save_passage(
        minutes=held.minutes, item=item, restricted=bool(why), text=text, base_revision=0,
        why=why, by=room.coordinator,
    )  # fmt: skip


def _decide(story: Story, item: AgendaItem, topic: Text, text: str, here: int) -> None:
    votes = Votes(here - 3, 2, 1) if topic.get("vote") and here >= 7 else None
    made = record_decision(
        item=item, text=text, by=story.room.coordinator, votes=votes,
        reached="vote" if votes else "consensus",
    )  # fmt: skip
    story.decided[topic["key"]] = made
    old = story.decided.get(topic.get("replaces", ""))
    if old:
        replace_decision(decision=old, replaced_by=made, by=story.room.coordinator)
    old = story.decided.get(topic.get("rescinds", ""))
    if old:
        rescind_decision(decision=old, rescinded_by=made, by=story.room.coordinator)


def _undertake(room: Room, item: AgendaItem, topic: Text) -> Action:
    text, key, days = topic["todo"]
    return record_action(
        item=item, text=filled(text, room.names), organisation=room.lead(key),
        owner=room.speaker(key), due_on=localdate(item.meeting.starts_at) + timedelta(days=days),
        by=room.coordinator,
    )  # fmt: skip
