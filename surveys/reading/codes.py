"""The codes of one answer: who sees them, what they come to. Pure.

The first coder's codes are hidden from the second until both have coded, or the answer is settled:
else two codings would be one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

CODERS = 2


@dataclass(frozen=True)
class Coded:
    """What one coder ticked, as themes are read now."""

    coder: int
    themes: frozenset[int]
    memo: str = ""
    saved_at: datetime | None = None


@dataclass(frozen=True)
class Settled:
    """What an answer counts with; `alone`: as its only coder said."""

    themes: frozenset[int]
    by: int
    at: datetime
    note: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Codes:
    """Everything coded on one answer, first coder first."""

    codings: Sequence[Coded] = field(default=())
    settled: Settled | None = None

    def own(self, coder: int) -> Coded | None:
        """What this person ticked."""
        return next((each for each in self.codings if each.coder == coder), None)

    @property
    def open_to_all(self) -> bool:
        """Whether every evaluator may see what was ticked."""
        return self.settled is not None or len(self.codings) >= CODERS

    def seen_by(self, coder: int) -> Sequence[Coded]:
        """The codings that this person may see."""
        if self.open_to_all:
            return self.codings
        return tuple(each for each in self.codings if each.coder == coder)

    def themes_seen_by(self, coder: int) -> frozenset[int]:
        """All themes on it that this person may see."""
        held = [each.themes for each in self.seen_by(coder)]
        if self.settled:
            held.append(self.settled.themes)
        return frozenset().union(*held)

    @property
    def takes_more(self) -> bool:
        """Whether it can be coded, or coded anew by whoever has."""
        return not self.open_to_all

    def waits_for(self, coder: int) -> bool:
        """Whether it is for this person to code."""
        return self.takes_more and self.own(coder) is None

    @property
    def differs(self) -> bool:
        """Two coders disagree and have not settled it."""
        return self.settled is None and self._pair and not self._alike

    @property
    def final(self) -> frozenset[int] | None:
        """The themes it counts with; None while it does not count."""
        if self.settled is not None:
            return self.settled.themes
        return self.codings[0].themes if self._pair and self._alike else None

    @property
    def _pair(self) -> bool:
        return len(self.codings) >= CODERS

    @property
    def _alike(self) -> bool:
        return self.codings[0].themes == self.codings[1].themes


NO_CODES = Codes()
