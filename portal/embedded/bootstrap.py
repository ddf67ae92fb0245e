"""Roles and grants of the databases, from the same SQL that a database administrator runs."""

import re
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

SCRIPT = Path(__file__).with_name("bootstrap.sql")
ROLES = ("portal_migrator", "portal_app", "portal_eval")
OWNER = "portal_migrator"

_VARIABLE = re.compile(r""":(?P<quote>['"])(?P<name>\w+)(?P=quote)""")
_PSQL_COMMANDS = re.compile(
    r"^-- The database, once\..*?^\\connect[^\n]*\n", re.MULTILINE | re.DOTALL
)


def script() -> str:
    """The whole script for psql, with its variables still open."""
    return SCRIPT.read_text("utf-8")


def cluster_sql(passwords: Mapping[str, str]) -> str:
    """Statements that create the roles; `passwords` holds one for each of ROLES."""
    return _filled(_parts()[0], {f"{role}_password": passwords[role] for role in ROLES})


def database_sql(name: str) -> str:
    """Statements to run inside the database `name`, as a superuser or as its owner."""
    return _filled(_parts()[1], {"database": name})


def prepare_cluster(superuser_dsn: str, passwords: Mapping[str, str], database: str) -> None:
    """Create or refresh the roles and the database `database`; safe to repeat."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(cluster_sql(passwords).encode())
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if not found.fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    prepare_database(superuser_dsn, database)


def prepare_database(owner_or_superuser_dsn: str, name: str) -> None:
    """Set the grants of the database `name`, before its first migration; safe to repeat."""
    with psycopg.connect(owner_or_superuser_dsn, dbname=name, autocommit=True) as connection:
        connection.execute(database_sql(name).encode())


def _parts() -> tuple[str, str]:
    """The script before and after psql's own commands, which only psql understands."""
    roles, grants = _PSQL_COMMANDS.split(script())
    return roles, grants


def _filled(text: str, values: Mapping[str, str]) -> str:
    def quoted(match: re.Match[str]) -> str:
        value = values[match["name"]]
        wrapper = sql.Literal(value) if match["quote"] == "'" else sql.Identifier(value)
        return wrapper.as_string()

    return _VARIABLE.sub(quoted, text)
