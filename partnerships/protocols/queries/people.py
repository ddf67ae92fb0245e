"""Who hears about protocols."""

from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import accounts_of
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.protocols.models import ProtocolVersion
from portal.accounts.models import User


def keepers() -> list[User]:
    """Accounts of those who keep the protocols of this partnership, by name."""
    roles = [key for key, role in PARTNERSHIP_ROLES.items() if P.PROTOCOL_MANAGE in role.rights]
    held = RoleAssignment.objects.filter(role__in=roles, ended_at=None)
    found = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return list(found.order_by("name", "id"))


def people_of(version: ProtocolVersion) -> list[User]:
    """Accounts of the members of every party, by name."""
    return accounts_of(version.parties.values_list("organisation_id", flat=True))
