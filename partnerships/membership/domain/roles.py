"""What can happen to roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Missing, Refused
from portal.tenancy.context import current_partnership_id


@transaction.atomic
def give_role(
    *, user: User, role: str, by: Actor, title: str = "", reason: str = ""
) -> RoleAssignment:
    """Give a role in the current partnership; giving it twice changes nothing."""
    if role not in PARTNERSHIP_ROLES:
        raise Refused(f"There is no role '{role}' in a partnership.")
    assignment, created = RoleAssignment.objects.get_or_create(
        partnership_id=current_partnership_id(),
        user=user,
        role=role,
        ended_at=None,
        defaults={"title": title},
    )
    if created:
        record("role.given", on=assignment, by=by, reason=reason, role=role, user=user.pk)
    return assignment


@transaction.atomic
def end_role(*, assignment_id: int, by: Actor, reason: str) -> None:
    """End a role at once: the person's next request no longer has it."""
    ended = RoleAssignment.objects.filter(pk=assignment_id, ended_at=None).update(
        ended_at=timezone.now()
    )
    if not ended:
        raise Missing("This person no longer has that role.")
    assignment = RoleAssignment.objects.get(pk=assignment_id)
    record("role.ended", on=assignment, by=by, reason=reason, role=assignment.role)


@dataclass(frozen=True)
class NewNationalRole:
    """A national role to give: region for observers, department for department readers."""

    user: User
    role: str
    region: str = ""
    department: str = ""


@transaction.atomic
def give_national_roles(*, roles: Iterable[NewNationalRole], by: Actor, reason: str = "") -> None:
    """Give national roles; a role already held changes nothing."""
    for new in roles:
        held, created = NationalRole.objects.get_or_create(
            user=new.user, role=new.role, region=new.region, department=new.department
        )
        if created:
            record("national_role.given", on=held, by=by, reason=reason, role=new.role)
