"""Who is told of what happens to meetings."""

from django.utils.timezone import localdate

from partnerships.meetings.models import Meeting
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import holders_of
from partnerships.membership.queries.seats import accounts_on
from portal.accounts.models import User


def audience_of(meeting: Meeting) -> list[User]:
    """Accounts of everybody on the meeting's body on its day who still belongs here, by name."""
    return accounts_on(meeting.body, localdate(meeting.starts_at))


def makers() -> list[User]:
    """Everybody who builds agendas in the current partnership, by name."""
    return holders_of(P.MEETING_MANAGE)
