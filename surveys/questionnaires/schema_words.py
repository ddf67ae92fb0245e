"""A JSON Schema error as a plain sentence with the place a person would name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jsonschema.exceptions import ValidationError

from surveys.questionnaires.faults import Fault

TYPE_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
LISTS = {"sections": "section", "questions": "question", "checks": "check"}
# Conditions are read by conditions/faults.py, which names the place better than oneOf can.
CONDITIONS = ("show_if", "when", "require", "eligibility")


def fault_of(error: ValidationError, document: Mapping[str, Any]) -> list[Fault]:
    """The faults a schema error stands for; none for conditions, which are read elsewhere."""
    path = list(error.absolute_path)
    if any(step in CONDITIONS for step in path):
        return []
    place = place_of(path, document)
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        extra = [key for key in error.instance if key not in known]
        return [Fault(place, f"does not know {key}") for key in map(_short, extra)]
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [Fault(place, f"needs {key}") for key in missing]
    say = SENTENCES.get(str(error.validator))
    return [Fault(place, say(error) if say else error.message[:200])]


def place_of(path: Sequence[str | int], document: Any) -> str:
    """`["questions", 40, "options", 1, "label"]` as "question F04, options[1], label"."""
    words: list[str] = []
    part: Any = document
    for index, step in enumerate(path):
        part = part[step]
        if isinstance(step, int) and words:
            name = LISTS.get(str(path[index - 1])) if index == 1 else None
            code = part.get("code") if isinstance(part, Mapping) else None
            known = name and isinstance(code, str) and code
            words[-1] = f"{name} {_short(code)}" if known else f"{words[-1]}[{step}]"
        else:
            words.append(str(step))
    return ", ".join(words) or "document"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) and value.isprintable() else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _type(error: ValidationError) -> str:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    return f"must be {' or '.join(TYPE_NAMES[name] for name in names)}"


def _choice(error: ValidationError) -> str:
    return f"must be one of {', '.join(map(_short, error.validator_value))}"


SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "enum": _choice,
    "const": lambda error: f"must be {_short(error.validator_value)}",
    "pattern": lambda error: f"{_short(error.instance)} is not of the form allowed here",
    "minLength": lambda error: "must not be empty",
    "maxLength": lambda error: f"must be {error.validator_value:,} characters or fewer",
    "minItems": lambda error: f"needs at least {error.validator_value}",
    "maxItems": lambda error: f"may hold {error.validator_value} at most",
    "minimum": lambda error: f"must be {error.validator_value} or more",
    "maximum": lambda error: f"must be {error.validator_value} or less",
    "uniqueItems": lambda error: "must not repeat an entry",
    "not": lambda error: "does not belong to this type of question",
}
