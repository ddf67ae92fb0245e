"""Start, reuse and stop the embedded PostgreSQL and Valkey of one data directory."""

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portal.embedded import bootstrap, places, postgres, valkey

DATABASE = "portal"


class InUse(Exception):
    """Another process still works with this data."""


@dataclass(frozen=True)
class Services:
    """Addresses of the two running services of one data directory."""

    data_dir: Path
    database_url: str  # role portal_app: row security applies
    evaluator_database_url: str  # role portal_eval: reads across partnerships what policies release
    database_owner_url: str  # role portal_migrator: migrations
    redis_url: str
    superuser_dsn: str
    started: bool  # False when they were already running

    def stop(self) -> None:
        """Stop both, whoever else uses them."""
        stop(self.data_dir)


def start(data_dir: Path | str | None = None, *, durable: bool = True) -> Services:
    """Start what is not running yet; safe to call from several processes at once.

    The services outlive the caller: `stop` ends them. `durable=False` trades safety after a power cut
    for speed (tests).
    """
    folder = places.data_dir(data_dir)
    with _one_at_a_time(folder):
        return _start(folder, durable=durable)


def stop(data_dir: Path | str | None = None) -> None:
    """Stop both services of the data directory; nothing happens when they do not run."""
    folder = places.data_dir(data_dir)
    if not folder.is_dir():
        return
    with _one_at_a_time(folder):
        _stop(folder)


def keep_running(data_dir: Path | str | None = None) -> Services:
    """Start both and leave them running until `stop`, even when their last user ends."""
    folder = places.data_dir(data_dir)
    with _one_at_a_time(folder):
        services = _start(folder, durable=True)
        _keep_mark(folder).touch()
    return services


def let_go(data_dir: Path | str | None = None) -> bool:
    """Undo `keep_running`; False while a process still uses them, after which they stop by themselves."""
    folder = places.data_dir(data_dir)
    _keep_mark(folder).unlink(missing_ok=True)
    return stop_unless_used(folder)


def reset(data_dir: Path | str | None = None) -> None:
    """Stop both and delete everything in the data directory but the tests' own; InUse while used."""
    folder = places.data_dir(data_dir)
    if not let_go(folder):
        raise InUse("The site is still running on this data. Stop it first, then reset.")
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name == "test":
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def environment(data_dir: Path | str | None = None, *, durable: bool = True) -> dict[str, str]:
    """Settings for a process that was given no DATABASE_URL: starts or reuses the embedded services.

    They are stopped when the last process that asked for them ends, unless `keep_running` did.
    """
    services = use(data_dir, durable=durable)
    return variables(services)


def variables(services: Services) -> dict[str, str]:
    """The environment variables of settings.py for the embedded services."""
    return {
        "DEBUG": "true",
        "SECRET_KEY": places.remembered(services.data_dir, "secret_key"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "DATABASE_URL": services.database_url,
        "EVALUATOR_DATABASE_URL": services.evaluator_database_url,
        "DATABASE_OWNER_URL": services.database_owner_url,
        "REDIS_URL": services.redis_url,
        "DATA_DIR": str(services.data_dir),
    }


def use(data_dir: Path | str | None = None, *, durable: bool = True) -> Services:
    """Start or reuse both until this process ends; the last process to end stops them.

    The system drops the lock of a process however it ends, so a killed one is never counted.
    """
    folder = places.data_dir(data_dir)
    with _one_at_a_time(folder):
        services = _start(folder, durable=durable)
        held = (folder / "users.lock").open("a")
        fcntl.flock(held, fcntl.LOCK_SH)
    owner = os.getpid()

    def release() -> None:
        if os.getpid() != owner:  # a forked child runs its parent's exit functions too
            return
        held.close()
        stop_unless_used(folder)

    atexit.register(release)
    return services


def reserve_number(data_dir: Path | str) -> int:
    """The lowest number from 1 that no other living process has reserved in this folder.

    Test processes name their database after it, so that two runs side by side never share one.
    """
    folder = places.data_dir(data_dir) / "numbers"
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        number += 1
        lock = (folder / str(number)).open("a")
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            atexit.register(lock.close)  # held until this process ends, however it ends
            return number
        lock.close()


def stop_unless_used(folder: Path) -> bool:
    """Stop both unless a process uses them or they are kept running; True when they do not run now."""
    if not folder.is_dir():
        return True
    with _one_at_a_time(folder), (folder / "users.lock").open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if _keep_mark(folder).exists():
            return False
        _stop(folder)
        return True


def _start(folder: Path, *, durable: bool) -> Services:
    (folder / "media").mkdir(mode=0o700, exist_ok=True)
    passwords = {role: places.remembered(folder, role) for role in bootstrap.ROLES}
    places.remembered(folder, "secret_key")
    started = False
    if not postgres.is_running(folder):
        postgres.start(folder, durable=durable)
        bootstrap.prepare_cluster(postgres.dsn(folder), passwords, DATABASE)
        started = True
    if not valkey.is_running(folder):
        valkey.start(folder, durable=durable)
        started = True
    port = places.known_port(folder, "postgres")

    def address(role: str) -> str:
        return f"postgresql://{role}:{passwords[role]}@{places.LOOPBACK}:{port}/{DATABASE}"

    return Services(
        data_dir=folder,
        database_url=address("portal_app"),
        evaluator_database_url=address("portal_eval"),
        database_owner_url=address("portal_migrator"),
        redis_url=valkey.url(folder),
        superuser_dsn=postgres.dsn(folder),
        started=started,
    )


def _stop(folder: Path) -> None:
    _keep_mark(folder).unlink(missing_ok=True)
    valkey.stop(folder)
    postgres.stop(folder)


def _keep_mark(folder: Path) -> Path:
    return folder / "keep-running"


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one process starts or stops the services of a folder at any time."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (folder / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
