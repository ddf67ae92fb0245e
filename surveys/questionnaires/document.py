"""The questionnaire document: reading, validating with named places, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from surveys.questionnaires.consistency import consistency_faults
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.schema_words import fault_of

__all__ = ["Fault", "canonical", "pretty", "read", "schema", "sha256", "shape_faults", "validate"]

SCHEMA = Path(__file__).with_name("schema.json")
LARGEST = 4_000_000  # bytes of a document; the survey of 2004 has 0.1 million
DEEPEST = 40  # levels of nesting; conditions allow 12
MOST_FAULTS = 200


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema, draft 2020-12."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def read(data: bytes) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The document in a file, or the faults that keep it from being read at all.

    Twice the same key in one object is a fault: JSON readers would silently keep the last.
    """
    if len(data) > LARGEST:
        return None, [Fault("file", f"larger than {LARGEST:,} bytes")]
    try:
        loaded = json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        return None, [Fault("file", f"not a JSON document: {error}"[:300])]
    if not isinstance(loaded, dict):
        return None, [Fault("file", "the document must be a JSON object")]
    return loaded, []


def validate(document: Any) -> list[Fault]:
    """Every fault found, first by shape, then (when the shape holds) by sense; empty when valid."""
    return shape_faults(document) or list(dict.fromkeys(consistency_faults(document)))


def shape_faults(document: Any) -> list[Fault]:
    """What keeps the document from being read as a questionnaire at all; conditions aside."""
    if not isinstance(document, Mapping):
        return [Fault("document", "must be a JSON object")]
    if _too_deep(document):
        return [Fault("document", f"nested more than {DEEPEST} levels deep")]
    errors = Draft202012Validator(schema()).iter_errors(document)
    faults: dict[Fault, None] = {}
    for error in errors:
        for fault in fault_of(error, document):
            faults[fault] = None
        if len(faults) >= MOST_FAULTS:
            break
    return list(faults)


def canonical(document: Mapping[str, Any]) -> bytes:
    """One spelling of the document: sorted keys, no spaces, 1.0 written as 1, UTF-8."""
    return json.dumps(
        _plain(document),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    ).encode("utf-8")


def pretty(document: Mapping[str, Any]) -> bytes:
    """The document for people and version control: indented, keys as they stand, UTF-8."""
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def sha256(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, as 64 hex digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _plain(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(value) for value in part]
    if isinstance(part, float) and part.is_integer():
        return int(part)
    return part


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        level = [
            child
            for part in level
            for child in (
                part.values()
                if isinstance(part, Mapping)
                else part
                if isinstance(part, list)
                else ()
            )
            if isinstance(child, Mapping | list)
        ]
        if not level:
            return False
    return True
