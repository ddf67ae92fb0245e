"""Which sections of a return a person may write."""

from collections.abc import Callable

from partnerships.membership.permissions import P
from portal.accounts.models import User
from surveys.returns.models import Return
from surveys.returns.queries.team import own_assignments
from surveys.returns.standing import Standing

NONE: frozenset[str] = frozenset()


def writable(of: Standing | Return, user: User, can: Callable[[P], bool]) -> frozenset[str] | None:
    """Codes of the sections that this person may write; None: all of them.

    With P.RETURN_ANSWER all; with P.RETURN_CONTRIBUTE those given to the person or to an
    organisation that the person is a member of today (one query); else none. Whether the return
    takes answers at all is another question (openness.py).
    """
    if can(P.RETURN_ANSWER):
        return None
    if not can(P.RETURN_CONTRIBUTE):
        return NONE
    annual_return = of.annual_return if isinstance(of, Standing) else of
    return frozenset(each.section for each in own_assignments(annual_return, user))
