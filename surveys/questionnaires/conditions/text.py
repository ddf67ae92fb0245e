"""A condition as text that people write, and back: `parse(text(node))` is the node again.

    A01 is in_place                          the single answer is this option
    A01 is one of in_place, forming          ... is one of them; also: is not, is not one of
    H02.crime is measurable                  the answer in that row of a grid
    G02 includes any of none, other          the multi answer holds one of them; does not include
    B02 is answered                          there is an answer; is not answered
    nrf      nrf is no                       the area receives Neighbourhood Renewal Fund, or not
    region is "London"                       is one of "London", "South East"
    authority_type is one of county, unitary
    authority_codes include 00CC, 17         the partnership covers one of these authorities
    B03 + B04 <= B02                         numbers: = != < <= > >=, 12.5, year, sum of B03, B04
    A and B      A or B      not A           and beside or needs brackets: (A and B) or C
    all of (A; B)      any of (A; B)         the same as chains of and, or

An empty text is no condition: always. An option whose code is a word of the language stands in
quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from surveys.questionnaires.conditions.nodes import comparison
from surveys.questionnaires.conditions.parsing import COMPARED, COVERED, Reader
from surveys.questionnaires.conditions.tokens import LONGEST, TextFault
from surveys.questionnaires.conditions.values import AUTHORITY, CODE, QUESTION, RESERVED
from surveys.questionnaires.structure import Node

__all__ = ["LONGEST", "TextFault", "parse", "text"]

SIGNS = {name: sign for sign, name in COMPARED.items()}
VALUE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ANSWER_KEYS = ("in", "includes_any", "answered")


def parse(written: str) -> Node:
    """The condition that is written there; None when nothing is. Raises TextFault.

    Only the form is looked at: conditions.faults tells of unknown codes and looking ahead.
    """
    return Reader(written).whole()


def text(node: Node) -> str:
    """The condition as text, empty for None. ValueError for what is not a condition."""
    if node is None:
        return ""
    try:
        return _text(node)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a condition: {node!r}"[:200]) from error


def _text(node: Mapping[str, Any]) -> str:
    if len(node) == 1:
        ((key, inner),) = node.items()
        if key == "not":
            return _denied(inner)
        if key in ("all", "any"):
            return _group(key, list(inner))
    if "lsp" in node:
        return _attribute(node)
    if "question" in node:
        return _answer(node)
    return _comparison(node)


def _group(key: str, parts: list[Mapping[str, Any]]) -> str:
    if not parts:
        raise ValueError("a group of no conditions")
    if len(parts) == 1:
        return f"{key} of ({_text(parts[0])})"
    joint = " and " if key == "all" else " or "
    return joint.join(_bracketed(part) for part in parts)


def _bracketed(part: Mapping[str, Any]) -> str:
    """Inside a chain or after not, a chain of its own stands in brackets."""
    chain = any(len(part.get(key, ())) > 1 for key in ("all", "any"))
    return f"({_text(part)})" if chain else _text(part)


def _denied(inner: Mapping[str, Any]) -> str:
    if "question" in inner:
        return _answer(inner, negated=True)
    if "lsp" in inner and inner != {"lsp": "nrf", "eq": True}:
        return _attribute(inner, negated=True)
    return f"not {_bracketed(inner)}"


def _answer(node: Mapping[str, Any], *, negated: bool = False) -> str:
    (key,) = (k for k in node if k not in ("question", "row"))
    name = _fitting(node["question"], QUESTION)
    if "row" in node:
        name = f"{name}.{_fitting(node['row'], CODE)}"
    if key == "answered" and node[key] is True:
        return f"{name} is {'not ' if negated else ''}answered"
    codes = [_code(code) for code in _listed(node[key])]
    if key == "includes_any" and "row" not in node:
        verb = "does not include" if negated else "includes"
        return f"{name} {verb} {_many(codes, 'any of')}"
    if key != "in":
        raise ValueError(f"no condition is made with {key}")
    return f"{name} is {'not ' if negated else ''}{_many(codes, 'one of')}"


def _attribute(node: Mapping[str, Any], *, negated: bool = False) -> str:
    (key,) = (k for k in node if k != "lsp")
    name = node["lsp"]
    if name == COVERED and key == "includes_any":
        verb = "do not include" if negated else "include"
        values = [v if AUTHORITY.fullmatch(v) else _quoted(v) for v in _listed(node[key])]
        return f"{name} {verb} {_many(values, 'any of')}"
    if name not in ("nrf", "authority_type", "region") or key not in ("eq", "in"):
        raise ValueError(f"no attribute {name} is asked with {key}")
    if key == "eq" and node["eq"] is True and name == "nrf" and not negated:
        return "nrf"
    verb = "is not" if negated else "is"
    if key == "eq":
        return f"{name} {verb} {_value(node['eq'])}"
    return f"{name} {verb} one of {', '.join(map(_value, _listed(node['in'])))}"


def _comparison(node: Mapping[str, Any]) -> str:
    name = comparison(node)
    if name is None or len(node) != 1:
        raise ValueError(f"not a condition: {dict(node)!r}"[:200])
    left, right = node[name]
    return f"{_amount(left)} {SIGNS[name]} {_amount(right)}"


def _amount(part: Mapping[str, Any]) -> str:
    ((kind, content),) = part.items()
    if kind == "value" and isinstance(content, int | float) and not isinstance(content, bool):
        return repr(content)
    if kind == "wave":
        return "year"
    if kind == "number":
        return _fitting(content, QUESTION)
    if kind != "sum":
        raise ValueError(f"no number is made with {kind}")
    codes = [_fitting(code, QUESTION) for code in _listed(content)]
    return " + ".join(codes) if len(codes) > 1 else f"sum of {codes[0]}"


def _many(values: list[str], words: str) -> str:
    return values[0] if len(values) == 1 else f"{words} {', '.join(values)}"


def _listed(values: Any) -> list[Any]:
    if not isinstance(values, list | tuple) or not values:
        raise ValueError("a list of nothing")
    return list(values)


def _fitting(code: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(code, str) or not pattern.fullmatch(code):
        raise ValueError(f"not a code: {code!r}"[:200])
    return code


def _code(code: Any) -> str:
    return _quoted(code) if code in RESERVED else _fitting(code, CODE)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in ("yes", "no") or value in RESERVED or not VALUE.fullmatch(value):
        return _quoted(value)
    return str(value)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
