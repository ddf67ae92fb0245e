"""Dropping a test database, also while the server's own vacuum happens to look at it."""

import psycopg


def drop_database(admin: psycopg.Connection, name: str) -> None:
    """Drop it with whoever is connected. The owner may not end an autovacuum worker, which FORCE
    would try; a plain DROP has the server send its worker away by itself."""
    try:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except psycopg.errors.InsufficientPrivilege:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
