"""What a comparison of two documents finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that differs, in words; `before` or `after` is empty when there was or is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One section, question or check that differs.

    `remark` says what the mapping has to say of it; `details` are empty when it came or went.
    """

    kind: Kind
    code: str
    title: str
    details: tuple[Detail, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two documents."""

    general: tuple[Detail, ...]
    sections: tuple[Change, ...]
    questions: tuple[Change, ...]
    checks: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.general or self.sections or self.questions or self.checks)
