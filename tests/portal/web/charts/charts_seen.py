"""Reads a chart's SVG back: its words with their places, and the box they must stay in."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from portal.web.charts.text import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Word:
    """One line of text in a drawing: what it says and the pixels it covers from left to right."""

    text: str
    left: float
    right: float
    bottom: float


def parse(svg: str) -> ElementTree.Element:
    """The <svg> element; refuses what is not well-formed."""
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[Word]:
    """Every line of text, in drawing order."""
    found = []
    for group in [parse(svg), *parse(svg).iter(f"{SVG}g")]:
        down = float((re.search(r"translate\(0 ([\d.]+)\)", group.get("transform", "")) or "00")[1])
        for text in group.findall(f"{SVG}text"):
            bold = text.get("font-weight") == "700"
            wide = width(text.text or "", float(text.get("font-size", 0)), bold=bold)
            x, part = float(text.get("x", 0)), {"start": 0.0, "middle": 0.5, "end": 1.0}
            left = x - wide * part[text.get("text-anchor", "start")]
            found.append(Word(text.text or "", left, left + wide, down + float(text.get("y", 0))))
    return found


def said(svg: str) -> list[str]:
    """What the texts of a drawing say, in drawing order."""
    return [word.text for word in words(svg)]


def bars(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left edge and width of each rectangle of a colour, swatches of the legend left out."""
    rects = parse(svg).findall(f"{SVG}rect")
    boxes = [(r, float(r.get("x", 0)), float(r.get("width", 0))) for r in rects]
    return [(x, w) for r, x, w in boxes if r.get("fill") == colour and r.get("width") != "14"]
