"""A map of the nine regions as equal hexagons, each with its short name and its share."""

import itertools
import math
from dataclasses import dataclass

from portal.web.charts import palette
from portal.web.charts.data import SUPPRESSED, Frame, Value
from portal.web.charts.layout import legend
from portal.web.charts.palette import Fill
from portal.web.charts.svg import SIZE, SMALL, Canvas
from portal.web.charts.text import width

# Region: short name, centre in half hexagons from the left, row from the top.
PLACES = {
    "north_east": ("NE", 3, 0),
    "north_west": ("NW", 0, 1),
    "yorkshire_and_the_humber": ("YH", 2, 1),
    "west_midlands": ("WM", 1, 2),
    "east_midlands": ("EM", 3, 2),
    "east_of_england": ("EE", 5, 2),
    "south_west": ("SW", 0, 3),
    "london": ("LN", 2, 3),
    "south_east": ("SE", 4, 3),
}
RADIUS = 49.0
HALF = RADIUS * math.sqrt(3) / 2
GAP = 2.2
WIDTH = HALF * 7 + 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One region by its key, with its share or None where it may not be shown."""

    region: str
    value: Value | None
    hidden: str = SUPPRESSED

    def __post_init__(self) -> None:
        if self.region not in PLACES:
            raise ValueError(f"{self.region!r} is not a region; the regions are {list(PLACES)}.")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A region map: its name, what it shows in words, the regions, and where its classes begin.

    `cuts` are four whole percentages in rising order: they part the five shades.
    """

    title: str
    description: str
    tiles: tuple[Tile, ...]
    cuts: tuple[int, int, int, int] = (60, 70, 80, 90)


def draw(chart: Tiles, frame: Frame) -> Canvas:
    """The map; it is as wide as its nine hexagons and legend need, up to the frame's width."""
    canvas = Canvas(min(frame.width, WIDTH))
    given = {tile.region: tile for tile in chart.tiles}
    for region, (name, column, row) in PLACES.items():
        centre = (2 + HALF * (1 + column), RADIUS + 1 + RADIUS * 1.5 * row)
        _draw_tile(canvas, name, given.get(region), centre, chart.cuts)
    key = Canvas(canvas.width)
    height = legend(key, _classes(chart.cuts), 2.0, size=SMALL)
    offset = RADIUS * (2 + 1.5 * 3) + 12
    canvas.parts += [f'<g transform="translate(0 {offset:.1f})">', *key.parts, "</g>"]
    canvas.height = offset + height
    return canvas


def _classes(cuts: tuple[int, int, int, int]) -> list[tuple[str, Fill]]:
    """Words and shade of each of the five classes."""
    between = [f"{low} to {high - 1}%" for low, high in itertools.pairwise(cuts)]
    words = [f"under {cuts[0]}%", *between, f"{cuts[-1]}% and over"]
    return list(zip(words, palette.CLASSES, strict=True))


def _shade(value: Value, cuts: tuple[int, int, int, int]) -> Fill:
    """The shade of a share, by the whole number it is printed as (halves up)."""
    printed = math.floor(value.share + 0.5)
    return palette.CLASSES[sum(printed >= cut for cut in cuts)]


def _draw_tile(
    canvas: Canvas,
    name: str,
    tile: Tile | None,
    centre: tuple[float, float],
    cuts: tuple[int, int, int, int],
) -> None:
    """One hexagon: shaded with its share, or empty with the words for nothing shown."""
    x, y = centre
    value = tile.value if tile else None
    fill = _shade(value, cuts) if value else Fill(palette.PAPER, palette.INK)
    pale = fill.ink == palette.INK
    around = [math.pi / 3 * i for i in range(6)]
    corners = [(x + (RADIUS - GAP) * math.sin(a), y - (RADIUS - GAP) * math.cos(a)) for a in around]
    canvas.polygon(corners, fill.colour, palette.RULE if pale else "none")
    canvas.text(x, y - 5, name, fill=fill.ink, anchor="middle")
    if value:
        canvas.text(
            x, y + 18, value.words, size=SIZE + 7, fill=fill.ink, anchor="middle", bold=True
        )
        return
    words = tile.hidden if tile else "no data"
    size = min(SMALL, SMALL * (2 * HALF - 14) / max(width(words, SMALL), 1))
    canvas.text(x, y + 14, words, size=size, fill=palette.MUTED, anchor="middle")
