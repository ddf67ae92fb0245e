"""The start of the whole site: what it refuses, and that it leaves no process behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.embedded import places, process
from portal.management import children

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def launch(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal.management.launch"],
        cwd=places.ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def pids(file: Path) -> list[int]:
    assert process.wait_until(lambda: file.is_file() and bool(file.read_text()), seconds=20)
    return [int(word) for word in file.read_text().split()]


def test_port_in_use_is_one_sentence() -> None:
    port = next(places.candidate_ports(Path("/nowhere"), "web"))
    with socket.create_server(("127.0.0.1", port)):
        done = launch(PORT=str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"portal: Port {port} cannot be used (Address already in use). Stop the program that has "
        f"it, or choose another port: make run PORT={port + 1}\n"
    )


@pytest.mark.parametrize(
    ("port", "said"),
    [
        ("40000", "portal: PORT must be 32767 or less, not 40000.\n"),
        (
            "eight",
            "portal: PORT must be a whole number of 1 or more, not “eight”. See .env.example.\n",
        ),
    ],
)
def test_wrong_port_is_told(port: str, said: str) -> None:
    assert launch(PORT=port).stderr == said


def test_stop_ends_children_that_will_not_and_their_children(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(children, "GRACE_SECONDS", 0.3)
    started = children.Children(os.environ, tmp_path)
    started.start("stubborn", [sys.executable, "-c", STUBBORN, str(tmp_path / "pids")])
    family = pids(tmp_path / "pids")
    assert started.ended() is None
    began = time.monotonic()
    started.stop()
    assert time.monotonic() - began < 3
    assert process.wait_until(lambda: not any(process.runs(pid) for pid in family), seconds=3)


def test_ended_names_the_child_that_ended_by_itself(tmp_path: Path) -> None:
    started = children.Children(os.environ, tmp_path)
    started.start("long", [sys.executable, "-c", "import time; time.sleep(60)"])
    started.start("short", [sys.executable, "-c", ""])
    assert process.wait_until(lambda: started.ended() == "short", seconds=20)
    started.stop()
    assert started.running["long"].returncode == -15


@pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel's parent-death signal is Linux only"
)
def test_children_end_when_the_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from portal.management import children;"
        "c = children.Children(os.environ, Path(sys.argv[1]));"
        "c.start('child', [sys.executable, '-c', 'import time; time.sleep(60)']);"
        "Path(sys.argv[1], 'pids').write_text(str(c.running['child'].pid)); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=places.ROOT)
    (child,) = pids(tmp_path / "pids")
    parent.kill()
    parent.wait()
    assert process.wait_until(lambda: not process.runs(child), seconds=5)
