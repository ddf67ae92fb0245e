"""What the rules of a body mean, and whether they can ever be met. Pure: no database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from partnerships.membership.models.sectors import Sector


@dataclass(frozen=True)
class Place:
    """A seat as far as its rules go."""

    sector: str
    votes: bool = True


@dataclass(frozen=True)
class Quorum:
    """What has to be there: a number of voting seats, a share of them in per cent, and at least so
    many of a sector. None or an empty mapping asks nothing."""

    number: int | None = None
    share: int | None = None
    sectors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """A rule that can never be met: its field, and what to do about it."""

    field: str
    message: str


def faults(quorum: Quorum, places: Sequence[Place]) -> list[Fault]:
    """Every rule that these seats can never meet; empty if all is well."""
    voting = Counter(place.sector for place in places if place.votes)
    return [*_of_number(quorum, voting.total()), *_of_share(quorum), *_of_sectors(quorum, voting)]


def last_day_of_term(since: date, months: int) -> date:
    """The last day of a term: 24 months from 1 April 2004 end on 31 March 2006."""
    years, month = divmod(since.month - 1 + months, 12)
    first = date(since.year + years, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    # A term from 31 January by a month ends with February.
    return min(first + timedelta(days=since.day - 1), following) - timedelta(days=1)


def words(quorum: Quorum) -> str:
    """The rule as a sentence's end: "5 voting seats, 40% of them, at least 1 from Business"."""
    parts = []
    if quorum.number:
        parts.append(f"{quorum.number} voting {_seats(quorum.number)}")
    if quorum.share:
        parts.append(f"{quorum.share}% of the voting seats")
    asked = ((quorum.sectors.get(sector.value), sector.label) for sector in Sector)
    parts += [f"at least {least} from {label}" for least, label in asked if least]
    return ", ".join(parts) if parts else "No quorum is asked for"


def _of_number(quorum: Quorum, voting: int) -> list[Fault]:
    number = quorum.number
    if number is None or 1 <= number <= voting:
        return []
    if number < 1:
        return [Fault("quorum_number", "A quorum is at least 1. Leave it empty to ask for none.")]
    if not voting:
        message = "The body has no voting seats yet. Add its seats first, then set its quorum."
    else:
        message = (
            f"A quorum of {number} can never be met: the body has {voting} voting {_seats(voting)}."
            f" Enter {voting} or less, or add seats first."
        )
    return [Fault("quorum_number", message)]


def _of_share(quorum: Quorum) -> list[Fault]:
    if quorum.share is None or 1 <= quorum.share <= 100:
        return []
    message = (
        "The share of the voting seats is between 1% and 100%. Leave it empty to ask for none."
    )
    return [Fault("quorum_share", message)]


def _of_sectors(quorum: Quorum, voting: Mapping[str, int]) -> list[Fault]:
    found = []
    for key, least in quorum.sectors.items():
        where = f"sector_{key}"
        if key not in Sector.values:
            found.append(Fault(where, f"There is no sector “{key}”. Choose one from the list."))
        elif least < 1:
            message = f"Ask for at least 1 from {Sector(key).label}, or leave it empty."
            found.append(Fault(where, message))
        elif least > voting.get(key, 0):
            found.append(Fault(where, _short_of(Sector(key).label, least, voting.get(key, 0))))
    return found


def _short_of(sector: str, least: int, there: int) -> str:
    has = f"only {there} voting {_seats(there)}" if there else "no voting seat"
    return (
        f"A quorum with {least} from {sector} can never be met: the body has {has} of that sector."
        " Add the seats first, or ask for fewer."
    )


def _seats(count: int) -> str:
    return "seat" if count == 1 else "seats"
