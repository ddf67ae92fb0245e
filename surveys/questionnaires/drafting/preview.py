"""A section of a draft as one kind of partnership would see it, before it has answered anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires import conditions
from surveys.questionnaires import form as forms
from surveys.questionnaires.drafting.knowing import in_words
from surveys.questionnaires.drafting.parts import Document, Part, found
from surveys.questionnaires.rendering import render_section
from surveys.questionnaires.routing import Routed
from surveys.questionnaires.structure import Attributes
from surveys.questionnaires.types.html import safe


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown. `asked`: whether such a partnership can get the section at all; `when`: the
    answers it depends on, in words; `left_out`: codes of questions it is never asked."""

    asked: bool
    when: str
    html: SafeString
    left_out: tuple[str, ...]


def preview(document: Document, section: str, attributes: Attributes) -> Preview:
    """The section's page. The document has no faults.

    Answers of other sections are not known yet: a question that depends on them is shown, with a
    line that says so. Answers of the section itself are judged on the page, as in a return.
    """
    kept, left_out = _sorted_out(document, attributes)
    part = found(document, "section", section)
    condition = _rest(part.get("show_if"), attributes, kept)
    if condition is False:
        return Preview(False, "", safe(), ())
    here = [q["code"] for q in document["questions"] if q["section"] == section]
    loose, notes = _loosened(document, section, attributes, kept)
    form = forms.compile(loose)
    shown = frozenset(code for code in here if code in kept)
    routed = Routed(frozenset([section]), shown, _rows_of(loose, shown), {}, attributes)
    html = render_section(form, section, {}, (), routed, above=notes)
    when = "" if condition is True else in_words(condition, document)
    return Preview(True, when, html, tuple(code for code in here if code in left_out))


def _sorted_out(document: Document, attributes: Attributes) -> tuple[set[str], set[str]]:
    """Questions such a partnership can be asked, and those it never is."""
    kept: set[str] = set()
    left_out: set[str] = set()
    conditions_of = {part["code"]: part.get("show_if") for part in document["sections"]}
    for question in document["questions"]:
        never = (
            _rest(conditions_of[question["section"]], attributes, kept) is False
            or _rest(question.get("show_if"), attributes, kept) is False
        )
        rows = question.get("rows", ())
        if rows and all(_rest(row.get("show_if"), attributes, kept) is False for row in rows):
            never = True
        (left_out if never else kept).add(question["code"])
    return kept, left_out


def _loosened(
    document: Document, section: str, attributes: Attributes, kept: set[str]
) -> tuple[dict[str, Any], dict[str, SafeString]]:
    """The document with the section's conditions as far as its own page can judge them, and a note
    for each question that waits for an answer of another section."""
    notes: dict[str, SafeString] = {}
    here: set[str] = set()
    questions = []
    for part in document["questions"]:
        question = part
        if question["section"] == section and question["code"] in kept:
            rest = _rest(question.get("show_if"), attributes, kept)
            if isinstance(rest, Mapping) and not conditions.references(rest) <= here:
                notes[question["code"]] = _note(in_words(rest, document))
            question = _as_here(question, attributes, kept, here)
            here.add(question["code"])
        elif question["section"] == section:
            question = _as_here({**question, "show_if": None}, attributes, set(), set())
        questions.append(question)
    sections = [{**part, "show_if": None} for part in document["sections"]]
    return {**document, "sections": sections, "questions": questions}, notes


def _as_here(
    question: Part, attributes: Attributes, kept: set[str], here: set[str]
) -> dict[str, Any]:
    def known(node: Any) -> Any:
        rest = _rest(node, attributes, kept)
        judged = isinstance(rest, Mapping) and conditions.references(rest) <= here
        return conditions.plain(rest) if judged else None

    changed = {**question, "show_if": known(question.get("show_if"))}
    if "rows" in question:
        rows = [
            row
            for row in question["rows"]
            if _rest(row.get("show_if"), attributes, kept) is not False
        ]
        changed["rows"] = [{**row, "show_if": known(row.get("show_if"))} for row in rows]
    return changed


def _rest(node: Any, attributes: Attributes, kept: set[str]) -> bool | Mapping[str, Any]:
    """True, False, or what depends on answers that may still be given."""
    return conditions.reduce(node, {}, attributes, open_questions=kept)


def _rows_of(document: Document, shown: frozenset[str]) -> frozenset[str]:
    return frozenset(
        f"{question['code']}.{row['code']}"
        for question in document["questions"]
        if question["code"] in shown
        for row in question.get("rows", ())
    )


def _note(words: str) -> SafeString:
    return safe(f'<p class="portal-asked govuk-body">{escape(f"Asked only if {words}.")}</p>')
