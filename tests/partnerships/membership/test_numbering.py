"""Numbers of registers."""

from partnerships.membership.numbering import next_number
from portal.tenancy.context import in_partnership
from tests.conftest import Cast


def test_numbers_run_apart_by_register_year_and_partnership(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        given = [next_number(register="decision", year=2004) for _ in range(3)]
        given.append(next_number(register="action", year=2004))
        given.append(next_number(register="decision", year=2005))
    with in_partnership(cast.beta.pk):
        given.append(next_number(register="decision", year=2004))
    assert given == [1, 2, 3, 1, 1, 1]
