"""People and places of a partnership, and what they may do."""

from partnerships.membership.models.bodies import Body, Constitution, Seat, Tenure
from partnerships.membership.models.counting import Counter
from partnerships.membership.models.invitations import Invitation
from partnerships.membership.models.people import Interest, Member, MemberImport, Organisation
from partnerships.membership.models.public import PublicFace
from partnerships.membership.models.roles import NationalRole, RoleAssignment
from partnerships.membership.models.sectors import ORGANISATION_SECTORS, Sector, organisation_sector

__all__ = [
    "ORGANISATION_SECTORS",
    "Body",
    "Constitution",
    "Counter",
    "Interest",
    "Invitation",
    "Member",
    "MemberImport",
    "NationalRole",
    "Organisation",
    "PublicFace",
    "RoleAssignment",
    "Seat",
    "Sector",
    "Tenure",
    "organisation_sector",
]
