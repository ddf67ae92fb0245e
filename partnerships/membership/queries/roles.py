"""Reads about roles. Those of one person are read before any partnership is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from partnerships.membership.models import Member, NationalRole, RoleAssignment, Tenure
from partnerships.membership.permissions import P
from partnerships.membership.queries.serving import running_on, serving_on
from partnerships.membership.roles import OBSERVER, PARTNERSHIP_ROLES
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.prepared import Prepared, Slot
from portal.tenancy.context import current_partnership_id


@dataclass(frozen=True)
class Hat:
    """One organisation that a person serves here, as which member and on which seats."""

    member: Member
    tenures: tuple[Tenure, ...]


@dataclass(frozen=True)
class PersonHere:
    """An account with its running roles in the current partnership and who it is there."""

    user: User
    assignments: tuple[RoleAssignment, ...]
    members: tuple[Member, ...]


def roles_in(partnership: Partnership, user: User) -> frozenset[str]:
    """Keys of the roles this person has in the partnership now, `observer` included."""
    return roles_among(held_by(user), partnership, user)


@dataclass(frozen=True)
class Held:
    """A role that a person has now, and in which partnership."""

    role: str
    partnership_id: int
    name: str
    slug: str
    is_active: bool


def held_by(user: User) -> list[Held]:
    """Every role that the person has now, by name of the partnership. One query."""
    return [Held(*each) for each in _HELD(user=user.pk)]


def _held() -> QuerySet[RoleAssignment, tuple[Any, ...]]:
    own = RoleAssignment.objects.filter(user=Slot("user", BigIntegerField()), ended_at=None)
    columns = ("role", "partnership_id", "partnership__name", "partnership__slug")
    return own.order_by("partnership__name", "id").values_list(*columns, "partnership__is_active")


_HELD: Prepared[tuple[Any, ...]] = Prepared(_held)


def roles_among(held: Iterable[Held], partnership: Partnership, user: User) -> frozenset[str]:
    """roles_in, for somebody whose roles were read already."""
    keys = {each.role for each in held if each.partnership_id == partnership.pk}
    if not keys and observes(user, partnership.region):
        keys.add(OBSERVER.key)
    return frozenset(keys)


def observes(user: User, region: str) -> bool:
    """True if this person is the Government Office observer of the region."""
    return NationalRole.objects.filter(user=user, role=OBSERVER.key, region=region).exists()


def regions_observed_by(user: User) -> list[tuple[str, str]]:
    """(key, label) of each region whose Government Office this person observes for."""
    held = NationalRole.objects.filter(user=user, role=OBSERVER.key).order_by("region")
    return [(role.region, role.get_region_display()) for role in held]


def national_roles_of(user: User) -> frozenset[str]:
    """Keys of the person's national roles."""
    return frozenset(NationalRole.objects.filter(user=user).values_list("role", flat=True))


def evaluators() -> list[User]:
    """The open accounts of the national evaluation team, by name."""
    held = NationalRole.objects.filter(role="evaluator").values("user_id")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("name", "id"))


def department_of(user: User) -> str:
    """Key of the department this person reads for, or an empty string."""
    held = NationalRole.objects.filter(user=user, role="department_reader").order_by("id")
    return held.values_list("department", flat=True).first() or ""


def partnerships_of(user: User) -> list[tuple[Partnership, list[RoleAssignment]]]:
    """Partnerships where the person has a role, by name, with the roles."""
    held = (
        RoleAssignment.objects.filter(user=user, ended_at=None, partnership__is_active=True)
        .select_related("partnership")
        .order_by("partnership__name", "id")
    )
    places: dict[int, tuple[Partnership, list[RoleAssignment]]] = {}
    for assignment in held:
        place = places.setdefault(assignment.partnership.pk, (assignment.partnership, []))
        place[1].append(assignment)
    return list(places.values())


def people_with_roles() -> QuerySet[RoleAssignment]:
    """Everybody with a role in the current partnership, by name."""
    # A person may read their own roles of every partnership: the room's are asked for by name.
    here = Q(partnership=current_partnership_id(), ended_at=None)
    return RoleAssignment.objects.filter(here).select_related("user").order_by("user__name", "id")


def people_here(day: date) -> list[PersonHere]:
    """The same person by person, with the members they are on the day. Two queries."""
    held: dict[int, list[RoleAssignment]] = {}
    for assignment in people_with_roles():
        held.setdefault(assignment.user_id, []).append(assignment)
    members: dict[int, list[Member]] = {}
    for member in _serving(day).filter(user__in=held):
        if member.user_id is not None:
            members.setdefault(member.user_id, []).append(member)
    return [
        PersonHere(each[0].user, tuple(each), tuple(members.get(user_id, ())))
        for user_id, each in held.items()
    ]


def assignment_of(assignment_id: int) -> RoleAssignment | None:
    """The running role of this id in the current partnership, with whose it is."""
    return people_with_roles().select_related("partnership").filter(pk=assignment_id).first()


def hats_of(user: User, day: date) -> list[Hat]:
    """For whom the person serves in the current partnership, by organisation. Two queries."""
    held = Tenure.objects.filter(running_on(day)).select_related("seat__body").order_by("pk")
    own = (
        _serving(day)
        .filter(user=user)
        .prefetch_related(Prefetch("tenures", queryset=held, to_attr="seats_held"))
    )
    return [Hat(member, tuple(member.seats_held)) for member in own]


def accounts_to_link() -> QuerySet[User]:
    """Open accounts with a role here, by name: for choices."""
    held = people_with_roles().values("user_id")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "id")


def holders_of(right: P) -> list[User]:
    """Open accounts with a role here that carries this right, by name."""
    keys = [key for key, role in PARTNERSHIP_ROLES.items() if right in role.rights]
    held = people_with_roles().filter(role__in=keys, user__is_active=True)
    return list({each.user_id: each.user for each in held}.values())


def observers_of(region: str) -> list[User]:
    """The Government Office observers of a region, by name."""
    held = NationalRole.objects.filter(role=OBSERVER.key, region=region, user__is_active=True)
    return [each.user for each in held.select_related("user").order_by("user__name", "id")]


def holding_both(people: Iterable[PersonHere], *roles: str) -> list[User]:
    """Those who hold all of these roles."""
    return [p.user for p in people if {a.role for a in p.assignments} >= set(roles)]


def _serving(day: date) -> QuerySet[Member]:
    found = Member.objects.filter(serving_on(day)).select_related("organisation")
    return found.order_by(Lower("organisation__name"), "id")
