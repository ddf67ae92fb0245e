"""From what was recorded of a meeting to the document of its minutes (see freezing.py)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words, span_words
from partnerships.meetings.freezing import Document, Part
from partnerships.meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    Paper,
    Passage,
)
from partnerships.meetings.queries.record import ItemRecord, Sitting
from partnerships.membership.models import Member

FORMAT = 1
GROUPS = (
    ("Present", (Attendance.Kind.PRESENT,)),
    ("Substitutes", (Attendance.Kind.SUBSTITUTE,)),
    ("In attendance", (Attendance.Kind.OBSERVER,)),
    ("Apologies", (Attendance.Kind.APOLOGIES,)),
    ("Absent", (Attendance.Kind.ABSENT,)),
)


@dataclass(frozen=True)
class Recorded:
    """All that minutes are made of, read once."""

    minutes: Minutes
    sitting: Sitting
    items: Sequence[ItemRecord]
    papers: Sequence[Paper]


def document_of(recorded: Recorded) -> Document:
    """The whole document, restricted parts and names included: for the full circle. It is made
    until the minutes are circulated; what comes later is made of it (freezing.corrected)."""
    meeting = recorded.sitting.meeting
    return {
        "format": FORMAT,
        "partnership": meeting.partnership.name,
        "body": meeting.body.name,
        "title": meeting.title,
        "on": localdate(meeting.starts_at).isoformat(),
        "when": span_words(meeting.starts_at, meeting.ends_at),
        "place": meeting.place,
        "chair": _member(meeting.chaired_by),
        "quorum": recorded.sitting.quorum.words if recorded.sitting.was_recorded else "",
        "people": [
            {
                "group": words,
                "people": [_attending(row) for row in recorded.sitting.of_kind(*kinds)],
            }
            for words, kinds in GROUPS
        ],
        "items": [_item(item, recorded) for item in recorded.items],
        "confirmed": None,
    }


def _item(record: ItemRecord, recorded: Recorded) -> Part:
    item, sitting = record.item, recorded.sitting
    declared = sitting.declared_in(item.pk)
    passages = [p for p in (record.open, record.restricted) if p and (p.text or not p.restricted)]
    return {
        "number": item.number or str(item.position),
        "title": item.title,
        "kind": item.get_kind_display(),
        "presenter": item.presenter,
        "restricted": item.restricted,
        "why": item.restricted_why,
        "declarations": [
            {"person": _member(d.member), "words": d.words, "left_room": d.left_room}
            for d in declared
        ],
        "quorum": sitting.quorum_for(item.pk).words_for_item if _decides(record, recorded) else "",
        "papers": [_marked(p, title=p.title) for p in recorded.papers if p.item_id == item.pk],
        "passages": [_marked(p, text=p.text, corrections=[]) for p in passages],
        "decisions": [_decision(d, sitting) for d in record.decisions],
        "actions": [_action(a) for a in record.actions],
    }


def _decides(record: ItemRecord, recorded: Recorded) -> bool:
    """Its quorum is stated: somebody was not counted for it, or it is an item to decide on."""
    item, sitting = record.item, recorded.sitting
    to_decide = item.kind == AgendaItem.Kind.DECISION or bool(record.decisions)
    return bool(sitting.declared_in(item.pk)) or (sitting.was_recorded and to_decide)


def _marked(row: Paper | Passage | Decision | Action, **more: object) -> Part:
    return {"id": row.pk, "restricted": row.restricted, "why": row.restricted_why, **more}


def _decision(decision: Decision, sitting: Sitting) -> Part:
    how = votes_words(decision, last_resort=sitting.vote_is_last_resort)
    return _marked(decision, number=decision.number, text=decision.text, how=how)


def votes_words(decision: Decision, *, last_resort: bool) -> str:
    """By consensus · By vote: 9 for, 2 against, 1 abstained · By vote, as a last resort: …"""
    if decision.reached == Decision.Reached.CONSENSUS:
        return "By consensus"
    words = (
        f"By vote{', as a last resort' if last_resort else ''}: {decision.votes_for} for,"
        f" {decision.votes_against} against, {decision.votes_abstained} abstained"
    )
    return f"{words}, with the chair’s casting vote" if decision.casting_vote else words


def _action(action: Action) -> Part:
    return _marked(
        action,
        number=action.number,
        text=action.text,
        organisation=action.organisation.name,
        owner=_member(action.owner),
        due=day_words(action.due_on),
    )


def _member(member: Member | None) -> Part | None:
    if member is None:
        return None
    return _person(member.name, member)


def _attending(row: Attendance) -> Part:
    seat = row.seat.title if row.seat and row.kind == Attendance.Kind.SUBSTITUTE else ""
    return _person(row.name, row.member) | {"note": row.note, "for": seat}


def _person(name: str, member: Member | None) -> Part:
    return {
        "name": name,
        "organisation": member.organisation.name if member else "",
        "public": member is not None and member.name_public,
    }


def meeting_words(meeting: Meeting) -> str:
    """the meeting of 5 May 2004"""
    return f"the meeting of {day_words(localdate(meeting.starts_at))}"
