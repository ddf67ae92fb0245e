"""Evaluate a condition as far as it is known, leaving what a page still has to find out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from surveys.questionnaires.conditions.evaluate import amount, evaluate
from surveys.questionnaires.conditions.nodes import comparison, numbers_of, references
from surveys.questionnaires.structure import Answers, Attributes, Node


def reduce(
    node: Node, answers: Answers, attributes: Attributes, *, open_questions: Collection[str]
) -> bool | Mapping[str, Any]:
    """True, False, or the smaller condition that depends on the open questions only.

    Open questions are those still on the page in front of the person: their answers may change
    before the page is sent, so the browser judges them.
    """
    if node is None:
        return True
    for group, decisive in (("all", False), ("any", True)):
        if group in node:
            parts = [
                reduce(part, answers, attributes, open_questions=open_questions)
                for part in node[group]
            ]
            return _group(group, decisive, parts)
    if "not" in node:
        inner = reduce(node["not"], answers, attributes, open_questions=open_questions)
        return (not inner) if isinstance(inner, bool) else {"not": inner}
    if not references(node) & set(open_questions):
        return evaluate(node, answers, attributes)
    if name := comparison(node):
        return _comparison(name, node, answers, open_questions)
    return node


def _group(
    group: str, decisive: bool, parts: list[bool | Mapping[str, Any]]
) -> bool | Mapping[str, Any]:
    if any(part is decisive for part in parts):
        return decisive
    rest = [part for part in parts if not isinstance(part, bool)]
    if not rest:
        return not decisive
    return rest[0] if len(rest) == 1 else {group: rest}


def _comparison(
    name: str, node: Mapping[str, Any], answers: Answers, open_questions: Collection[str]
) -> bool | Mapping[str, Any]:
    sides: list[Mapping[str, Any]] = []
    for expression in node[name]:
        codes = numbers_of(expression)
        closed = [code for code in codes if code not in open_questions]
        known = amount({"sum": closed}, answers)
        if known is None:
            return False
        if not codes or not closed:
            sides.append(expression)
        elif len(closed) == len(codes):
            sides.append({"value": known})
        else:
            still_open = [code for code in codes if code in open_questions]
            sides.append({"sum": still_open, "plus": known})
    return {name: sides}
