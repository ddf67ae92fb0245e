"""Who was there, who declared an interest, and that the meeting was held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.domain.checking import Checked, checked_entries
from partnerships.meetings.domain.recording import (
    CANCELLED,
    NOT_CALLED,
    locked_meeting,
    locked_minutes_of,
    refuse_before_start,
)
from partnerships.meetings.domain.votes import check_votes
from partnerships.meetings.entries import CHAIR, Entry, Value, values_of
from partnerships.meetings.models import (
    AgendaItem,
    Attendance,
    Declaration,
    Meeting,
    Minutes,
    Passage,
)
from partnerships.meetings.queries.record import is_untouched, sitting_of
from partnerships.meetings.reading import for_the_trail
from partnerships.membership.models import Member
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.merge import Clash, merge


@dataclass(frozen=True)
class Differing:
    """Two people recorded one line differently; theirs stands, mine was not saved."""

    key: str
    theirs: Value | None
    mine: Value | None


@dataclass
class Recorded:
    """What became of a save: the lines that changed, and those for a person to decide."""

    changed: list[str] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    entries: Sequence[Entry],
    by: Actor,
    chaired_by: int | None = None,
    base: Mapping[str, Any] | None = None,
) -> Recorded:
    """Record who was there. `entries` is the whole list: who is not in it is not recorded.

    `chaired_by` is the id of the member who took the chair, 0 for nobody, None to leave it.
    With `base` (what the page showed, as `values_of` gives it) other people's lines are joined
    in, and lines that both changed differently are left as they are and returned. Raises Refused.
    """
    current = locked_meeting(meeting)
    stored = values_of(current, Attendance.objects.filter(meeting=current))
    mine: dict[str, Any] = {entry.key: entry.value for entry in entries}
    mine[CHAIR] = stored[CHAIR] if chaired_by is None else chaired_by or None
    joined, differing = _joined(stored if base is None else base, stored, mine)
    checked = checked_entries(sitting_of(current), joined)
    if any(row.kind != Attendance.Kind.APOLOGIES for row in checked.rows):
        refuse_before_start(current, "Until then only apologies can be recorded.")
    changed = [key for key in {**stored, **joined} if stored.get(key) != joined.get(key)]
    if changed:
        _write(current, checked)
        check_votes(current)
        record("meeting.attendance_recorded", on=current, by=by, lines=sorted(changed))
    return Recorded(changed, differing)


@transaction.atomic
def declare(
    *, item: AgendaItem, member: Member, words: str, by: Actor, left_room: bool = False
) -> Declaration:
    """A member's interest in one item; said again, it takes the place of what was said before.
    Raises Refused, also where a vote on the item counts more votes than could be cast without
    them."""
    current = locked_meeting(item.meeting)
    words = words.strip()
    if not words:
        raise Refused("Say what the interest is.")
    there = Attendance.objects.filter(meeting=current, member=member)
    if not there.filter(kind__in=(*Attendance.HERE, Attendance.Kind.OBSERVER)).exists():
        raise Refused(
            f"{member.name} is not recorded as present. Record who was there, then the interest."
        )
    declaration, _ = Declaration.objects.update_or_create(
        item=item, member=member, defaults={"words": words, "left_room": left_room}
    )
    check_votes(current, item)
    record("interest.declared", on=item, by=by, member=member.pk, left_room=left_room)
    return declaration


@transaction.atomic
def withdraw_declaration(*, declaration: Declaration, by: Actor) -> None:
    """Take back a declaration that was recorded by mistake; the audit trail keeps its words,
    unless the item is restricted."""
    locked_meeting(declaration.item.meeting)
    record(
        "interest.withdrawn",
        on=declaration.item,
        by=by,
        member=declaration.member_id,
        words=for_the_trail(declaration.words, restricted=declaration.item.restricted),
    )
    declaration.delete()


@transaction.atomic
def mark_held(*, meeting: Meeting, by: User) -> Minutes:
    """The meeting took place: its minutes begin, with an empty open passage for each item. Done
    twice, it gives the same minutes. Raises Refused before the meeting starts."""
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if current.state == Meeting.State.HELD:
        return Minutes.objects.get(meeting=current)
    if current.state == Meeting.State.CANCELLED:
        raise Refused(CANCELLED)
    if current.state == Meeting.State.PLANNED:
        raise Refused(NOT_CALLED)
    refuse_before_start(current, "Its minutes can be written from then on.")
    current.state = Meeting.State.HELD
    current.revision += 1
    current.save(update_fields=["state", "revision", "changed_at"])
    minutes = Minutes.objects.create(meeting=current)
    now = timezone.now()
    Passage.objects.bulk_create(
        Passage(minutes=minutes, item=item, edited_by=by, edited_at=now)
        for item in AgendaItem.objects.filter(meeting=current).order_by("position", "id")
    )
    record("meeting.held", on=current, by=by)
    return minutes


@transaction.atomic
def undo_held(*, meeting: Meeting, by: User) -> Meeting:
    """Marked as held by mistake: the meeting is called as before, its untouched minutes are gone.
    Raises Refused once anything stands in them."""
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    minutes = locked_minutes_of(current)
    if not is_untouched(minutes):
        raise Refused(
            "Something was written in these minutes already, and what was written is kept. Correct"
            " it there instead."
        )
    minutes.passages.all().delete()
    minutes.delete()
    current.state = Meeting.State.CALLED
    current.revision += 1
    current.save(update_fields=["state", "revision", "changed_at"])
    record("meeting.held_undone", on=current, by=by)
    return current


def _joined(
    base: Mapping[str, Any], stored: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Differing]]:
    """Line by line: what both sides made of the record, and where they differ."""
    joined: dict[str, Any] = {}
    differing = []
    for key in {**stored, **mine}:
        outcome = merge(base.get(key), stored.get(key), mine.get(key))
        if isinstance(outcome, Clash):
            differing.append(Differing(key, outcome.theirs, outcome.mine))
            joined[key] = stored.get(key)
        else:
            joined[key] = outcome.value
    return joined, differing


def _write(meeting: Meeting, checked: Checked) -> None:
    """Everything anew: rows that swap members would trip over one another if changed in turn."""
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(checked.rows)
    if meeting.chaired_by_id != checked.chair_id:
        meeting.chaired_by_id = checked.chair_id
        meeting.save(update_fields=["chaired_by", "changed_at"])
