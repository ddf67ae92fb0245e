"""Whom a reminder would reach: the partnerships that owe their return, and who acts there."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from partnerships.register.models import AuthorityType, Partnership, Region
from portal.accounts.models import User
from surveys.returns.duties import CHAIR, OWING, Duty, due_on, duty_of, owes
from surveys.returns.models import Return, Wave
from surveys.returns.queries import partnerships_asked
from surveys.returns.queries.collecting import actors_of, returns_of

ROLE_WORDS = {CHAIR: "chair or vice-chair"}


@dataclass(frozen=True)
class Audience:
    """Which of those who owe something are meant; empty fields mean all of them."""

    states: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    nrf: bool | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Audience":
        """From a reminder's row."""
        lists = {name: tuple(stored.get(name, ())) for name in ("states", "regions", "types")}
        return cls(**lists, nrf=stored.get("nrf"))

    def as_json(self) -> dict[str, Any]:
        """For a reminder's row."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def takes_in(self, partnership: Partnership, state: str) -> bool:
        """Whether this partnership is meant while its return is in that state."""
        return (
            state in (self.states or OWING)
            and partnership.region in (self.regions or (partnership.region,))
            and partnership.authority_type in (self.types or (partnership.authority_type,))
            and self.nrf in (None, partnership.nrf)
        )

    @property
    def words(self) -> str:
        """Not started, In progress; London; NRF areas only"""
        parts = [_labels(Return.State, self.states) or "Everybody whose return is not signed off"]
        parts += [_labels(Region, self.regions), _labels(AuthorityType, self.types)]
        if self.nrf is not None:
            parts.append("NRF areas only" if self.nrf else "areas outside the NRF only")
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class Asked:
    """One partnership that owes its return, and its people who have to act."""

    partnership: Partnership
    annual_return: Return
    due_on: date
    people: tuple[User, ...]

    @property
    def duty(self) -> Duty:
        """What for."""
        return duty_of(self.annual_return.state)

    @property
    def reason(self) -> str:
        """Why it is asked: The return has not been started."""
        return f"The return {self.duty.owes}."

    @property
    def role_words(self) -> str:
        """co-ordinator, chair or vice-chair"""
        return ROLE_WORDS.get(self.duty.who, "co-ordinator")


@dataclass(frozen=True)
class Preview:
    """Who would get a reminder now; `nobody`: partnerships where no account could get one."""

    asked: tuple[Asked, ...]
    nobody: tuple[Asked, ...]

    @property
    def people(self) -> int:
        """How many emails that would be."""
        return sum(len(each.people) for each in self.asked)


def preview_of(wave: Wave, audience: Audience, today: date) -> Preview:
    """Judged by what stands in the returns now. A constant number of queries."""
    found = returns_of(wave)
    owing = [
        (partnership, found[partnership.pk])
        for partnership in partnerships_asked()
        if partnership.pk in found
        and owes(found[partnership.pk], wave, today)
        and audience.takes_in(partnership, found[partnership.pk].state)
    ]
    actors = actors_of([partnership.pk for partnership, _ in owing])
    asked = [
        Asked(
            partnership,
            annual_return,
            due_on(annual_return, wave),
            tuple(actors[partnership.pk].of(duty_of(annual_return.state).who)),
        )
        for partnership, annual_return in owing
    ]
    return Preview(
        tuple(each for each in asked if each.people),
        tuple(each for each in asked if not each.people),
    )


def _labels(choices: Any, keys: Iterable[str]) -> str:
    return ", ".join(str(choices(key).label) for key in keys)
