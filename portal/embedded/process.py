"""Small facts about processes: does this id still run this program, and how to wait for a change."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class WouldNotStart(Exception):
    """An embedded service did not start or stop; the message holds the end of its log."""


def runs(pid: int, *words: str) -> bool:
    """Whether process `pid` is alive and its command line contains every word.

    Ids are reused after a restart of the machine, and a killed process that nobody reaps (a container
    without an init) keeps its id as a zombie: both look alive to kill(pid, 0), on which PostgreSQL's
    own check of its lock file relies.
    """
    proc = Path(f"/proc/{pid}")
    if Path("/proc/self").exists():
        try:
            state = (proc / "stat").read_text().rpartition(")")[2].split()[0]
            command = (proc / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return False
    else:
        answer = subprocess.run(
            ["ps", "-o", "stat=,command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        state, _, command = answer.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and all(word in command for word in words)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Poll `condition` until it holds or the time is up; the last answer."""
    end = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return holds


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, or nothing when there is none."""
    try:
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""
