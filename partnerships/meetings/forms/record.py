"""The form of who was there: one line a seat, then people who sit on none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from partnerships.meetings.domain.attendance import Differing
from partnerships.meetings.domain.checking import may_stand_in
from partnerships.meetings.entries import CHAIR, Entry, values_of
from partnerships.meetings.models import Attendance
from partnerships.meetings.queries.record import SeatLine, Sitting
from partnerships.membership.models import Member
from portal.web.forms import PortalForm

KIND = Attendance.Kind
UNTIL_IT_STARTS = [(KIND.APOLOGIES, "Apologies"), ("", "No apologies")]
KINDS = [(KIND.PRESENT, "Present"), (KIND.APOLOGIES, "Apologies"), (KIND.ABSENT, "Absent")]
EMPTY_GUESTS = 3
MOST_GUESTS = 60


@dataclass(frozen=True)
class LineFields:
    """The fields of one line as the template draws them."""

    line: SeatLine
    kind: forms.BoundField | None
    member: forms.BoundField | None
    note: forms.BoundField | None


class AttendanceForm(PortalForm):
    """`base` travels with the page: what it showed, so that two people's lines can be joined."""

    def __init__(self, data: Any = None, *, sitting: Sitting, members: Sequence[Member]) -> None:
        self.sitting = sitting
        self.stored = values_of(sitting.meeting, sitting.attendance)
        super().__init__(data, initial=_initial(sitting))
        # No field: a broken one is nobody's mistake that could be told.
        self.base_sent = self.data.get("base", "").replace("\0", "") if self.is_bound else ""
        others = [row for row in sitting.attendance if row.kind != KIND.APOLOGIES]
        self.apologies_only = sitting.is_to_come and not others
        for line in sitting.lines:
            if line.held.member:
                self._add_line(line, members)
        self._guests = 0
        if not self.apologies_only:
            self._add_guests(len(sitting.guests))
            self._add_chair(members)

    @property
    def lines(self) -> list[LineFields]:
        """Seats in order; a vacant one has no fields."""
        return [LineFields(line, *self._fields_of(line)) for line in self.sitting.lines]

    @property
    def guests(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """(name, note, hidden member) of each line of people who sit on no seat."""
        return [
            (self[f"guest_{n}"], self[f"guest_note_{n}"], self[f"guest_member_{n}"])
            for n in range(self._guests)
        ]

    def entries(self) -> list[Entry]:
        """What was typed."""
        of_seats = (self._entry(line) for line in self.sitting.lines if line.held.member)
        return [e for e in of_seats if e] + [
            e for n in range(self._guests) if (e := self._guest(n))
        ]

    def chair(self) -> int:
        """Who took the chair: a member's id, or 0."""
        return int(self.cleaned_data.get(CHAIR) or 0)

    @property
    def base(self) -> Mapping[str, Any]:
        """What the page showed; a broken one counts as nothing seen, so nothing is overwritten."""
        try:
            base = json.loads(self.base_sent)
        except ValueError:
            return {}
        return base if isinstance(base, dict) else {}

    @property
    def base_shown(self) -> str:
        """The same for the page that is drawn now."""
        return self.base_sent or json.dumps(self.stored)

    def say_differing(self, differing: Sequence[Differing]) -> None:
        """Tell at each line that somebody else recorded it otherwise, and hold theirs as seen."""
        for each in differing:
            kind = (each.theirs or {}).get("kind", "") if each.key != CHAIR else ""
            was = f"recorded “{KIND(kind).label}” here" if kind else "changed this"
            self.add_error(
                self._field_of(each.key),
                f"Somebody else {was} after you opened the page. Yours is shown but not saved:"
                " save again to replace theirs",
            )

    def hold(self, sitting: Sitting) -> None:
        """From now on the page has seen what is stored."""
        self.base_sent = json.dumps(values_of(sitting.meeting, sitting.attendance))

    def _add_line(self, line: SeatLine, members: Sequence[Member]) -> None:
        ident, who = line.held.seat.pk, line.held.member.name
        standing = [m for m in members if may_stand_in(line.held, m)]
        substitutes = bool(standing) and self.sitting.substitutes_allowed
        substitutes = substitutes and not self.apologies_only
        kinds = [*KINDS, (KIND.SUBSTITUTE, "Substitute")] if substitutes else KINDS
        kinds = UNTIL_IT_STARTS if self.apologies_only else kinds
        self.fields[f"kind_{ident}"] = forms.ChoiceField(
            label=who,
            choices=kinds,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": f"Choose how {who} attended"},
        )
        if substitutes:
            self.fields[f"member_{ident}"] = forms.ChoiceField(
                label=f"Who stood in for {who}",
                choices=[("", "Choose who stood in"), *((m.pk, _words(m)) for m in standing)],
                required=False,
                error_messages={"invalid_choice": f"Choose who stood in for {who}"},
            )
        self.fields[f"note_{ident}"] = forms.CharField(
            label=f"Note about {who}", required=False, max_length=200
        )

    def _add_guests(self, stored: int) -> None:
        sent = (
            sum(1 for name in self.data if name.startswith("guest_note_")) if self.is_bound else 0
        )
        self._guests = min(max(sent, stored + EMPTY_GUESTS), MOST_GUESTS)
        for n in range(self._guests):
            self.fields[f"guest_{n}"] = forms.CharField(
                label=f"Name and organisation, person {n + 1}", required=False, max_length=160
            )
            self.fields[f"guest_note_{n}"] = forms.CharField(
                label=f"Note about person {n + 1}", required=False, max_length=200
            )
            self.fields[f"guest_member_{n}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, min_value=1
            )

    def _add_chair(self, members: Sequence[Member]) -> None:
        holders = [line.held.member for line in self.sitting.lines if line.held.member]
        could = [m for line in self.sitting.lines for m in members if may_stand_in(line.held, m)]
        people = {m.pk: m for m in [*holders, *could]}
        self.fields[CHAIR] = forms.ChoiceField(
            label="Who took the chair",
            choices=[
                ("", "Choose somebody who was present"),
                *((pk, _words(m)) for pk, m in people.items()),
            ],
            required=False,
        )

    def _fields_of(self, line: SeatLine) -> list[forms.BoundField | None]:
        names = [f"{part}_{line.held.seat.pk}" for part in ("kind", "member", "note")]
        return [self[name] if name in self.fields else None for name in names]

    def _entry(self, line: SeatLine) -> Entry | None:
        ident, found = line.held.seat.pk, self.cleaned_data
        kind = found.get(f"kind_{ident}")
        if not kind:
            return None
        member = found.get(f"member_{ident}") if kind == KIND.SUBSTITUTE else ""
        note = found.get(f"note_{ident}", "")
        return Entry(kind, seat=ident, member=int(member) if member else None, note=note)

    def _guest(self, n: int) -> Entry | None:
        found = self.cleaned_data
        name, member = found.get(f"guest_{n}", ""), found.get(f"guest_member_{n}")
        if not name:
            return None
        # A member's line that was given another name is another person's.
        same = any(g.member_id == member and g.name == name for g in self.sitting.guests)
        who = {"member": member} if member and same else {"name": name}
        return Entry(KIND.OBSERVER, note=found.get(f"guest_note_{n}", ""), **who)

    def _field_of(self, key: str) -> str | None:
        ident = key.removeprefix("seat:")
        if key == CHAIR:
            return CHAIR
        return f"kind_{ident}" if f"kind_{ident}" in self.fields else None


def _initial(sitting: Sitting) -> dict[str, Any]:
    """What is recorded, as the fields show it."""
    shown: dict[str, Any] = {CHAIR: sitting.meeting.chaired_by_id or ""}
    for line in sitting.lines:
        if row := line.recorded:
            shown |= {f"kind_{row.seat_id}": row.kind, f"note_{row.seat_id}": row.note}
            if row.kind == KIND.SUBSTITUTE:
                shown[f"member_{row.seat_id}"] = row.member_id
    for n, row in enumerate(sitting.guests):
        shown |= {f"guest_{n}": row.name, f"guest_note_{n}": row.note}
        shown[f"guest_member_{n}"] = row.member_id
    return shown


def _words(member: Member) -> str:
    return f"{member.name}, {member.organisation.name}"
