"""Who may read the answers of a return: the partnership always, observers once it is accepted."""

from collections.abc import Callable

from partnerships.membership.permissions import P
from surveys.returns.models import Return


def may_read(annual_return: Return, can: Callable[[P], bool]) -> bool:
    """Whether a reader with these rights in the partnership's room may read this return."""
    if can(P.RETURN_READ):
        return True
    return annual_return.state == Return.State.ACCEPTED and can(P.RETURN_READ_ACCEPTED)
