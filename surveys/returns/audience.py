"""Who is told about a return: accounts in the current partnership, by their part in it."""

from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.queries.seats import accounts_here, accounts_of
from portal.accounts.models import User
from surveys.returns.models import Return


def coordinators() -> list[User]:
    """Those who answer and declare, by name."""
    return _with_role("coordinator")


def chairs() -> list[User]:
    """Those who sign off, by name."""
    return _with_role("chair")


def contributors(annual_return: Return, section: str | None = None) -> list[User]:
    """Those whom a section (or this one) is given to, in person or through an organisation."""
    given = annual_return.assignments.all()
    if section is not None:
        given = given.filter(section=section)
    pairs = list(given.values_list("person", "organisation"))
    people = accounts_here(person for person, _ in pairs if person)
    through = accounts_of({organisation for _, organisation in pairs if organisation})
    return sorted({each.pk: each for each in (*people, *through)}.values(), key=lambda u: u.name)


def team(annual_return: Return) -> list[User]:
    """Everybody at work on the return: co-ordinators, chairs, contributors; once each."""
    everybody = (*coordinators(), *chairs(), *contributors(annual_return))
    return list({each.pk: each for each in everybody}.values())


def _with_role(role: str) -> list[User]:
    held = [each.user_id for each in people_with_roles() if each.role == role]
    return accounts_here(held)
