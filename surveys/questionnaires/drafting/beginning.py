"""How a draft begins: as a copy of a version for another year, or from an imported document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveys.questionnaires.conditions.text import text
from surveys.questionnaires.document import shape_faults
from surveys.questionnaires.drafting.mapped import all_same
from surveys.questionnaires.drafting.parts import Document
from surveys.questionnaires.faults import Fault


def copy_for(
    document: Document, sha256: str, *, code: str, year: int, title: str
) -> dict[str, Any]:
    """The document as version 1 of another year, its questions mapped to those of the original.

    The reference day moves to the same day of the new year.
    """
    copy = {**document, "code": code, "year": year, "version": 1, "title": title}
    day = document.get("reference_date")
    if day:
        copy["reference_date"] = f"{year}{day[4:]}".replace("-02-29", "-02-28")
    return {**copy, "mapping": all_same(document, sha256)}


def title_for(document: Document, year: int) -> str:
    """The title with the year of the survey changed."""
    return str(document["title"]).replace(str(document["year"]), str(year))


def code_for(document: Document, year: int) -> str:
    """LSP2005 after LSP2004; the code itself when it does not name its year."""
    return str(document["code"]).replace(str(document["year"]), str(year))


def cannot_begin(document: Any) -> list[Fault]:
    """Why the document cannot be edited on pages: its shape, or a condition that no text can say.

    Faults of sense are no hindrance; the draft lists them.
    """
    faults = shape_faults(document)
    if faults:
        return faults
    for place, node in _conditions(document):
        try:
            text(node)
        except ValueError:
            faults.append(Fault(place, "is not a condition"))
    faults += [
        Fault(f"figure {figure['figure']}", "needs a number without a slash")
        for figure in document.get("figures", ())
        if not figure["figure"].strip() or "/" in figure["figure"]
    ]
    return faults


def _conditions(document: Document) -> Iterator[tuple[str, Any]]:
    yield "eligibility", document.get("eligibility")
    for section in document["sections"]:
        yield f"section {section['code']}, show_if", section.get("show_if")
    for question in document["questions"]:
        name = f"question {question['code']}"
        yield f"{name}, show_if", question.get("show_if")
        for row in question.get("rows", ()):
            yield f"{name}, row {row['code']}, show_if", row.get("show_if")
    for check in document.get("checks", ()):
        yield f"check {check['code']}, when", check.get("when")
        yield f"check {check['code']}, require", check["require"]
