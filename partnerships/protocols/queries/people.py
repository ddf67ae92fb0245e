"""Who hears about protocols."""

from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import holders_of
from partnerships.membership.queries.seats import accounts_of
from partnerships.protocols.models import ProtocolVersion
from portal.accounts.models import User


def keepers() -> list[User]:
    """Accounts of those who keep the protocols of this partnership, by name."""
    return holders_of(P.PROTOCOL_MANAGE)


def people_of(version: ProtocolVersion) -> list[User]:
    """Accounts of the members of every party, by name."""
    return accounts_of(version.parties.values_list("organisation_id", flat=True))
