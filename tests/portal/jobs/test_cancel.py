"""Cancelling a job: a queued one never starts, a running one stops at its next report."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.errors import Denied, Refused
from portal.jobs.domain import Cancelled, cancel_job, claim_job
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.task import Progress, run_job
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.guards import probe_tasks
from tests.support.pages import Pages

PROBE = "tests.guards.probe_tasks.probe"
WORK = probe_tasks.probe.portal_work
SignIn = Callable[[User], Client]


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


def cancel(cast: Cast, job: Job, by: User, **options: bool) -> None:
    with in_partnership(cast.alpha.pk):
        cancel_job(job=job, by=by, **options)


def test_a_queued_job_that_is_cancelled_never_starts(cast: Cast) -> None:
    job = asked(cast)
    cancel(cast, job, cast.alpha_coordinator)
    run_job(WORK, job.pk, cast.alpha.pk)
    seen = now(cast, job)
    assert (seen.state, seen.attempts, seen.is_active) == ("cancelled", 0, False)
    assert (seen.message, probe_tasks.RAN) == ("Cancelled by Alpha Coordinator", [])
    assert seen.finished_at is not None
    with in_partnership(cast.alpha.pk):
        event = AuditEvent.objects.get(name="job.cancelled")
    assert (event.actor_words, event.facts) == ("Alpha Coordinator", {"kind": PROBE, "key": "k"})
    assert asked(cast) != job  # it can be asked for again at once


def test_a_running_job_stops_at_its_next_report(cast: Cast) -> None:
    job = asked(cast)
    done: list[str] = []

    def work(progress: Progress, **payload: object) -> None:
        progress.report(0, 2, "Reading")
        cancel(cast, job, cast.alpha_coordinator)
        progress.report(1, 2, "never seen, because the last was just before")
        progress.report(2, 2, "Writing")
        done.append("wrote")

    run_job(work, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, now(cast, job).result, done) == ("cancelled", {}, [])


def test_what_is_cancelled_too_late_is_done(cast: Cast) -> None:
    job = asked(cast)

    def work(progress: Progress, **payload: object) -> dict[str, Any]:
        cancel(cast, job, cast.alpha_coordinator)
        return {"word": "made"}

    run_job(work, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, now(cast, job).result) == ("done", {"word": "made"})


@pytest.mark.parametrize("end", ["refuses", "crashes"])
def test_a_cancelled_job_stays_cancelled_however_its_work_ends(cast: Cast, end: str) -> None:
    job = asked(cast)

    def work(progress: Progress, **payload: object) -> None:
        cancel(cast, job, cast.alpha_coordinator)
        raise Refused("No.") if end == "refuses" else ZeroDivisionError

    if end == "crashes":
        with pytest.raises(ZeroDivisionError):
            run_job(work, job.pk, cast.alpha.pk)
    else:
        run_job(work, job.pk, cast.alpha.pk)
    assert (now(cast, job).state, now(cast, job).error) == ("cancelled", "")


def test_a_worker_is_told_apart_from_one_that_was_replaced(cast: Cast) -> None:
    job = asked(cast)
    with in_partnership(cast.alpha.pk):
        held = claim_job(job.pk)
        assert held is not None
        cancel_job(job=job, by=cast.alpha_coordinator)
    with pytest.raises(Cancelled, match=f"job {job.pk} was cancelled"):
        Progress(held).report(0, 1, "Reading")


def test_only_who_asked_or_may_ask_cancels(cast: Cast) -> None:
    job = asked(cast)
    with pytest.raises(Denied, match="Only the person who asked for this work can cancel it"):
        cancel(cast, job, cast.alpha_member)
    assert now(cast, job).state == "queued"
    cancel(cast, job, cast.alpha_member, for_others=True)
    assert now(cast, job).state == "cancelled"


def test_a_job_that_has_ended_is_not_cancelled(cast: Cast) -> None:
    job = asked(cast, word="hello")
    run_job(WORK, job.pk, cast.alpha.pk)
    with pytest.raises(Refused, match="This work has ended, so there is nothing to cancel"):
        cancel(cast, job, cast.alpha_coordinator)
    assert now(cast, job).state == "done"


def test_work_that_writes_as_it_goes_is_not_cancelled(cast: Cast, signed_in: SignIn) -> None:
    with in_national():
        job = enqueue(
            "surveys.returns.tasks.open_wave", key="k", by=cast.evaluator, label="x", wave_id=1
        )
        with pytest.raises(Refused, match="cannot be left half done. Wait until it has ended"):
            cancel_job(job=job, by=cast.evaluator)
    page = Pages(signed_in(cast.evaluator)).get(f"/national/jobs/{job.pk}/")
    assert "Cancel this work" not in page.text


def test_the_page_offers_it_to_who_asked_and_says_how_it_ended(
    cast: Cast, signed_in: SignIn
) -> None:
    with in_national():
        job = enqueue(PROBE, key="k", by=cast.evaluator, label="Build the edition")
    pages = Pages(signed_in(cast.evaluator))
    assert "Cancel this work" in pages.get(f"/national/jobs/{job.pk}/").text
    page = pages.post(f"/national/jobs/{job.pk}/cancel/")
    assert (page.status, page.heading) == (200, "Build the edition")
    assert "Build the edition: cancelled." in page.text
    assert (
        "Cancelled by Evaluator. The work stops where it is, and nothing was changed." in page.text
    )
    assert ("<progress" in page.html, 'http-equiv="refresh"' in page.html) == (False, False)
    assert "Cancel this work" not in page.text
    again = pages.post(f"/national/jobs/{job.pk}/cancel/")
    assert (again.status, "nothing to cancel" in again.text) == (409, True)


def test_somebody_else_of_the_room_neither_sees_the_button_nor_gets_through(
    cast: Cast, signed_in: SignIn
) -> None:
    job = asked(cast)
    pages = Pages(signed_in(cast.alpha_member))
    assert "Cancel this work" not in pages.get(f"/p/alpha/jobs/{job.pk}/").text
    refused = pages.post(f"/p/alpha/jobs/{job.pk}/cancel/")
    assert (refused.status, now(cast, job).state) == (403, "queued")
