"""A person in a partnership's room outside a request: for domain rules, calendars and rounds."""

from django.utils import timezone

from partnerships.meetings.reading import Reader
from partnerships.membership.queries.roles import roles_in
from partnerships.membership.queries.seats import belonging_of
from partnerships.membership.roles import PARTNERSHIP_ROLES, rights_of
from partnerships.register.models import Partnership
from portal.accounts.models import User


def reader_in(partnership: Partnership, user: User) -> Reader:
    """What reading.reader_of() gives for a request; the partnership is the current one. Observers
    have none of the rights that only a role of the room carries. Three or four queries."""
    rights = rights_of(PARTNERSHIP_ROLES, roles_in(partnership, user))
    belonging = belonging_of(user, timezone.localdate())
    return Reader(user.pk, rights.__contains__, belonging)
