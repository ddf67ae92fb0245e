"""The hash of the counting code covers every module that a count runs through."""

import ast
from pathlib import Path

from surveys.results import hashing

ROOM = Path(hashing.__file__).parent
HERE = "surveys.results."
BESIDE = {"models", "queries", "storage", "domain"}  # what reads and writes, and counts nothing


def imported(name: str) -> set[str]:
    """Modules of the room that this module of it imports."""
    tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
    names = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    found = [name.removeprefix(HERE).split(".") for name in names if name.startswith(HERE)]
    return {"/".join(parts[:2] if parts[0] == "disclosure" else parts[:1]) for parts in found}


def test_every_module_that_counts_is_in_the_hash() -> None:
    seen: set[str] = set()
    ahead = imported("domain/building") - BESIDE
    while ahead:
        seen |= ahead
        ahead = set().union(*map(imported, ahead)) - seen - BESIDE
    assert seen - {"hashing", "outcomes"} == set(hashing.COUNTING)
