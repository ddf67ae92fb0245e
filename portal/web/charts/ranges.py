"""Quartiles of a number, one row a group: a bar from the lower to the upper, a dot at the median."""

import math
from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import NOTHING, SUPPRESSED, Frame
from portal.web.charts.layout import EDGE, Columns, baseline, columns, label, place_label
from portal.web.charts.palette import Fill
from portal.web.charts.svg import SIZE, SMALL, Canvas
from portal.web.charts.text import width

ROW = 28.0
BAR = 12.0
DOT = 6.0
FIGURE = SIZE - 1
TICKS = 5
BAND = Fill(palette.ICE, palette.INK)
# From where on an axis begins at nought: numbers that lie close together far from it do not.
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Range:
    """One row: its quartiles and its median, None where one may not be shown, and the words for
    the median."""

    label: str
    lower: float | None
    middle: float | None
    upper: float | None
    words: str
    hidden: str = SUPPRESSED


@dataclass(frozen=True, slots=True)
class Ranges:
    """A chart of quartiles: its name, what it shows in words, and the rows.

    `plain`: years, which have neither decimals nor a comma between thousands.
    """

    title: str
    description: str
    rows: tuple[Range, ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a scale of round numbers begins and ends, and its step."""

    start: float
    end: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Every round number on the scale."""
        return [self.start + i * self.step for i in range(round(self.reach / self.step) + 1)]

    @property
    def reach(self) -> float:
        """From its beginning to its end."""
        return self.end - self.start


def axis_of(values: list[float], *, whole: bool = False) -> Axis:
    """The scale of round numbers that holds every value; `whole`: of whole numbers alone."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    start = low if low > high * NEAR else min(low, 0.0)
    high = high if high > start else start + 1
    rough = (high - start) / TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * part for part in (1, 2, 5, 10) if size * part >= rough * 0.999)
    step = max(step, 1.0) if whole else step
    start = math.floor(start / step) * step
    return Axis(start, start + max(1, math.ceil((high - start) / step - 1e-9)) * step, step)


def draw(chart: Ranges, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    figure = max((width(row.words, SIZE, bold=True) for row in chart.rows), default=0.0)
    plan = columns([row.label for row in chart.rows], frame, margin=EDGE + figure)
    top = _legend(canvas, 0.0 if frame.narrow else plan.left) + 30
    labels = [label(row.label, plan, frame) for row in chart.rows]
    heights = [
        words.height + ROW + 4 if frame.narrow else max(ROW, words.height + 4) for words in labels
    ]
    bottom = top + (sum(heights) or ROW)
    known = [v for row in chart.rows for v in (row.lower, row.middle, row.upper) if v is not None]
    axis = axis_of(known, whole=chart.plain)
    _draw_axis(canvas, plan, axis, top, bottom, plain=chart.plain)
    y = top
    for row, words, height in zip(chart.rows, labels, heights, strict=True):
        place_label(canvas, words, plan, y, height, narrow=frame.narrow)
        middle = y + height - 6 - BAR if frame.narrow else y + height / 2
        _draw_range(canvas, row, plan, axis, middle)
        y += height
    if not chart.rows:
        canvas.text(plan.left, baseline(top + ROW / 2), NOTHING, fill=palette.MUTED)
    canvas.height = bottom + 4
    return canvas


def _legend(canvas: Canvas, left: float) -> float:
    """What the bar and the dot are; returns the height used."""
    y = SIZE + 1
    canvas.bar(left, y - BAR + 1, 30, BAR, BAND)
    words = "Middle half"
    canvas.text(left + 38, y, words)
    x = left + 38 + width(words, SIZE) + 26
    canvas.circle(x, y - 5, DOT, palette.NAVY)
    canvas.text(x + 13, y, "Median")
    return y + 6


def _draw_axis(
    canvas: Canvas, plan: Columns, axis: Axis, top: float, bottom: float, *, plain: bool
) -> None:
    """Vertical grid lines with their numbers above."""
    room = 0.0
    for tick in axis.ticks:
        x = plan.at(tick - axis.start, axis.reach)
        canvas.line((x, top), (x, bottom))
        words = f"{tick:.10g}" if plain else f"{tick:,.10g}"
        half = width(words, SMALL) / 2
        at = min(max(x, half), canvas.width - half)
        if at - half >= room:
            canvas.text(at, top - 7, words, size=SMALL, fill=palette.MUTED, anchor="middle")
            room = at + half + 6


def _draw_range(canvas: Canvas, row: Range, plan: Columns, axis: Axis, y: float) -> None:
    """The bar of the middle half as far as it may be shown, the dot and the median in words."""
    canvas.line((plan.left, y), (plan.right, y), stroke=palette.GRID)
    if row.middle is None:
        foot = baseline(y, SMALL)
        canvas.bar(plan.left, y - 9, width(row.hidden, SMALL) + 10, 18, Fill(palette.PAPER, ""))
        canvas.text(plan.left + 4, foot, row.hidden, size=SMALL, fill=palette.MUTED)
        return

    def at(value: float) -> float:
        return plan.at(value - axis.start, axis.reach)

    if row.lower is not None and row.upper is not None:
        wide = max(at(row.upper) - at(row.lower), 1.0)
        canvas.bar(at(row.lower), y - BAR / 2, wide, BAR, BAND)
    canvas.circle(at(row.middle), y, DOT, palette.NAVY)
    canvas.text(plan.right + 10, baseline(y), row.words, bold=True)
