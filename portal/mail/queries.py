"""Reads about emails and people's wishes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from portal.accounts.models import User
from portal.errors import Missing
from portal.mail.models import Delivery, Preference


def deliveries(*, state: str = "", kind: str = "") -> QuerySet[Delivery]:
    """Emails of the current scope, newest first; with `state` or `kind` only those."""
    found = Delivery.objects.select_related("recipient").order_by("-created_at", "id")
    if state:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def deliveries_about(thing: Model, *, kind: str = "") -> QuerySet[Delivery]:
    """Emails that `notify` or `send_to_address` sent with `about=thing`, newest first."""
    return deliveries(kind=kind).filter(**about_fields(thing))


def about_fields(thing: Model | None) -> dict[str, str]:
    """How a delivery names what it is about."""
    if thing is None:
        return {}
    return {"about_type": thing._meta.label_lower, "about_id": str(thing.pk)}


def delivery_by_id(delivery_id: UUID) -> Delivery:
    """The email of the current scope. Raises Missing."""
    found = deliveries().filter(pk=delivery_id).first()
    if found is None:
        raise Missing("There is no such email here.")
    return found


def failed_count() -> int:
    """How many emails of the current scope were not delivered, a digest counted once."""
    return Delivery.objects.filter(state=Delivery.State.FAILED, digest=None).count()


def is_something_due(now: datetime) -> bool:
    """True if an email of the current scope can be sent now."""
    return due_deliveries(now).exists()


def due_deliveries(now: datetime) -> QuerySet[Delivery]:
    """Queued emails of the current scope whose time has come, oldest first."""
    free = Q(next_at=None) | Q(next_at__lte=now)
    return Delivery.objects.filter(free, state=Delivery.State.QUEUED).order_by("created_at", "id")


def told_already(*, kind: str, once: str) -> set[str]:
    """Addresses in the current scope that were told of this occasion."""
    told = Delivery.objects.filter(kind=kind, once=once)
    return set(told.values_list("email", flat=True)) if once else set()


def occasions_told(*, kind: str, beginning: str, email: str) -> list[str]:
    """Occasions of this kind, by how their names begin, that an address here was told of."""
    told = Delivery.objects.filter(kind=kind, email=email, once__startswith=beginning)
    return list(told.order_by("id").values_list("once", flat=True))


def wishes_of(person: User) -> dict[str, str]:
    """Kind → wish, for the kinds where the person chose one."""
    return dict(Preference.objects.filter(user=person).values_list("kind", "wish"))


def wishes_about(kind: str, people: Collection[User]) -> dict[int, str]:
    """User id → wish about one kind, for those who chose one."""
    chosen = Preference.objects.filter(kind=kind, user__in=people)
    return dict(chosen.values_list("user_id", "wish"))
