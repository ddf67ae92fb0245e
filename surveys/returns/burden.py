"""The time that people spend on the return: measured, shown to them, summed for the evaluator.

Minutes are of people: two people for five minutes are ten. Only time in a section counts (see
domain/effort.py), so it is the least that the section took.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from surveys.returns.models import Return, Wave
from surveys.returns.queries.counting import efforts_of_wave
from surveys.returns.queries.team import efforts_of

HOUR = 60  # minutes

# {section code: {"minutes": int, "people": int}}, as Return.effort keeps it
Effort = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Burden:
    """What one return took so far: by section, and in all with each person counted once."""

    sections: Effort
    minutes: int
    people: int

    @property
    def words(self) -> str:
        """1 hour 40 minutes by 3 people; empty if nobody has spent any time."""
        return burden_words(self.minutes, self.people) if self.people else ""

    def of(self, section: str) -> str:
        """The same for one section."""
        spent = self.sections.get(section)
        return burden_words(spent["minutes"], spent["people"]) if spent else ""


@dataclass(frozen=True)
class SectionBurden:
    """Minutes that one section took in the returns that spent any on it."""

    median: float
    total: int
    returns: int


@dataclass(frozen=True)
class WaveBurden:
    """What the returns of a wave took that were signed off with a measure: `returns` of them.

    `sections`: section code → its minutes; `median` and `total` are minutes of whole returns.
    """

    returns: int = 0
    median: float = 0
    total: int = 0
    sections: Mapping[str, SectionBurden] = field(default_factory=dict)


def burden_of(annual_return: Return) -> Burden:
    """The return's burden as measured up to now, in its own partnership's scope. One query."""
    spent = efforts_of(annual_return)
    seconds: dict[str, list[int]] = {}
    for section, _, each in spent:
        seconds.setdefault(section, []).append(each)
    sections = {
        section: {"minutes": _minutes(sum(each)), "people": len(each)}
        for section, each in seconds.items()
    }
    return Burden(
        sections=sections,
        minutes=sum(each["minutes"] for each in sections.values()),
        people=len({person for _, person, _ in spent}),
    )


def burden_of_wave(wave: Wave) -> WaveBurden:
    """Medians and totals over the wave's signed-off returns, read nationally. One query."""
    return summed(efforts_of_wave(wave))


def summed(efforts: Iterable[Effort]) -> WaveBurden:
    """Medians and totals over the efforts of returns. Pure."""
    wholes: list[int] = []
    by_section: dict[str, list[int]] = {}
    for effort in efforts:
        wholes.append(sum(each["minutes"] for each in effort.values()))
        for section, each in effort.items():
            by_section.setdefault(section, []).append(each["minutes"])
    if not wholes:
        return WaveBurden()
    sections = {
        section: SectionBurden(median(minutes), sum(minutes), len(minutes))
        for section, minutes in by_section.items()
    }
    return WaveBurden(len(wholes), median(wholes), sum(wholes), sections)


def burden_words(minutes: int, people: int) -> str:
    """1 hour 40 minutes by 3 people"""
    return f"{minutes_words(minutes)} by {people} {'person' if people == 1 else 'people'}"


def minutes_words(minutes: float) -> str:
    """2 hours 5 minutes; 1 minute; halves are rounded up."""
    hours, rest = divmod(int(minutes + 0.5), HOUR)
    parts = [_counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_counted(rest, "minute"))
    return " ".join(parts)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _minutes(seconds: int) -> int:
    """Whole minutes, and one at least: nobody's time is nothing."""
    return max(1, (seconds + 30) // 60)
