"""Charts as static, accessible SVG: one source for the page and for the PDF.

Data goes in as frozen dataclasses, one class a kind; `render` gives the <svg>.
"""

import re
from collections.abc import Callable
from typing import Any, Literal

from django.utils.safestring import SafeString

from portal.web.charts import bars, dumbbell, ranges, response, stacked, standalone, tiles, trend
from portal.web.charts.bars import Bar, Bars
from portal.web.charts.data import SUPPRESSED, Frame, Goal, Value
from portal.web.charts.dumbbell import Dumbbell, Pair
from portal.web.charts.ranges import Range, Ranges
from portal.web.charts.response import Earlier, Response
from portal.web.charts.stacked import Row, Stacked
from portal.web.charts.svg import Canvas
from portal.web.charts.tiles import Tile, Tiles
from portal.web.charts.trend import Series, Trend

__all__ = [
    "SUPPRESSED", "Bar", "Bars", "Chart", "Dumbbell", "Earlier", "Goal", "Pair",
    "Range", "Ranges", "Response", "Row", "Series", "Stacked", "Tile", "Tiles", "Trend", "Value",
    "as_file", "render",
]  # fmt: skip

Chart = Stacked | Dumbbell | Bars | Ranges | Tiles | Response | Trend

_DRAWERS: dict[type, Callable[[Any, Frame], Canvas]] = {
    Stacked: stacked.draw,
    Dumbbell: dumbbell.draw,
    Bars: bars.draw,
    Ranges: ranges.draw,
    Tiles: tiles.draw,
    Response: response.draw,
    Trend: trend.draw,
}
WIDE, NARROW, PRINT = 960.0, 340.0, 800.0
_IDENT = re.compile(r"[a-z][a-z0-9-]*")


def render(
    chart: Chart,
    *,
    target: Literal["web", "pdf"] = "web",
    narrow: bool = False,
    ident: str = "figure",
    width: float | None = None,
) -> SafeString:
    """The chart as an <svg> string; the same input always gives the same bytes.

    `ident` is unique on its page (lower-case letters, digits, hyphens) and names the title's and
    the description's ids; the narrow twin for phones adds "-narrow" to it by itself.
    `width` in pixels replaces the usual 960 (web), 340 (narrow) or 800 (a page's text column).
    """
    if not _IDENT.fullmatch(ident):
        raise ValueError(f"A chart's ident is made of a-z, 0-9 and hyphens, not {ident!r}.")
    usual = NARROW if narrow else PRINT if target == "pdf" else WIDE
    canvas = _DRAWERS[type(chart)](chart, Frame(width or usual, narrow))
    return canvas.markup(
        title=chart.title,
        description=chart.description,
        target=target,
        ident=f"{ident}-narrow" if narrow else ident,
    )


def as_file(chart: Chart, *, measure: str = "", source: str = "", ident: str = "figure") -> str:
    """The chart as an SVG document that stands alone: with its words, on white, fonts by name."""
    if not _IDENT.fullmatch(ident):
        raise ValueError(f"A chart's ident is made of a-z, 0-9 and hyphens, not {ident!r}.")
    drawing = _DRAWERS[type(chart)](chart, Frame(WIDE))
    framed = standalone.framed(drawing, title=chart.title, measure=measure, source=source)
    svg = framed.markup(
        title=chart.title, description=chart.description, target="file", ident=ident
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'
