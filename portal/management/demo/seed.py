"""Fills the portal with the synthetic demo through domain functions; safe to run again."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles, give_role
from partnerships.register.domain import NewPartnership, create_partnerships, import_register
from partnerships.register.importing import read_register
from partnerships.register.models import Partnership
from partnerships.register.queries import authorities
from portal.accounts.domain import create_demo_users
from portal.accounts.models import User
from portal.audit.record import System
from portal.errors import Refused
from portal.management.demo.board_room.furnish import furnish
from portal.management.demo.endorsed import endorse
from portal.management.demo.people import PASSWORD, PEOPLE
from portal.management.demo.reading import read_answers
from portal.management.demo.register import partnerships
from portal.management.demo.survey import record_survey
from portal.tenancy.context import in_national, in_partnership

REGISTER = Path(settings.BASE_DIR) / "partnerships" / "register" / "data" / "register.csv"
REASON = "synthetic demonstration data"
BY = System("seed_demo")
Say = Callable[[str], None]


def seed(*, say: Say) -> None:
    """The register, the partnerships, their people, the surveys of 2003 and 2004 and the board rooms.

    What is there already stays as it is, changes made while trying the demo included. Raises
    Refused unless the portal runs as a synthetic demo.
    """
    if not settings.SYNTHETIC_DEMO:
        raise Refused(
            "The demo holds invented people, one public password and invented answers, so it is"
            " loaded only where SYNTHETIC_DEMO is true. Set it, or start with an empty portal."
        )
    people = seed_survey(say=say)
    furnish(people=people, by=BY, say=say)
    endorse(people=people)
    read_answers(people=people, say=say)


def seed_survey(*, say: Say) -> dict[str, User]:
    """Everything but the board rooms. Returns the accounts by e-mail address."""
    people = seed_people(say=say)
    record_survey(people=people, by=BY, reason=REASON, say=say)
    return people


def seed_people(*, say: Say) -> dict[str, User]:
    """The register, the partnerships, and their people with their roles."""
    with in_national():
        say(_register())
        people = _people()
    _partnership_roles(people)
    say(f"{len(people)} people with their roles.")
    return people


def _register() -> str:
    """Authorities and partnerships; partnerships that exist are left alone."""
    rows, faults = read_register(REGISTER.read_text("utf-8"))
    if faults:
        raise Refused(f"{REGISTER.name} cannot be loaded: {faults[0]}. Restore the file.")
    import_register(rows=rows, by=BY)
    there = set(Partnership.objects.values_list("slug", flat=True))
    planned = [one for one in partnerships(authorities()) if one.slug not in there]
    if planned:
        create_partnerships(
            partnerships=[NewPartnership(p.name, p.slug, p.authority_codes) for p in planned],
            by=BY,
            reason=REASON,
        )
    return f"{len(rows)} authorities, {len(there) + len(planned)} partnerships."


def _people() -> dict[str, User]:
    """The accounts by e-mail address, with their national roles."""
    people = create_demo_users(
        people=[(person.email, person.name) for person in PEOPLE], password=PASSWORD, by=BY
    )
    national = [
        NewNationalRole(people[person.email], role.key, role.region, role.department)
        for person in PEOPLE
        for role in person.roles
        if not role.partnership
    ]
    give_national_roles(roles=national, by=BY, reason=REASON)
    return people


def _partnership_roles(people: dict[str, User]) -> None:
    ids = dict(Partnership.objects.values_list("slug", "pk"))
    for person in PEOPLE:
        for role in person.roles:
            if role.partnership:
                with in_partnership(ids[role.partnership]):
                    give_role(
                        user=people[person.email],
                        role=role.key,
                        by=BY,
                        title=role.title,
                        reason=REASON,
                    )
