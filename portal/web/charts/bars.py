"""Plain bars: one share a row on a pale track, in groups if wanted, with an optional target."""

import itertools
from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import NOTHING, SUPPRESSED, Frame, Goal, Value
from portal.web.charts.layout import EDGE, Columns, baseline, columns, label, place_label
from portal.web.charts.palette import Fill
from portal.web.charts.svg import SIZE, SMALL, Canvas, line_height
from portal.web.charts.text import width, wrap

ROW = 26.0
BAR = 17.0
HEADING = 30.0
FIGURE = SIZE - 1
TRACK = Fill(palette.TRACK, palette.INK)
BELOW, REACHED = Fill(palette.BLUE, palette.PAPER), Fill(palette.NAVY, palette.PAPER)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its share, or None where it may not be shown, and a note such as "24 of 25"."""

    label: str
    value: Value | None
    note: str = ""
    hidden: str = SUPPRESSED
    group: str = ""  # rows that follow each other in one group stand under its heading


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart: its name, what it shows in words, the rows and a target if there is one."""

    title: str
    description: str
    rows: tuple[Bar, ...]
    goal: Goal | None = None


def draw(chart: Bars, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    figure, note = _right_columns(chart)
    margin = EDGE + figure + (note + 12 if note else 0)
    plan = columns([row.label for row in chart.rows], frame, margin=margin)
    top = SIZE + 8 if chart.goal else 2.0
    y = top
    for group, rows in itertools.groupby(chart.rows, key=lambda row: row.group):
        if group:
            y = _draw_heading(canvas, group, plan, y)
        for row in rows:
            y = _draw_row(canvas, row, plan, frame, y, chart.goal, plan.right + 22 + figure)
    if not chart.rows:
        canvas.text(0, baseline(top + ROW / 2), NOTHING, fill=palette.MUTED)
        y += ROW
    if chart.goal:
        _draw_goal(canvas, chart.goal, plan, top, y)
    canvas.height = y + 4
    return canvas


def _draw_heading(canvas: Canvas, words: str, plan: Columns, y: float) -> float:
    """The name of a group over its rows; returns where they begin."""
    lines = wrap(words, SIZE, plan.right, bold=True)
    foot = y + HEADING + (len(lines) - 1) * line_height()
    for i, line in enumerate(lines):
        canvas.text(0, y + 18 + i * line_height(), line, bold=True)
    canvas.line((0, foot - 5), (plan.right, foot - 5), stroke=palette.RULE)
    return foot


def _draw_row(
    canvas: Canvas,
    row: Bar,
    plan: Columns,
    frame: Frame,
    y: float,
    goal: Goal | None,
    note_at: float,
) -> float:
    """A label with its bar; returns where the next row begins."""
    words = label(row.label, plan, frame)
    height = words.height + ROW + 6 if frame.narrow else max(ROW, words.height + 4)
    place_label(canvas, words, plan, y, height, narrow=frame.narrow)
    middle = y + height - 6 - ROW / 2 if frame.narrow else y + height / 2
    _draw_bar(canvas, row, plan, middle, goal, note_at)
    return y + height


def _right_columns(chart: Bars) -> tuple[float, float]:
    """Widths of the two columns on the right of the bars: the figures and the notes."""
    figures = [width(row.value.words, SIZE, bold=True) for row in chart.rows if row.value]
    notes = [width(row.note, FIGURE) for row in chart.rows]
    return max(figures, default=0.0), max(notes, default=0.0)


def _draw_bar(
    canvas: Canvas, row: Bar, plan: Columns, middle: float, goal: Goal | None, note_at: float
) -> None:
    """One bar with its figure and note, or the words that say why there is none."""
    y = middle - BAR / 2
    if row.note:
        canvas.text(note_at, baseline(middle, FIGURE), row.note, size=FIGURE, fill=palette.MUTED)
    if row.value is None:
        canvas.empty_bar(plan.left, y, plan.span, BAR)
        foot = baseline(middle, SMALL)
        canvas.text(plan.left + 7, foot, row.hidden, size=SMALL, fill=palette.MUTED)
        return
    canvas.bar(plan.left, y, plan.span, BAR, TRACK)
    if row.value.share:
        reached = goal is None or row.value.share >= goal.share
        canvas.bar(
            plan.left, y, plan.span * row.value.share / 100, BAR, REACHED if reached else BELOW
        )
    canvas.text(plan.right + 10, baseline(middle), row.value.words, bold=True)


def _draw_goal(canvas: Canvas, goal: Goal, plan: Columns, top: float, bottom: float) -> None:
    """The dashed line of the target, with its words above it."""
    x = plan.at(goal.share)
    canvas.line((x, top - 3), (x, bottom), stroke=palette.GOAL, thick=2.0, dashes="5 4")
    half = width(goal.words, FIGURE, bold=True) / 2
    x = min(max(x, half), canvas.width - half)
    canvas.text(
        x, top - 8, goal.words, size=FIGURE, fill=palette.GOAL_INK, anchor="middle", bold=True
    )
