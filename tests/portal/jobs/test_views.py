"""The progress page and its state, in a room and in the nation."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from portal.accounts.models import User
from portal.audit.record import System
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.support.pages import Pages

PROBE = "tests.guards.probe_tasks.probe"
SignIn = Callable[[User], Client]


def test_the_page_refreshes_itself_until_the_job_ends(cast: Cast, signed_in: SignIn) -> None:
    with in_partnership(cast.alpha.pk):
        job = enqueue(PROBE, key="k", by=cast.alpha_coordinator, label="Build your summary")
    pages = Pages(signed_in(cast.alpha_coordinator))
    page = pages.get(f"/p/alpha/jobs/{job.pk}/")
    assert (page.status, page.heading) == (200, "Build your summary")
    refreshing = page.html.count('http-equiv="refresh"')
    with in_partnership(cast.alpha.pk):
        Job.objects.filter(pk=job.pk).update(state="failed", error="Sign the return off first.")
    page = pages.get(f"/p/alpha/jobs/{job.pk}/")
    assert (refreshing, page.html.count('http-equiv="refresh"')) == (1, 0)
    assert "Sign the return off first." in page.text


def test_a_finished_job_says_so_once_and_leads_back(cast: Cast, signed_in: SignIn) -> None:
    with in_partnership(cast.alpha.pk):
        job = enqueue(PROBE, key="k", by=cast.alpha_coordinator, label="Build your summary")
        ended = datetime(2026, 11, 20, 9, 5, 7, tzinfo=UTC)
        Job.objects.filter(pk=job.pk).update(state="done", started_at=ended, finished_at=ended)
    page = Pages(signed_in(cast.alpha_coordinator)).get(f"/p/alpha/jobs/{job.pk}/")
    assert page.text.count("Finished") == 1
    assert 'class="govuk-breadcrumbs__link" href="/p/alpha/"' in page.html
    assert ("09:05" in page.text, "09:05:07" in page.text) == (True, False)


def test_the_state_for_the_polling_script(cast: Cast, signed_in: SignIn) -> None:
    with in_national():
        job = enqueue(PROBE, key="k", by=cast.evaluator, label="Build the edition")
        Job.objects.filter(pk=job.pk).update(state="running", done=1, total=4, message="Counting")
    answer = signed_in(cast.evaluator).get(f"/national/jobs/{job.pk}/state/")
    assert answer.json() == {
        "state": "running",
        "words": "In progress",
        "done": 1,
        "total": 4,
        "percent": 25,
        "message": "Counting",
        "error": "",
    }


def test_the_page_says_who_asked(cast: Cast, signed_in: SignIn) -> None:
    with in_partnership(cast.alpha.pk):
        own = enqueue(PROBE, key="a", by=cast.alpha_chair, label="Build your summary")
        clock = enqueue(PROBE, key="b", by=System("mail clock"), label="Send e-mails")
    pages = Pages(signed_in(cast.alpha_coordinator))
    assert " by Alpha Chair" in pages.get(f"/p/alpha/jobs/{own.pk}/").text
    assert " by the portal itself (mail clock)" in pages.get(f"/p/alpha/jobs/{clock.pk}/").text
