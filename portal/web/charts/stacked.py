"""Stacked bars to 100 per cent: one row per issue, one segment per level, rows in groups if wanted."""

import itertools
from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import NOTHING, SUPPRESSED, Frame, Value
from portal.web.charts.layout import (
    Columns,
    Label,
    baseline,
    columns,
    label,
    legend,
    percent_axis,
    place_label,
)
from portal.web.charts.palette import Fill
from portal.web.charts.svg import SIZE, SMALL, Canvas
from portal.web.charts.text import width

BAR = 20.0
GAP = 6.0
HEADING = 32.0
SPLIT = 1.5  # white between neighbours: their blues are close
FIGURE = SIZE - 1
ROUNDING = 0.5  # per cent by which shares may miss 100


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: a value per level in the levels' order, None where one may not be shown.

    Without any value the row is drawn empty with the words in `hidden`.
    """

    label: str
    values: tuple[Value | None, ...] = ()
    group: str = ""
    hidden: str = SUPPRESSED

    def __post_init__(self) -> None:
        total = sum(value.share for value in self.values if value)
        if total > 100 + ROUNDING:
            raise ValueError(f"The shares of {self.label!r} add up to {total:.1f}, over 100.")


@dataclass(frozen=True, slots=True)
class Stacked:
    """A stacked bar chart: its name, what it shows in words, the levels and the rows."""

    title: str
    description: str
    levels: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.values) not in (0, len(self.levels)):
                raise ValueError(
                    f"{row.label!r} has {len(row.values)} values for {len(self.levels)} levels."
                )


@dataclass(frozen=True, slots=True)
class _Placed:
    row: Row
    label: Label
    top: float
    height: float


def draw(chart: Stacked, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    fills = palette.scale(len(chart.levels))
    plan = columns([row.label for row in chart.rows], frame)
    entries = list(zip(chart.levels, fills, strict=True))
    top = legend(canvas, entries, plan.left) + SIZE + 20
    placed, headings, bottom = _place(chart, plan, frame, top + GAP)
    percent_axis(canvas, plan, top, bottom)
    for words, y in headings:
        canvas.text(0, y + 19, words, size=SIZE + 1, bold=True)
        canvas.line((0, y + 26), (plan.right, y + 26), stroke=palette.RULE)
    for item in placed:
        _draw_row(canvas, item, plan, fills, narrow=frame.narrow)
    if not placed:
        canvas.text(plan.left + 8, top + 20, NOTHING, fill=palette.MUTED)
    canvas.line((plan.left, top), (plan.left, bottom), stroke=palette.INK)
    canvas.height = bottom + 4
    return canvas


def _place(
    chart: Stacked, plan: Columns, frame: Frame, y: float
) -> tuple[list[_Placed], list[tuple[str, float]], float]:
    """Rows and group headings with their heights; the last number is where the plot ends."""
    placed, headings = [], []
    for group, rows in itertools.groupby(chart.rows, key=lambda row: row.group):
        if group:
            headings.append((group, y))
            y += HEADING
        for row in rows:
            words = label(row.label, plan, frame)
            height = words.height + BAR + 3 if frame.narrow else max(BAR, words.height)
            placed.append(_Placed(row, words, y, height))
            y += height + (GAP * 2 if frame.narrow else GAP)
    return placed, headings, y if placed else y + BAR + GAP


def _draw_row(
    canvas: Canvas, item: _Placed, plan: Columns, fills: tuple[Fill, ...], *, narrow: bool
) -> None:
    """One label and its bar."""
    place_label(canvas, item.label, plan, item.top, item.height, narrow=narrow)
    y = item.top + item.height - BAR if narrow else item.top + (item.height - BAR) / 2
    x = plan.left
    shown = [(value, fill) for value, fill in zip(item.row.values, fills, strict=False) if value]
    for value, fill in shown:
        wide = plan.span * value.share / 100
        _draw_segment(canvas, x, y, wide, value, fill, first=x == plan.left)
        x += wide
    if len(shown) < len(item.row.values) or not shown:
        # What is left over belongs to the levels that may not be shown.
        _draw_hidden(canvas, x, y, plan.right - x, item.row.hidden)


def _draw_segment(
    canvas: Canvas, x: float, y: float, wide: float, value: Value, fill: Fill, *, first: bool
) -> None:
    """One segment with its number, if the number fits."""
    if not value.share:
        return
    canvas.bar(x, y, max(wide - SPLIT, 0.5), BAR, fill)
    room = width(value.words, FIGURE, bold=True)
    if wide - SPLIT < room + 5:
        return
    middle = x + (wide - SPLIT) / 2
    if fill.hatched:
        canvas.bar(middle - room / 2 - 2, y + 2.5, room + 4, BAR - 5, Fill(fill.colour, fill.ink))
    at_start = first and wide > room + 16
    at, anchor = (x + 6, "start") if at_start else (middle, "middle")
    foot = baseline(y + BAR / 2, FIGURE)
    canvas.text(at, foot, value.words, size=FIGURE, fill=fill.ink, anchor=anchor, bold=first)


def _draw_hidden(canvas: Canvas, x: float, y: float, wide: float, words: str) -> None:
    """An empty bar that says why it is empty, if the words fit."""
    if wide < 3:
        return
    canvas.empty_bar(x, y, wide - SPLIT, BAR)
    if wide > width(words, SMALL) + 14:
        canvas.text(x + 7, baseline(y + BAR / 2, SMALL), words, size=SMALL, fill=palette.MUTED)
