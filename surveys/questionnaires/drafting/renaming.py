"""A question or section gets another code, and everything that names it follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveys.questionnaires.drafting.parts import Document


def question_renamed(document: Document, old: str, new: str) -> dict[str, Any]:
    """The document in which `old` is called `new` in conditions, checks, figures and mapping."""
    if old == new:
        return dict(document)

    def swap(code: str) -> str:
        return new if code == old else code

    renamed = _walked(document, old, new)
    renamed["questions"] = [{**q, "code": swap(q["code"])} for q in renamed["questions"]]
    if "checks" in renamed:
        renamed["checks"] = [
            {**check, "questions": [swap(code) for code in check["questions"]]}
            for check in renamed["checks"]
        ]
    if "figures" in renamed:
        renamed["figures"] = [_figure(figure, swap) for figure in renamed["figures"]]
    if "mapping" in renamed:
        entries = renamed["mapping"]["questions"]
        renamed["mapping"] = {
            **renamed["mapping"],
            "questions": [{**entry, "question": swap(entry["question"])} for entry in entries],
        }
    return renamed


def section_renamed(document: Document, old: str, new: str) -> dict[str, Any]:
    """The document in which the section `old` is called `new`."""
    return {
        **document,
        "sections": [
            {**part, "code": new} if part["code"] == old else part for part in document["sections"]
        ],
        "questions": [
            {**part, "section": new} if part["section"] == old else part
            for part in document["questions"]
        ],
    }


def _figure(figure: Mapping[str, Any], swap: Any) -> dict[str, Any]:
    changed = dict(figure)
    if "question" in figure:
        changed["question"] = swap(figure["question"])
    if "questions" in figure:
        changed["questions"] = [swap(code) for code in figure["questions"]]
    return changed


CONDITIONS = ("show_if", "when", "require", "eligibility")


def _walked(part: Any, old: str, new: str) -> Any:
    """A copy of any part in which every condition names the new code."""
    if isinstance(part, Mapping):
        return {
            key: _condition(value, old, new) if key in CONDITIONS else _walked(value, old, new)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_walked(each, old, new) for each in part]
    return part


def _condition(node: Any, old: str, new: str) -> Any:
    if isinstance(node, list):
        return [_condition(each, old, new) for each in node]
    if not isinstance(node, Mapping):
        return node
    changed = {key: _condition(value, old, new) for key, value in node.items()}
    for key in ("question", "number"):
        if changed.get(key) == old:
            changed[key] = new
    if "sum" in changed:
        changed["sum"] = [new if code == old else code for code in changed["sum"]]
    return changed
