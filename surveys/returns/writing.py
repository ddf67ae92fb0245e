"""Which sections of a return a person may write."""

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import belonging_of
from portal.accounts.models import User
from surveys.returns.models import Return
from surveys.returns.standing import Standing

NONE: frozenset[str] = frozenset()


def writable(
    of: Standing | Return, user: User, can: Callable[[P], bool]
) -> frozenset[str] | None:
    """Codes of the sections that this person may write; None: all of them.

    With P.RETURN_ANSWER all; with P.RETURN_CONTRIBUTE those given to the person or to an
    organisation that the person is a member of today; else none. Whether the return takes answers
    at all is another question (openness.py). No query for the first and the last.
    """
    if can(P.RETURN_ANSWER):
        return None
    if not can(P.RETURN_CONTRIBUTE):
        return NONE
    return given_to(of.annual_return if isinstance(of, Standing) else of, user)


def given_to(annual_return: Return, user: User) -> frozenset[str]:
    """Codes of the sections given to the person or to one of their organisations. Three queries."""
    mine = belonging_of(user, timezone.localdate()).organisation_ids
    given = annual_return.assignments.filter(Q(person=user) | Q(organisation__in=mine))
    return frozenset(given.values_list("section", flat=True))
