"""What every step of an edition does first: hold the edition and see that it is where it must be."""

from typing import Any

from portal.audit.record import Actor, System
from portal.errors import Refused
from surveys.results.models import Edition

State = Edition.State
NEXT = {
    State.DRAFT: "It is a draft: check it next.",
    State.CHECKED: "It is checked: freeze it next.",
    State.FROZEN: "It is frozen: it can be released, or replaced by a newer edition.",
    State.RELEASED: "It is released: a correction is a newer edition.",
    State.DISCARDED: "It was discarded: build a new one.",
}


def held(edition: Edition) -> Edition:
    """The edition as it is now, locked until the transaction ends."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("wave")
    return rows.get(pk=edition.pk)


def refuse_unless(edition: Edition, *states: State, doing: str) -> None:
    """Refuses an edition in another state, saying what can be done with it instead."""
    if edition.state not in states:
        raise Refused(f"The {edition} cannot be {doing}. {NEXT[State(edition.state)]}")


def person_of(by: Actor) -> Any:
    """The account's id; None for a command."""
    return None if isinstance(by, System) else by.pk
