"""Reads for recording a meeting: who was there, quorum, and what has been written of each item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils import timezone

from partnerships.meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minutes,
    Passage,
    PassageRevision,
)
from partnerships.membership.models import Constitution, Member
from partnerships.membership.queries.seats import SeatHeld, constitution_on, seats_on
from partnerships.membership.queries.serving import serving_on
from partnerships.membership.quorum import Place, Quorum, Rules, quorum


@dataclass(frozen=True)
class SeatLine:
    """One seat of the body on the day, and what is recorded of it (None: nothing yet)."""

    held: SeatHeld
    recorded: Attendance | None


@dataclass(frozen=True)
class Sitting:
    """Everything about who was at one meeting. Read once, asked often; quorum costs no query."""

    meeting: Meeting
    constitution: Constitution | None
    seats: tuple[SeatHeld, ...]
    attendance: tuple[Attendance, ...]
    declarations: tuple[Declaration, ...]

    @property
    def substitutes_allowed(self) -> bool:
        """A body without a constitution has no rule against it."""
        return self.constitution is None or self.constitution.substitutes_allowed

    @property
    def decides_by(self) -> str:
        """How the rules of the day want decisions reached (Constitution.Decides), or ""."""
        return self.constitution.decides_by if self.constitution else ""

    @property
    def vote_is_last_resort(self) -> bool:
        """The body decides by consensus, so a vote is the exception."""
        return self.decides_by == Constitution.Decides.CONSENSUS

    @cached_property
    def lines(self) -> list[SeatLine]:
        """Every seat in the order of creation."""
        recorded = {row.seat_id: row for row in self.attendance if row.seat_id}
        return [SeatLine(held, recorded.get(held.seat.pk)) for held in self.seats]

    @property
    def guests(self) -> list[Attendance]:
        """Observers and guests: people without a seat."""
        return [row for row in self.attendance if row.seat_id is None]

    @property
    def was_recorded(self) -> bool:
        """Somebody has said who was there."""
        return bool(self.attendance)

    @property
    def is_to_come(self) -> bool:
        """It has not started, so nothing but apologies can be recorded."""
        return timezone.now() < self.meeting.starts_at

    def of_kind(self, *kinds: str) -> list[Attendance]:
        """Rows of these kinds, by name."""
        return [row for row in self.attendance if row.kind in kinds]

    @cached_property
    def here(self) -> dict[int, int]:
        """Seat id → id of the member who sits on it, holder or substitute."""
        return {
            row.seat_id: row.member_id
            for row in self.attendance
            if row.kind in Attendance.HERE and row.seat_id and row.member_id
        }

    @property
    def quorum(self) -> Quorum:
        """Of the meeting as a whole."""
        return quorum(rules_of(self.constitution), self._places, self.here)

    def quorum_for(self, item_id: int) -> Quorum:
        """Of one item: seats whose member declared an interest in it are not counted."""
        declared = {d.member_id for d in self.declarations if d.item_id == item_id}
        conflicted = {seat for seat, member in self.here.items() if member in declared}
        return quorum(rules_of(self.constitution), self._places, self.here, conflicted)

    def declared_in(self, item_id: int) -> list[Declaration]:
        """Interests declared in one item."""
        return [d for d in self.declarations if d.item_id == item_id]

    @cached_property
    def _places(self) -> list[Place]:
        return [Place(h.seat.pk, h.seat.sector, h.seat.votes) for h in self.seats]


@dataclass(frozen=True)
class ItemRecord:
    """One agenda item as written so far."""

    item: AgendaItem
    open: Passage | None
    restricted: Passage | None
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]

    @property
    def is_written(self) -> bool:
        """Something stands in the minutes of it."""
        texts = [p.text for p in (self.open, self.restricted) if p]
        return any(texts) or bool(self.decisions) or bool(self.actions)

    @property
    def last_edit(self) -> Passage | None:
        """The passage that was saved last, if anything was."""
        saved = [p for p in (self.open, self.restricted) if p and p.revision]
        return max(saved, key=lambda passage: passage.edited_at, default=None)


def meeting_to_record(meeting_id: int) -> Meeting | None:
    """The meeting with its body, or None."""
    return Meeting.objects.filter(pk=meeting_id).select_related("body", "chaired_by").first()


def day_of(meeting: Meeting) -> date:
    """Local day of the meeting: seats and rules are those of this day."""
    return timezone.localdate(meeting.starts_at)


def rules_of(constitution: Constitution | None) -> Rules:
    """The constitution's rules about quorum; none without one."""
    if constitution is None:
        return Rules()
    return Rules(
        number=constitution.quorum_number,
        share=constitution.quorum_share,
        sectors=constitution.quorum_sectors,
    )


def sitting_of(meeting: Meeting) -> Sitting:
    """Who was there and by which rules. Five queries whatever the size of the body."""
    day = day_of(meeting)
    rows = Attendance.objects.filter(meeting=meeting)
    declared = Declaration.objects.filter(item__meeting=meeting)
    return Sitting(
        meeting=meeting,
        constitution=constitution_on(meeting.body, day),
        seats=tuple(seats_on(meeting.body, day)),
        attendance=tuple(
            rows.select_related("member__organisation", "seat").order_by("name", "id")
        ),
        declarations=tuple(declared.select_related("member__organisation").order_by("id")),
    )


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Minutes of the meeting; None until it is marked as held."""
    return Minutes.objects.filter(meeting=meeting).select_related("circulated_by").first()


def is_untouched(minutes: Minutes) -> bool:
    """Nothing was ever written, decided or undertaken in these minutes, and no version frozen."""
    written = minutes.passages.filter(Q(revision__gt=0) | ~Q(text=""))
    held = (written, minutes.versions, minutes.meeting.decisions, minutes.meeting.actions)
    return not any(rows.exists() for rows in held)


def item_records(meeting: Meeting, *, item_id: int | None = None) -> list[ItemRecord]:
    """Every item in the order of the agenda, or the one asked for. Four queries."""
    wanted = Q(pk=item_id) if item_id is not None else Q()
    passages = Passage.objects.select_related("edited_by")
    items = (
        AgendaItem.objects.filter(wanted, meeting=meeting)
        .prefetch_related(
            Prefetch("passages", queryset=passages),
            Prefetch("decisions", queryset=Decision.objects.order_by("year", "serial")),
            Prefetch(
                "actions",
                queryset=Action.objects.select_related("organisation", "owner").order_by("id"),
            ),
        )
        .order_by("position", "id")
    )
    return [_item_record(item) for item in items]


def unwritten_items(meeting: Meeting) -> list[AgendaItem]:
    """Items of which the minutes say nothing: no words, decision or action. Apologies and interests
    are recorded with who was there."""
    by_themselves = (AgendaItem.Standing.APOLOGIES, AgendaItem.Standing.INTERESTS)
    records = item_records(meeting)
    return [r.item for r in records if not r.is_written and r.item.standing not in by_themselves]


def _item_record(item: AgendaItem) -> ItemRecord:
    by_mark = {passage.restricted: passage for passage in item.passages.all()}
    return ItemRecord(
        item=item,
        open=by_mark.get(False),
        restricted=by_mark.get(True),
        decisions=tuple(item.decisions.all()),
        actions=tuple(item.actions.all()),
    )


def items_in_order(meeting: Meeting) -> list[AgendaItem]:
    """The agenda."""
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))


def declaration_of(meeting: Meeting, declaration_id: int) -> Declaration | None:
    """A declaration made at this meeting."""
    return Declaration.objects.filter(pk=declaration_id, item__meeting=meeting).first()


def decision_of(meeting: Meeting, decision_id: int) -> Decision | None:
    """A decision of this meeting."""
    found = Decision.objects.filter(pk=decision_id, meeting=meeting)
    return found.select_related("item", "recorded_by").first()


def earlier_decisions(meeting: Meeting) -> list[Decision]:
    """Decisions of the same body that are in force and older than the meeting, newest first."""
    found = Decision.objects.filter(
        state=Decision.State.IN_FORCE,
        meeting__body=meeting.body,
        meeting__starts_at__lt=meeting.starts_at,
    )
    return list(found.order_by("-year", "-serial"))


def text_at(passage: Passage, revision: int) -> str:
    """What the passage said at that revision; before the first one, or at one that never was,
    nothing."""
    if revision == passage.revision:
        return passage.text
    found = PassageRevision.objects.filter(passage=passage, revision=revision)
    return found.values_list("text", flat=True).first() or ""


def members_of(ids: Sequence[int], day: date) -> dict[int, Member]:
    """Members with these ids who are members on that day, by id."""
    found = Member.objects.filter(pk__in=ids).filter(serving_on(day))
    return {member.pk: member for member in found.select_related("organisation")}


def everybody_on(day: date) -> list[Member]:
    """Members on that day with their organisations, by name: who may stand in or declare."""
    found = Member.objects.filter(Q(since__isnull=True) | Q(since__lte=day))
    found = found.filter(serving_on(day))
    return list(found.select_related("organisation").order_by("name", "id"))
