"""A small SVG writer: shapes and text as presentation attributes, no style, no script.

The same string goes into pages under a strict content security policy and into PDFs.
"""

import math
from html import escape

from django.utils.safestring import SafeString

from portal.web.charts import palette
from portal.web.charts.palette import Fill
from portal.web.charts.text import clean

FAMILY = "Portal Sans, Arial, sans-serif"
# A file is opened where the portal's fonts are not loaded: the font's own names, then its like.
FILE_FAMILY = "'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif"
SIZE = 14.0
SMALL = 12.5
HATCH_STEP = 6.0
# A drawing of 800 pixels fills the 170 mm text column of a page; its 14 px text is then 8.4 pt.
PRINT_SCALE = 0.8


def number(value: float) -> str:
    """A coordinate with at most one decimal place, the same on every machine."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


class Canvas:
    """Collects the parts of one drawing; all lengths are pixels of the drawing."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.height = 0.0
        self.parts: list[str] = []

    def _add(self, tag: str, attributes: dict[str, object], content: str = "") -> None:
        """Append one element; numbers are shortened and text is escaped."""
        written = "".join(
            f' {name}="{number(value) if isinstance(value, float) else escape(str(value))}"'
            for name, value in attributes.items()
        )
        self.parts.append(f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>")

    def bar(self, x: float, y: float, w: float, h: float, fill: Fill) -> None:
        """A filled rectangle, hatched when the fill says so."""
        self._add("rect", {"x": x, "y": y, "width": w, "height": h, "fill": fill.colour})
        if fill.hatched:
            self._hatch(x, y, w, h)

    def _hatch(self, x: float, y: float, w: float, h: float) -> None:
        """Rising lines clipped to the rectangle: a <pattern> would show seams in PDF viewers."""
        strokes = []
        first, last = math.ceil((x + y) / HATCH_STEP), math.ceil((x + w + y + h) / HATCH_STEP)
        for k in (HATCH_STEP * i for i in range(first, last)):
            left, right = max(x, k - y - h), min(x + w, k - y)
            if right - left > 0.3:
                ends = (left, k - left, right, k - right)
                strokes.append("M{},{}L{},{}".format(*map(number, ends)))
        if strokes:
            self.path("".join(strokes), palette.HATCH_LINE, 1.1)

    def empty_bar(self, x: float, y: float, w: float, h: float) -> None:
        """An outline where a value may not be shown."""
        box = {"x": x + 0.5, "y": y + 0.5, "width": max(w - 1, 0.0), "height": h - 1.0}
        self._add("rect", {**box, "fill": palette.PAPER, "stroke": palette.RULE})

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        stroke: str = palette.GRID,
        thick: float = 1.0,
        dashes: str = "",
    ) -> None:
        """A straight line between two points."""
        points = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        extra = {"stroke-dasharray": dashes} if dashes else {}
        self._add("line", {**points, "stroke": stroke, "stroke-width": thick, **extra})

    def path(
        self, d: str, stroke: str, thick: float, *, fill: str = "none", dashes: str = ""
    ) -> None:
        """A path given in SVG's own notation."""
        extra = {"stroke-dasharray": dashes} if dashes else {}
        shape = {"d": d, "fill": fill, "stroke": stroke, "stroke-width": thick}
        self._add("path", {**shape, "stroke-linejoin": "round", **extra})

    def circle(self, x: float, y: float, r: float, fill: str) -> None:
        """A dot with a white rim, so that it stands off from lines."""
        rim = {"stroke": palette.PAPER, "stroke-width": 1.4}
        self._add("circle", {"cx": x, "cy": y, "r": r, "fill": fill, **rim})

    def diamond(self, x: float, y: float, r: float, stroke: str) -> None:
        """An open diamond: told from a dot by its shape alone."""
        a = number(r)
        d = f"M{number(x - r)},{number(y)}l{a},-{a} {a},{a} -{a},{a}z"
        self.path(d, stroke, 2.4, fill=palette.PAPER)

    def polygon(self, points: list[tuple[float, float]], fill: str, stroke: str = "none") -> None:
        """A closed shape through the points."""
        flat = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._add("polygon", {"points": flat, "fill": fill, "stroke": stroke})

    def text(
        self,
        x: float,
        y: float,
        words: object,
        *,
        size: float = SIZE,
        fill: str = palette.INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """One line of text; `y` is its baseline, `anchor` is start, middle or end."""
        place = {"x": x, "y": y, "font-size": float(size), "fill": fill}
        extra = {} if anchor == "start" else {"text-anchor": anchor}
        weight = {"font-weight": 700} if bold else {}
        self._add("text", {**place, **extra, **weight}, escape(clean(words)) or " ")

    def lines(
        self, x: float, middle: float, words: tuple[str, ...], *, anchor: str = "start"
    ) -> None:
        """Lines of text centred on a height."""
        step = line_height()
        y = middle + SIZE * 0.34 - step * (len(words) - 1) / 2
        for i, line in enumerate(words):
            self.text(x, y + i * step, line, anchor=anchor)

    def markup(self, *, title: str, description: str, target: str, ident: str) -> SafeString:
        """The drawing as one <svg>: named by title and desc for browsers, by <title> alone for PDF."""
        title, description = escape(clean(title)), escape(clean(description))
        w, h = number(self.width), number(self.height)
        if target == "pdf":  # WeasyPrint reads nothing but a direct child <title> as the Alt text
            size = f'width="{number(self.width * PRINT_SCALE)}" height="{number(self.height * PRINT_SCALE)}"'
            named, head = "", f"<title>{_sentence(title)} {description}</title>"
        else:
            size = f'width="{w}" height="{h}"'
            named = f' role="img" aria-labelledby="{ident}-title {ident}-desc" focusable="false"'
            head = f'<title id="{ident}-title">{title}</title><desc id="{ident}-desc">{description}</desc>'
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} viewBox="0 0 {w} {h}" '
            f'font-family="{FILE_FAMILY if target == "file" else FAMILY}"{named}>'
        )
        return SafeString(f"{opening}{head}{''.join(self.parts)}</svg>")


def line_height(size: float = SIZE) -> float:
    """Distance between the baselines of two lines of a label."""
    return size * 1.18


def _sentence(text: str) -> str:
    """`text` with a full stop, so that a screen reader pauses before the description."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
