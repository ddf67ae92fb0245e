"""A draft as its pages show it: contents, faults with their links, codes a condition can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from surveys.questionnaires import types
from surveys.questionnaires.drafting import knowing, saying
from surveys.questionnaires.drafting.parts import Document, Part, questions_of
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.models import Draft
from surveys.questionnaires.structure import Question

PART_PAGES = {
    "question": ("questionnaires:draft_question", "question_code"),
    "section": ("questionnaires:draft_section_change", "section_code"),
    "check": ("questionnaires:draft_check", "check_code"),
    "figure": ("questionnaires:draft_figure", "figure_code"),
}


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One fault: where, what, and the page that puts it right."""

    place: str
    message: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One line of a section's page."""

    code: str
    text: str
    kind: str
    asked: str
    required: bool
    options: int
    rows: int
    copy_code: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One line of the draft's page."""

    code: str
    title: str
    asked: str
    questions: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check of the draft's page."""

    code: str
    hard: bool
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Codes:
    """One question that a condition can look at, with the codes of its options and rows."""

    code: str
    text: str
    how: str
    options: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


HOW = {
    "single": "{0} is …",
    "multi": "{0} includes …",
    "grid": "{0}.row is …",
    "number": "{0} > 0",
    "money": "{0} > 0",
    "text": "{0} is answered",
}


def faults_shown(draft: Draft, faults: Iterable[Fault]) -> list[ShownFault]:
    """Every fault with its link."""
    return [
        ShownFault(
            saying.capital(saying.place(fault)),
            saying.capital(saying.message(fault)),
            _url(draft, saying.spot(fault)),
        )
        for fault in faults
    ]


def sections_shown(document: Document) -> list[ShownSection]:
    """Every section."""
    sections = document["sections"]
    named = knowing.questions_named(document)
    return [
        ShownSection(
            code=part["code"],
            title=part["title"],
            asked=knowing.clause(part.get("show_if"), named),
            questions=len(questions_of(document, part["code"])),
            is_first=place == 0,
            is_last=place == len(sections) - 1,
        )
        for place, part in enumerate(sections)
    ]


def questions_shown(document: Document, section: str) -> list[ShownQuestion]:
    """Every question of a section."""
    named = knowing.questions_named(document)
    return [_question(document, part, named) for part in questions_of(document, section)]


def checks_shown(document: Document) -> list[ShownCheck]:
    """Every check, its rule in words."""
    named = knowing.questions_named(document)
    return [_check(part, named) for part in document.get("checks", ())]


def codes_shown(document: Document, before: int | None) -> list[Codes]:
    """The questions a condition standing there can look at, in order."""
    return [
        Codes(
            code=part["code"],
            text=part["text"],
            how=HOW[part["type"]].format(part["code"]),
            options=tuple((each["code"], each["label"]) for each in part.get("options", ())),
            rows=tuple((each["code"], each["label"]) for each in part.get("rows", ())),
        )
        for part in document["questions"][:before]
    ]


def next_code(document: Document, like: str) -> str:
    """The first free code after this one: A06 after A05, B1X after B1."""
    taken = {part["code"] for part in document["questions"]}
    stem = like.rstrip("0123456789")
    digits = like[len(stem) :]
    for number in range(int(digits or "0") + 1, 10_000):
        code = f"{stem}{number:0{len(digits)}d}"
        if code not in taken:
            return code[:8]
    return like


def new_code(document: Document, section: str) -> str:
    """A code for a new question of the section: the next after its last one."""
    here = questions_of(document, section)
    return next_code(document, here[-1]["code"] if here else f"{section[:4]}00")


def _question(document: Document, part: Part, named: Any) -> ShownQuestion:
    return ShownQuestion(
        code=part["code"],
        text=part["text"],
        kind=types.BY_KEY[part["type"]].label,
        asked=knowing.clause(part.get("show_if"), named),
        required=bool(part.get("required")),
        options=len(part.get("options", ())),
        rows=len(part.get("rows", ())),
        copy_code=next_code(document, part["code"]),
    )


def _check(part: Part, named: Mapping[str, Question]) -> ShownCheck:
    when = knowing.clause(part.get("when"), named)
    require = knowing.clause(part["require"], named)
    rule = (
        f"If {when}, then it must hold that {require}." if when else f"It must hold that {require}."
    )
    return ShownCheck(part["code"], part["kind"] == "hard", rule, part["message"])


def _url(draft: Draft, spot: saying.Spot) -> str:
    if spot.kind == "mapping":
        try:
            return reverse("questionnaires:draft_mapping", args=[draft.pk])
        except NoReverseMatch:
            return reverse("questionnaires:draft", args=[draft.pk])
    anchor = f"#id_{spot.field}" if spot.field else ""
    if spot.kind == "settings":
        return reverse("questionnaires:draft_settings", args=[draft.pk]) + anchor
    if spot.kind == "draft":
        return reverse("questionnaires:draft", args=[draft.pk])
    name, _ = PART_PAGES[spot.kind]
    try:
        return reverse(name, args=[draft.pk, spot.code]) + anchor
    except NoReverseMatch:
        return reverse("questionnaires:draft", args=[draft.pk])
