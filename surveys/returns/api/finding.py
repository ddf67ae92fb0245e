"""The return that an address names, and what its caller may write in it."""

from rest_framework.request import Request

from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.errors import Denied, Missing
from surveys.returns.models import Return, Version
from surveys.returns.queries import return_of_year
from surveys.returns.queries.threads import version_of
from surveys.returns.writing import NONE, writable


def found(year: int) -> Return:
    """The current partnership's return of that year. Raises Missing."""
    annual_return = return_of_year(year)
    if annual_return is None:
        raise Missing(f"There is no {year} return of this partnership.")
    return annual_return


def found_version(annual_return: Return, number: int) -> Version:
    """One signed-off version of it. Raises Missing."""
    version = version_of(annual_return, number)
    if version is None:
        raise Missing(f"There is no version {number} of this return.")
    return version


def found_partnership(slug: str) -> Partnership:
    """The partnership of that slug. Raises Missing."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        raise Missing("There is no such partnership. The list of partnerships shows them all.")
    return partnership


def within_of(request: Request, annual_return: Return) -> frozenset[str] | None:
    """Codes of the sections that the caller may write; None: all. Raises Denied for none."""
    within = writable(annual_return, request.user, request.can)
    if within == NONE:
        raise Denied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
    return within
