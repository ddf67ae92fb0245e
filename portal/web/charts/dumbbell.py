"""Two dots a row joined by a line: the same share in two groups, and the gap between them."""

from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import NOTHING, SUPPRESSED, Frame, Value, ceiling
from portal.web.charts.layout import Columns, baseline, columns, label, percent_axis, place_label
from portal.web.charts.svg import SIZE, Canvas
from portal.web.charts.text import shorten, width, wrap

ROW = 28.0
DOT = 6.5
FIGURE = SIZE - 1
# The number of a dot at zero stands left of it: room between the labels and the axis.
INSET = 42.0
REACH = DOT + 6


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the share of the first and of the second group, None where one may not be shown."""

    label: str
    first: Value | None
    second: Value | None
    hidden: str = SUPPRESSED


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A dumbbell chart: its name, what it shows in words, the two groups and the rows."""

    title: str
    description: str
    groups: tuple[str, str]
    rows: tuple[Pair, ...]


def draw(chart: Dumbbell, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    plan = columns([row.label for row in chart.rows], frame, margin=44.0, inset=INSET)
    shown = [value.share for row in chart.rows for value in (row.first, row.second) if value]
    end = ceiling(shown)
    top = _legend(canvas, chart.groups, 0.0 if frame.narrow else plan.left) + 30
    labels = [label(row.label, plan, frame) for row in chart.rows]
    heights = [
        words.height + ROW + 6 if frame.narrow else max(ROW, words.height + 4) for words in labels
    ]
    bottom = top + (sum(heights) or ROW)
    percent_axis(canvas, plan, top, bottom, end=end, step=20)
    y = top
    for row, words, height in zip(chart.rows, labels, heights, strict=True):
        place_label(canvas, words, plan, y, height, narrow=frame.narrow)
        _draw_pair(
            canvas,
            row,
            plan,
            y + height - 6 - ROW / 2 if frame.narrow else y + height / 2,
            chart,
            end,
        )
        y += height
    if not chart.rows:
        canvas.text(plan.left, baseline(top + ROW / 2), NOTHING, fill=palette.MUTED)
    canvas.height = bottom + 4
    return canvas


def _legend(canvas: Canvas, groups: tuple[str, str], left: float) -> float:
    """The two marks with their words, under one another if they need it; returns the height used."""
    x, y = left + DOT, SIZE + 1
    for i, group in enumerate(groups):
        words = wrap(group, SIZE, canvas.width - left - 26, most=1)[0]
        room = 20 + width(words, SIZE)
        if i and x + room > canvas.width:
            x, y = left + DOT, y + SIZE + 9
        _mark(canvas, x, y - 4.5, i)
        canvas.text(x + 14, y, words)
        x += room + 24
    return y + 6


def _mark(canvas: Canvas, x: float, y: float, which: int) -> None:
    """A dot for the first group, an open diamond for the second."""
    if which:
        canvas.diamond(x, y, DOT, palette.GOAL)
    else:
        canvas.circle(x, y, DOT, palette.NAVY)


def _draw_pair(
    canvas: Canvas, row: Pair, plan: Columns, y: float, chart: Dumbbell, end: int
) -> None:
    """The line, the dots and their numbers; the larger number on the right, the smaller on the left."""
    known = [(plan.at(v.share, end), i, v) for i, v in enumerate((row.first, row.second)) if v]
    known.sort()
    if len(known) == 2:
        canvas.line((known[0][0], y), (known[1][0], y), stroke=palette.RULE, thick=3.0)
    for x, which, _ in sorted(known, key=lambda mark: -mark[1]):
        _mark(canvas, x, y, which)
    for place, (x, which, value) in enumerate(known):
        left = len(known) == 2 and place == 0
        side = {"anchor": "end"} if left else {}
        ink = palette.GOAL_INK if which else palette.NAVY
        canvas.text(
            x - REACH if left else x + REACH,
            baseline(y, FIGURE),
            value.words,
            size=FIGURE,
            fill=ink,
            bold=which == 0,
            **side,
        )
    if not known:
        foot = baseline(y, FIGURE)
        canvas.text(plan.left, foot, row.hidden, size=FIGURE, fill=palette.MUTED)
    elif len(known) == 1:
        x, which, value = known[0]
        words = f"{chart.groups[1 - which]}: {row.hidden}"
        _say_hidden(canvas, words, x, x + REACH + width(value.words, FIGURE, bold=True), plan, y)


def _say_hidden(
    canvas: Canvas, words: str, before: float, after: float, plan: Columns, y: float
) -> None:
    """Words for the dot that may not be shown, on the roomier side of the one that is."""
    left, right = plan.left - INSET / 2, canvas.width
    before_room, after_room = before - REACH - left, right - after - 8
    words = shorten(words, FIGURE, max(before_room, after_room))
    x, anchor = (left, "start") if before_room > after_room else (right, "end")
    foot = baseline(y, FIGURE)
    canvas.text(x, foot, words, size=FIGURE, fill=palette.MUTED, anchor=anchor)
