"""The processes that `make run` starts and must leave nothing of behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

# A request is answered or a job's current step finished within this time, or is cut off: every job
# is safe to run twice.
GRACE_SECONDS = 6.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Children:
    """Processes by name, each in a session of its own, so that Ctrl-C reaches only their parent."""

    environment: Mapping[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one more; `name` is what people read when it ends by itself."""
        self.running[name] = subprocess.Popen(  # noqa: S603 -- our own commands
            command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # The parent runs no other thread at this point.
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def ended(self) -> str | None:
        """Name of a process that ended by itself, or None."""
        return next(
            (name for name, child in self.running.items() if child.poll() is not None), None
        )

    def stop(self) -> None:
        """Ask all to stop, wait a little, then end whatever is left of them with their own children."""
        for child in self.running.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < end and any(c.poll() is None for c in self.running.values()):
            time.sleep(0.05)
        for child in self.running.values():
            _end_group(child.pid)
            child.wait()


def _end_with_parent() -> None:
    """Runs in the child: the kernel ends it when `make run` itself is killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
