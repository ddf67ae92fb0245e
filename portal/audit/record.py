"""The one way to write an audit event: called by domain functions, in their transaction."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model

from portal.audit.models import AuditEvent


class Person(Protocol):
    """A signed-in account."""

    pk: Any

    @property
    def is_authenticated(self) -> Any:
        """False for a visitor, who cannot be an actor."""


@dataclass(frozen=True)
class System:
    """A command or schedule that acts without a person, by name."""

    name: str


Actor = Person | System


class NoActor(RuntimeError):
    """A domain function tried to write without saying who did it."""


def record(name: str, *, on: Model | None, by: Actor, reason: str = "", **facts: Any) -> AuditEvent:
    """Append the event `noun.happened` in the current scope. Raises NoActor without an actor."""
    return AuditEvent.objects.create(**_event(name, on, by, reason, facts))


def record_many(name: str, *, on: list[Model], by: Actor, reason: str = "") -> None:
    """Append one event for each object with one INSERT, all in the current scope."""
    events = [AuditEvent(**_event(name, each, by, reason, {})) for each in on]
    AuditEvent.objects.bulk_create(events, batch_size=1000)


def actor_words(by: Actor) -> str:
    """An actor as a page or a trail names them."""
    return f"system: {by.name}" if isinstance(by, System) else str(by)


def _event(
    name: str, on: Model | None, by: Actor, reason: str, facts: dict[str, Any]
) -> dict[str, Any]:
    if isinstance(by, System):
        actor = None
    elif by is not None and by.is_authenticated:
        actor = by.pk
    else:
        raise NoActor(f"{name} needs an actor")
    target = f"{on._meta.label_lower}:{on.pk}" if on is not None else ""
    return {
        "name": name,
        "actor_id": actor,
        "actor_words": actor_words(by)[:200],
        "target": target,
        "reason": reason,
        "facts": facts,
    }
