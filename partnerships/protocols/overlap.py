"""Which protocols cover the same ground: live ones on one subject with two parties in common; pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """What one protocol covers. `parties`: organisation id → name."""

    protocol_id: int
    number: str
    title: str
    kind: str
    kind_words: str
    subject: str
    subject_words: str
    version: int
    state_words: str
    parties: dict[int, str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two protocols that overlap, and the parties of both."""

    one: Ground
    other: Ground
    common: tuple[str, ...]

    @property
    def same_parties(self) -> bool:
        """Exactly the same parties."""
        return self.one.parties.keys() == self.other.parties.keys()

    @property
    def why(self) -> str:
        """Why they overlap, in one sentence."""
        about = self.one.subject_words[:1].lower() + self.one.subject_words[1:]
        if self.same_parties:
            return f"Both are about {about}, between exactly the same {len(self.common)} parties."
        return f"Both are about {about}, and {len(self.common)} organisations are party to both."

    @property
    def advice(self) -> str:
        """What to do about it."""
        if self.one.kind == self.other.kind and self.same_parties:
            return (
                "Join them: take the clauses of one into the next version of the other, then"
                " withdraw the one that is no longer needed."
            )
        if self.one.kind == self.other.kind:
            return (
                "Think of joining them: one protocol with all the parties of both would replace"
                " two texts of the same kind."
            )
        return (
            "They settle different things, so both may be needed. Check that no obligation stands"
            " in both, and name each in the other."
        )


def overlaps(grounds: Iterable[Ground]) -> list[Overlap]:
    """Every pair that overlaps, those with most in common first."""
    by_subject = defaultdict(list)
    for ground in grounds:
        by_subject[ground.subject].append(ground)
    found = []
    for alike in by_subject.values():
        for one, other in combinations(alike, 2):
            common = one.parties.keys() & other.parties.keys()
            if len(common) >= ENOUGH:
                names = tuple(sorted(one.parties[key] for key in common))
                found.append(Overlap(one, other, names))
    return sorted(found, key=lambda each: (-len(each.common), each.one.number, each.other.number))
