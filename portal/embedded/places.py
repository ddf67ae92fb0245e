"""Where the embedded services keep their data: folders, ports and generated secrets of one data directory."""

import hashlib
import importlib.util
import json
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
# Below 32768, where Linux starts to hand out ports to outgoing connections.
FIRST_PORT, PORTS = 20_000, 12_000


def data_dir(chosen: Path | str | None = None) -> Path:
    """The data directory: the one given, else DATA_DIR, else <project>/.data."""
    return Path(chosen or os.environ.get("DATA_DIR") or ROOT / ".data").expanduser().resolve()


def wheel(package: str) -> Path:
    """Folder of an installed package, found without importing it: we only want its programs."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; run `make setup`.")
    return Path(spec.origin).resolve().parent


def remembered(folder: Path, name: str) -> str:
    """A secret of this data directory, generated at first use and kept with mode 600."""
    file = folder / "secrets.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.is_file() else {}
    if name not in known:
        known[name] = secrets.token_urlsafe(32)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(known, out, indent=1)
        fresh.replace(file)
    return known[name]


def candidate_ports(folder: Path, service: str) -> Iterator[int]:
    """Free loopback ports, the one used last time first, then from a place of this folder's own."""
    file = folder / f"{service}.port"
    if file.is_file() and (last := file.read_text().strip()).isdigit() and _is_free(int(last)):
        yield int(last)
    start = int(hashlib.sha256(f"{service} {folder}".encode()).hexdigest(), 16)
    for step in range(PORTS):
        port = FIRST_PORT + (start + step) % PORTS
        if _is_free(port):
            yield port


def known_port(folder: Path, service: str) -> int | None:
    """The port of the last start, running or not."""
    file = folder / f"{service}.port"
    return int(file.read_text()) if file.is_file() else None


def remember_port(folder: Path, service: str, port: int) -> None:
    """Keep the port for the next start and for other processes."""
    (folder / f"{service}.port").write_text(f"{port}\n")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
