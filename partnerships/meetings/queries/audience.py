"""Who is told of what happens to meetings."""

from django.utils.timezone import localdate

from partnerships.meetings.models import Meeting
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.queries.seats import accounts_on
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.models import User


def audience_of(meeting: Meeting) -> list[User]:
    """Accounts of everybody on the meeting's body on its day, by name."""
    return accounts_on(meeting.body, localdate(meeting.starts_at))


def makers() -> list[User]:
    """Everybody who builds agendas in the current partnership, by name."""
    roles = [key for key, role in PARTNERSHIP_ROLES.items() if P.MEETING_MANAGE in role.rights]
    held = people_with_roles().filter(role__in=roles)
    return list({each.user_id: each.user for each in held if each.user.is_active}.values())
