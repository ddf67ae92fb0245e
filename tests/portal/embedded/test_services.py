"""The embedded PostgreSQL and Valkey, started for real in folders of their own."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded import places, postgres, services, valkey


@pytest.fixture
def folder(module_place: Path) -> Iterator[Path]:
    """One cluster for all tests of this file, stopped after each: making one takes longest."""
    folder = module_place / "data"
    yield folder
    services.stop(folder)


@contextmanager
def user(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the services until a line arrives on its standard input."""
    script = (
        "import sys; from portal.embedded import services;"
        "services.use(sys.argv[1]); print('ready', flush=True); input()"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(
        command, cwd=places.ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        yield running


def count(url: str, query: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return row[0]


def make_table(running: services.Services) -> None:
    with psycopg.connect(running.database_owner_url) as connection:
        connection.execute("DROP TABLE IF EXISTS thing")
        connection.execute("CREATE TABLE thing (id int)")
        connection.execute("INSERT INTO thing VALUES (1), (2)")


def test_start_gives_addresses_that_work_and_stop_ends_both(folder: Path) -> None:
    running = services.start(folder)
    assert running.started
    assert count(running.superuser_dsn, "SHOW server_version_num") >= "180000"
    queries = {
        running.database_url: "portal_app",
        running.evaluator_database_url: "portal_eval",
        running.database_owner_url: "portal_migrator",
    }
    assert {url: count(url, "SELECT current_user") for url in queries} == queries
    with redis.Redis.from_url(running.redis_url, decode_responses=True) as client:
        assert client.config_get("maxmemory-policy", "appendonly", "bind") == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "bind": "127.0.0.1",
        }
    running.stop()
    assert not postgres.is_running(folder)
    assert not valkey.is_running(folder)
    running.stop()


def test_start_again_reuses_what_runs_and_keeps_data(folder: Path) -> None:
    first = services.start(folder)
    make_table(first)
    again = services.start(folder)
    assert not again.started
    first.stop()
    third = services.start(folder)
    assert third.started
    assert third.database_url == first.database_url
    assert third.redis_url == first.redis_url
    assert count(third.database_url, "SELECT count(*) FROM thing") == 2


def test_start_after_both_were_killed(folder: Path) -> None:
    running = services.start(folder)
    make_table(running)
    with redis.Redis.from_url(running.redis_url) as client:
        client.delete("queue")
        client.lpush("queue", "job")
        victim = client.info("server")["process_id"]
    connection = psycopg.connect(running.database_url)
    os.kill(int((folder / "pg/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    os.kill(victim, signal.SIGKILL)
    again = services.start(folder)
    connection.close()
    assert again.started
    assert count(again.database_url, "SELECT count(*) FROM thing") == 2
    with redis.Redis.from_url(again.redis_url) as client:
        assert client.llen("queue") == 1


def test_start_with_the_lock_file_of_another_living_process(folder: Path) -> None:
    """After a restart of the machine the old id may belong to anybody."""
    services.start(folder).stop()
    (folder / "pg/postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'pg'}\n1\n1\n\n\n\n\n")
    assert services.start(folder).started


def test_start_moves_when_its_ports_were_taken(folder: Path) -> None:
    services.start(folder).stop()
    taken = []
    for service in ("postgres", "valkey"):
        listener = socket.create_server(("127.0.0.1", places.known_port(folder, service)))
        taken.append(listener)
    running = services.start(folder)
    assert running.started
    ports = {places.known_port(folder, s) for s in ("postgres", "valkey")}
    assert not ports & {listener.getsockname()[1] for listener in taken}
    assert all(20_000 <= port < 32_768 for port in ports if port)
    for listener in taken:
        listener.close()


def test_long_folder_names_with_blanks(place: Path) -> None:
    assert services.start(place / "it's a long name" / ("x" * 120)).started


def test_secrets_are_kept_private(folder: Path) -> None:
    services.start(folder)
    for name in ("secrets.json", "valkey/valkey.conf"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    values = services.variables(services.start(folder))
    assert values == services.variables(services.start(folder))
    assert len(values["SECRET_KEY"]) >= 32
    assert set(values) == {
        "DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "EVALUATOR_DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "DATA_DIR",
    }


def test_wrong_password_is_refused(folder: Path) -> None:
    running = services.start(folder)
    for url in (running.database_url, running.superuser_dsn):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url, password="guess")
    with (
        redis.Redis(port=places.known_port(folder, "valkey")) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_the_last_user_stops_them(folder: Path) -> None:
    with user(folder) as first, user(folder) as killed, user(folder) as last:
        first.communicate("\n")
        assert postgres.is_running(folder)
        killed.kill()
        killed.wait()
        assert not services.stop_unless_used(folder)
        assert postgres.is_running(folder)
        last.communicate("\n")
    assert not postgres.is_running(folder)
    assert not valkey.is_running(folder)


def test_keep_running_outlives_its_users_until_let_go(folder: Path) -> None:
    services.keep_running(folder)
    assert not services.stop_unless_used(folder)
    assert postgres.is_running(folder)
    assert services.let_go(folder)
    assert not postgres.is_running(folder)
    assert services.let_go(folder)


def test_reset_deletes_all_but_the_tests_folder(folder: Path) -> None:
    services.start(folder)
    (folder / "test").mkdir()
    (folder / "media/file").write_text("x")
    services.reset(folder)
    assert [entry.name for entry in folder.iterdir()] == ["test"]
    services.reset(folder / "nowhere")


def test_reset_refuses_while_used(folder: Path) -> None:
    with user(folder) as running:
        with pytest.raises(services.InUse, match="still running on this data"):
            services.reset(folder)
        running.communicate("\n")
    assert (folder / "pg/PG_VERSION").exists()


def test_services_command_prints_addresses_only(folder: Path) -> None:
    command = [sys.executable, "-m", "portal.embedded", "services", "--data-dir", str(folder)]
    outputs = [
        subprocess.run(command, cwd=places.ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    running = services.start(folder)
    assert outputs[0].splitlines() == [
        f"DATABASE_URL={running.database_url}",
        f"DATABASE_OWNER_URL={running.database_owner_url}",
        f"REDIS_URL={running.redis_url}",
        f"EVALUATOR_DATABASE_URL={running.evaluator_database_url}",
    ]
    assert outputs[0] == outputs[1]


def test_reserve_number_gives_each_living_process_its_own(tmp_path: Path) -> None:
    script = (
        "import sys; from portal.embedded import services;"
        "print(services.reserve_number(sys.argv[1]), flush=True); input()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    pipes = {"text": True, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=places.ROOT, **pipes) as first:
        assert first.stdout.readline() == "1\n"
        with subprocess.Popen(command, cwd=places.ROOT, **pipes) as second:
            assert second.stdout.readline() == "2\n"
            first.kill()
            first.wait()
            assert services.reserve_number(tmp_path) == 1
            assert services.reserve_number(tmp_path) == 3
            second.communicate("\n")
