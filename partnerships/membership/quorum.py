"""Whether a meeting is quorate, by the body's constitution; pure, and it says so in words.

Counted are voting seats whose holder or substitute is there. A seat whose member declared an
interest in an item is not counted for it; the number needed stays the same, since the rules speak
of the seats that the body has, vacant ones included.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

# One seat, several seats, of each sector.
SECTOR_WORDS = {
    "councillor": ("councillor", "councillors"),
    "authority": ("local authority officer", "local authority officers"),
    "public": ("other public sector", "other public sector"),
    "business": ("business", "business"),
    "voluntary": ("voluntary", "voluntary"),
    "other": ("other", "others"),
}
NO_SEATS = "no voting seats"
NOT_KNOWN = f"Quorum not known: {NO_SEATS}"


@dataclass(frozen=True)
class Rules:
    """What a constitution asks: a number of voting seats, a share of them in per cent, at least so
    many of a sector. None or an empty mapping asks nothing."""

    number: int | None = None
    share: int | None = None
    sectors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A seat of the body on a day."""

    seat_id: int
    sector: str
    votes: bool = True


@dataclass(frozen=True)
class SectorCount:
    """Voting seats of one sector: how many are counted, how many the rules ask for."""

    sector: str
    here: int
    needed: int

    @property
    def met(self) -> bool:
        """Enough of this sector."""
        return self.here >= self.needed

    @property
    def words(self) -> str:
        """2 voluntary (1 needed)"""
        one, many = SECTOR_WORDS.get(self.sector, (self.sector, self.sector))
        return f"{self.here} {one if self.here == 1 else many} ({self.needed} needed)"


@dataclass(frozen=True)
class Quorum:
    """The outcome. `needed` is None where the rules ask for no number and no share."""

    voting: int
    here: int
    needed: int | None
    sectors: tuple[SectorCount, ...]
    not_counted: int = 0  # voting seats that are there but have declared an interest

    @property
    def asked(self) -> bool:
        """The constitution has a rule about quorum at all."""
        return self.needed is not None or bool(self.sectors)

    @property
    def known(self) -> bool:
        """There are voting seats to count: 0 of 0 is no quorum, and no lack of one."""
        return self.voting > 0

    @property
    def met(self) -> bool:
        """Every rule is met."""
        if self.asked and not self.known:
            return False
        return self.here >= (self.needed or 0) and all(s.met for s in self.sectors)

    @property
    def words(self) -> str:
        """Quorum met: 9 of 14 voting seats (7 needed), 2 voluntary (1 needed)"""
        return self._said("Quorum met", "Not quorate")

    @property
    def words_for_item(self) -> str:
        """The same of one item: Not quorate for this item: …; 2 with an interest are not counted"""
        said = self._said("Quorum met for this item", "Not quorate for this item")
        if not self.not_counted:
            return said
        are = "is" if self.not_counted == 1 else "are"
        return f"{said}; {self.not_counted} with an interest {are} not counted"

    def _said(self, met: str, not_met: str) -> str:
        if not self.known:
            return NOT_KNOWN if self.asked else f"No quorum is set: {NO_SEATS}"
        seats = f"{self.here} of {self.voting} voting {'seat' if self.voting == 1 else 'seats'}"
        if not self.asked:
            return f"No quorum is set: {seats} present"
        needed = f" ({self.needed} needed)" if self.needed is not None else ""
        parts = [f"{seats}{needed}", *(count.words for count in self.sectors)]
        return f"{met if self.met else not_met}: {', '.join(parts)}"


def quorum(
    rules: Rules,
    seats: Sequence[Place],
    here: Collection[int],
    conflicted: Collection[int] = (),
) -> Quorum:
    """The quorum when the seats `here` (ids) are taken and `conflicted` ones do not count."""
    voting = [seat for seat in seats if seat.votes]
    present = [seat for seat in voting if seat.seat_id in here]
    counted = [seat for seat in present if seat.seat_id not in conflicted]
    return Quorum(
        voting=len(voting),
        here=len(counted),
        needed=_needed(rules, len(voting)),
        sectors=tuple(
            SectorCount(sector, sum(s.sector == sector for s in counted), needed)
            for sector, needed in _in_order(rules.sectors)
            if needed
        ),
        not_counted=len(present) - len(counted),
    )


def _needed(rules: Rules, voting: int) -> int | None:
    """The stricter of number and share; a share is rounded up, a half seat being none."""
    asked = [] if rules.number is None else [rules.number]
    if rules.share is not None:
        asked.append(-(-voting * rules.share // 100))
    return max(asked, default=None)


def _in_order(sectors: Mapping[str, int]) -> list[tuple[str, int]]:
    """As every list of sectors goes, however the rules were typed."""
    order = list(SECTOR_WORDS)
    return sorted(
        sectors.items(),
        key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]),
    )
