"""Who is at work on which section of a return right now."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField, DateTimeField, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.prepared import Prepared, Slot
from surveys.returns.models import Effort, Return

HERE = timedelta(minutes=2)


class Here(NamedTuple):
    """One person, the section they were last seen in, and when."""

    person: User
    section: str
    last_seen_at: datetime


def here_now(
    annual_return: Return,
    section: str | None = None,
    *,
    but: User | None = None,
    now: datetime | None = None,
) -> list[Here]:
    """Those seen within two minutes, each in the section they were in last, by name. One query.

    `section`: only those in this one; `but`: the person who asks.
    """
    since = (now or timezone.now()) - HERE
    rows = _SEEN(annual_return=annual_return.pk, since=since, but=but.pk if but else 0)
    last = {row.person_id: row for row in rows}
    found = [Here(row.person, row.section, row.last_seen_at) for row in last.values()]
    inside = [each for each in found if section in (None, each.section)]
    return sorted(inside, key=lambda each: (str(each.person), each.person.pk))


def _seen() -> QuerySet[Effort]:
    own = Effort.objects.filter(
        annual_return=Slot("annual_return", BigIntegerField()),
        last_seen_at__gte=Slot("since", DateTimeField()),
    )
    others = own.exclude(person=Slot("but", BigIntegerField()))
    return others.select_related("person").order_by("last_seen_at", "id")


_SEEN: Prepared[Effort] = Prepared(_seen)


def here_words(people: list[Here]) -> str:
    """ "Ann Smith and Bob Jones are in this section now." Empty for nobody."""
    names = [str(each.person) for each in people]
    if not names:
        return ""
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{joined} {'is' if len(names) == 1 else 'are'} in this section now."
