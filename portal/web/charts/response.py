"""The response curve: returns received day by day since launch, against the target."""

from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import Frame, Goal
from portal.web.charts.svg import SIZE, SMALL, Canvas, number
from portal.web.charts.text import width

TOP, BOTTOM, LEFT = 22.0, 34.0, 46.0
WEEK = 7
FIGURE = SIZE - 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """The curve of an earlier survey: its name, and per cent received by the end of each day."""

    label: str
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if any(not 0 <= share <= 100 for share in self.shares):
            raise ValueError("Shares of an earlier survey lie between 0 and 100.")


@dataclass(frozen=True, slots=True)
class Response:
    """A response curve: its name, what it shows in words, and the counts.

    `received` holds the returns received by the end of each day, beginning with the day of launch;
    `total` is the number of returns asked for; `rate` is the rate reached, in words.
    """

    title: str
    description: str
    received: tuple[int, ...]
    total: int
    rate: str
    goal: Goal | None = None
    earlier: Earlier | None = None

    def __post_init__(self) -> None:
        if any(not 0 <= count <= self.total for count in self.received):
            raise ValueError("Returns received must lie between none and all of those asked for.")


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    days: int
    total: int

    def at(self, day: int, count: float) -> tuple[float, float]:
        """The point of a count on a day."""
        across = (self.right - self.left) * day / max(self.days - 1, 1)
        return self.left + across, self.bottom - (self.bottom - self.top) * count / max(
            self.total, 1
        )


def draw(chart: Response, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    canvas.height = min(320.0, max(230.0, frame.width * 0.4))
    words = f"{chart.received[-1]:,} of {chart.total:,}" if chart.received else ""
    beside = max(width(chart.rate, SIZE + 7, bold=True), width(words, FIGURE)) + 20
    days = max(len(chart.received), len(chart.earlier.shares) if chart.earlier else 0)
    plot = _Plot(LEFT, frame.width - beside, TOP, canvas.height - BOTTOM, days, chart.total)
    _draw_axes(canvas, plot)
    if not chart.received or not chart.total:
        y = plot.top + 14 if chart.earlier else plot.bottom - 12
        canvas.text(plot.left + 10, y, "No returns yet.", fill=palette.MUTED)
    else:
        _draw_curve(canvas, chart, plot, words)
    if chart.earlier and chart.total:
        _draw_earlier(canvas, chart.earlier, plot)
    if chart.goal:
        _draw_goal(canvas, chart.goal, plot)
    return canvas


def _draw_axes(canvas: Canvas, plot: _Plot) -> None:
    """Quarters of the total across, weeks along the foot; weeks are thinned out when they crowd."""
    for tick in (0, 25, 50, 75, 100):
        _, y = plot.at(0, plot.total * tick / 100) if plot.total else (0, plot.bottom)
        canvas.line((plot.left, y), (plot.right, y), stroke=palette.GRID if tick else palette.INK)
        words = f"{tick}%" if tick == 100 else tick
        if plot.total or not tick:
            canvas.text(plot.left - 8, y + 5, words, size=SMALL, fill=palette.MUTED, anchor="end")
    weeks = max(plot.days - 1, 0) // WEEK
    room = width("Week 99", SMALL) + 10
    fitting = max(1, int((plot.right - plot.left) // room))
    for week in range(0, weeks + 1, -(-weeks // fitting) or 1):
        x, _ = plot.at(week * WEEK, 0)
        canvas.line((x, plot.bottom), (x, plot.bottom + 5), stroke=palette.INK)
        words = f"Week {week}" if week else "Launch"
        canvas.text(x, plot.bottom + 22, words, size=SMALL, fill=palette.MUTED, anchor="middle")


def _draw_curve(canvas: Canvas, chart: Response, plot: _Plot, words: str) -> None:
    """The filled curve, its last point, and beside it the rate and the counts."""
    points = [plot.at(day, count) for day, count in enumerate(chart.received)]
    line = " L".join(f"{number(x)},{number(y)}" for x, y in points)
    (first, _), (last, height) = points[0], points[-1]
    foot = number(plot.bottom)
    area = f"M{number(first)},{foot} L{line} L{number(last)},{foot}z"
    canvas.path(area, "none", 0.0, fill=palette.AREA)
    canvas.path(f"M{line}", palette.NAVY, 2.8)
    canvas.circle(last, height, 5, palette.NAVY)
    if chart.earlier and last < plot.right:  # the words stand clear of the longer line
        canvas.line((last, height), (plot.right, height), stroke=palette.NAVY, dashes="1 4")
        last = plot.right
    y = min(height, plot.bottom - 24)
    canvas.text(last + 12, y + 4, chart.rate, size=SIZE + 7, fill=palette.NAVY, bold=True)
    canvas.text(last + 12, y + 22, words, size=FIGURE, fill=palette.MUTED)


def _draw_earlier(canvas: Canvas, earlier: Earlier, plot: _Plot) -> None:
    """A dashed line, told from the curve by its dashes and its name at its end."""
    shares = enumerate(earlier.shares)
    points = [plot.at(day, plot.total * share / 100) for day, share in shares]
    if not points:
        return
    line = " L".join(f"{number(x)},{number(y)}" for x, y in points)
    canvas.path(f"M{line}", palette.MUTED, 2.0, dashes="6 4")
    x, y = points[-1]
    canvas.text(x, y + 20, earlier.label, size=FIGURE, fill=palette.MUTED, anchor="end", bold=True)


def _draw_goal(canvas: Canvas, goal: Goal, plot: _Plot) -> None:
    """The dashed line of the target with its words, left, where the curve is still low."""
    y = plot.bottom - (plot.bottom - plot.top) * goal.share / 100
    canvas.line((plot.left, y), (plot.right, y), stroke=palette.GOAL, thick=2.0, dashes="6 4")
    ink = palette.GOAL_INK
    canvas.text(plot.left + 8, y - 7, goal.words, size=FIGURE, fill=ink, bold=True)
