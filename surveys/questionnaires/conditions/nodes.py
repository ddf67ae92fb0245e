"""Walking and freezing condition nodes.

The language, in JSON:

    null                                             always
    {"question": "A01", "in": ["yes"]}               the single answer is one of the codes
    {"question": "H02", "row": "crime", "in": [..]}  the answer in that grid row is one of them
    {"question": "G02", "includes_any": ["none"]}    the multi answer holds one of the codes
    {"question": "B02", "answered": true}            there is an answer ("row" may be given)
    {"lsp": "nrf", "eq": true}                       the partnership's attribute has the value
    {"lsp": "region", "in": ["London"]}              ... is one of the values
    {"lsp": "authority_codes", "includes_any": [..]} it covers one of the authorities
    {"all": [..]}  {"any": [..]}  {"not": ..}        combined
    {"le": [EXPR, EXPR]}                             eq, ne, lt, le, gt, ge between numbers

    EXPR: {"number": "B02"} {"sum": ["B03", "B04"]} {"value": 3} {"wave": "year"}

A condition on something unanswered is false, and `not` of it true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from surveys.questionnaires.structure import Node

COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
GROUPS = ("all", "any")


def bind(node: Any, *, year: int) -> Any:
    """A frozen copy of the node in which {"wave": "year"} has become that year's value."""
    if isinstance(node, Mapping):
        if set(node) == {"wave"}:
            return MappingProxyType({"value": year})
        return MappingProxyType({key: bind(part, year=year) for key, part in node.items()})
    if isinstance(node, list | tuple):
        return tuple(bind(part, year=year) for part in node)
    return node


def plain(node: Any) -> Any:
    """The node as plain dicts and lists, for JSON."""
    if isinstance(node, Mapping):
        return {key: plain(part) for key, part in node.items()}
    if isinstance(node, list | tuple):
        return [plain(part) for part in node]
    return node


def comparison(node: Mapping[str, Any]) -> str | None:
    """The comparison a node makes between numbers, or None."""
    return next((name for name in COMPARISONS if name in node and "lsp" not in node), None)


def leaves(node: Node) -> Iterator[Mapping[str, Any]]:
    """Every node that is not all, any or not."""
    if node is None:
        return
    for group in GROUPS:
        if group in node:
            for part in node[group]:
                yield from leaves(part)
            return
    if "not" in node:
        yield from leaves(node["not"])
        return
    yield node


def references(node: Node) -> frozenset[str]:
    """Codes of all questions the condition looks at."""
    found: set[str] = set()
    for leaf in leaves(node):
        if "question" in leaf:
            found.add(leaf["question"])
        elif name := comparison(leaf):
            for expression in leaf[name]:
                found.update(numbers_of(expression))
    return frozenset(found)


def row_references(node: Node) -> dict[str, str]:
    """The first grid row looked at, by question."""
    found: dict[str, str] = {}
    for leaf in leaves(node):
        if "row" in leaf:
            found.setdefault(leaf["question"], leaf["row"])
    return found


def rows_looked_at(*nodes: Node) -> dict[str, frozenset[str]]:
    """Question → the rows looked at, for grids of which nothing else is looked at."""
    rows: dict[str, set[str]] = {}
    whole: set[str] = set()
    for node in nodes:
        for leaf in leaves(node):
            if "row" in leaf:
                rows.setdefault(leaf["question"], set()).add(leaf["row"])
            elif "question" in leaf:
                whole.add(leaf["question"])
    return {code: frozenset(found) for code, found in rows.items() if code not in whole}


def numbers_of(expression: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the questions a number expression adds up."""
    if "number" in expression:
        return (expression["number"],)
    return tuple(expression.get("sum", ()))
