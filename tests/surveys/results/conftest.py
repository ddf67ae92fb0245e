"""What several tests of results share."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys import questionnaires
from tests.support.committed import close_all, copied_database, leading_to
from tests.surveys.results.national import Nation, make_nation
from tests.surveys.results.small import small_document

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DOCUMENT = Path(questionnaires.__file__).with_name("data") / "lsp2004.json"


@pytest.fixture(scope="session")
def document_2004() -> dict[str, Any]:
    """The questionnaire of 2004 as it is imported."""
    return json.loads(DOCUMENT.read_text("utf-8"))


@pytest.fixture(scope="session")
def nation_database(
    django_db_setup: None, django_db_blocker: Any, document_2004: dict[str, Any]
) -> Iterator[tuple[str, Nation]]:
    """A copy of the test database in which a whole nation has been committed.

    The evaluator reads through a connection of its own, so it sees committed rows only.
    """
    with django_db_blocker.unblock(), copied_database("nation") as name:
        with leading_to(name):
            nation = make_nation(document_2004)
        yield name, nation


@pytest.fixture
def own_nation(
    django_db_setup: None, django_db_blocker: Any, document_2004: dict[str, Any]
) -> Iterator[Nation]:
    """A nation that the test may change for good, by commits of its own."""
    with django_db_blocker.unblock(), copied_database("own_nation") as name, leading_to(name):
        yield make_nation(document_2004)
        close_all()


@pytest.fixture(scope="module")
def _in_nation(nation_database: tuple[str, Nation], django_db_blocker: Any) -> Iterator[Nation]:
    name, nation = nation_database
    with django_db_blocker.unblock():
        leading = leading_to(name)
        leading.__enter__()
    yield nation
    with django_db_blocker.unblock():
        leading.__exit__(None, None, None)


@pytest.fixture
def nation(_in_nation: Nation, db: None) -> Nation:
    """The nation, with the test's own changes rolled back. Needs the mark of both databases."""
    return _in_nation


@pytest.fixture(scope="session")
def small_database(
    django_db_setup: None, django_db_blocker: Any, document_2004: dict[str, Any]
) -> Iterator[tuple[str, Nation]]:
    """The like of `nation_database` with a questionnaire of a few questions: quick to count."""
    with django_db_blocker.unblock(), copied_database("small") as name:
        with leading_to(name):
            nation = make_nation(small_document(document_2004))
        yield name, nation


@pytest.fixture(scope="module")
def _in_small(small_database: tuple[str, Nation], django_db_blocker: Any) -> Iterator[Nation]:
    name, nation = small_database
    with django_db_blocker.unblock():
        leading = leading_to(name)
        leading.__enter__()
    yield nation
    with django_db_blocker.unblock():
        leading.__exit__(None, None, None)


@pytest.fixture
def small(_in_small: Nation, db: None) -> Nation:
    """The small nation, with the test's own changes rolled back."""
    return _in_small


@pytest.fixture
def own_small(
    django_db_setup: None, django_db_blocker: Any, document_2004: dict[str, Any]
) -> Iterator[Nation]:
    """A small nation that the test may change for good, by commits of its own."""
    with django_db_blocker.unblock(), copied_database("own_small") as name, leading_to(name):
        yield make_nation(small_document(document_2004))
        close_all()


@pytest.fixture
def small_team(small: Nation) -> dict[str, Any]:
    """The team of the small nation."""
    return browsers_of_a_team()


@pytest.fixture
def team(nation: Nation) -> dict[str, Any]:
    """Browsers of an evaluator, a department reader and somebody without a national role."""
    return browsers_of_a_team()


def browsers_of_a_team() -> dict[str, Any]:
    """Name of each person → a browser signed in as that person, with the account as `person`."""
    with in_national():
        people = {
            name: User.objects.create(email=f"{name}@portal.example", name=name, password="!")
            for name in ("evaluator", "reader", "nobody")
        }
        give_national_roles(
            roles=[
                NewNationalRole(people["evaluator"], "evaluator"),
                NewNationalRole(people["reader"], "department_reader", department="odpm"),
            ],
            by=System("tests"),
        )
    browsers = {}
    for name, person in people.items():
        browsers[name] = Client()
        browsers[name].force_login(person, BACKEND)
        browsers[name].person = person
    return browsers
