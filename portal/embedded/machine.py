"""python -m portal.embedded.machine {base,dev}: make .venv and fill it. Runs before anything is installed."""

import argparse
import ctypes
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.embedded.steps import step

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PANGO = {
    "pango-1.0": "libpango-1.0.so.0",
    "pangoft2-1.0": "libpangoft2-1.0.so.0",
    "harfbuzz-subset": "libharfbuzz-subset.so.0",
}
PANGO_MISSING = (
    "Pango is missing ({names}), which draws the PDFs. On Debian or Ubuntu run: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 — on macOS: brew install pango."
)
VENV_MISSING = "Python's venv module cannot install pip here. On Debian or Ubuntu run: apt-get install python3-venv."


class NotReady(Exception):
    """Something the machine lacks; the message is one sentence with the fix."""


def main(arguments: list[str] | None = None) -> int:
    """Check the machine, then make .venv hold the wanted set of packages."""
    parser = argparse.ArgumentParser(prog="python -m portal.embedded.machine", description=__doc__)
    parser.add_argument("wanted", choices=["base", "dev"])
    wanted = parser.parse_args(arguments).wanted
    try:
        check_pango()
        prepare(wanted)
    except NotReady as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 1
    return 0


def check_pango() -> None:
    """Refuse a machine without the three libraries that WeasyPrint loads by name."""
    missing = [name for name, file in PANGO.items() if not _loads(name, file)]
    if missing:
        raise NotReady(PANGO_MISSING.format(names=", ".join(missing)))


def prepare(wanted: str) -> None:
    """Install requirements/<wanted>.txt into .venv unless that was done; `dev` includes `base`."""
    if not _venv_works():
        with step("Making .venv"):
            _make_venv()
    lock = ROOT / f"requirements/{wanted}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if _stamp(wanted).is_file() and _stamp(wanted).read_text() == digest:
        return
    with step(f"Installing the packages of requirements/{wanted}.txt"):
        _install(lock)
    _stamp(wanted).write_text(digest)


def _loads(name: str, file: str) -> bool:
    for candidate in (file, ctypes.util.find_library(name)):
        try:
            if candidate and ctypes.CDLL(candidate):
                return True
        except OSError:
            continue
    return False


def _stamp(wanted: str) -> Path:
    return VENV / f".installed-{wanted}"


def _python() -> Path:
    return VENV / "bin/python"


def _venv_works() -> bool:
    """A .venv whose Python was upgraded away, or that was cut short while being made, is made anew."""
    if not _python().exists():
        return False
    works = "import sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < (3, 11))"
    done = subprocess.run([_python(), "-c", works], capture_output=True, check=False)
    return done.returncode == 0


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        return
    try:
        _run([sys.executable, "-m", "venv", str(VENV)])
    except NotReady as problem:
        shutil.rmtree(VENV, ignore_errors=True)
        raise NotReady(VENV_MISSING if "ensurepip" in str(problem) else str(problem)) from problem


def _install(lock: Path) -> None:
    """Every package is pinned with its hashes, so neither tool resolves anything."""
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(_python())]
    else:
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
        command = [str(_python()), "-m", "pip", "install", *quiet]
    _run([*command, "--no-deps", "--require-hashes", "--requirement", str(lock)])


def _run(command: list[str]) -> None:
    # Neither an activated other environment nor a PYTHONPATH may leak into ours.
    clean = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReady(f"{' '.join(command[:4])} … failed:\n{done.stdout}{done.stderr}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
