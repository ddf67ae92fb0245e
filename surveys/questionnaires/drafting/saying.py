"""Faults of a document as its author should read them, and where each is put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from surveys.questionnaires.drafting.parts import Kind
from surveys.questionnaires.faults import Fault

FIELDS = {
    "show_if": "asked only if",
    "when": "when it applies",
    "require": "what must hold",
    "questions": "questions",
    "options": "options",
    "rows": "rows",
    "max_choices": "most options",
    "min": "smallest number",
    "section": "section",
    "text": "text",
    "intro": "introduction",
    "help": "help text",
    "order": "order",
    "categories": "categories",
}
# What the JSON document calls a thing, and how to say it in the language of conditions/text.py.
Say = Callable[[re.Match[str]], str]
PHRASES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(r"no question (\S+)"), lambda m: f"there is no question {m[1]}"),
    (
        re.compile(r"question (\S+) comes later; look at earlier questions only"),
        lambda m: f"question {m[1]} comes later; a condition looks at earlier questions only",
    ),
    (
        re.compile(r"includes_any needs a multi question; (\S+) is (?:single|grid)"),
        lambda m: f"{m[1]} takes one option: write “{m[1]} is …”",
    ),
    (
        re.compile(r"(?:includes_any|in) needs a \w+ question; (\S+) is (?:number|money)"),
        lambda m: f"{m[1]} is a number: compare it, as in “{m[1]} > 0”",
    ),
    (
        re.compile(r"(?:includes_any|in) needs a \w+ question; (\S+) is text"),
        lambda m: f"{m[1]} is a text: ask whether it “is answered”",
    ),
    (
        re.compile(r"in needs a single question; (\S+) is multi"),
        lambda m: f"{m[1]} takes several options: write “{m[1]} includes …”",
    ),
    (
        re.compile(r"question (\S+) is a grid: name a row"),
        lambda m: f"{m[1]} is a grid: name a row, as in “{m[1]}.row is …”",
    ),
    (
        re.compile(r"question (\S+) has no rows: it is a (\w+) question"),
        lambda m: f"{m[1]} has no rows: leave out what follows the full stop",
    ),
    (
        re.compile(r"no (option|row) in question (\S+) has the code (\S+)"),
        lambda m: f"{m[2]} has no {m[1]} with the code {m[3]}",
    ),
    (
        re.compile(r"question (\S+) is not a number; it is (\w+)"),
        lambda m: f"{m[1]} is not a number, so it cannot be compared or added up",
    ),
    (
        re.compile(r"(.+) is not a value of (\w+)"),
        lambda m: f"{m[1]} is not a value of {m[2]}",
    ),
    (
        re.compile(r"(\S+) is used in the rule but not listed"),
        lambda m: f"{m[1]} is used in the rule: list it among the questions",
    ),
    (re.compile(r"has no question"), lambda m: "has no question yet; add one or remove it"),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fault is put right: the part, and the field on its page (empty: the page)."""

    kind: Kind | Literal["mapping", "draft"]
    code: str
    field: str


def message(fault: Fault) -> str:
    """What is wrong, without the place."""
    for pattern, say in PHRASES:
        match = pattern.fullmatch(fault.message)
        if match:
            return say(match)
    return fault.message


def place(fault: Fault) -> str:
    """ "question B03, asked only if" """
    steps = fault.place.split(", ")
    said = [_step(step) for step in steps]
    return ", ".join(word for word in said if word) or "the draft"


def sentence(fault: Fault) -> str:
    """Place and message, with capital and full stop."""
    return capital(f"{place(fault)}: {message(fault)}.")


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def spot(fault: Fault) -> Spot:
    """The page and field that put it right."""
    steps = fault.place.split(", ")
    kind, _, code = steps[0].partition(" ")
    field = steps[1].partition(" ")[0] if len(steps) > 1 else ""
    field = {"row": "rows", "option": "options"}.get(field, field).partition("[")[0]
    if kind in ("section", "question", "check", "figure") and code:
        return Spot(kind, code, field)  # type: ignore[arg-type]
    if kind == "mapping":
        return Spot("mapping", "", "")
    if kind in ("sections", "questions", "checks", "figures", "document"):
        return Spot("draft", "", "")
    return Spot("settings", "", kind)


def _step(step: str) -> str:
    if step == "eligibility":
        return "which returns count"
    if re.match(r"(all|any|not|in|includes_any|eq|ne|lt|le|gt|ge)\b", step):
        return ""  # inside a condition the message says enough
    return FIELDS.get(step, step)
