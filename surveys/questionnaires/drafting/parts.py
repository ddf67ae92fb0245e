"""The parts of a document that is being written, found by their code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from portal.errors import Missing
from surveys.questionnaires import document as documents

Document = Mapping[str, Any]
Part = Mapping[str, Any]
Kind = Literal["section", "question", "check", "figure", "settings"]
# Kind -> the list it stands in, and the key of its code.
LISTS: dict[str, tuple[str, str]] = {
    "section": ("sections", "code"),
    "question": ("questions", "code"),
    "check": ("checks", "code"),
    "figure": ("figures", "figure"),
}
# What the page of settings changes: what stands at the top of the document.
SETTINGS = (
    "code",
    "year",
    "version",
    "title",
    "status",
    "notice",
    "attribution",
    "reference_date",
    "eligibility",
)


def listed(document: Document, kind: Kind) -> Sequence[Part]:
    """All parts of this kind, in order."""
    found: Sequence[Part] = document.get(LISTS[kind][0], ())
    return found


def code_of(part: Part, kind: Kind) -> str:
    """The code of a part."""
    return str(part[LISTS[kind][1]])


def position_of(document: Document, kind: Kind, code: str) -> int | None:
    """Where the part stands in its list, from 0, or None."""
    codes = [code_of(part, kind) for part in listed(document, kind)]
    return codes.index(code) if code in codes else None


def found(document: Document, kind: Kind, code: str) -> Part:
    """The part of this code; for settings, what stands at the top. Raises Missing."""
    if kind == "settings":
        return {key: document[key] for key in SETTINGS if key in document}
    position = position_of(document, kind, code) if kind in LISTS else None
    if position is None:
        raise Missing(
            f"This draft has no {kind[:20]} {code[:20]}. Somebody may have removed or renamed it; the"
            " page of the draft lists what there is."
        )
    return listed(document, kind)[position]


def questions_of(document: Document, section: str) -> list[Part]:
    """The questions of a section, in order."""
    return [part for part in document["questions"] if part["section"] == section]


def first_place(document: Document, section: str) -> int:
    """Where the section's questions begin, or would begin: its conditions look at earlier ones."""
    codes = [part["code"] for part in document["sections"]]
    earlier = set(codes[: codes.index(section)]) if section in codes else set(codes)
    return sum(part["section"] in earlier for part in document["questions"])


def end_place(document: Document, section: str) -> int:
    """Where a new last question of the section would stand."""
    return first_place(document, section) + len(questions_of(document, section))


def token(document: Document, kind: Kind, code: str) -> str:
    """Changes whenever the part does; empty when there is no such part."""
    try:
        part = found(document, kind, code)
    except Missing:
        return ""
    return hashlib.sha256(documents.canonical(part)).hexdigest()[:16]
