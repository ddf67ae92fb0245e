"""What can happen to seats: they are made, change and are abolished. Who sits: tenures.py."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.membership.constitution import faults, words
from partnerships.membership.domain import sitting
from partnerships.membership.domain.bodies import (
    lock_body,
    places_of,
    quorum_of,
    refuse_dissolved,
)
from partnerships.membership.domain.leaving import end_tenures
from partnerships.membership.models import (
    Body,
    Constitution,
    Organisation,
    Seat,
    Sector,
    Tenure,
)
from partnerships.membership.queries.seats import constitution_on
from partnerships.membership.queries.serving import lasts
from partnerships.membership.wording import day_words
from portal.audit.record import Actor, record
from portal.errors import Refused

CHANGEABLE = frozenset({"title", "sector", "votes", "role", "organisation"})
SILENT = (Seat.Role.ADVISER, Seat.Role.OBSERVER)


@transaction.atomic
def add_seat(
    *,
    body: Body,
    title: str,
    sector: str,
    role: str = Seat.Role.MEMBER,
    votes: bool = True,
    organisation: Organisation | None = None,
    created_on: date,
    by: Actor,
) -> Seat:
    """Make a seat, for anybody of a sector or kept for one organisation. It lasts as long as the
    body."""
    current = lock_body(body)
    refuse_dissolved(current, created_on)
    organisation = _locked(organisation)
    seat = Seat(
        body=current,
        title=title.strip(),
        sector=sector,
        role=role,
        votes=votes,
        organisation=organisation,
        created_on=created_on,
        abolished_on=current.dissolved_on,
    )
    _refuse_unfit(seat)
    seat.save()
    record("seat.added", on=seat, by=by, body=current.pk, sector=sector, votes=votes)
    return seat


@transaction.atomic
def abolish_seat(*, seat: Seat, on: date, by: Actor, why: str = "") -> Seat:
    """The seat's last day; its holder's time ends with it.

    Raises Refused if the rules in force afterwards could never be met without it.
    """
    body = lock_body(seat.body)
    current = Seat.objects.select_for_update().get(pk=seat.pk)
    if current.abolished_on:
        last = day_words(current.abolished_on)
        raise Refused(
            f"The seat “{current}” is abolished: its last day is {last}. There is nothing more to"
            " do."
        )
    if on < current.created_on:
        made = day_words(current.created_on)
        raise Refused(
            f"The seat “{current}” was made on {made}, so it cannot be abolished before. Check the"
            " day."
        )
    following = on + timedelta(days=1)
    held = Tenure.objects.select_for_update().filter(lasts("until", following), seat=current)
    end_tenures(list(held), on=on, why=why or "the seat was abolished", by=by)
    current.abolished_on = on
    current.save(update_fields=["abolished_on"])
    if quorum := _broken_quorum(body, following):
        raise Refused(
            f"Without the seat “{current}” the quorum of {body} could never be met ({quorum}). Set"
            " new rules first, then abolish the seat."
        )
    record("seat.abolished", on=current, by=by, reason=why, day=str(on))
    return current


@transaction.atomic
def change_seat(*, seat: Seat, by: Actor, why: str = "", **changes: Any) -> Seat:
    """Change title, sector, votes, role or organisation. A seat that was ever held needs a reason.

    Raises Refused for a seat that cannot be, that its holder could not hold, or without which the
    body's rules of today and later could never be met.
    """
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"a seat has no changeable {sorted(unknown)}")
    body = lock_body(seat.body)
    refuse_dissolved(body)
    stored = Seat.objects.select_for_update(of=("self",)).select_related("organisation")
    current = stored.get(pk=seat.pk)
    changed = sorted(key for key, value in changes.items() if getattr(current, key) != value)
    if not changed:
        return current
    if not why.strip() and Tenure.objects.filter(seat=current).exists():
        raise Refused(
            f"The seat “{current}” has been held. Say why it changes, so that the record explains"
            " itself."
        )
    for key in changed:
        setattr(current, key, changes[key])
    current.body, current.title = body, current.title.strip()
    current.organisation = _locked(current.organisation)
    _refuse_unfit(current)
    _refuse_holders(current)
    current.save(update_fields=changed)
    if quorum := _broken_quorum(body, timezone.localdate()):
        raise Refused(
            f"With the seat “{current}” changed so, the quorum of {body} could never be met"
            f" ({quorum}). Set new rules first, then change the seat."
        )
    record("seat.changed", on=current, by=by, reason=why.strip(), fields=changed)
    return current


def _refuse_holders(seat: Seat) -> None:
    """Whoever holds the seat today or later has to serve the organisation that it is kept for."""
    held = Tenure.objects.filter(lasts("until", timezone.localdate()), seat=seat)
    for tenure in held.select_related("member__organisation"):
        tenure.seat = seat
        sitting.refuse_other_organisation(tenure)


def _locked(organisation: Organisation | None) -> Organisation | None:
    if organisation is None:
        return None
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _refuse_unfit(seat: Seat) -> None:
    if not seat.title:
        raise Refused("Enter what the seat is called, such as “Voluntary sector 1”.")
    if seat.sector not in Sector.values:
        raise Refused("Choose the sector from the list.")
    if seat.role not in Seat.Role.values:
        raise Refused("Choose the role from the list.")
    if seat.votes and seat.role in SILENT:
        raise Refused("Advisers and observers do not vote. Take the vote away, or choose a role.")
    body = seat.body
    if body.formed_on and seat.created_on < body.formed_on:
        raise Refused(
            f"{body} was formed on {day_words(body.formed_on)}, so it cannot have had this seat"
            " before. Check the day."
        )
    kept_for = seat.organisation
    if kept_for and kept_for.left_on and kept_for.left_on < seat.created_on:
        raise Refused(
            f"{kept_for} left the partnership on {day_words(kept_for.left_on)}, so no seat can be"
            " kept for it."
        )


def _broken_quorum(body: Body, day: date) -> str:
    """In words the first quorum in force on the day or later that the seats cannot meet, if any."""
    coming = Constitution.objects.filter(body=body, in_force_from__gt=day)
    for rules in filter(None, [constitution_on(body, day), *coming.order_by("in_force_from")]):
        quorum = quorum_of(rules)
        if faults(quorum, places_of(body, max(day, rules.in_force_from))):
            return words(quorum)
    return ""
