"""Who sits where on a day, by which rules, and where one person belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone

from partnerships.membership.models import Body, Constitution, Member, Seat, Tenure
from portal.accounts.models import User


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


def running_on(day: date, prefix: str = "") -> Q:
    """Tenures that run on this day."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def seats_on(body: Body, day: date) -> list[SeatHeld]:
    """Every seat that the body has on this day, in the order of creation. Two queries."""
    tenures = Tenure.objects.filter(running_on(day)).select_related(
        "member__organisation", "substitute__organisation"
    )
    seats = (
        Seat.objects.filter(body=body, created_on__lte=day)
        .filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=day))
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
        Member.objects.filter(user=user)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
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
    """Accounts of everybody on the body on this day, substitutes included, by name."""
    held = Tenure.objects.filter(running_on(day), seat__body=body)
    ids: set[int] = set()
    for pair in held.values_list("member__user_id", "substitute__user_id"):
        ids.update(user_id for user_id in pair if user_id)
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "id"))


def accounts_of(organisation_ids: Iterable[int]) -> list[User]:
    """Accounts of those who are members of these organisations today, by name."""
    there = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    members = Member.objects.filter(there, organisation__in=list(organisation_ids))
    members = members.filter(user__isnull=False)
    ids = set(members.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "id"))
