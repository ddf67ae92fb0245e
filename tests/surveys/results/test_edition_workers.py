"""Builds by real processes: a worker killed by signal 9, a broker that restarts, two at once.

Each test holds the wave, which a build locks before it stores: so the build stands still in the
middle for as long as the test needs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.embedded import valkey
from portal.jobs.models import Job
from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.models import Edition, EditionInputs, PublishedItem
from tests.support.workers import Processes, address, wait_for

WAITING = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND locktype = 'transactionid' AND transactionid::text = %s
"""


@contextmanager
def held(wave) -> Iterator[Callable[[], bool]]:
    """Nobody else gets the wave for an update meanwhile; gives whether somebody waits for it."""
    with psycopg.connect(address("owner")) as connection:
        connection.execute("SELECT 1 FROM returns_wave WHERE id = %s FOR UPDATE", [wave.pk])
        (mine,) = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
        yield lambda: connection.execute(WAITING, [mine]).fetchone()[0] > 0
        connection.rollback()


@pytest.fixture
def processes(own_small, tmp_path):
    """On the tests' broker."""
    found = Processes(tmp_path)
    yield found
    found.end()


def ask(nation):
    with in_national(user_id=nation.people[0].pk):
        return domain.request_edition(wave=nation.wave, by=nation.people[0])


def now(job):
    with in_national():
        return Job.objects.get(pk=job.pk)


def stored():
    """(editions, lists of inputs, items, events): all of one edition or nothing."""
    with in_national():
        events = AuditEvent.objects.filter(name="edition.built").count()
    rows = (model.objects.count() for model in (Edition, EditionInputs, PublishedItem))
    return (*rows, events)


STORING = "4/4 Storing the draft"
ONE = (1, 1, 15, 1)


@pytest.mark.slow
def test_a_build_survives_a_worker_killed_in_the_middle(own_small, processes):
    first = processes.worker()
    with held(own_small.wave) as somebody_waits:
        job = ask(own_small)
        wait_for(somebody_waits, "the first worker stores")
        second = processes.worker()
        processes.kill(first)
        assert (now(job).state, stored()) == ("running", (0, 0, 0, 0))
    with in_national():  # as if five minutes had passed
        over = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(pk=job.pk).update(lease_until=over)
    processes.sweep()
    wait_for(lambda: not now(job).is_active, "the second worker ends the job")
    done = now(job)
    assert (done.state, done.attempts, done.error) == ("done", 2, "")
    assert (stored(), Edition.objects.get().state) == (ONE, "draft")
    assert second.poll() is None


@pytest.mark.slow
def test_a_build_survives_a_broker_that_restarts(own_small, tmp_path):
    valkey.start(tmp_path, durable=False)
    processes = Processes(tmp_path, redis_url=valkey.url(tmp_path))
    try:
        worker = processes.worker()
        with held(own_small.wave) as somebody_waits:
            job = ask(own_small)  # its call goes to another broker, that is: it is lost
            processes.sweep()
            wait_for(somebody_waits, "the worker stores")
            valkey.stop(tmp_path)
            with in_national(user_id=own_small.people[0].pk):
                check = domain.request_edition(
                    wave=own_small.wave,
                    by=own_small.people[0],
                    thresholds=domain.DEFAULTS,
                )
            valkey.start(tmp_path, durable=False)
        wait_for(lambda: not now(job).is_active, "the worker ends what it had")
        assert (now(job).state, now(job).attempts, stored()) == ("done", 1, ONE)
        processes.sweep()
        wait_for(lambda: not now(check).is_active, "the worker takes what was asked meanwhile")
        assert (now(check).state, Edition.objects.count()) == ("done", 2)
        assert worker.poll() is None
    finally:
        processes.end()
        valkey.stop(tmp_path)


@pytest.mark.slow
def test_two_builds_at_once_make_one_edition(own_small, processes):
    with held(own_small.wave):
        both = [processes.start("manage.py", "build_edition", "2004") for _ in range(2)]
        for process in both:
            wait_for(lambda process=process: STORING in processes.said(process), "both")
    assert [process.wait(60) for process in both] == [0, 0]
    ends = sorted(processes.said(process).splitlines()[-1] for process in both)
    cells = Edition.objects.get().cells_sha256[:12]
    assert ends == [
        f"2004 survey, edition 1: already there, nothing has changed. 140 returns, cells {cells}.",
        f"2004 survey, edition 1: built. 140 returns, cells {cells}.",
    ]
    assert stored() == ONE
