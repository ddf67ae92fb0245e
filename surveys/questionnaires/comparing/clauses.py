"""Conditions and other values of a document in words, even of a draft that has faults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from surveys.questionnaires import conditions, types
from surveys.questionnaires.drafting.knowing import questions_named

Part = Mapping[str, Any]
CONDITIONS = ("show_if", "when", "require", "eligibility")
# Said as yes or no; a property that is not given has the value here.
YES_OR_NO = {"required": False, "in_base": True, "exclusive": False}
# Lists of the document whose parts are named by a code and a title.
NAMED = {"breakdowns": ("code", "label"), "figures": ("figure", "title")}


class Clauses:
    """The words of one document, whose shape must hold."""

    def __init__(self, document: Part) -> None:
        self._questions = questions_named(document)

    def value(self, key: str, value: Any) -> str:
        """The value of a property as a person reads it; empty when it is not given."""
        if key in CONDITIONS:
            return self.condition(value)
        if key in YES_OR_NO:
            return "Yes" if (YES_OR_NO[key] if value is None else value) else "No"
        if key in NAMED:
            code, title = NAMED[key]
            return "; ".join(f"{part[code]} {part[title]}" for part in value or ())
        if key == "type":
            return types.BY_KEY[value].label
        if key == "missing_codes":
            return "; ".join(f"{code} {words}" for code, words in (value or {}).items())
        return _plain(value)

    def condition(self, node: Any) -> str:
        """A condition as a clause after "only if"; its JSON when it names what is not there."""
        if node is None:
            return ""
        try:
            return conditions.words(node, self._questions, name=lambda question: question.code)
        except (KeyError, TypeError, ValueError, StopIteration, AttributeError, RecursionError):
            return json.dumps(conditions.plain(node), ensure_ascii=False)


def _plain(value: Any) -> str:
    if value is None or value == 0:
        return "" if value is None else "0"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
