"""What can happen to organisations: they join, change and leave."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from partnerships.membership.domain.leaving import end_memberships
from partnerships.membership.domain.storing import store_once
from partnerships.membership.models import Member, Organisation, Sector
from partnerships.membership.wording import day_words
from portal.audit.record import Actor, record
from portal.errors import Refused

CHANGEABLE = frozenset({"name", "sector", "kind", "website", "joined_on"})


@dataclass(frozen=True)
class Left:
    """What ended when somebody left."""

    members: int
    tenures: int


@transaction.atomic
def add_organisation(
    *,
    name: str,
    sector: str,
    kind: str = Organisation.Kind.OTHER,
    website: str = "",
    joined_on: date | None = None,
    by: Actor,
) -> Organisation:
    """Add a partner. Raises Refused if one of that name is here, in whatever capitals."""
    added = Organisation(
        name=name.strip(), sector=sector, kind=kind, website=website, joined_on=joined_on
    )
    _refuse_unfit(added)
    store_once(added, "organisation_name_once", _taken(added.name))
    record("organisation.added", on=added, by=by, sector=sector, kind=kind)
    return added


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: Actor, **changes: Any) -> Organisation:
    """Change name, sector, kind, website or joined_on; values that are the same change nothing."""
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = sorted(key for key, value in changes.items() if getattr(current, key) != value)
    if unknown := set(changed) - CHANGEABLE:
        raise TypeError(f"an organisation has no changeable {sorted(unknown)}")
    if not changed:
        return current
    for key in changed:
        setattr(current, key, changes[key])
    current.name = current.name.strip()
    _refuse_unfit(current)
    store_once(current, "organisation_name_once", _taken(current.name))
    record("organisation.changed", on=current, by=by, fields=changed)
    return current


@transaction.atomic
def organisation_leaves(*, organisation: Organisation, on: date, by: Actor, why: str = "") -> Left:
    """The partner's last day. Its members serve until then, and their seats fall vacant after it.

    The seats kept for it stay on their bodies: abolish them, or keep them for a successor.
    """
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.left_on:
        raise Refused(
            f"{current} left on {day_words(current.left_on)}. There is nothing more to do."
        )
    if current.joined_on and on < current.joined_on:
        raise Refused(
            f"{current} joined on {day_words(current.joined_on)}, so it cannot have left before."
            " Check the day."
        )
    members = list(Member.objects.select_for_update().filter(organisation=current))
    ended = end_memberships(members, on=on, why=why or f"{current} left the partnership", by=by)
    current.left_on = on
    current.save(update_fields=["left_on"])
    record("organisation.left", on=current, by=by, reason=why, day=str(on))
    return Left(*ended)


def _refuse_unfit(organisation: Organisation) -> None:
    if not organisation.name:
        raise Refused("Enter the name of the organisation.")
    if organisation.sector not in Sector.values:
        raise Refused("Choose the sector from the list.")
    if organisation.kind not in Organisation.Kind.values:
        raise Refused("Choose the kind of organisation from the list.")
    same = Organisation.objects.filter(name__iexact=organisation.name).exclude(pk=organisation.pk)
    if same.exists():
        raise Refused(_taken(organisation.name))
    joined, left = organisation.joined_on, organisation.left_on
    if joined and left and left < joined:
        raise Refused(
            f"It left on {day_words(left)}, so it cannot have joined later. Check the day."
        )


def _taken(name: str) -> str:
    return (
        f"There is an organisation called “{name}” already. Open it in the list of organisations,"
        " or give this one a name that tells the two apart."
    )
