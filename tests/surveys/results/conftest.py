"""What several tests of results share."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from portal.embedded.bootstrap import prepare_database
from surveys import questionnaires
from tests.surveys.results.national import Nation, make_nation

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
    with django_db_blocker.unblock():
        owner = dict(connections["owner"].settings_dict)
        _close()
        template, name = owner["NAME"], f"{owner['NAME']}_nation"
        dsn = psycopg.conninfo.make_conninfo(
            host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"]
        )
        with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        prepare_database(dsn, name)
        with _leading_to(name):
            nation = make_nation(document_2004)
    yield name, nation
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def _in_nation(nation_database: tuple[str, Nation], django_db_blocker: Any) -> Iterator[Nation]:
    name, nation = nation_database
    with django_db_blocker.unblock():
        leading = _leading_to(name)
        leading.__enter__()
    yield nation
    with django_db_blocker.unblock():
        leading.__exit__(None, None, None)


@pytest.fixture
def nation(_in_nation: Nation, db: None) -> Nation:
    """The nation, with the test's own changes rolled back. Needs the mark of both databases."""
    return _in_nation


@contextmanager
def _leading_to(name: str) -> Iterator[None]:
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _close()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    yield
    _close()
    for alias, old in before.items():
        connections[alias].settings_dict["NAME"] = old


def _close() -> None:
    for alias in connections:
        connections[alias].close()
