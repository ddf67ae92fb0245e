"""The whole site in processes of its own, as on a server: for tests that look at it from outside.

Its own database, queue, files and hashed static files; DEBUG is off; web server and worker do not
know the database owner's password.
"""

import email
import http.client
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from portal.embedded import frontend, places, process
from portal.management.children import Children
from portal.management.demo.people import PASSWORD
from tests.support.databases import migrated_database
from tests.support.environment import NUMBER, WORKER

READY_SECONDS = 60
SETTINGS = "tests.support.site_settings"
BETWEEN_LETTERS = b"-" * 79 + b"\n"
DATABASE = f"test_site_{WORKER}"
# A Valkey has 16 queues: 1 to 7 for test processes, these for their sites.
QUEUE = 8 + NUMBER % 8
DATABASE_ADDRESSES = ("DATABASE_URL", "EVALUATOR_DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True)
class Site:
    """A running site with the demo loaded. Every demo account has the same password."""

    url: str
    folder: Path
    password: str = PASSWORD
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def manage(self, *arguments: str) -> None:
        """manage.py, as whoever runs the site uses it."""
        _finish(_manage(self.environment, self.folder, *arguments), self.folder)

    def link_sent_to(self, address: str, pattern: str) -> str:
        """The newest link of this pattern in a letter to this address; waits for the worker."""
        found: list[str] = []

        def arrived() -> bool:
            found.extend(self._links(address, pattern))
            return bool(found)

        self.wait_until(arrived)
        return found[-1]

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Until the worker has done its part; fails after a minute."""
        assert process.wait_until(condition, seconds=READY_SECONDS), _logs(self.folder)

    def _links(self, address: str, pattern: str) -> list[str]:
        files = sorted((self.folder / "letters").glob("*.log"), key=lambda f: f.stat().st_mtime)
        found = []
        for file in files:
            for raw in file.read_bytes().split(BETWEEN_LETTERS):
                letter = email.message_from_bytes(raw.lstrip())
                if address in letter.get("To", ""):
                    parts = [part for part in letter.walk() if not part.is_multipart()]
                    text = b"\n".join(part.get_payload(decode=True) for part in parts[:1])
                    found += re.findall(pattern, text.decode())
        return found

    def in_partnership(self, slug: str, statement: str) -> None:
        """Change the site's rows as their owner, in this partnership: for what only time does."""
        address = _with_path(os.environ["DATABASE_OWNER_URL"], DATABASE)
        with psycopg.connect(address) as owner:
            owner.execute(
                "SELECT set_config('app.partnership_id', id::text, true),"
                " set_config('app.holder', id::text, true), set_config('app.user_id', '0', true)"
                " FROM register_partnership WHERE slug = %s",
                [slug],
            )
            changed = owner.execute(statement.encode()).rowcount
            assert changed, f"nothing changed by: {statement}"


@contextmanager
def running_site(folder: Path, *, settings: str = SETTINGS) -> Iterator[Site]:
    """Make the database, load the demo, start web server and worker; stop them and drop it after.

    `folder` is new and empty: files, static files and logs go there.
    """
    frontend.build()
    environment = {**_environment(folder), "DJANGO_SETTINGS_MODULE": settings}
    children = Children(_without_owner(environment), places.ROOT)
    migrated = migrated_database(DATABASE, migrate=lambda name: _migrate(environment, folder, name))
    with migrated, redis.Redis.from_url(environment["REDIS_URL"]) as queue:
        queue.flushdb()
        _prepare(environment, folder)
        try:
            yield _start(children, environment, folder)
        finally:
            children.stop()
            queue.flushdb()


def _environment(folder: Path) -> dict[str, str]:
    (folder / "media").mkdir()
    port = next(places.candidate_ports(folder, "web"))
    return {
        **os.environ,
        **{name: _with_path(os.environ[name], DATABASE) for name in DATABASE_ADDRESSES},
        "REDIS_URL": _with_path(os.environ["REDIS_URL"], str(QUEUE)),
        "DEBUG": "false",
        "HTTPS": "false",
        "SYNTHETIC_DEMO": "true",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "PORT": str(port),
        "WEB_PROCESSES": "1",
    }


def _with_path(address: str, path: str) -> str:
    return urlsplit(address)._replace(path=f"/{path}").geturl()


def _without_owner(environment: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if k != "DATABASE_OWNER_URL"}


def _migrate(environment: Mapping[str, str], folder: Path, database: str) -> None:
    there = {name: _with_path(environment[name], database) for name in DATABASE_ADDRESSES}
    arguments = ("migrate", "--database", "owner", "--verbosity", "0")
    _finish(_manage({**environment, **there}, folder, *arguments), folder)


def _prepare(environment: Mapping[str, str], folder: Path) -> None:
    """Static files while the database fills: two cores, two commands."""
    collecting = _manage(environment, folder, "collectstatic", "--no-input", "--verbosity", "0")
    try:
        _finish(_manage(environment, folder, "seed_demo"), folder)
    finally:
        _finish(collecting, folder)


def _manage(
    environment: Mapping[str, str], folder: Path, *arguments: str
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", *arguments]
    with (folder / f"{arguments[0]}.log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=places.ROOT, env=dict(environment), stdout=log, stderr=log
        )


def _finish(running: subprocess.Popen[bytes], folder: Path) -> None:
    code = running.wait()
    words = " ".join(map(str, running.args))
    assert code == 0, f"{words} ended with {code}:\n{_logs(folder)}"


def _start(children: Children, environment: Mapping[str, str], folder: Path) -> Site:
    gunicorn = ["-m", "gunicorn", "--config", "portal/gunicorn.py", "portal.wsgi"]
    celery = ["-m", "celery", "-A", "portal.celery", "--quiet", "worker"]
    alone = ["--concurrency", "1", "--without-gossip", "--without-mingle"]
    children.start("web server", _logged(folder / "web.log", gunicorn))
    children.start("worker", _logged(folder / "worker.log", [*celery, *alone]))
    port = int(environment["PORT"])
    ready = process.wait_until(lambda: _answers(port, children), seconds=READY_SECONDS)
    assert ready, f"the web server did not answer:\n{_logs(folder)}"
    return Site(f"http://localhost:{port}", folder, environment=_without_owner(environment))


def _logged(log: Path, arguments: list[str]) -> list[str]:
    return ["/bin/sh", "-c", 'exec "$@" >"$0" 2>&1', str(log), sys.executable, *arguments]


def _answers(port: int, children: Children) -> bool:
    ended = children.ended()
    assert ended is None, f"the {ended} ended by itself"
    connection = http.client.HTTPConnection(places.LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _logs(folder: Path) -> str:
    return "\n".join(f"{log.name}:\n{process.tail(log)}" for log in sorted(folder.glob("*.log")))
