"""A copy of the migrated test database in which a test may commit.

The evaluator reads through a connection of its own, and threads have theirs: neither sees what a
test's transaction has not committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections

from portal.embedded.bootstrap import prepare_database
from tests.support.dropping import drop_database


@contextmanager
def copied_database(suffix: str) -> Iterator[str]:
    """The name of a fresh copy, dropped in the end."""
    owner = dict(connections["owner"].settings_dict)
    close_all()
    name = f"{owner['NAME']}_{suffix}"
    dsn = psycopg.conninfo.make_conninfo(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"]
    )
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        drop_database(admin, name)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{owner["NAME"]}"')
    prepare_database(dsn, name)
    yield name
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        drop_database(admin, name)


@contextmanager
def leading_to(name: str) -> Iterator[None]:
    """Every connection leads to that database for a while."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    lead(dict.fromkeys(before, name))
    try:
        yield
    finally:
        lead(before)


def close_all() -> None:
    """Close this thread's connections."""
    for alias in connections:
        connections[alias].close()


def lead(names: dict[str, str]) -> None:
    """Let each connection lead to the database named for it, from now on."""
    close_all()
    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name
