"""Attendance line by line, as forms send it and as two people's lines are joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from partnerships.meetings.models import Attendance, Meeting

CHAIR = "chair"
Value = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One line: a seat with its holder or a substitute, or somebody who sits on none.

    `seat` and `member` are ids. On a seat, `member` is needed for a substitute only; without a
    seat, the kind is "observer" and either `member` or `name` says who.
    """

    kind: str
    seat: int | None = None
    member: int | None = None
    name: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """What tells lines apart: seat:5, member:7 or name:Jo Bloggs, Chamber of Commerce"""
        if self.seat:
            return f"seat:{self.seat}"
        return f"member:{self.member}" if self.member else f"name:{self.name.strip()}"

    @property
    def value(self) -> Value:
        """Everything that was recorded, for comparing and joining."""
        stood_in = self.kind == Attendance.Kind.SUBSTITUTE or not self.seat
        return {
            "kind": self.kind,
            "seat": self.seat,
            "member": self.member if stood_in else None,
            "name": "" if self.seat or self.member else self.name.strip(),
            "note": self.note.strip(),
        }


def entry_of(row: Attendance) -> Entry:
    """The line that would record this row."""
    return Entry(row.kind, row.seat_id, row.member_id, row.name, row.note)


def values_of(meeting: Meeting, rows: Iterable[Attendance]) -> dict[str, Any]:
    """Everything recorded of a meeting by key, the chair included; JSON, for `base`."""
    entries = [entry_of(row) for row in rows]
    return {entry.key: entry.value for entry in entries} | {CHAIR: meeting.chaired_by_id}
