"""Roles and grants, looked at from inside."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from portal.embedded import bootstrap, places, postgres, process, services


@pytest.fixture(scope="module")
def running(module_place: Path) -> services.Services:
    started = services.start(module_place, durable=False)
    with psycopg.connect(started.database_owner_url) as connection:
        connection.execute("CREATE TABLE thing (id bigserial)")
    return started


def refused(url: str, statement: str) -> str:
    with psycopg.connect(url) as connection, pytest.raises(psycopg.Error) as caught:
        connection.execute(statement)
    return str(caught.value).splitlines()[0]


def test_roles_can_do_this_and_no_more(running: services.Services) -> None:
    columns = (
        "rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin"
    )
    with psycopg.connect(running.superuser_dsn) as connection:
        rows = connection.execute(
            f"SELECT {columns}, rolconfig FROM pg_roles WHERE rolname LIKE 'portal%' ORDER BY rolname"
        ).fetchall()
        memberships = connection.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member::regrole::text LIKE 'portal%'"
        ).fetchone()
    assert memberships == (0,)
    assert rows == [
        (
            "portal_app",
            *(False, False, False, False, False, True),
            [
                "statement_timeout=15s",
                "lock_timeout=5s",
                "idle_in_transaction_session_timeout=30s",
            ],
        ),
        (
            "portal_eval",
            *(False, False, False, False, False, True),
            [
                "default_transaction_read_only=on",
                "statement_timeout=60s",
                "lock_timeout=5s",
                "idle_in_transaction_session_timeout=60s",
            ],
        ),
        ("portal_migrator", *(False, True, True, False, False, True), None),
    ]


def test_application_works_with_data_never_with_structure(running: services.Services) -> None:
    with psycopg.connect(running.database_url) as connection:
        connection.execute("INSERT INTO thing DEFAULT VALUES")
        connection.execute("UPDATE thing SET id = 5")
        assert connection.execute("DELETE FROM thing RETURNING id").fetchone() == (5,)
    url = running.database_url
    assert refused(url, "CREATE TABLE own (id int)") == "permission denied for schema public"
    assert refused(url, "TRUNCATE thing") == "permission denied for table thing"
    assert refused(url, "DROP TABLE thing") == "must be owner of table thing"
    assert "permission denied to create temporary tables" in refused(url, "CREATE TEMP TABLE t ()")
    assert (
        refused(url, "SET ROLE portal_migrator")
        == 'permission denied to set role "portal_migrator"'
    )


def test_evaluator_gets_no_table_by_default_and_writes_nothing(running: services.Services) -> None:
    url = running.evaluator_database_url
    assert refused(url, "SELECT * FROM thing") == "permission denied for table thing"
    with psycopg.connect(running.database_owner_url) as connection:
        connection.execute("CREATE TABLE released (id int)")
        connection.execute("GRANT SELECT, INSERT ON released TO portal_eval")
    said = refused(url, "INSERT INTO released VALUES (1)")
    assert said == "cannot execute INSERT in a read-only transaction"


def test_prepare_database_by_its_owner_is_enough_and_repeatable(running: services.Services) -> None:
    name = "test_portal_gw9"
    with psycopg.connect(running.database_owner_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    for _ in range(2):
        bootstrap.prepare_database(running.database_owner_url, name)
    owner, app = (
        url.removesuffix("portal") + name
        for url in (running.database_owner_url, running.database_url)
    )
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE thing (id int)")
    with psycopg.connect(app) as connection:
        connection.execute("INSERT INTO thing VALUES (1)")
    assert refused(app, "CREATE TABLE own (id int)") == "permission denied for schema public"


def test_starting_again_repairs_roles(place: Path) -> None:
    first = services.start(place, durable=False)
    with psycopg.connect(first.superuser_dsn) as connection:
        connection.execute("ALTER ROLE portal_app BYPASSRLS PASSWORD 'other'")
    first.stop()
    with psycopg.connect(services.start(place).database_url) as connection:
        query = "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(query).fetchone() == (False,)


def test_script_runs_in_psql_as_operations_md_says(running: services.Services) -> None:
    psql = postgres.PROGRAMS / "bin/psql"

    variables = [f"-v{role}_password=made-by-hand" for role in bootstrap.ROLES]
    command = [psql, running.superuser_dsn, "-q", "-v", "ON_ERROR_STOP=1", "-vdatabase=by_hand"]
    for _ in range(2):
        done = subprocess.run(
            [*command, *variables],
            input=bootstrap.script(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    try:
        port = places.known_port(running.data_dir, "postgres")
        url = f"postgresql://portal_app:made-by-hand@127.0.0.1:{port}/by_hand"
        assert refused(url, "CREATE TABLE own (id int)") == "permission denied for schema public"
    finally:
        passwords = {r: places.remembered(running.data_dir, r) for r in bootstrap.ROLES}
        bootstrap.prepare_cluster(running.superuser_dsn, passwords, "portal")


def test_names_and_passwords_are_quoted() -> None:
    statements = bootstrap.cluster_sql(dict.fromkeys(bootstrap.ROLES, "it's"))
    assert "ALTER ROLE portal_app PASSWORD 'it''s';" in statements
    assert 'REVOKE ALL ON DATABASE "por""tal" FROM PUBLIC;' in bootstrap.database_sql('por"tal')
    assert ":'" not in statements
    assert "\\" not in bootstrap.database_sql("portal")


def test_a_process_is_recognised_by_its_command_line() -> None:
    assert process.runs(os.getpid(), "python")
    assert not process.runs(os.getpid(), "postgres-of-nobody")
    assert not process.runs(2**22 + 1, "")
