"""What the rules of a body mean, and whether they can ever be met. Pure: no database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnerships.membership.models.sectors import Sector
from partnerships.membership.months import add_months
from partnerships.membership.quorum import Place, Rules

NO_SEATS = "The body has no voting seats on that day. Add its seats first, then set its quorum."


@dataclass(frozen=True)
class Fault:
    """A rule that can never be met: its field, and what to do about it."""

    field: str
    message: str


def faults(rules: Rules, places: Sequence[Place]) -> list[Fault]:
    """Every rule that these seats can never meet; empty if all is well."""
    voting = Counter(place.sector for place in places if place.votes)
    total = voting.total()
    return [*_of_number(rules, total), *_of_share(rules, total), *_of_sectors(rules, voting)]


def last_day_of_term(since: date, months: int) -> date:
    """The last day of a term: 24 months from 1 April 2004 end on 31 March 2006."""
    then = add_months(since, months)
    # A term from 31 January by a month ends with February.
    return then - timedelta(days=1) if then.day == since.day else then


def words(rules: Rules) -> str:
    """The rule as a sentence's end: "5 voting seats, 40% of them, at least 1 from Business"."""
    parts = []
    if rules.number:
        parts.append(f"{rules.number} voting {_seats(rules.number)}")
    if rules.share:
        parts.append(f"{rules.share}% of the voting seats")
    asked = ((rules.sectors.get(sector.value), sector.label) for sector in Sector)
    parts += [f"at least {least} from {label}" for least, label in asked if least]
    return ", ".join(parts) if parts else "No quorum is asked for"


def _of_number(rules: Rules, voting: int) -> list[Fault]:
    number = rules.number
    if number is None or 1 <= number <= voting:
        return []
    if number < 1:
        return [Fault("quorum_number", "A quorum is at least 1. Leave it empty to ask for none.")]
    if not voting:
        message = NO_SEATS
    else:
        message = (
            f"A quorum of {number} can never be met: the body has {voting} voting {_seats(voting)}."
            f" Enter {voting} or less, or add seats first."
        )
    return [Fault("quorum_number", message)]


def _of_share(rules: Rules, voting: int) -> list[Fault]:
    if rules.share is None:
        return []
    if 1 <= rules.share <= 100:
        return [] if voting else [Fault("quorum_share", NO_SEATS)]
    message = (
        "The share of the voting seats is between 1% and 100%. Leave it empty to ask for none."
    )
    return [Fault("quorum_share", message)]


def _of_sectors(rules: Rules, voting: Mapping[str, int]) -> list[Fault]:
    found = []
    for key, least in rules.sectors.items():
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
