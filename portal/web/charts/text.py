"""How wide words are in the portal's font, so that no label is ever cut.

The advance widths stand in widths.json (see measure.py), so neither the web process nor a test
needs the font file.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# The web font is shown at size-adjust 105 %; the rest is air for a renderer that rounds up.
SLACK = 1.06
ELLIPSIS = "…"
# No label of a chart is read beyond this; the data table beside the chart has the whole of it.
LONGEST = 400

# Characters that XML 1.0 cannot hold, and the bidirectional controls that would turn neighbours round.
_UNFIT = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


@cache
def advances(*, bold: bool = False) -> dict[int, float]:
    """Advance width of each character of the font, by code point, in em."""
    stored = json.loads(Path(__file__).with_name("widths.json").read_text(encoding="ascii"))
    units = stored["units_per_em"]
    runs = stored["bold" if bold else "regular"]
    return {first + i: w / units for first, widths in runs for i, w in enumerate(widths)}


def _guess(character: str) -> float:
    """A safe width, in em, of a character that a fallback font will draw."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.4 if unicodedata.category(character) == "So" else 1.0
    return 0.7


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of `text` in pixels at a font size in pixels; never less than what is drawn."""
    known = advances(bold=bold)
    em = sum(known[ord(c)] if ord(c) in known else _guess(c) for c in text)
    return em * size * SLACK


def clean(text: object) -> str:
    """`text` on one line, without characters that an SVG cannot hold or that reorder their neighbours."""
    return " ".join(_UNFIT.sub("", unicodedata.normalize("NFC", str(text))).split())


def shorten(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """`text`, or as much of its beginning as fits into `room` pixels with an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text[:LONGEST]
    while kept and width(kept + ELLIPSIS, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """A word cut into pieces that fit a line; one piece for every word that fits."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


@lru_cache(maxsize=4096)
def wrap(
    text: str, size: float, room: float, *, bold: bool = False, most: int = 3
) -> tuple[str, ...]:
    """`text` on at most `most` lines of `room` pixels; a longer text ends in an ellipsis."""
    lines = [""]
    for word in clean(text)[:LONGEST].split():
        for piece in _pieces(word, size, room, bold=bold):
            longer = f"{lines[-1]} {piece}".strip()
            if lines[-1] and width(longer, size, bold=bold) > room:
                lines.append(piece)
            else:
                lines[-1] = longer
    if len(lines) > most or len(clean(text)) > LONGEST:
        last = lines[most - 1] if len(lines) >= most else lines[-1]
        lines = [*lines[: most - 1], shorten(last + ELLIPSIS, size, room, bold=bold)]
    return tuple(lines)
