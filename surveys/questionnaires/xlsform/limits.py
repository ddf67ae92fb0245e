"""The limits of one answer as XLSForm writes them (constraint) and as a question holds them."""

from __future__ import annotations

import re
from typing import Any

_NUMBER = r"-?\d+(?:\.\d+)?"
_AND = re.compile(r"\s+and\s+")
# What writing.py writes, and what people write most.
FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\.\s*>=\s*(?P<min>{_NUMBER})"), "min"),
    (re.compile(rf"\.\s*<=\s*(?P<max>{_NUMBER})"), "max"),
    (re.compile(r"round\(\.,\s*(?P<decimals>[0-4])\)\s*=\s*\."), "decimals"),
    (re.compile(r"string-length\(\.\)\s*<=\s*(?P<max_length>\d{1,5})"), "max_length"),
    (re.compile(r"count-selected\(\.\)\s*<=\s*(?P<max_choices>\d{1,3})"), "max_choices"),
    (
        re.compile(
            r"not\(selected\(\.,\s*'(?P<exclusive>[^']+)'\)\s+and\s+count-selected\(\.\)\s*>\s*1\)"
        ),
        "exclusive",
    ),
)
BELONGS = {
    "number": ("min", "max", "decimals"),
    "text": ("max_length",),
    "multi": ("max_choices", "exclusive"),
}


def limits(constraint: str, kind: str) -> tuple[dict[str, Any], str]:
    """What the constraint says of a question of this type, and the rest that is not understood.

    `exclusive` is a list of choice names; numbers are int, or float where they have a fraction.
    """
    found: dict[str, Any] = {}
    place = 0
    while place < len(constraint):
        match, key = _next(constraint, place)
        if match is None or key not in BELONGS.get(kind, ()):
            return found, constraint[place:]
        if key == "exclusive":
            found.setdefault(key, []).append(match[key])
        else:
            found[key] = _number(match[key])
        place = match.end()
        joint = _AND.match(constraint, place)
        if place < len(constraint) and joint is None:
            return found, constraint[place:]
        place = joint.end() if joint else place
    return found, ""


def _next(constraint: str, place: int) -> tuple[re.Match[str] | None, str]:
    for pattern, key in FORMS:
        match = pattern.match(constraint, place)
        if match:
            return match, key
    return None, ""


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number
