"""A condition as an XLSForm expression, such as "${A01} = 'yes' or selected(${B10}, 'board')"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveys.questionnaires.conditions.nodes import GROUPS, comparison, numbers_of
from surveys.questionnaires.structure import Node, Question

OPERATORS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
# Hidden fields that stand for what is known of a partnership before it answers.
ATTRIBUTES = {
    "nrf": "lsp_nrf",
    "authority_type": "lsp_authority_type",
    "region": "lsp_region",
    "authority_codes": "lsp_authority_codes",
}


def expression(node: Node, questions: Mapping[str, Question]) -> str:
    """The condition of a compiled form; empty for always."""
    if node is None:
        return ""
    for group in GROUPS:
        if group in node:
            joint = " and " if group == "all" else " or "
            parts = [expression(part, questions) for part in node[group]]
            return parts[0] if len(parts) == 1 else joint.join(f"({part})" for part in parts)
    if "not" in node:
        return f"not({expression(node['not'], questions)})"
    if "lsp" in node:
        return _attribute(node)
    if "question" in node:
        return _answer(node, questions[node["question"]])
    return _comparison(node)


def field(question: str, row: str | None = None) -> str:
    """The name of a question or a row in an XLSForm: "A01", "H02_crime"."""
    return f"{question}_{row}" if row else question


def _ref(name: str) -> str:
    return f"${{{name}}}"


def _answer(node: Mapping[str, Any], question: Question) -> str:
    name = _ref(field(question.code, node.get("row")))
    if "includes_any" in node:
        return " or ".join(f"selected({name}, '{code}')" for code in node["includes_any"])
    if "in" in node:
        return " or ".join(f"{name} = '{code}'" for code in node["in"])
    if question.rows and "row" not in node:
        rows = (f"{_ref(field(question.code, row.code))} != ''" for row in question.rows)
        return " or ".join(rows)
    return f"{name} != ''"


def _attribute(node: Mapping[str, Any]) -> str:
    name = _ref(ATTRIBUTES[node["lsp"]])
    if "includes_any" in node:
        return " or ".join(f"selected({name}, '{code}')" for code in node["includes_any"])
    values = node.get("in") or (node["eq"],)
    return " or ".join(f"{name} = '{_word(value)}'" for value in values)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _comparison(node: Mapping[str, Any]) -> str:
    name = comparison(node) or ""
    left, right = (_number(side) for side in node[name])
    compared = f"{left} {OPERATORS[name]} {right}"
    if name != "ne":
        return compared
    # An empty field differs from every number there; here it is unanswered and compares false.
    codes = dict.fromkeys(code for side in node[name] for code in numbers_of(side))
    return " and ".join([*(f"{_ref(code)} != ''" for code in codes), compared])


def _number(side: Mapping[str, Any]) -> str:
    if "value" in side:
        return f"{side['value']:f}".rstrip("0").rstrip(".") if side["value"] else "0"
    return " + ".join(map(_ref, numbers_of(side)))
