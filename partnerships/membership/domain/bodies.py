"""What can happen to bodies: they are formed, change, get new rules and are dissolved."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.membership.constitution import Fault, faults
from partnerships.membership.domain.leaving import end_tenures
from partnerships.membership.domain.storing import store_once
from partnerships.membership.hindrances import hindrance_of
from partnerships.membership.models import Body, Constitution, Seat, Tenure
from partnerships.membership.queries.serving import ended, lasts, places_on
from partnerships.membership.quorum import Place, Rules
from partnerships.membership.wording import day_words
from portal.audit.record import Actor, record
from portal.errors import Refused

CHANGEABLE = frozenset({"name", "kind", "purpose", "parent", "formed_on", "is_public"})
RULES = frozenset(
    {
        "quorum_number",
        "quorum_share",
        "quorum_sectors",
        "substitutes_allowed",
        "decides_by",
        "term_months",
        "notice_days",
        "publishes_minutes",
    }
)


class NeverMet(Refused):
    """Rules that the body's seats can never meet; `faults` name the rules."""

    def __init__(self, found: list[Fault]):
        super().__init__(" ".join(dict.fromkeys(fault.message for fault in found)))
        self.faults = found


@transaction.atomic
def found_body(
    *,
    name: str,
    kind: str,
    purpose: str = "",
    parent: Body | None = None,
    formed_on: date | None = None,
    is_public: bool = True,
    by: Actor,
) -> Body:
    """Form a body, perhaps beneath another. Raises Refused if one has that name."""
    body = Body(
        name=name.strip(),
        kind=kind,
        purpose=purpose.strip(),
        parent=parent,
        formed_on=formed_on,
        is_public=is_public,
    )
    _refuse_unfit(body)
    store_once(body, "body_name_once", _taken(body.name))
    record("body.formed", on=body, by=by, kind=kind)
    return body


@transaction.atomic
def change_body(*, body: Body, by: Actor, **changes: Any) -> Body:
    """Change name, kind, purpose, parent, formed_on or is_public."""
    current = lock_body(body)
    changed = sorted(key for key, value in changes.items() if getattr(current, key) != value)
    if unknown := set(changed) - CHANGEABLE:
        raise TypeError(f"a body has no changeable {sorted(unknown)}")
    if not changed:
        return current
    for key in changed:
        setattr(current, key, changes[key])
    current.name = current.name.strip()
    _refuse_unfit(current)
    store_once(current, "body_name_once", _taken(current.name))
    record("body.changed", on=current, by=by, fields=changed)
    return current


@transaction.atomic
def dissolve_body(*, body: Body, on: date, by: Actor, why: str = "") -> int:
    """The body's last day: until then it works on, with it its seats and everybody's time end.

    Returns how many people's time ends. Raises Refused while bodies beneath it go on, or while
    meetings are planned after that day.
    """
    current = lock_body(body)
    refuse_dissolved(current)
    if current.dissolved_on:
        raise Refused(
            f"{current} is dissolved: its last day is {day_words(current.dissolved_on)}. There is"
            " nothing more to do."
        )
    if current.formed_on and on < current.formed_on:
        raise Refused(
            f"{current} was formed on {day_words(current.formed_on)}, so it cannot have been"
            " dissolved before. Check the day."
        )
    goes_on = lasts("dissolved_on", on + timedelta(days=1))
    below = Body.objects.filter(goes_on, parent=current).first()
    if below:
        raise Refused(f"{below} is part of {current} and goes on. Dissolve or move it first.")
    if hindrance := hindrance_of(current, on):
        raise Refused(hindrance)
    _end_seats(current, on)
    beyond = lasts("until", on + timedelta(days=1))
    held = Tenure.objects.select_for_update().filter(beyond, seat__body=current)
    over = end_tenures(list(held), on=on, why=why or f"{current} was dissolved", by=by)
    current.dissolved_on = on
    current.save(update_fields=["dissolved_on"])
    record("body.dissolved", on=current, by=by, reason=why, day=str(on))
    return over


@transaction.atomic
def set_constitution(*, body: Body, in_force_from: date, by: Actor, **rules: Any) -> Constitution:
    """Give the body new rules from a day on; rules not named keep their usual value.

    Raises NeverMet for a quorum that its seats of that day could not meet, and Refused if rules
    begin on that day already. Rules from a day in the past change no minutes: those keep the quorum
    that they were frozen with.
    """
    if unknown := set(rules) - RULES:
        raise TypeError(f"a constitution has no {sorted(unknown)}")
    current = lock_body(body)
    refuse_dissolved(current, in_force_from)
    rules["quorum_sectors"] = {k: n for k, n in (rules.get("quorum_sectors") or {}).items() if n}
    made = Constitution(body=current, in_force_from=in_force_from, **rules)
    if found := faults(quorum_of(made), places_of(current, in_force_from)):
        raise NeverMet(found)
    if Constitution.objects.filter(body=current, in_force_from=in_force_from).exists():
        raise Refused(
            f"{current} has rules that begin on {day_words(in_force_from)} already. Rules are never"
            " overwritten: choose a later day."
        )
    made.save()
    record("constitution.set", on=made, by=by, body=current.pk, from_day=str(in_force_from))
    return made


def quorum_of(constitution: Constitution) -> Rules:
    """Its rule about who has to be there."""
    return Rules(constitution.quorum_number, constitution.quorum_share, constitution.quorum_sectors)


def places_of(body: Body, day: date) -> list[Place]:
    """The seats that the body has on the day."""
    seats = Seat.objects.filter(places_on(day), body=body)
    return [Place(seat.pk, seat.sector, seat.votes) for seat in seats]


def lock_body(body: Body) -> Body:
    """The body as it is now; nobody else changes it, its seats or its rules meanwhile."""
    return Body.objects.select_for_update().get(pk=body.pk)


def refuse_dissolved(body: Body, first: date | None = None) -> None:
    """Raise Refused if the body's last day has passed, today or on the first day of what is new."""
    if body.dissolved_on is None:
        return
    last = day_words(body.dissolved_on)
    if ended(body.dissolved_on, timezone.localdate()):
        raise Refused(f"{body} was dissolved on {last}, so it cannot change any more.")
    if first and ended(body.dissolved_on, first):
        raise Refused(f"The last day of {body} is {last}. Choose that day or an earlier one.")


def _end_seats(body: Body, on: date) -> None:
    beyond = lasts("abolished_on", on + timedelta(days=1))
    seats = list(Seat.objects.select_for_update().filter(beyond, body=body))
    for seat in seats:
        # A seat made for later never came to be: its one day stands for that.
        seat.abolished_on = max(on, seat.created_on)
    Seat.objects.bulk_update(seats, ["abolished_on"])


def _refuse_unfit(body: Body) -> None:
    if not body.name:
        raise Refused("Enter the name of the body.")
    if body.kind not in Body.Kind.values:
        raise Refused("Choose the kind of body from the list.")
    if Body.objects.filter(name__iexact=body.name).exclude(pk=body.pk).exists():
        raise Refused(_taken(body.name))
    if body.dissolved_on and body.formed_on and body.formed_on > body.dissolved_on:
        raise Refused(
            f"The last day of {body} is {day_words(body.dissolved_on)}, so it cannot have been"
            " formed later. Check the day."
        )
    if body.parent:
        body.parent = lock_body(body.parent)
        refuse_dissolved(body.parent, body.formed_on)
    above = body.parent
    while above:
        if above.pk == body.pk:
            raise Refused(f"{body} cannot be part of itself. Choose another body above it.")
        above = above.parent


def _taken(name: str) -> str:
    return (
        f"There is a body called “{name}” already. Open it in the list of bodies, or give this one"
        " a name that tells the two apart."
    )
