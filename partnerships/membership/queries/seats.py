"""Who sits where on a day, by which rules, and where one person belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone

from partnerships.membership.models import (
    Body,
    Constitution,
    Member,
    RoleAssignment,
    Seat,
    Tenure,
)
from partnerships.membership.queries.serving import places_on, running_on, serving_on
from portal.accounts.models import User
from portal.tenancy.context import current_partnership_id


@dataclass(frozen=True)
class SeatHeld:
    """A seat on a day; without a tenure it is vacant."""

    seat: Seat
    tenure: Tenure | None

    @property
    def member(self) -> Member | None:
        """Who holds it."""
        return self.tenure.member if self.tenure else None

    @property
    def substitute(self) -> Member | None:
        """Who may stand in."""
        return self.tenure.substitute if self.tenure else None


@dataclass(frozen=True)
class Belonging:
    """Where one person belongs on a day: as which members, for which organisations, on which
    bodies (as holder of a seat or as its substitute)."""

    member_ids: frozenset[int]
    organisation_ids: frozenset[int]
    body_ids: frozenset[int]


def seats_on(body: Body, day: date) -> list[SeatHeld]:
    """Every seat that the body has on this day, in the order of creation. Two queries."""
    tenures = Tenure.objects.filter(running_on(day)).select_related(
        "member__organisation", "substitute__organisation"
    )
    seats = (
        Seat.objects.filter(places_on(day), body=body)
        .select_related("organisation")
        .prefetch_related(Prefetch("tenures", queryset=tenures, to_attr="held"))
        .order_by("id")
    )
    return [SeatHeld(seat, seat.held[0] if seat.held else None) for seat in seats]


def constitution_on(body: Body, day: date) -> Constitution | None:
    """The rules of the body on this day, or None if none had been made yet."""
    made = Constitution.objects.filter(body=body, in_force_from__lte=day)
    return made.order_by("-in_force_from").first()


def belonging_of(user: User, day: date) -> Belonging:
    """Where the person belongs in the current partnership. Two queries."""
    members = dict(
        Member.objects.filter(serving_on(day), user=user)
        .order_by("id")
        .values_list("id", "organisation_id")
    )
    held = Tenure.objects.filter(running_on(day)).filter(
        Q(member__in=members) | Q(substitute__in=members)
    )
    bodies = held.order_by("seat__body").values_list("seat__body", flat=True).distinct()
    return Belonging(
        member_ids=frozenset(members),
        organisation_ids=frozenset(members.values()),
        body_ids=frozenset(bodies),
    )


def accounts_on(body: Body, day: date) -> list[User]:
    """Accounts of everybody on the body on this day, substitutes included, by name: those who
    belong to the partnership today, since a mail about a past meeting is not for who left since.
    """
    held = Tenure.objects.filter(running_on(day), seat__body=body)
    ids: set[int] = set()
    for pair in held.values_list("member", "substitute"):
        ids.update(member_id for member_id in pair if member_id)
    return accounts_as(ids)


def accounts_of(organisation_ids: Iterable[int]) -> list[User]:
    """Accounts of those who are members of these organisations today, by name."""
    members = Member.objects.filter(organisation__in=list(organisation_ids))
    return accounts_as(members.values_list("pk", flat=True))


def accounts_as(member_ids: Iterable[int]) -> list[User]:
    """Accounts of those of these members who serve today, by name. Two queries."""
    serving = Member.objects.filter(serving_on(timezone.localdate()), pk__in=list(member_ids))
    return accounts_here(serving.filter(user__isnull=False).values_list("user_id", flat=True))


def accounts_here(user_ids: Iterable[int]) -> list[User]:
    """Of these accounts the open ones with a role in the current partnership, by name.

    Whoever is told anything goes through here: without a role nobody may come in and read on.
    """
    held = RoleAssignment.objects.filter(
        partnership=current_partnership_id(), ended_at=None, user__in=list(user_ids)
    )
    found = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return list(found.order_by("name", "id"))
