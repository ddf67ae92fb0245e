"""New databases for tests: copies of one that was migrated once, as long as nothing changed there.

Migrating from nothing takes some twenty seconds, copying takes a fraction of one. The model is made
by whichever process comes first, and made anew when a file that migrations may read has changed.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from portal.embedded.bootstrap import SCRIPT, prepare_database
from tests.support.dropping import drop_database

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "partnerships", "surveys")
# All that a migration of ours reads: itself, the wall, packages.
READ = ("migrations", "tenancy")
ALSO_READ = {
    SCRIPT,
    PROJECT / "portal/settings.py",
    PROJECT / "requirements/dev.txt",
    PROJECT / "partnerships/membership/models/bodies.py",
    PROJECT / "surveys/returns/models/waves.py",
}
MODEL = "test_model_"
LOCK = 20_041_001  # one process at a time makes or copies the model


@contextmanager
def migrated_database(name: str, *, migrate: Callable[[str], None]) -> Iterator[None]:
    """A migrated database called `name`, dropped in the end; one of that name from before as well.

    `migrate(database)` runs all migrations there and leaves no connection open.
    """
    dsn = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        model = MODEL + fingerprint()
        if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [model]).rowcount:
            _make_model(admin, dsn, model, migrate)
        drop_database(admin, name)
        _create(admin, name, model)
        admin.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    # A copy keeps everything inside; rights on the database itself are given anew.
    prepare_database(dsn, name)
    yield
    with psycopg.connect(dsn, autocommit=True) as admin:
        drop_database(admin, name)


def fingerprint() -> str:
    """Changes with every file that decides what a migrated database looks like."""
    found = hashlib.sha256()
    for file in sorted({*ALSO_READ, *_files()}):
        found.update(file.relative_to(PROJECT).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def is_read(file: Path) -> bool:
    """Whether a change of this file makes the model anew."""
    return file in ALSO_READ or not {*READ}.isdisjoint(file.relative_to(PROJECT).parts)


def _files() -> Iterator[Path]:
    return (file for room in ROOMS for file in (PROJECT / room).rglob("*.py") if is_read(file))


def _make_model(
    admin: psycopg.Connection, dsn: str, model: str, migrate: Callable[[str], None]
) -> None:
    """It gets its name when it is complete; models of the past go."""
    unfinished = f"{MODEL}unfinished"
    old = admin.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MODEL]
    ).fetchall()
    for (name,) in old:
        drop_database(admin, name)
    _create(admin, unfinished, "template0")
    prepare_database(dsn, unfinished)
    migrate(unfinished)
    admin.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(model)
        )
    )


def _create(admin: psycopg.Connection, name: str, template: str) -> None:
    admin.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )
