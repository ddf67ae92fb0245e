"""Asking for work: one row, one wake-up call after the commit, one job at a time for a key."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from portal.audit.record import System
from portal.jobs import queue
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.tenancy.context import ScopeError, in_national, in_partnership
from tests.conftest import Cast

PROBE = "tests.guards.probe_tasks.probe"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Wake-up calls that would have gone to the broker."""
    from tests.guards.probe_tasks import probe

    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(probe, "apply_async", lambda kwargs: sent.append(kwargs))
    return sent


def test_a_job_belongs_to_the_scope_that_asked(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        own = enqueue(PROBE, key="k", by=cast.alpha_coordinator, label="Probe", word="a")
    with in_national():
        national = enqueue(PROBE, key="k", by=cast.evaluator, label="Probe", word="a")
    assert (own.partnership_id, national.partnership_id) == (cast.alpha.pk, None)
    assert own.pk != national.pk
    with in_partnership(cast.alpha.pk):
        stored = Job.objects.get()
    assert (stored.kind, stored.key, stored.label, stored.payload, stored.state) == (
        PROBE,
        "k",
        "Probe",
        {"word": "a"},
        "queued",
    )
    assert stored.created_by == cast.alpha_coordinator


def test_asking_outside_any_scope_is_refused(cast: Cast) -> None:
    with pytest.raises(ScopeError):
        enqueue(PROBE, key="k", by=cast.evaluator, label="Probe")


def test_asking_again_while_it_waits_or_runs_gives_the_same_job(cast: Cast) -> None:
    with in_national():
        first = enqueue(PROBE, key="k", by=cast.evaluator, label="Probe")
        assert enqueue(PROBE, key="k", by=cast.evaluator, label="Other") == first
        Job.objects.filter(pk=first.pk).update(state=Job.State.RUNNING)
        assert enqueue(PROBE, key="k", by=cast.evaluator, label="Other") == first
        assert enqueue(PROBE, key="other", by=cast.evaluator, label="Probe") != first
        Job.objects.filter(pk=first.pk).update(state=Job.State.DONE)
        assert enqueue(PROBE, key="k", by=cast.evaluator, label="Probe") != first


def test_the_call_goes_out_after_the_commit_with_two_ids_only(
    cast: Cast, calls: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with in_partnership(cast.alpha.pk):
            job = enqueue(PROBE, key="k", by=cast.alpha_chair, label="Probe", word="secret")
        assert calls == []
    assert calls == [{"job_id": str(job.pk), "partnership_id": cast.alpha.pk}]


def test_nothing_is_sent_for_a_job_that_was_rolled_back(
    cast: Cast, calls: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        with in_national():
            enqueue(PROBE, key="k", by=cast.evaluator, label="Probe")
            raise ZeroDivisionError
    assert calls == []
    with in_national():
        assert Job.objects.count() == 0


def test_a_broker_that_is_down_does_not_fail_the_request(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.guards.probe_tasks import probe

    def unreachable(**_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(probe, "apply_async", unreachable)
    with in_national():
        job = enqueue(PROBE, key="k", by=cast.evaluator, label="Probe")
    queue.wake(job.pk, PROBE, None)
    assert f"broker unreachable, job {job.pk} waits for the sweeper" in caplog.text


def test_a_command_or_schedule_may_ask(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        enqueue(PROBE, key="k", by=System("reminders"), label="Probe")
        stored = Job.objects.get()
    assert (stored.created_by, stored.system, stored.asked_by) == (
        None,
        "reminders",
        System("reminders"),
    )


@pytest.mark.parametrize(("asks", "system"), [(True, "reminders"), (False, "")])
def test_one_asks_never_two_and_never_nobody(cast: Cast, asks: bool, system: str) -> None:
    with in_national(), pytest.raises(IntegrityError, match="job_asked_for_by_one"):
        with transaction.atomic():
            Job.objects.create(
                kind=PROBE,
                key="k",
                label="Probe",
                created_by=cast.evaluator if asks else None,
                system=system,
            )
