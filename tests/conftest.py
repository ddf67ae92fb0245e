"""The test database made by its owner, and the cast of every test."""

import gc
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles, give_role
from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority, Partnership
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national, in_partnership
from tests.support.committed import close_all, lead, leading_to
from tests.support.databases import migrated_database
from tests.support.environment import WORKER
from tests.support.scheduling import Together

# Slow drawing means a busy machine here, and not a strategy to mend.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """How `-n` spreads the tests."""
    return Together(config, log)


def pytest_collection_finish() -> None:
    """What is there now stays until the end: looking for rubbish in it again and again costs time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A fresh database per test process: migrated by the owner, used as the app."""
    from django.core.management import call_command
    from django.db import connections

    def migrate(database: str) -> None:
        with django_db_blocker.unblock(), leading_to(database):
            call_command("migrate", database="owner", verbosity=0)

    name = f"test_{connections['owner'].settings_dict['NAME']}_{WORKER}"
    with migrated_database(name, migrate=migrate):
        with django_db_blocker.unblock():
            lead(dict.fromkeys(connections, name))
        yield
        with django_db_blocker.unblock():
            close_all()


class Cast:
    """Two partnerships with look-alike people, and the national ones.

    alpha and beta: `<place>_coordinator`, `<place>_chair`, `<place>_member`; nation: `evaluator`,
    `odpm`, `dft`, `observer` (of alpha's region), `administrator`; `nobody` has no role at all.
    """

    PASSWORD = "correct horse battery"

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.by = System("tests")
        with in_national():
            self.alpha, self.beta = self._partnerships()
            for name in ("evaluator", "odpm", "dft", "observer", "administrator", "nobody"):
                self._user(name)
            give_national_roles(roles=self._national_roles(), by=self.by)
        for place, partnership in (("alpha", self.alpha), ("beta", self.beta)):
            with in_partnership(partnership.pk):
                for role in ("coordinator", "chair", "member"):
                    give_role(user=self._user(f"{place}_{role}"), role=role, by=self.by)

    def __getattr__(self, name: str) -> "User":
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None

    def _user(self, name: str) -> "User":
        self.users[name] = User.objects.create(
            email=f"{name}@portal.example", name=name.replace("_", " ").title(), password="!"
        )
        return self.users[name]

    def _partnerships(self) -> list[Partnership]:
        rows = [
            ("00CN", "Alphaton", "alphaton", "metropolitan_district", "west_midlands", True),
            ("00HE", "Betashire", "betashire", "unitary", "south_west", False),
        ]
        fields = ("code", "name", "slug", "authority_type", "region", "nrf")
        Authority.objects.bulk_create(Authority(**dict(zip(fields, r, strict=True))) for r in rows)
        planned = [
            NewPartnership("Alpha Partnership", "alpha", ("00CN",)),
            NewPartnership("Beta Partnership", "beta", ("00HE",)),
        ]
        return create_partnerships(partnerships=planned, by=self.by)

    def _national_roles(self) -> list[NewNationalRole]:
        return [
            NewNationalRole(self.evaluator, "evaluator"),
            NewNationalRole(self.odpm, "department_reader", department="odpm"),
            NewNationalRole(self.dft, "department_reader", department="dft"),
            NewNationalRole(self.observer, "observer", region=self.alpha.region),
            NewNationalRole(self.administrator, "administrator"),
        ]


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in the test's own transaction."""
    return Cast()


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(cast.alpha_chair).get("/p/alpha/")`."""

    def sign_in(user: User) -> Client:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
