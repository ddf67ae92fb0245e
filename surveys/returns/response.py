"""How many returns have come in, by kind of partnership and day by day."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from partnerships.register.models import AuthorityType, Partnership, Region
from portal.web.percent import whole_per_cent

NRF = (("True", "Neighbourhood Renewal Fund areas"), ("False", "Other areas"))


@dataclass(frozen=True)
class Group:
    """Eligible partnerships of one kind: how many are asked, how many have signed off."""

    key: str
    label: str
    asked: int
    signed_off: int

    @property
    def rate(self) -> float:
        """Per cent signed off; 0 when nobody is asked."""
        return 100 * self.signed_off / self.asked if self.asked else 0.0

    @property
    def rate_words(self) -> str:
        """87%, halves up as in the results; a dash when nobody is asked."""
        return f"{whole_per_cent(self.signed_off, self.asked)}%" if self.asked else "–"


@dataclass(frozen=True)
class Tally:
    """The response of a wave: in all, by NRF, by type of authority, by region."""

    all: Group
    by_nrf: tuple[Group, ...]
    by_type: tuple[Group, ...]
    by_region: tuple[Group, ...]
    ineligible: int

    @property
    def outstanding(self) -> int:
        """Partnerships that have not signed off."""
        return self.all.asked - self.all.signed_off


def tally_of(
    partnerships: Iterable[Partnership], signed_off: Collection[int], ineligible: Collection[int]
) -> Tally:
    """Count the partnerships asked; `signed_off`: ids of those whose return is in.

    `ineligible`: ids of those whose answers say that they are none to ask; a response rate leaves
    them out above and below the line.
    """
    everybody = list(partnerships)
    asked = [p for p in everybody if p.pk not in ineligible]

    def groups(
        names: Sequence[tuple[str, str]], key: Callable[[Partnership], str]
    ) -> tuple[Group, ...]:
        return tuple(
            _group(name, label, [p for p in asked if key(p) == name], signed_off)
            for name, label in names
        )

    return Tally(
        all=_group("all", "All partnerships", asked, signed_off),
        by_nrf=groups(NRF, lambda p: str(p.nrf)),
        by_type=groups(AuthorityType.choices, lambda p: p.authority_type),
        by_region=groups(Region.choices, lambda p: p.region),
        ineligible=len(everybody) - len(asked),
    )


def _group(
    key: str, label: str, asked: Sequence[Partnership], signed_off: Collection[int]
) -> Group:
    return Group(key, str(label), len(asked), sum(p.pk in signed_off for p in asked))


def running_total(
    by_day: Sequence[tuple[date, int]], opens_on: date, until: date
) -> tuple[int, ...]:
    """Returns signed off by the end of each day from `opens_on` to `until`, both included.

    Earlier ones count on the first day and later ones (signed off after the due date, while the
    wave was still open) on the last, so that the end is the number of returns.
    """
    days = (until - opens_on).days + 1
    if days < 1:
        return ()
    added = [0] * days
    for at, count in by_day:
        added[min(max((at - opens_on).days, 0), days - 1)] += count
    return tuple(accumulate(added))
