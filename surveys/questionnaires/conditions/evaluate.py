"""Is a condition true of these answers and this partnership?"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from surveys.questionnaires.conditions.nodes import comparison, numbers_of
from surveys.questionnaires.structure import Answers, Attributes, Node

COMPARE: dict[str, Callable[[float, float], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def evaluate(node: Node, answers: Answers, attributes: Attributes) -> bool:
    """True or false; anything unanswered or unknown makes its leaf false, and `not` of it true."""
    if node is None:
        return True
    if "question" in node:
        return _answer_holds(node, answers)
    if "lsp" in node:
        return _attribute_holds(node, attributes)
    if "all" in node:
        return all(evaluate(part, answers, attributes) for part in node["all"])
    if "any" in node:
        return any(evaluate(part, answers, attributes) for part in node["any"])
    if "not" in node:
        return not evaluate(node["not"], answers, attributes)
    return _comparison_holds(node, answers)


def amount(expression: Mapping[str, Any], answers: Answers) -> float | None:
    """The value of a number expression; None as soon as one part is unanswered.

    "plus" appears in reduced conditions only: the part of a sum that is already known.
    """
    if "value" in expression:
        return float(expression["value"])
    codes = numbers_of(expression)
    given = [answers.get(code) for code in codes]
    numbers = [n for n in given if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(numbers) < len(codes):
        return None
    return math.fsum([*numbers, expression.get("plus", 0)])


def _answer_holds(node: Mapping[str, Any], answers: Answers) -> bool:
    value = answers.get(node["question"])
    if "row" in node:
        value = value.get(node["row"]) if isinstance(value, Mapping) else None
    if value is None or value == "" or value == [] or value == {}:
        return False
    if "answered" in node:
        return True
    if "in" in node:
        return isinstance(value, str) and value in node["in"]
    return isinstance(value, list | tuple) and any(code in value for code in node["includes_any"])


def _attribute_holds(node: Mapping[str, Any], attributes: Attributes) -> bool:
    value = attributes.get(node["lsp"])
    if value is None:
        return False
    if "eq" in node:
        return bool(value == node["eq"])
    if "in" in node:
        return value in node["in"]
    return any(code in value for code in node["includes_any"])


def _comparison_holds(node: Mapping[str, Any], answers: Answers) -> bool:
    name = comparison(node)
    if name is None:
        raise ValueError(f"not a condition: {dict(node)!r}")
    left, right = (amount(expression, answers) for expression in node[name])
    if left is None or right is None:
        return False
    # Six decimals: 0.1 + 0.2 staff are 0.3 staff.
    return COMPARE[name](round(left, 6), round(right, 6))
