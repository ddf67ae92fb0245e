"""What charts are given: shares with the words to print for them, or None where nothing may be shown."""

import math
from dataclasses import dataclass

SUPPRESSED = "withheld"
NOTHING = "There is nothing to show."


@dataclass(frozen=True, slots=True)
class Value:
    """A share in per cent (0 to 100, not rounded: it sets lengths) and the words printed for it."""

    share: float
    words: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.share) and 0 <= self.share <= 100):
            raise ValueError(f"A share lies between 0 and 100, not {self.share!r}.")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target drawn as a dashed line: a share in per cent and its words, such as "Target 85%"."""

    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The room a chart is drawn in: its width in pixels, and whether it is for a phone."""

    width: float
    narrow: bool = False


def ceiling(shares: list[float], step: int = 20) -> int:
    """The end of an axis in per cent: the smallest multiple of `step` that holds every share."""
    return min(100, max(step, math.ceil(max(shares, default=0) / step) * step))
