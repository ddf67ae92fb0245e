"""The portal's own Python files, for rules about how code is written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINGS = ("portal", "partnerships", "surveys")


@dataclass(frozen=True)
class Module:
    """One file; `place` is its path from the project's root."""

    path: Path

    @property
    def place(self) -> str:
        """For messages and lists."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.text)

    @property
    def is_migration(self) -> bool:
        """Written by Django."""
        return "migrations" in self.path.parts

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function and method."""
        return (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef))

    def is_in_room_part(self, *names: str) -> bool:
        """`views` matches views.py and everything in views/."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return any(name in parts for name in names)


def modules() -> list[Module]:
    """Every Python file of the three wings, migrations included."""
    return [Module(f) for wing in WINGS for f in sorted((ROOT / wing).rglob("*.py"))]
