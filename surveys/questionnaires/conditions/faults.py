"""What is wrong with a condition, and where: unknown names, wrong types, looking ahead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.conditions.nodes import COMPARISONS
from surveys.questionnaires.conditions.words import AUTHORITY_TYPES
from surveys.questionnaires.faults import Fault

REGIONS = (
    "North East",
    "North West",
    "Yorkshire and the Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
ATTRIBUTES = ("nrf", "authority_type", "region", "authority_codes")
NUMBERS = ("number", "money")
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """The questions a condition may look at.

    `questions`: the document's questions by code. `positions`: their place in the document;
    `before`: only questions standing earlier than this place may be named (None: all may).
    """

    questions: Mapping[str, Mapping[str, Any]]
    positions: Mapping[str, int]
    before: int | None = None


Read = Callable[[Mapping[str, Any], str, Scope, int], list[Fault]]


def faults(node: Any, place: str, scope: Scope, depth: int = 0) -> list[Fault]:
    """Every fault of the condition; an empty list means it can be evaluated."""
    if node is None:
        return [] if depth == 0 else [Fault(place, "a condition cannot be empty here")]
    if not isinstance(node, Mapping):
        return [Fault(place, "a condition must be an object or null")]
    if depth > DEEPEST:
        return [Fault(place, f"conditions may be nested {DEEPEST} deep at most")]
    read = SHAPES.get(frozenset(node))
    if read is None:
        keys = ", ".join(sorted(map(str, node))) or "nothing"
        return [Fault(place, f"no condition is made of {keys}")]
    return read(node, place, scope, depth)


def _group(node: Mapping[str, Any], place: str, scope: Scope, depth: int) -> list[Fault]:
    ((group, parts),) = node.items()
    if not isinstance(parts, list) or not parts:
        return [Fault(f"{place}, {group}", "must be a list of one condition or more")]
    found: list[Fault] = []
    for index, part in enumerate(parts):
        found += faults(part, f"{place}, {group}[{index}]", scope, depth + 1)
    return found


def _not(node: Mapping[str, Any], place: str, scope: Scope, depth: int) -> list[Fault]:
    return faults(node["not"], f"{place}, not", scope, depth + 1)


def _question(code: Any, place: str, scope: Scope) -> list[Fault]:
    if not isinstance(code, str) or code not in scope.questions:
        return [Fault(place, f"no question {code}")]
    if scope.before is not None and scope.positions[code] >= scope.before:
        return [Fault(place, f"question {code} comes later; look at earlier questions only")]
    return []


def _answer(node: Mapping[str, Any], place: str, scope: Scope, _: int) -> list[Fault]:
    found = _question(node["question"], place, scope)
    code = node["question"]
    if not isinstance(code, str) or code not in scope.questions:
        return found
    question = scope.questions[code]
    found += _type_of(node, question, place)
    if "row" in node and question.get("type") == "grid":
        found += _codes([node["row"]], question.get("rows"), place, f"row in question {code}")
    if "answered" in node:
        if node["answered"] is not True:
            found.append(Fault(place, "answered must be true; use not for the opposite"))
        return found
    key = "in" if "in" in node else "includes_any"
    options = question.get("options") if question.get("type") in ("single", "grid", "multi") else []
    return found + _codes(node[key], options, f"{place}, {key}", f"option in question {code}")


def _type_of(node: Mapping[str, Any], question: Mapping[str, Any], place: str) -> list[Fault]:
    kind = question.get("type")
    code = question.get("code")
    if "row" in node and kind != "grid":
        return [Fault(place, f"question {code} has no rows: it is a {kind} question")]
    if "answered" in node or "row" in node:
        return []
    if "includes_any" in node and kind != "multi":
        return [Fault(place, f"includes_any needs a multi question; {code} is {kind}")]
    if "in" in node and kind == "grid":
        return [Fault(place, f"question {code} is a grid: name a row")]
    if "in" in node and kind != "single":
        return [Fault(place, f"in needs a single question; {code} is {kind}")]
    return []


def _codes(codes: Any, known: Any, place: str, what: str) -> list[Fault]:
    if not isinstance(codes, list) or not codes:
        return [Fault(place, "must be a list of one code or more")]
    have = [part.get("code") for part in known or [] if isinstance(part, Mapping)]
    return [Fault(place, f"no {what} has the code {code}") for code in codes if code not in have]


def _attribute(node: Mapping[str, Any], place: str, _: Scope, __: int) -> list[Fault]:
    name = node["lsp"]
    if name not in ATTRIBUTES:
        return [Fault(place, f"no attribute {name}; there are {', '.join(ATTRIBUTES)}")]
    if ("includes_any" in node) != (name == "authority_codes"):
        word = "includes_any" if name == "authority_codes" else "eq or in"
        return [Fault(place, f"{name} is asked with {word}")]
    values = [node["eq"]] if "eq" in node else node.get("in", node.get("includes_any"))
    if not isinstance(values, list) or not values:
        return [Fault(place, "must be a list of one value or more")]
    return [
        Fault(place, f"{value!r} is not a value of {name}")
        for value in values
        if not _known_value(name, value)
    ]


def _known_value(name: str, value: Any) -> bool:
    if name == "nrf":
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if name == "authority_type":
        return value in AUTHORITY_TYPES
    if name == "region":
        return value in REGIONS
    return 2 <= len(value) <= 4 and value.isascii() and value.isalnum()


def _comparison(node: Mapping[str, Any], place: str, scope: Scope, _: int) -> list[Fault]:
    ((name, sides),) = node.items()
    if not isinstance(sides, list) or len(sides) != 2:
        return [Fault(f"{place}, {name}", "must compare two numbers")]
    found: list[Fault] = []
    for index, side in enumerate(sides):
        found += _expression(side, f"{place}, {name}[{index}]", scope)
    return found


def _expression(side: Any, place: str, scope: Scope) -> list[Fault]:
    if not isinstance(side, Mapping) or len(side) != 1:
        return [Fault(place, "must be one of number, sum, value, wave")]
    ((kind, content),) = side.items()
    if kind == "value":
        is_number = isinstance(content, int | float) and not isinstance(content, bool)
        return [] if is_number else [Fault(place, "value must be a number")]
    if kind == "wave":
        return [] if content == "year" else [Fault(place, "wave knows only year")]
    if kind not in ("number", "sum"):
        return [Fault(place, "must be one of number, sum, value, wave")]
    codes = [content] if kind == "number" else content
    if not isinstance(codes, list) or not codes:
        return [Fault(place, "sum must be a list of one question or more")]
    found: list[Fault] = []
    for code in codes:
        missing = _question(code, place, scope)
        found += missing
        known = scope.questions.get(code) if isinstance(code, str) else None
        if known and known.get("type") not in NUMBERS:
            found.append(
                Fault(place, f"question {code} is not a number; it is {known.get('type')}")
            )
    return found


SHAPES: dict[frozenset[str], Read] = {
    frozenset({"question", "in"}): _answer,
    frozenset({"question", "row", "in"}): _answer,
    frozenset({"question", "includes_any"}): _answer,
    frozenset({"question", "answered"}): _answer,
    frozenset({"question", "row", "answered"}): _answer,
    frozenset({"lsp", "eq"}): _attribute,
    frozenset({"lsp", "in"}): _attribute,
    frozenset({"lsp", "includes_any"}): _attribute,
    frozenset({"all"}): _group,
    frozenset({"any"}): _group,
    frozenset({"not"}): _not,
    **{frozenset({name}): _comparison for name in COMPARISONS},
}
