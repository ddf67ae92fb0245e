"""Hashes that prove what went into an edition, by which code it was counted and what came out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple
from functools import cache
from pathlib import Path

from surveys.results.published import ItemCells

COUNTING = (
    "aggregation",
    "breakdowns",
    "cells",
    "describing",
    "disclosure/dominance",
    "disclosure/fields",
    "inputs",
    "layout",
    "matched_rules",
    "matching",
    "places",
    "disclosure/planes",
    "disclosure/proofs",
    "disclosure/protection",
    "published",
    "recount",
    "disclosure/rings",
    "disclosure/rows",
    "disclosure/sums",
    "disclosure/suppression",
    "tables",
    "disclosure/traits",
    "weighted",
    "weighting",
    "disclosure/witness",
)
"""The modules of this room that decide what a cell says; a test knows when one is missing."""


def inputs_sha256(inputs: Iterable[tuple[int, str]]) -> str:
    """Over (partnership id, document hash) of every return counted, in order of id."""
    lines = "".join(f"{partnership} {document}\n" for partnership, document in sorted(inputs))
    return hashlib.sha256(lines.encode()).hexdigest()


def cells_sha256(items: Iterable[ItemCells]) -> str:
    """Over every published cell, in questionnaire order."""
    text = json.dumps([astuple(item) for item in items], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_sha256() -> str:
    """Over the source of the counting modules, as this process found them."""
    digest = hashlib.sha256()
    for name in COUNTING:
        digest.update(f"{name}\n".encode())
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()
