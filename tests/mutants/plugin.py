"""Loaded by pytest in a mutant's run: puts the fault into the freshly migrated test database."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest


def pytest_sessionstart(session: pytest.Session) -> None:
    """A fault in the copy would prove nothing about code that was imported from elsewhere."""
    import partnerships

    assert Path(partnerships.__file__).is_relative_to(Path.cwd())


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Generator[None, Any, Any]:
    """After the migrations and before the first row."""
    result = yield
    if fixturedef.argname == "django_db_setup" and os.environ.get("MUTANT_SQL"):
        from django.db import connections

        name = connections["owner"].settings_dict["NAME"]
        with psycopg.connect(os.environ["MUTANT_DSN"], dbname=name, autocommit=True) as admin:
            admin.execute(os.environ["MUTANT_SQL"])
    return result
