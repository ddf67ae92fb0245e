"""Attendance over time, counted seat by seat: each seat kept at each held meeting counts once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.utils import timezone

from partnerships.meetings.models import (
    Attendance,
    AttendanceReply,
    AttendanceReport,
    Meeting,
)
from partnerships.membership.models import (
    Member,
    Organisation,
    Seat,
    Sector,
    Tenure,
    organisation_sector,
)

PRESENT, SUBSTITUTE = Attendance.Kind.PRESENT, Attendance.Kind.SUBSTITUTE
# A seat that was filled in any way counts as filled; apologies count before absence.
ORDER = (PRESENT, SUBSTITUTE, Attendance.Kind.APOLOGIES, Attendance.Kind.ABSENT)


@dataclass(frozen=True)
class Kept:
    """One seat at one meeting: who holds it and how it was kept (one of ORDER)."""

    meeting_id: int
    held_on: date
    sector: str
    organisation: Organisation
    member: Member
    kind: str


@dataclass(frozen=True)
class Line:
    """How often seats were filled, for one member, organisation, sector or time.

    `expected` is the number of seats at meetings: present + substitute + apologies + absent.
    """

    key: int | str
    name: str
    note: str
    expected: int
    present: int
    substitute: int
    apologies: int
    absent: int

    @property
    def filled(self) -> int:
        """By the holder or a substitute."""
        return self.present + self.substitute

    @property
    def share(self) -> float:
        """Filled of expected, in per cent, not rounded."""
        return 100 * self.filled / self.expected if self.expected else 0.0

    @property
    def words(self) -> str:
        """ "83%" """
        return f"{self.share:.0f}%"


def seats_kept(first: date, last: date, body_id: int | None = None) -> list[Kept]:
    """Every seat at the meetings held in the period (both days included), in order of time.

    Guests and people in attendance hold no seat and are not counted. Where a substitute came, the
    seat still counts for its holder. Two queries.
    """
    rows = Attendance.objects.filter(
        seat__isnull=False,
        member__isnull=False,
        kind__in=ORDER,
        meeting__state=Meeting.State.HELD,
        meeting__starts_at__gte=_midnight(first),
        meeting__starts_at__lt=_midnight(last + timedelta(days=1)),
    )
    if body_id:
        rows = rows.filter(meeting__body=body_id)
    rows = rows.select_related("meeting", "seat", "member__organisation")
    places: dict[tuple[int, int | None], list[Attendance]] = defaultdict(list)
    for row in rows.order_by("meeting__starts_at", "meeting_id", "seat_id", "id"):
        places[row.meeting_id, row.seat_id].append(row)
    holders = _holders({r.seat_id for found in places.values() for r in found if _stood_in(r)})
    return [_kept(found, holders) for found in places.values()]


def by_member(kept: Iterable[Kept]) -> list[Line]:
    """A line for each holder of a seat, by name."""
    return _lines(kept, lambda k: (k.member.pk, k.member.name, k.organisation.name))


def by_organisation(kept: Iterable[Kept]) -> list[Line]:
    """A line for each organisation, by name; the note is its sector."""
    return _lines(
        kept,
        lambda k: (
            k.organisation.pk,
            k.organisation.name,
            k.organisation.get_sector_display(),
        ),
    )


def by_sector(kept: Iterable[Kept]) -> list[Line]:
    """A line for each sector that has seats, in the sectors' order."""
    found = {line.key: line for line in _lines(kept, lambda k: (k.sector, k.sector, ""))}
    return [
        Line(key, str(Sector(key).label), "", *_counts(found[key]))
        for key in Sector.values
        if key in found
    ]


def by_quarter(kept: Iterable[Kept]) -> list[Line]:
    """A line for each quarter of a year, in order of time: "2004, January to March"."""
    return sorted(_lines(kept, _quarter), key=lambda line: line.key)


def reports_made() -> list[AttendanceReport]:
    """Every report of the partnership, latest period first."""
    return list(AttendanceReport.objects.select_related("made_by"))


def report_or_none(report_id: int) -> AttendanceReport | None:
    """One report."""
    return AttendanceReport.objects.select_related("made_by").filter(pk=report_id).first()


def report_lines(report: AttendanceReport) -> list[Line]:
    """The report's lines as they were counted, by name."""
    return [
        Line(
            row["organisation"],
            row["name"],
            organisation_sector(row["sector"]),
            row["present"] + row["substitute"] + row["apologies"] + row["absent"],
            row["present"],
            row["substitute"],
            row["apologies"],
            row["absent"],
        )
        for row in report.figures
    ]


def organisation_with_a_line(report: AttendanceReport, organisation_id: int) -> Organisation | None:
    """The organisation if the report has a line of it, else None."""
    if organisation_id not in {row["organisation"] for row in report.figures}:
        return None
    return Organisation.objects.filter(pk=organisation_id).first()


def replies_to(report: AttendanceReport) -> dict[int, AttendanceReply]:
    """Each organisation's reply, by the organisation's id."""
    rows = report.replies.select_related("replied_by", "organisation")
    return {reply.organisation_id: reply for reply in rows}


def _kept(rows: list[Attendance], holders: dict[int | None, list[Tenure]]) -> Kept:
    row = min(rows, key=lambda each: ORDER.index(each.kind))
    held_on = timezone.localdate(row.meeting.starts_at)
    # The query leaves out rows without a seat or a member.
    seat, came = cast("Seat", row.seat), cast("Member", row.member)
    holder = next((each.member for each in rows if not _stood_in(each)), None)
    if holder is None:
        running = (t.member for t in holders.get(row.seat_id, []) if _runs_on(t, held_on))
        holder = next(running, came)
    return Kept(row.meeting_id, held_on, seat.sector, holder.organisation, holder, row.kind)


def _stood_in(row: Attendance) -> bool:
    return row.kind == SUBSTITUTE


def _runs_on(tenure: Tenure, day: date) -> bool:
    return tenure.since <= day and (tenure.until is None or day <= tenure.until)


def _holders(seat_ids: set[int | None]) -> dict[int | None, list[Tenure]]:
    """Everybody who ever held these seats."""
    found: dict[int | None, list[Tenure]] = defaultdict(list)
    for tenure in Tenure.objects.filter(seat__in=seat_ids).select_related("member__organisation"):
        found[tenure.seat_id].append(tenure)
    return found


def _lines(kept: Iterable[Kept], name: Callable[[Kept], tuple[int | str, str, str]]) -> list[Line]:
    counts: dict[tuple[int | str, str, str], dict[str, int]] = {}
    for each in kept:
        line = counts.setdefault(name(each), dict.fromkeys(ORDER, 0))
        line[each.kind] += 1
    lines = [Line(*key, sum(n.values()), *(n[kind] for kind in ORDER)) for key, n in counts.items()]
    return sorted(lines, key=lambda line: (line.name.casefold(), str(line.key)))


def _counts(line: Line) -> tuple[int, int, int, int, int]:
    return line.expected, line.present, line.substitute, line.apologies, line.absent


def _quarter(kept: Kept) -> tuple[str, str, str]:
    number = (kept.held_on.month - 1) // 3
    months = ("January to March", "April to June", "July to September", "October to December")
    return f"{kept.held_on.year}-{number}", f"{months[number]} {kept.held_on.year}", ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
