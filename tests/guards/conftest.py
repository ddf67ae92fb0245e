"""The guards' own database, seeded once and committed; each test's changes are rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections

from portal.embedded.bootstrap import database_sql
from tests.guards.world import World
from tests.support.dropping import drop_database


@pytest.fixture(scope="session")
def guards_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the freshly migrated test database; its name."""
    with django_db_blocker.unblock():
        owner = dict(connections["owner"].settings_dict)
        _close()
    template, name = owner["NAME"], f"{owner['NAME']}_guards"
    dsn = psycopg.conninfo.make_conninfo(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"]
    )
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        drop_database(admin, name)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        # A copy keeps everything inside; rights on the database itself are given anew.
        for line in database_sql(name).splitlines():
            if " ON DATABASE " in line:
                admin.execute(line)
    yield name
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        drop_database(admin, name)


@pytest.fixture(scope="session")
def seeded(guards_database: str, django_db_blocker: Any) -> World:
    """The world, committed."""
    with django_db_blocker.unblock(), _using(guards_database):
        return World()


@pytest.fixture(scope="package")
def guards(guards_database: str, seeded: World) -> Iterator[World]:
    """The world, while every connection leads to the guards' database."""
    with _using(guards_database):
        yield seeded


@pytest.fixture
def world(guards: World, db: None) -> World:
    """The world in a transaction of the test's own (needs the guards' mark for the evaluator)."""
    return guards


@pytest.fixture
def unwrapped(guards: World, django_db_blocker: Any) -> Iterator[World]:
    """The world with real transactions, as in production. Leave nothing behind."""
    with django_db_blocker.unblock():
        yield guards
        _close()


@contextmanager
def _using(name: str) -> Iterator[None]:
    """Every alias leads to the database `name` for a while."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _lead(dict.fromkeys(before, name))
    try:
        yield
    finally:
        _lead(before)


def _lead(names: dict[str, str]) -> None:
    _close()
    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name


def _close() -> None:
    for alias in connections:
        connections[alias].close()
