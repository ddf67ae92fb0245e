"""The colours of every chart, on screen and on paper, with the ink that is readable on each."""

from dataclasses import dataclass

INK = "#0b0c0c"
MUTED = "#505a5f"
GRID = "#dfe3e6"
RULE = "#8a949b"
PAPER = "#ffffff"
TRACK = "#eef1f3"
GOAL = "#c14a0b"
GOAL_INK = "#a43c06"
AREA = "#d6e4f1"

NAVY = "#12436d"
BLUE = "#2073bc"
SKY = "#6bace6"
ICE = "#b9d3ec"
FROST = "#e3edf7"
HATCH_LINE = "#8795a0"


@dataclass(frozen=True, slots=True)
class Fill:
    """One way to fill a bar: its colour, the ink for a number printed on it, and whether it is hatched."""

    colour: str
    ink: str
    hatched: bool = False


HATCH = Fill("#e8ecef", INK, hatched=True)

# The sequential blues of the Government Analysis Function, darkest for the most progress. Neighbours
# are only 2:1 apart, so the charts also draw white gaps, numbers and a hatch: see test_palette.py.
_NAVY, _BLUE, _SKY = Fill(NAVY, PAPER), Fill(BLUE, PAPER), Fill(SKY, INK)
_ICE, _FROST = Fill(ICE, INK), Fill(FROST, INK)
_SCALES = {
    1: (_NAVY,),
    2: (_NAVY, HATCH),
    3: (_NAVY, _SKY, HATCH),
    4: (_NAVY, _BLUE, _SKY, HATCH),
    5: (_NAVY, _BLUE, _SKY, _ICE, HATCH),
    6: (_NAVY, _BLUE, _SKY, _ICE, _FROST, HATCH),
}
MOST_LEVELS = max(_SCALES)

# Five classes of a map, lightest first.
CLASSES = (_FROST, _ICE, _SKY, _BLUE, _NAVY)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of a trend chart: its colour and a dash pattern, so that colour is never the only cue."""

    colour: str
    dashes: str = ""


STROKES = (
    Stroke(NAVY),
    Stroke("#137a72", "9 4"),
    Stroke("#801650", "2 4"),
    Stroke(GOAL_INK, "12 4 2 4"),
)


def scale(levels: int) -> tuple[Fill, ...]:
    """The fills for so many levels, strongest first; the last one is hatched. One to six levels."""
    if levels not in _SCALES:
        raise ValueError(f"A stacked chart shows 1 to {MOST_LEVELS} levels, not {levels}.")
    return _SCALES[levels]
