"""What the national evaluator does with signed-off returns.

Each verb about one return opens that one partnership, and leaves an event in its own audit trail.
"""

from django.db import transaction

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing
from portal.tenancy.context import in_partnership
from surveys.returns.domain.signing import accept_return
from surveys.returns.models import Return, Wave
from surveys.returns.queries import return_of_year
from surveys.returns.standing import Standing, standing_of


@transaction.atomic
def read_response(*, wave: Wave, by: User) -> None:
    """Write down that somebody looked at who has answered and who has not."""
    record("response.read", on=wave, by=by, year=wave.year)


@transaction.atomic
def read_return(*, partnership: Partnership, year: int, by: User) -> Standing:
    """The partnership's signed-off return. Raises Missing for one that is still its own affair."""
    with in_partnership(partnership.pk, user_id=by.pk, switch=True):
        found = _signed_off(year)
        record("return.read", on=found, by=by)
        return standing_of(found)


@transaction.atomic
def accept_submitted(*, partnership: Partnership, year: int, by: User) -> None:
    """Accept the partnership's return. Raises Missing, or Refused when it was accepted before."""
    with in_partnership(partnership.pk, user_id=by.pk, switch=True):
        accept_return(annual_return=_signed_off(year), by=by)


def _signed_off(year: int) -> Return:
    found = return_of_year(year)
    if found is None or not found.is_frozen:
        raise Missing("This partnership has not signed off a return of that year.")
    return found
