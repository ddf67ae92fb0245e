"""Reads about roles. Those of one person are read before any partnership is open."""

from django.db.models import QuerySet

from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.membership.roles import OBSERVER
from partnerships.register.models import Partnership
from portal.accounts.models import User


def roles_in(partnership: Partnership, user: User) -> frozenset[str]:
    """Keys of the roles this person has in the partnership now, `observer` included."""
    own = RoleAssignment.objects.filter(user=user, partnership=partnership, ended_at=None)
    keys = set(own.values_list("role", flat=True))
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
    held = RoleAssignment.objects.filter(ended_at=None).select_related("user")
    return held.order_by("user__name", "id")
