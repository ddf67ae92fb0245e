"""Build an agenda, publish it, and add what comes late. Everything runs under the meeting's lock."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.meetings import (
    check_notice,
    check_to_come,
    locked,
    save_visible,
)
from partnerships.meetings.emails import agenda as emails
from partnerships.meetings.models import AgendaItem, Meeting, Paper, Proposal
from partnerships.meetings.numbering import late_number
from portal.audit.record import Actor, record
from portal.errors import Conflict, Refused

MOST_ITEMS = 200
LONGEST_ITEM = 8 * 60  # minutes
STALE = (
    "Somebody else changed this item while you had it open. Compare what it says now with what you"
    " typed, then save again."
)
SAY_WHY = "Say why the item is restricted. Everybody in the room sees the reason."
FIELDS = ("kind", "title", "summary", "presenter", "minutes", "restricted", "restricted_why")


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    kind: str,
    title: str,
    by: Actor,
    summary: str = "",
    presenter: str = "",
    minutes: int | None = None,
    restricted: bool = False,
    restricted_why: str = "",
    standing: str = "",
    arises_from: AgendaItem | None = None,
) -> AgendaItem:
    """Add an item to a draft agenda, before any other business. Raises Refused."""
    current = locked(meeting)
    check_draft(current)
    item = AgendaItem(
        meeting=current, kind=kind, title=title, summary=summary, presenter=presenter,
        minutes=minutes, restricted=restricted, restricted_why=restricted_why,
        standing=standing, arises_from=arises_from,
    )  # fmt: skip
    _check(item)
    _insert(item, _own_end(current))
    record("agenda_item.added", on=item, by=by)
    return item


@transaction.atomic
def add_late_item(
    *,
    meeting: Meeting,
    kind: str,
    title: str,
    by: Actor,
    after: AgendaItem | None = None,
    summary: str = "",
    presenter: str = "",
    minutes: int | None = None,
    restricted: bool = False,
    restricted_why: str = "",
    arises_from: AgendaItem | None = None,
) -> AgendaItem:
    """Add an item to a published agenda as 12a, after item 12 (`after`; by default the last one
    before any other business), and tell the body. Raises Refused."""
    current = locked(meeting)
    check_to_come(current)
    if current.state == Meeting.State.PLANNED:
        raise Refused("This agenda is not published yet. Add the item to the draft instead.")
    items = list(current.items.order_by("position"))
    if after is not None and after.meeting_id != current.pk:
        raise Refused("That item is on another agenda. Choose an item of this one.")
    base = after or next((i for i in reversed(items) if i.standing != _OTHER), items[-1])
    numbered = late_number(base.number, [i.number for i in items])
    if numbered is None:
        raise Refused(f"No letter is left after item {base.number}. Choose an item further on.")
    number, follows = numbered
    item = AgendaItem(
        meeting=current, number=number, is_late=True, kind=kind, title=title, summary=summary,
        presenter=presenter, minutes=minutes, restricted=restricted,
        restricted_why=restricted_why, arises_from=arises_from,
    )  # fmt: skip
    _check(item)
    _insert(item, next(i.position for i in items if i.number == follows) + 1)
    save_visible(current)
    record("agenda_item.added_late", on=item, by=by, number=number)
    emails.item_added(current, item, by)
    return item


@transaction.atomic
def change_item(*, item: AgendaItem, revision: int, by: Actor, **changes: object) -> AgendaItem:
    """Change an item of a draft agenda; `changes`: any of FIELDS. Raises Conflict for a stale
    `revision`, Refused for a locked agenda."""
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    check_draft(locked(item.meeting))
    current = AgendaItem.objects.get(pk=item.pk)
    if current.revision != revision:
        raise Conflict(STALE)
    changed = {name for name, value in changes.items() if getattr(current, name) != value}
    if not changed:
        return current
    for name in changed:
        setattr(current, name, changes[name])
    _check(current)
    current.revision += 1
    current.save(update_fields=[*FIELDS, "revision"])
    record("agenda_item.changed", on=current, by=by, changed=sorted(changed))
    return current


@transaction.atomic
def restrict_item(*, item: AgendaItem, why: str, by: Actor) -> AgendaItem:
    """Restrict an item, also one of a published agenda: its papers become restricted with it.
    Lifting a restriction is a change of a draft. Raises Refused."""
    meeting = locked(item.meeting)
    check_to_come(meeting)
    current = AgendaItem.objects.get(pk=item.pk)
    current.restricted, current.restricted_why = True, why
    _check(current)
    current.revision += 1
    current.save(update_fields=["restricted", "restricted_why", "revision"])
    if meeting.state == Meeting.State.CALLED:
        save_visible(meeting)
    record("agenda_item.restricted", on=current, by=by, reason=why)
    return current


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: Actor) -> AgendaItem:
    """Swap a draft item with its neighbour; at the end of the agenda nothing happens."""
    meeting = locked(item.meeting)
    check_draft(meeting)
    items = list(meeting.items.order_by("position"))
    at = next(n for n, each in enumerate(items) if each.pk == item.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(items):
        return items[at]
    here, there = items[at], items[to]
    here.position, there.position = there.position, here.position
    AgendaItem.objects.bulk_update([here, there], ["position"])
    record("agenda_item.moved", on=here, by=by, position=here.position)
    return here


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Actor) -> None:
    """Take an item off a draft agenda; a proposal that it came from waits again. Raises Refused."""
    meeting = locked(item.meeting)
    check_draft(meeting)
    if Paper.objects.filter(item=item).exists():
        raise Refused(
            f"“{item.title}” has papers, and papers are kept. Put it on another agenda instead,"
            " or withdraw its papers and say in the summary that the item fell away."
        )
    record("agenda_item.removed", on=item, by=by, position=item.position)
    Proposal.objects.filter(item=item).update(state=Proposal.State.OPEN, item=None, answer="")
    AgendaItem.objects.filter(pk=item.pk).delete()
    _close_ranks(meeting)


@transaction.atomic
def carry_item(*, item: AgendaItem, meeting: Meeting, by: Actor) -> AgendaItem:
    """Bring an item of an earlier meeting of the body back as a matter arising. Raises Refused."""
    source = item.meeting
    if (
        source.body_id != meeting.body_id
        or source.starts_at >= meeting.starts_at
        or source.state != Meeting.State.HELD
    ):
        raise Refused(
            "Only items of earlier meetings of the same body that were held arise again. Choose one"
            " from the list."
        )
    current = locked(meeting)
    if current.items.filter(arises_from=item).exists():
        raise Refused(f"“{item.title}” is on this agenda already. Change it there.")
    fields: dict[str, Any] = {
        "meeting": current, "kind": item.kind, "title": item.title, "presenter": item.presenter,
        "restricted": item.restricted, "restricted_why": item.restricted_why,
        "arises_from": item, "by": by,
    }  # fmt: skip
    if current.state == Meeting.State.PLANNED:
        return add_item(**fields)
    return add_late_item(**fields)


@transaction.atomic
def defer_item(*, item: AgendaItem, meeting: Meeting, by: Actor) -> AgendaItem:
    """Put an item of a draft agenda, papers and all, on another draft of the body.
    Raises Refused."""
    first, second = sorted((item.meeting, meeting), key=lambda m: m.pk)  # one order: no deadlock
    current = {m.pk: m for m in (locked(first), locked(second))}
    here, there = current[item.meeting_id], current[meeting.pk]
    check_draft(here)
    check_draft(there)
    if here == there or here.body_id != there.body_id:
        raise Refused(f"Choose another meeting of the {here.body}.")
    moved = AgendaItem.objects.get(pk=item.pk)
    end = _own_end(there)
    there.items.filter(position__gte=end).update(position=F("position") + 1)
    moved.meeting, moved.position = there, end
    moved.save(update_fields=["meeting", "position"])
    _close_ranks(here)
    record("agenda_item.deferred", on=moved, by=by, to_meeting=there.pk)
    return moved


@transaction.atomic
def publish_agenda(
    *, meeting: Meeting, by: Actor, short_notice_why: str = "", at: datetime | None = None
) -> Meeting:
    """Number the items, lock the agenda and tell the body.

    `at`: when it was published, for an agenda entered afterwards (default now). Raises Refused,
    also for too little notice without `short_notice_why`.
    """
    current = locked(meeting)
    check_draft(current)
    published_at = at or now()
    if published_at >= current.starts_at:
        raise Refused("The meeting has begun already. Move it to a later time, then publish.")
    check_notice(current, localdate(published_at), short_notice_why)
    items = list(current.items.order_by("position"))
    if not items:
        raise Refused("The agenda is empty. Add at least one item, then publish.")
    for n, item in enumerate(items, 1):
        item.position, item.number = n, str(n)
    AgendaItem.objects.bulk_update(items, ["position", "number"])
    current.state = Meeting.State.CALLED
    current.agenda_published_at = published_at
    save_visible(current, "state", "agenda_published_at", "short_notice_why")
    record("agenda.published", on=current, by=by, reason=current.short_notice_why,
           items=len(items))  # fmt: skip
    emails.agenda_published(current, by)
    return current


_OTHER = AgendaItem.Standing.OTHER


def check_draft(meeting: Meeting) -> None:
    """Raises Refused unless the agenda is still a draft."""
    check_to_come(meeting)
    if meeting.state == Meeting.State.CALLED:
        day = day_words(localdate(meeting.agenda_published_at))
        raise Refused(f"The agenda was published on {day} and is locked. Add a late item instead.")


def _check(item: AgendaItem) -> None:
    if not item.title.strip():
        raise Refused("Enter what the item is about.")
    if item.restricted and not item.restricted_why.strip():
        raise Refused(SAY_WHY)
    if not item.restricted:
        item.restricted_why = ""
    if item.minutes is not None and not 1 <= item.minutes <= LONGEST_ITEM:
        raise Refused(f"Give the item 1 to {LONGEST_ITEM} minutes, or leave its time empty.")


def _own_end(meeting: Meeting) -> int:
    """Position for the next item: before any other business if that stands last."""
    items = list(meeting.items.order_by("position"))
    if not items:
        return 1
    return items[-1].position + (0 if items[-1].standing == _OTHER else 1)


def _insert(item: AgendaItem, position: int) -> None:
    others = AgendaItem.objects.filter(meeting=item.meeting)
    if others.count() >= MOST_ITEMS:
        raise Refused(f"An agenda has {MOST_ITEMS} items at most. Remove one first.")
    others.filter(position__gte=position).update(position=F("position") + 1)
    item.position = position
    item.save()


def _close_ranks(meeting: Meeting) -> None:
    items = list(meeting.items.order_by("position"))
    for n, item in enumerate(items, 1):
        item.position = n
    AgendaItem.objects.bulk_update(items, ["position"])
