"""Years that a draft names besides its own: what a copy of last year's may have kept by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.drafting.parts import Document, Part
from surveys.questionnaires.faults import Fault

# 2003, 2003-04, 2003/04, 2003-2004
YEARS = re.compile(r"\b((?:19|20)\d\d)(?:[-–/]((?:19|20)?\d\d))?\b")
READ = {"section": ("title", "intro"), "question": ("text", "help")}


def other_years(document: Document) -> list[Fault]:
    """Every section and question that names another year. No fault: it may well be right."""
    found: list[Fault] = []
    for section in document["sections"]:
        found += _of(section, "section", document["year"])
        for question in document["questions"]:
            if question["section"] == section["code"]:
                found += _of(question, "question", document["year"])
    return found


def _of(part: Part, kind: str, own: int) -> Iterator[Fault]:
    for key in READ[kind]:
        matches = YEARS.finditer(part.get(key) or "")
        named = [each[0] for each in matches if any(year != own for year in _years(each))]
        if named:
            years = " and ".join(dict.fromkeys(named))
            place = f"{kind} {part['code']}, {key}"
            yield Fault(place, f"names {years}, and the survey is of {own}")


def _years(named: re.Match[str]) -> list[int]:
    first, last = named[1], named[2]
    return [int(first)] + ([int(first[: 4 - len(last)] + last)] if last else [])
