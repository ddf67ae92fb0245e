"""How far two coders agree on a theme: per cent and Cohen's kappa. Pure.

Kappa: J. Cohen, "A coefficient of agreement for nominal scales" (1960). Its words follow Landis and
Koch (1977).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

SCALE = (
    (0.0, "less than by chance"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
)
NEARLY = "almost perfect"
ONE_SIDED = "cannot be worked out: both coders said the same of every answer"
Pair = tuple[Collection[int], Collection[int]]


@dataclass(frozen=True)
class Agreement:
    """Two coders on one theme, answer by answer."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def answers(self) -> int:
        """How many answers both have coded."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def per_cent(self) -> float | None:
        """Answers on which they agree, of all; None without an answer."""
        return 100 * (self.both + self.neither) / self.answers if self.answers else None

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance; None where chance alone explains it whole, or without answers."""
        n = self.answers
        if not n:
            return None
        first, second = self.both + self.first_only, self.both + self.second_only
        chance = first * second + (n - first) * (n - second)  # times n²
        if chance == n * n:
            return None
        return (n * (self.both + self.neither) - chance) / (n * n - chance)

    @property
    def words(self) -> str:
        """Kappa in words."""
        kappa = self.kappa
        if kappa is None:
            return ONE_SIDED if self.answers else "no answer has two coders yet"
        return next((words for bound, words in SCALE if _within(kappa, bound)), NEARLY)


def _within(kappa: float, bound: float) -> bool:
    return kappa < bound if bound == 0 else round(kappa, 2) <= bound


def agreement(pairs: Iterable[Pair], theme: int) -> Agreement:
    """Of what the first and the second coder ticked on each answer, this theme."""
    held = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for first, second in pairs:
        held[theme in first, theme in second] += 1
    return Agreement(
        both=held[True, True],
        first_only=held[True, False],
        second_only=held[False, True],
        neither=held[False, False],
    )
