"""Hashes that prove what went into an edition and what came out. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple

from surveys.results.published import ItemCells


def inputs_sha256(inputs: Iterable[tuple[int, str]]) -> str:
    """Over (partnership id, document hash) of every return counted, in order of id."""
    lines = "".join(f"{partnership} {document}\n" for partnership, document in sorted(inputs))
    return hashlib.sha256(lines.encode()).hexdigest()


def cells_sha256(items: Iterable[ItemCells]) -> str:
    """Over every published cell, in questionnaire order."""
    text = json.dumps([astuple(item) for item in items], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
