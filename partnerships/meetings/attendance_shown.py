"""Attendance as pages show it: figures, bars with their tables, and the lines of a report."""

from collections.abc import Collection, Sequence
from typing import Any

from partnerships.meetings.forms.registers import ReplyForm
from partnerships.meetings.models import AttendanceReply, AttendanceReport
from partnerships.meetings.queries.attendance import (
    Kept,
    Line,
    by_member,
    by_organisation,
    by_quarter,
    by_sector,
    replies_to,
    report_lines,
)
from portal.web import charts
from portal.web.charts import Bar, Bars, Value
from portal.web.components import DataTable, FigureCard, Stat

MEASURE = "Per cent of seats at meetings that were filled, by the holder or a substitute"
SPAN = 560.0  # drawing width of a figure in half of the twelve-column grid
COUNTED = ("Seats at meetings", "Present", "Substitute", "Apologies", "Absent", "Filled")


def overview(kept: Sequence[Kept], organisation_ids: Collection[int] | None) -> dict[str, Any]:
    """`stats`, `cards` (FigureCards) and `members` (DataTable) of a page on attendance.

    With `organisation_ids` only lines of these organisations; the whole partnership over time is
    everybody's, since it points at nobody.
    """
    own = kept
    if organisation_ids is not None:
        own = [each for each in kept if each.organisation.pk in organisation_ids]
    cards = [card("over-time", "Quarter by quarter", by_quarter(kept))]
    if organisation_ids is None:
        cards.append(card("by-sector", "By sector", by_sector(kept)))
    columns = 12 if organisation_ids is None else 6
    cards.append(card("by-organisation", "By organisation", by_organisation(own), columns))
    return {
        "stats": _stats(kept),
        "cards": [each for each in cards if each],
        "members": _members(by_member(own)),
    }


def card(key: str, title: str, lines: Sequence[Line], columns: int = 6) -> FigureCard | None:
    """Lines as bars with their table; None without lines."""
    if not lines:
        return None
    words = "; ".join(f"{line.name} {line.words}" for line in lines)
    bars = tuple(_bar(line) for line in lines)
    chart = Bars(title, words, bars)
    return FigureCard(
        key,
        title,
        MEASURE,
        charts.render(chart, ident=f"{key}-chart", width=SPAN if columns == 6 else None),
        charts.render(chart, ident=f"{key}-chart", narrow=True),
        DataTable(title, ("", *COUNTED), tuple(_row(line) for line in lines)),
        columns=columns,
    )


def lines_shown(
    report: AttendanceReport, ours: Collection[int], *, all_lines: bool, takes_replies: bool
) -> list[dict[str, Any]]:
    """The report's lines that a reader sees, their own first: `line`, `own`, `reply`, `form`
    (of those who may reply, else None)."""
    replies = replies_to(report)
    lines = sorted(report_lines(report), key=lambda line: line.key not in ours)
    return [
        {
            "line": line,
            "own": line.key in ours,
            "reply": replies.get(int(line.key)),
            "form": _form(line, replies) if takes_replies and line.key in ours else None,
        }
        for line in lines
        if all_lines or line.key in ours
    ]


def _form(line: Line, replies: dict[int, AttendanceReply]) -> ReplyForm:
    said = replies.get(int(line.key))
    return ReplyForm(prefix=f"reply-{line.key}", initial={"text": said.text if said else ""})


def _stats(kept: Sequence[Kept]) -> list[Stat]:
    if not kept:
        return []
    every = by_quarter(kept)
    expected, filled = sum(q.expected for q in every), sum(q.filled for q in every)
    substitutes, absent = sum(q.substitute for q in every), sum(q.absent for q in every)
    return [
        Stat(
            "Meetings", f"{len({each.meeting_id for each in kept}):,}", "with attendance recorded"
        ),
        Stat("Seats filled", f"{100 * filled / expected:.0f}%", f"{filled:,} of {expected:,}"),
        Stat("By substitutes", f"{substitutes:,}", _times(substitutes)),
        Stat("Absent without apologies", f"{absent:,}", _times(absent)),
    ]


def _times(count: int) -> str:
    return "time" if count == 1 else "times"


def _members(lines: Sequence[Line]) -> DataTable | None:
    if not lines:
        return None
    rows = tuple((f"{line.name}, {line.note}", *_row(line)[1:]) for line in lines)
    return DataTable("Attendance by member", ("Member", *COUNTED), rows)


def _bar(line: Line) -> Bar:
    return Bar(line.name, Value(line.share, line.words), f"{line.filled} of {line.expected}")


def _row(line: Line) -> tuple[str, ...]:
    counts = (line.expected, line.present, line.substitute, line.apologies, line.absent)
    return (line.name, *(f"{n:,}" for n in counts), line.words)
