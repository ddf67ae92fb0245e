"""A condition in words: "you answered ‘Yes’ to question 7"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from surveys.questionnaires.conditions.nodes import GROUPS, comparison, numbers_of
from surveys.questionnaires.structure import Node, Question

AUTHORITY_TYPES = {
    "county": "county",
    "shire_district": "shire district",
    "unitary": "unitary authority",
    "metropolitan_district": "metropolitan district",
    "london_borough": "London borough",
}
COMPARED = {
    "eq": "equals",
    "ne": "does not equal",
    "lt": "is less than",
    "le": "is not more than",
    "gt": "is more than",
    "ge": "is not less than",
}
Name = Callable[[Question], str]


def words(
    node: Node, questions: Mapping[str, Question], *, name: Name, negated: bool = False
) -> str:
    """The condition as a clause that can follow "only if"; `name` says how to call a question."""
    if node is None:
        return "never" if negated else "always"
    if "not" in node:
        return words(node["not"], questions, name=name, negated=not negated)
    for group in GROUPS:
        if group in node:
            # Denied, "all of these" fails as soon as one part does, and the other way round.
            joint = "and" if (group == "all") is not negated else "or"
            parts = [words(part, questions, name=name, negated=negated) for part in node[group]]
            return f" {joint} ".join(parts)
    if "lsp" in node:
        return _attribute(node, negated)
    if "question" in node:
        return _answer(node, questions[node["question"]], name, negated)
    return _comparison(node, questions, name, negated)


def choices(labels: list[str]) -> str:
    """‘A’, ‘B’ or ‘C’."""
    quoted = [f"‘{label}’" for label in labels]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _answer(node: Mapping[str, Any], question: Question, name: Name, negated: bool) -> str:
    called = name(question)
    if "row" in node:
        row = next(row.label for row in question.rows if row.code == node["row"])
        called = f"‘{row}’ in {called}"
    if "answered" in node:
        return f"you did not answer {called}" if negated else f"you answered {called}"
    labels = {option.code: option.label for option in question.options}
    if "includes_any" in node:
        chosen = choices([labels[code] for code in node["includes_any"]])
        return (
            f"you did not choose {chosen} in {called}"
            if negated
            else f"you chose {chosen} in {called}"
        )
    chosen = choices([labels[code] for code in node["in"]])
    return (
        f"you did not answer {chosen} to {called}"
        if negated
        else f"you answered {chosen} to {called}"
    )


def _attribute(node: Mapping[str, Any], negated: bool) -> str:
    values = node.get("in") or node.get("includes_any") or (node["eq"],)
    verb = "is not" if negated else "is"
    if node["lsp"] == "nrf":
        receives = (True in values) is not negated
        return (
            f"the area {'receives' if receives else 'does not receive'} Neighbourhood Renewal Fund"
        )
    if node["lsp"] == "authority_type":
        kinds = " or ".join(AUTHORITY_TYPES.get(value, value) for value in values)
        return f"the partnership {verb} in a {kinds} area"
    if node["lsp"] == "region":
        return f"the area {verb} in {' or '.join(values)}"
    return f"the area {verb} one of {len(values)} listed authorities"


def _comparison(
    node: Mapping[str, Any], questions: Mapping[str, Question], name: Name, negated: bool
) -> str:
    compared = comparison(node) or ""
    left, right = (_expression(part, questions, name) for part in node[compared])
    clause = f"{left} {COMPARED[compared]} {right}"
    return f"it is not so that {clause}" if negated else clause


def _expression(part: Mapping[str, Any], questions: Mapping[str, Question], name: Name) -> str:
    if "value" in part:
        return f"{part['value']:g}" if abs(part["value"]) < 1e5 else f"{part['value']:,}"
    if "wave" in part:
        return "the year of the survey"
    called = [name(questions[code]) for code in numbers_of(part)]
    return called[0] if len(called) == 1 else f"the sum of {', '.join(called)}"
