"""Running a job: claimed once, in its own scope, and every end is told in plain words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.jobs.domain import GAVE_UP, LEASE, MOST_ATTEMPTS, LostLease, claim_job, finish_job
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.task import Progress, run_job
from portal.tenancy.context import current_scope, in_national, in_partnership
from tests.conftest import Cast
from tests.guards import probe_tasks

PROBE = "tests.guards.probe_tasks.probe"
WORK = probe_tasks.probe.portal_work


@pytest.fixture(autouse=True)
def fresh() -> None:
    probe_tasks.RAN.clear()


def asked(cast: Cast, **payload: object) -> Job:
    """A queued job of alpha."""
    with in_partnership(cast.alpha.pk):
        return enqueue(PROBE, key="k", by=cast.alpha_coordinator, label="Probe", **payload)


def now(cast: Cast, job: Job) -> Job:
    with in_partnership(cast.alpha.pk):
        return Job.objects.get(pk=job.pk)


def events(cast: Cast) -> list[str]:
    with in_partnership(cast.alpha.pk):
        return list(
            AuditEvent.objects.filter(name="probe.ran").values_list("actor_words", flat=True)
        )


def test_work_runs_in_the_jobs_scope_for_the_person_who_asked(cast: Cast) -> None:
    job = asked(cast, word="hello")
    run_job(WORK, job.pk, cast.alpha.pk)
    done = now(cast, job)
    assert (done.state, done.result, done.attempts, done.percent) == (
        "done",
        {"word": "hello", "attempt": 1},
        1,
        100,
    )
    assert done.finished_at is not None
    assert events(cast) == [str(cast.alpha_coordinator)]
    assert current_scope() is None


@pytest.mark.parametrize("claimed_for", ["beta", "nation", "nobody"])
def test_a_swapped_pair_of_ids_does_nothing(cast: Cast, claimed_for: str) -> None:
    job = asked(cast)
    wrong = {"beta": cast.beta.pk, "nation": None, "nobody": 987_654}[claimed_for]
    run_job(WORK, job.pk, wrong)
    assert (now(cast, job).state, now(cast, job).attempts) == ("queued", 0)
    assert probe_tasks.RAN == []


def test_an_unknown_job_does_nothing(cast: Cast) -> None:
    run_job(WORK, uuid4(), cast.alpha.pk)
    assert probe_tasks.RAN == []


def test_running_a_job_twice_does_it_once(cast: Cast) -> None:
    job = asked(cast)
    run_job(WORK, job.pk, cast.alpha.pk)
    run_job(WORK, job.pk, cast.alpha.pk)
    assert (probe_tasks.RAN, len(events(cast))) == ([str(job.pk)], 1)


def test_a_job_that_another_worker_holds_is_left_alone(cast: Cast) -> None:
    job = asked(cast)
    with in_partnership(cast.alpha.pk):
        assert claim_job(job.pk) is not None
    run_job(WORK, job.pk, cast.alpha.pk)
    assert (probe_tasks.RAN, now(cast, job).attempts) == ([], 1)


def test_a_job_whose_worker_died_is_taken_over_after_its_lease(cast: Cast) -> None:
    job = asked(cast)
    with in_partnership(cast.alpha.pk):
        lost = claim_job(job.pk)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    run_job(WORK, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, now(cast, job).attempts) == ("done", 2)
    with in_partnership(cast.alpha.pk), pytest.raises(LostLease):
        finish_job(job=lost, result={"word": "too late"})
    assert now(cast, job).result == {"word": "", "attempt": 2}


def test_a_refusal_fails_the_job_with_its_own_words_at_once(cast: Cast) -> None:
    job = asked(cast, fails="refuse")
    run_job(WORK, job.pk, cast.alpha.pk)
    failed = now(cast, job)
    assert (failed.state, failed.error, failed.attempts) == (
        "failed",
        "There is nothing to build yet. Sign a return off first.",
        1,
    )
    assert events(cast) == []


def test_a_crash_gives_the_job_back_and_keeps_nothing_open(cast: Cast) -> None:
    job = asked(cast, fails="crash")
    with pytest.raises(ZeroDivisionError):
        run_job(WORK, job.pk, cast.alpha.pk)
    returned = now(cast, job)
    assert (returned.state, returned.token, returned.lease_until) == ("queued", None, None)
    assert current_scope() is None


def test_after_five_crashes_the_job_fails_in_plain_words(cast: Cast) -> None:
    job = asked(cast, fails="crash")
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            run_job(WORK, job.pk, cast.alpha.pk)
    run_job(WORK, job.pk, cast.alpha.pk)
    failed = now(cast, job)
    assert (failed.state, failed.error, failed.attempts) == ("failed", GAVE_UP, MOST_ATTEMPTS)
    assert len(probe_tasks.RAN) == MOST_ATTEMPTS
    assert "ZeroDivisionError" not in failed.error


def test_progress_is_shown_and_renews_the_lease(cast: Cast) -> None:
    job = asked(cast)
    with in_partnership(cast.alpha.pk):
        progress = Progress(claim_job(job.pk))
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    progress.report(0, 4, "Reading returns")
    progress.report(1, 4, "too soon after the last to be worth a write")
    progress.report(4, 4, "Done reading")
    seen = now(cast, job)
    assert (seen.done, seen.total, seen.message, seen.percent) == (4, 4, "Done reading", 99)
    assert seen.lease_until > timezone.now() + LEASE - timedelta(minutes=1)


def test_progress_of_a_job_that_was_taken_over_stops_the_work(cast: Cast) -> None:
    job = asked(cast)
    with in_partnership(cast.alpha.pk):
        progress = Progress(claim_job(job.pk))
        Job.objects.filter(pk=job.pk).update(token=uuid4())
    with pytest.raises(LostLease):
        progress.report(1, 4, "Reading returns")


def test_a_worker_that_comes_back_too_late_writes_nothing(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    job = asked(cast)

    def slow(progress: Progress, **payload: object) -> dict[str, object]:
        with in_partnership(cast.alpha.pk):
            Job.objects.filter(pk=job.pk).update(token=uuid4())
        return {"word": "too late"}

    run_job(slow, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, now(cast, job).result) == ("running", {})
    assert f"job {job.pk} was taken over by another worker" in caplog.text


def test_per_cent_is_nothing_while_the_total_is_unknown() -> None:
    assert [Job(done=d, total=t).percent for d, t in ((0, 0), (5, 0), (1, 3), (3, 3))] == [
        0,
        0,
        33,
        99,
    ]
    assert Job(state="done").percent == 100
    assert [s for s in Job.State.values if Job(state=s).is_active] == ["queued", "running"]


def test_the_nation_runs_its_own_jobs(cast: Cast) -> None:
    with in_national():
        job = enqueue(PROBE, key="k", by=cast.evaluator, label="Probe", word="n")
    run_job(WORK, job.pk, None)
    with in_national():
        assert Job.objects.get(pk=job.pk).state == "done"
        assert AuditEvent.objects.filter(name="probe.ran").count() == 1


def test_work_that_the_clock_asked_for_is_done_in_its_name(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        job = enqueue(PROBE, key="k", by=System("reminders"), label="Probe")
    run_job(WORK, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, events(cast)) == ("done", ["system: reminders"])


def test_a_task_of_the_clock_has_its_own_name_and_no_job() -> None:
    from portal.jobs.tasks import wake_due_jobs

    assert wake_due_jobs.name == "portal.jobs.tasks.wake_due_jobs"
    assert not hasattr(wake_due_jobs, "portal_work")
    assert wake_due_jobs.ignore_result
