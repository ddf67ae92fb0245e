"""Real workers and commands in processes of their own, on the database of the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
OPTIONS = "-P solo -l WARNING --without-gossip --without-mingle --without-heartbeat"
SWEEP = (
    "import django; django.setup();"
    " from portal.jobs import tasks; from datetime import timedelta;"
    " tasks.PATIENCE = timedelta(seconds=-1); tasks.wake_due_jobs()"
)


def address(alias: str) -> str:
    """The address of this connection's database, as an environment variable has it."""
    known = connections[alias].settings_dict
    place = f"{known['HOST']}:{known['PORT']}/{known['NAME']}"
    return f"postgresql://{known['USER']}:{known['PASSWORD']}@{place}"


class Processes:
    """Starts them and ends all of them with the test; `redis_url` is their broker."""

    def __init__(self, folder: Path, redis_url: str = ""):
        self.folder = folder
        self.running: list[subprocess.Popen] = []
        self.environment = os.environ | {
            "DATABASE_URL": address("default"),
            "EVALUATOR_DATABASE_URL": address("evaluator"),
            "REDIS_URL": redis_url or settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(ROOT),
            # Tests hold a lock until slow starters have met at it.
            "PGOPTIONS": "-c lock_timeout=60s -c statement_timeout=60s",
        }
        self.environment.pop("DATABASE_OWNER_URL", None)

    def worker(self) -> subprocess.Popen:
        """A worker that takes one task at a time."""
        return self.start(*f"-m celery -A portal worker {OPTIONS}".split())

    def sweep(self) -> None:
        """One round of the sweeper, as the scheduler starts it, without its patience."""
        done = self.start("-c", SWEEP)
        assert done.wait(PATIENCE) == 0, self.said(done)

    def start(self, *command: str) -> subprocess.Popen:
        """Python with these arguments."""
        log = (self.folder / f"process-{len(self.running)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )
        log.close()
        self.running.append(process)
        return process

    def said(self, process: subprocess.Popen) -> str:
        """What the process has written so far."""
        return (self.folder / f"process-{self.running.index(process)}.log").read_text()

    @staticmethod
    def kill(process: subprocess.Popen) -> None:
        """By signal 9, which no program can catch."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Whatever is left."""
        for process in self.running:
            process.kill()
            process.wait()


def wait_for(reached: Callable[[], object], what: str) -> None:
    """Until it is so; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {PATIENCE} s")
