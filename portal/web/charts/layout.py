"""What the bar-like charts share: the column of labels, the legend, the percentage axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import Frame
from portal.web.charts.palette import Fill
from portal.web.charts.svg import SIZE, SMALL, Canvas, line_height
from portal.web.charts.text import width, wrap

# Labels take at most this part of a wide drawing and wrap beyond it.
LABEL_PART = 0.4
LABEL_GAP = 12.0
EDGE = 18.0
SWATCH = 14.0
LEGEND_GAP = 22.0


@dataclass(frozen=True, slots=True)
class Label:
    """A row's label, wrapped: its lines and the height they need in pixels."""

    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the bottom of the last."""
        return len(self.lines) * line_height()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the labels end and where the plot lies, in pixels from the left."""

    label: float
    left: float
    right: float

    @property
    def span(self) -> float:
        """Width of the plot."""
        return self.right - self.left

    def at(self, share: float, end: float = 100) -> float:
        """The place of a share in per cent on an axis from 0 to `end`."""
        return self.left + self.span * share / end


def columns(
    labels: Sequence[str], frame: Frame, *, margin: float = EDGE, inset: float = 0.0
) -> Columns:
    """Label column and plot; a narrow drawing has its labels above the rows instead.

    `margin` stays free on the right of the plot, `inset` between the labels and the axis.
    """
    right = frame.width - margin
    if frame.narrow:
        return Columns(0.0, inset, right)
    widest = max((width(label, SIZE) for label in labels), default=0.0)
    room = min(widest, frame.width * LABEL_PART) + 1
    return Columns(room, room + LABEL_GAP + inset, right)


def label(words: str, plan: Columns, frame: Frame) -> Label:
    """A row's label wrapped to the room it has."""
    return Label(wrap(words, SIZE, frame.width if frame.narrow else plan.label))


def legend(
    canvas: Canvas, entries: Sequence[tuple[str, Fill]], left: float, *, size: float = SIZE
) -> float:
    """Swatches with their words from `left` on, wrapped into lines; returns the height used."""
    widths = [SWATCH + 7 + width(words, size) for words, _ in entries]
    needed = sum(widths) + LEGEND_GAP * (len(widths) - 1)
    start = left if left + needed <= canvas.width else max(0.0, canvas.width - needed)
    x, y = start, size + 2.0
    for (words, fill), wide in zip(entries, widths, strict=True):
        if x > start and x + wide > canvas.width:
            x, y = start, y + size + 9
        canvas.bar(x, y - SWATCH + 2, SWATCH, SWATCH, fill)
        fitting = wrap(words, size, canvas.width - SWATCH - 7, most=1)
        canvas.text(x + SWATCH + 7, y, fitting[0], size=size)
        x += wide + LEGEND_GAP
    return y + 6


def percent_axis(
    canvas: Canvas, plan: Columns, top: float, bottom: float, *, end: int = 100, step: int = 25
) -> None:
    """Vertical grid lines with their percentages above; `top` is where the lines begin."""
    for tick in range(0, end + 1, step):
        x = plan.at(tick, end)
        canvas.line((x, top), (x, bottom))
        words = f"{tick}%" if tick else "0"
        anchor = "middle" if x > SMALL else "start"  # the edge of a narrow drawing
        canvas.text(x, top - 7, words, size=SMALL, fill=palette.MUTED, anchor=anchor)


def place_label(
    canvas: Canvas, words: Label, plan: Columns, y: float, row: float, *, narrow: bool
) -> None:
    """A label beside its row (right-aligned, centred on it) or, when narrow, above it."""
    if narrow:
        canvas.lines(0, y + words.height / 2, words.lines)
    else:
        canvas.lines(plan.label, y + row / 2, words.lines, anchor="end")


def baseline(middle: float, size: float = SIZE) -> float:
    """The baseline that centres figures and capitals of a size on a height."""
    return middle + size * 0.34
