"""Lines over the years: up to four series, each named at its end."""

from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import NOTHING, SUPPRESSED, Frame, Value, ceiling
from portal.web.charts.palette import STROKES, Stroke
from portal.web.charts.svg import SIZE, SMALL, Canvas, line_height, number
from portal.web.charts.text import width, wrap

TOP, BOTTOM, LEFT = 24.0, 34.0, 44.0
# Names at the ends of the lines take at most this part of the drawing and wrap beyond it.
NAME_PART = 0.34


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each year, None where there is none or it may not be shown."""

    label: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend chart: its name, what it shows in words, the years and one to four series."""

    title: str
    description: str
    years: tuple[str, ...]
    series: tuple[Series, ...]

    def __post_init__(self) -> None:
        if len(self.series) > len(STROKES):
            raise ValueError(f"A trend chart shows at most {len(STROKES)} series.")
        if any(len(series.values) != len(self.years) for series in self.series):
            raise ValueError("Each series needs one value (or None) for each year.")


@dataclass(frozen=True, slots=True)
class _Plot:
    right: float
    bottom: float
    years: int
    end: int

    def at(self, year: int, share: float) -> tuple[float, float]:
        """The point of a share in a year; one lone year stands in the middle."""
        part = year / (self.years - 1) if self.years > 1 else 0.5
        across = LEFT + 10 + (self.right - LEFT - 10) * part
        return across, self.bottom - (self.bottom - TOP) * share / self.end


@dataclass(slots=True)
class _Name:
    lines: tuple[str, ...]
    stroke: Stroke
    wanted: float

    @property
    def height(self) -> float:
        return len(self.lines) * line_height() + 2


def draw(chart: Trend, frame: Frame) -> Canvas:
    """The chart as a drawing of the frame's width."""
    canvas = Canvas(frame.width)
    canvas.height = min(340.0, max(260.0, frame.width * 0.45))
    room = frame.width * NAME_PART
    named = [wrap(_words(series), SIZE, room, bold=True) for series in chart.series]
    beside = max((width(line, SIZE, bold=True) for lines in named for line in lines), default=0.0)
    shares = [value.share for series in chart.series for value in series.values if value]
    plot = _Plot(
        frame.width - beside - 22, canvas.height - BOTTOM, len(chart.years), ceiling(shares)
    )
    _draw_axes(canvas, chart.years, plot)
    names = []
    for series, stroke, lines in zip(chart.series, STROKES, named, strict=False):
        end = _draw_line(canvas, series, stroke, plot)
        names.append(_Name(lines, stroke, plot.bottom if end is None else end))
    _draw_names(canvas, names, plot)
    if not chart.series or not chart.years:
        canvas.text(LEFT + 12, plot.bottom - 12, NOTHING, fill=palette.MUTED)
    return canvas


def _words(series: Series) -> str:
    """What stands at the end of a line: the series and its last value."""
    last = series.values[-1] if series.values else None
    return f"{series.label} {last.words if last else SUPPRESSED}"


def _draw_axes(canvas: Canvas, years: tuple[str, ...], plot: _Plot) -> None:
    """Percentages across, years along the foot."""
    for tick in range(0, plot.end + 1, 20):
        _, y = plot.at(0, tick)
        canvas.line((LEFT, y), (plot.right + 8, y), stroke=palette.GRID if tick else palette.INK)
        words = f"{tick}%" if tick == plot.end else tick
        canvas.text(LEFT - 8, y + 5, words, size=SMALL, fill=palette.MUTED, anchor="end")
    for i, year in enumerate(years):
        x, _ = plot.at(i, 0)
        canvas.text(x, plot.bottom + 22, year, size=SMALL, fill=palette.MUTED, anchor="middle")


def _draw_line(canvas: Canvas, series: Series, stroke: Stroke, plot: _Plot) -> float | None:
    """One line with its dots, broken where a year is missing; returns the height of its last dot."""
    points = [plot.at(i, v.share) if v else None for i, v in enumerate(series.values)]
    d, pen_down = "", False
    for point in points:
        if point:
            d += f"{' L' if pen_down else 'M'}{number(point[0])},{number(point[1])}"
        pen_down = point is not None
    if d:
        canvas.path(d, stroke.colour, 2.6, dashes=stroke.dashes)
    shown = [point for point in points if point]
    for x, y in shown:
        canvas.circle(x, y, 4.2, stroke.colour)
    return shown[-1][1] if shown else None


def _draw_names(canvas: Canvas, names: list[_Name], plot: _Plot) -> None:
    """The names at the ends of the lines, moved apart where two lines end close together."""
    names.sort(key=lambda name: name.wanted)
    free = 4.0
    tops = []
    for name in names:
        free = max(free, name.wanted - name.height / 2)
        tops.append(free)
        free += name.height
    limit = canvas.height - 4
    for i in reversed(range(len(names))):
        tops[i] = min(tops[i], limit - names[i].height)
        limit = tops[i]
    for name, top in zip(names, tops, strict=True):
        for i, line in enumerate(name.lines):
            y = top + SIZE + i * line_height()
            canvas.text(plot.right + 14, y, line, fill=name.stroke.colour, bold=True)
