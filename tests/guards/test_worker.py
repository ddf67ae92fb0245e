"""Jobs with real processes: a Celery worker, the broker, a lost message, a killed worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.jobs import queries
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.tasks import wake_due_jobs
from portal.tenancy.context import in_partnership
from tests.guards.world import World

PROBE = "tests.guards.probe_tasks.probe"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def address(alias: str) -> str:
    """The database's address as an environment variable, the guards' database included."""
    known = connections[alias].settings_dict
    return (
        f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
        f"/{known['NAME']}"
    )


@pytest.fixture
def start_worker(unwrapped: World, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start a worker on the guards' database and the tests' broker."""
    running: list[subprocess.Popen] = []
    environment = os.environ | {
        "DATABASE_URL": address("default"),
        "EVALUATOR_DATABASE_URL": address("evaluator"),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_OWNER_URL", None)

    def start() -> subprocess.Popen:
        options = "-P solo -l WARNING --without-gossip --without-mingle --without-heartbeat"
        command = f"-m celery -A portal worker {options} --include tests.guards.probe_tasks"
        log = (tmp_path / f"worker-{len(running)}.log").open("w")
        worker = subprocess.Popen(
            [sys.executable, *command.split()], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        log.close()
        running.append(worker)
        return worker

    yield start
    for worker in running:
        worker.kill()
        worker.wait()


def ask(world: World, **payload: object) -> Job:
    with in_partnership(world.cast.alpha.pk):
        key = f"worker-{time.monotonic_ns()}"
        return enqueue(PROBE, key=key, by=world.cast.alpha_coordinator, label="Probe", **payload)


def now(world: World, job: Job) -> Job:
    with in_partnership(world.cast.alpha.pk):
        return Job.objects.get(pk=job.pk)


def wait(world: World, job: Job, reached: Callable[[Job], bool]) -> Job:
    """The job as soon as it is like that; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        seen = now(world, job)
        if reached(seen):
            return seen
        time.sleep(0.1)
    raise AssertionError(f"{seen} after {PATIENCE} s: {seen.error}")


@pytest.mark.slow
def test_a_worker_takes_the_call_and_a_killed_one_is_replaced(
    unwrapped: World,
    start_worker: Callable[[], subprocess.Popen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The world's own jobs stay as they are: only the killed worker's lease is over.
    monkeypatch.setattr("portal.jobs.tasks.PATIENCE", timedelta(days=1))
    first = start_worker()
    easy = ask(unwrapped, word="end to end")
    done = wait(unwrapped, easy, lambda job: not job.is_active)
    assert (done.state, done.result) == ("done", {"word": "end to end", "attempt": 1})

    hard = ask(unwrapped, sleep=120)
    wait(unwrapped, hard, lambda job: job.message == "sleeping")
    first.send_signal(signal.SIGKILL)
    first.wait()
    start_worker()
    with in_partnership(unwrapped.cast.alpha.pk):
        over = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(pk=hard.pk).update(lease_until=over)
    wake_due_jobs()
    done = wait(unwrapped, hard, lambda job: not job.is_active)
    assert (done.state, done.attempts, done.result["attempt"]) == ("done", 2, 2)
    with in_partnership(unwrapped.cast.alpha.pk):
        target = f"jobs.job:{easy.pk}"
        assert AuditEvent.objects.filter(name="probe.ran", target=target).count() == 1


def test_the_sweeper_finds_lost_calls_of_every_place(
    unwrapped: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[tuple[str, int | None]] = []
    monkeypatch.setattr(
        "portal.jobs.tasks.wake", lambda pk, kind, partnership: woken.append((str(pk), partnership))
    )
    jobs = {place: unwrapped.row("jobs.Job", place) for place in ("alpha", "beta", "nation")}
    monkeypatch.setattr("portal.jobs.tasks.PATIENCE", timedelta(days=1))
    wake_due_jobs()
    assert woken == []
    monkeypatch.setattr("portal.jobs.tasks.PATIENCE", timedelta(seconds=-1))
    wake_due_jobs()
    expected = {(str(job.pk), job.partnership_id) for job in jobs.values()}
    assert expected <= set(woken)


def test_the_sweeper_reads_ids_and_leaves_finished_jobs_alone(unwrapped: World) -> None:
    later = timezone.now() + timedelta(hours=1)
    due = queries.due_jobs(queued_before=later, now=later)
    assert {job.state for job in due} <= {"queued", "running"}
    assert all(job.get_deferred_fields() >= {"payload", "label"} for job in due)
