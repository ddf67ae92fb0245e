"""Opening a drafted wave in the background."""

from contextlib import AbstractContextManager

import pytest

from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from surveys.results.queries import waves_with_editions
from surveys.returns import tasks
from surveys.returns.domain.opening import open_drafted_wave, request_opening
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Return, Wave
from surveys.returns.queries import newest_return, return_of_year, returns_here
from tests.surveys.returns.desk import Desk


class Heard:
    """A progress that remembers what it was told, and may stop the work at a line of it."""

    def __init__(self, stop_at: str = "") -> None:
        self.said: list[tuple[int, int, str]] = []
        self.stop_at = stop_at

    def report(self, done: int, total: int, message: str) -> None:
        self.said.append((done, total, message))
        if message == self.stop_at:
            raise RuntimeError("the worker died")

    def scope(self) -> AbstractContextManager[None]:
        return in_national()


@pytest.fixture
def draft(desk: Desk) -> Wave:
    """The desk's wave as it was before it was opened."""
    for partnership in (desk.cast.alpha, desk.cast.beta):
        with in_partnership(partnership.pk):
            Return.objects.all().delete()
    Wave.objects.filter(pk=desk.wave.pk).update(state=Wave.State.DRAFT)
    desk.wave.refresh_from_db()
    return desk.wave


def opened(draft: Wave, desk: Desk, progress: Heard) -> dict[str, object]:
    return open_drafted_wave(wave_id=draft.pk, by=desk.cast.evaluator, progress=progress)


def emails(desk: Desk) -> list[tuple[str, str, str]]:
    found = []
    for partnership in (desk.cast.alpha, desk.cast.beta):
        with in_partnership(partnership.pk):
            rows = Delivery.objects.filter(kind="wave_opened").order_by("email")
            found += rows.values_list("email", "subject", "path")
    return found


def test_nobody_sees_a_return_before_the_wave_is_open(desk: Desk) -> None:
    """As while the job is at work: some returns are there, the wave is still a draft."""
    alpha = desk.cast.alpha
    with in_partnership(alpha.pk):
        assert [each.wave.year for each in returns_here()] == [2004]
        assert newest_return() == return_of_year(2004) == desk.row()
    with in_national():
        assert [each.year for each in waves_with_editions()] == [2004]
    Wave.objects.filter(pk=desk.wave.pk).update(state=Wave.State.DRAFT)
    with in_partnership(alpha.pk):
        assert (returns_here(), newest_return(), return_of_year(2004)) == ([], None, None)
    with in_national():
        assert waves_with_editions() == []


TOLD = [
    (f"{who}@portal.example", "The 2004 annual survey is open until 17 December 2004", path)
    for who, path in (
        ("alpha_chair", "/p/alpha/return/2004/"),
        ("alpha_coordinator", "/p/alpha/return/2004/"),
        ("beta_chair", "/p/beta/return/2004/"),
        ("beta_coordinator", "/p/beta/return/2004/"),
    )
]


def test_everybody_gets_a_return_and_those_who_act_are_told(desk: Desk, draft: Wave) -> None:
    progress = Heard()
    assert opened(draft, desk, progress) == {
        "url": "/national/waves/2004/",
        "words": "See the 2004 survey",
        "partnerships": 2,
        "people": 4,
    }
    assert progress.said == [
        (0, 4, "Making the return of Alpha Partnership"),
        (1, 4, "Making the return of Beta Partnership"),
        (2, 4, "Emailing Alpha Partnership"),
        (3, 4, "Emailing Beta Partnership"),
    ]
    draft.refresh_from_db()
    assert draft.state == Wave.State.OPEN
    assert {desk.state(p) for p in (desk.cast.alpha, desk.cast.beta)} == {"not_started"}
    assert emails(desk) == TOLD
    with in_partnership(desk.cast.alpha.pk):
        assert Delivery.objects.filter(kind="wave_opened").first().body == (
            "Your partnership can answer the survey now.\n"
            "The co-ordinator shares out its sections and declares the return ready; the chair or"
            " the vice-chair signs it off.\n\nThe last day is 17 December 2004."
        )


@pytest.mark.parametrize(
    ("stop_at", "state", "told"),
    [
        ("Making the return of Beta Partnership", "draft", []),
        ("Emailing Beta Partnership", "open", TOLD[:2]),
    ],
)
def test_an_opening_that_stopped_goes_on_where_it_was(
    desk: Desk, draft: Wave, stop_at: str, state: str, told: list[object]
) -> None:
    with pytest.raises(RuntimeError):
        opened(draft, desk, Heard(stop_at))
    draft.refresh_from_db()
    assert (draft.state, emails(desk)) == (state, told)
    assert opened(draft, desk, Heard())["people"] == 4
    draft.refresh_from_db()
    assert (draft.state, emails(desk)) == ("open", TOLD)
    with in_partnership(desk.cast.alpha.pk):
        assert Return.objects.count() == 1


def test_the_job(desk: Desk, draft: Wave) -> None:
    with in_national():
        job = request_opening(wave=draft, by=desk.cast.evaluator)
        assert request_opening(wave=draft, by=desk.cast.evaluator) == job
        assert (job.label, job.payload) == ("Open the 2004 survey", {"wave_id": draft.pk})
    run_job(tasks.open_wave.portal_work, job.pk, None)
    with in_national():
        done = Job.objects.get(pk=job.pk)
        assert (done.state, done.result["people"]) == ("done", 4)
        draft.refresh_from_db()
        with pytest.raises(Refused) as refusal:
            request_opening(wave=draft, by=desk.cast.evaluator)
    assert refusal.value.message == "The 2004 survey has been opened already."


def test_a_closed_wave_is_not_opened_again(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    with pytest.raises(Refused) as refusal:
        opened(desk.wave, desk, Heard())
    assert refusal.value.message == (
        "The 2004 survey is closed. A closed wave is not opened again."
    )
    assert emails(desk) == []


def test_no_such_wave(desk: Desk) -> None:
    with pytest.raises(Missing):
        open_drafted_wave(wave_id=0, by=desk.cast.by, progress=Heard())
