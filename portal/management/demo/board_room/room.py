"""One board room while it is furnished: its partners, people and bodies by their keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_default_timezone

from partnerships.membership.models import Body, Member, Organisation
from portal.accounts.models import User
from portal.management.demo.board_room.texts import Text
from portal.management.demo.chance import stream


@dataclass
class Room:
    """`plan`: the partnership's data file. `today`: the real day, on which recent things hang."""

    slug: str
    plan: Text
    today: date
    coordinator: User
    chair: User
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, str]:
        """What stands for {area}, {council} … in texts."""
        names = {key: each.name for key, each in self.organisations.items()}
        return {"area": self.plan["area"], **names}

    def chance(self, *names: str) -> Random:
        """Random numbers of this room's own."""
        return stream("board room", self.slug, *names)

    def lead(self, key: str) -> Organisation:
        """The organisation that presents; the council where a partnership has none of that key."""
        return self.organisations.get(key) or self.organisations["council"]

    def speaker(self, key: str) -> Member:
        """Who speaks for that organisation: a member with an account, if it can be neither the
        chair nor the co-ordinator."""
        lead = self.lead(key)
        mine = [m for m in self.members.values() if m.organisation_id == lead.pk]
        busy = (self.chair.pk, self.coordinator.pk)
        return min(mine, key=lambda m: (m.user_id is None, m.user_id in busy))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local moment."""
    return datetime.combine(day, time(hour, minute), tzinfo=get_default_timezone())


def weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
