"""Reminders: who is asked and why, by hand in the background, by the clock. On committed rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.membership.models import RoleAssignment
from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from portal.working_days import add_working_days
from surveys.returns import tasks
from surveys.returns.asked import Audience, preview_of
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.national import accept_submitted
from surveys.returns.domain.reminding import remind, remind_here
from surveys.returns.domain.waves import change_wave, close_wave
from surveys.returns.models import Reminder, Return, Wave
from surveys.returns.queries.collecting import emails_by_clock, emails_by_hand
from tests.surveys.returns.desk import CLOSES_ON, OPENS_ON, Desk

slow = pytest.mark.slow
TODAY = timezone.localdate()
ALL = Audience()
WORDS = "Please send it."


def preview(desk: Desk, audience: Audience = ALL) -> list[tuple[str, list[str], str]]:
    with in_national():
        asked = preview_of(desk.wave, audience, TODAY).asked
    return [(a.partnership.slug, [p.name for p in a.people], a.reason) for a in asked]


def nobody(desk: Desk) -> list[str]:
    with in_national():
        return [a.partnership.slug for a in preview_of(desk.wave, ALL, TODAY).nobody]


def ask(desk: Desk, audience: Audience = ALL, words: str = WORDS) -> Job:
    with in_national():
        wave = Wave.objects.get(pk=desk.wave.pk)
        return remind(wave=wave, audience=audience, words=words, by=desk.cast.evaluator)


def send(job: Job) -> dict[str, Any]:
    run_job(tasks.send_reminder.portal_work, job.pk, None)
    with in_national():
        done = Job.objects.get(pk=job.pk)
    assert (done.state, done.error) == ("done", "")
    return done.result


def told(desk: Desk) -> list[tuple[str, str]]:
    """(address, body) of every reminder."""
    found = []
    for partnership in (desk.cast.alpha, desk.cast.beta):
        with in_partnership(partnership.pk):
            rows = Delivery.objects.filter(kind="return_reminder").order_by("created_at", "email")
            found += rows.values_list("email", "body")
    return found


def states(desk: Desk, state: str) -> None:
    """Alpha's return in that state, as far as reminding looks at it."""
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(state=state)


COORDINATOR, CHAIR = ["Alpha Coordinator"], ["Alpha Chair"]


@slow
@pytest.mark.parametrize(
    ("state", "people", "reason"),
    [
        ("not_started", COORDINATOR, "The return has not been started."),
        ("in_progress", COORDINATOR, "The return is not finished."),
        ("reopened", COORDINATOR, "The return was reopened and is not finished."),
        ("ready", CHAIR, "The return waits for the chair’s sign-off."),
    ],
)
def test_whoever_has_to_act_is_asked_and_why(
    committed: Desk, state: str, people: list[str], reason: str
) -> None:
    states(committed, state)
    assert preview(committed)[0] == ("alpha", people, reason)
    assert preview(committed, Audience(states=(state,)))[0] == ("alpha", people, reason)
    others = {"not_started", "in_progress", "reopened", "ready"} - {state}
    found = preview(committed, Audience(states=tuple(others)))
    assert "alpha" not in [slug for slug, _, _ in found]


@slow
def test_nobody_who_owes_nothing_is_asked(committed: Desk) -> None:
    desk = committed
    desk.signed(desk.cast.alpha)
    assert [slug for slug, _, _ in preview(desk)] == ["beta"]
    seen = desk.read(desk.cast.alpha)["seen"]
    with in_national():
        accept_submitted(partnership=desk.cast.alpha, year=2004, seen=seen, by=desk.cast.evaluator)
    assert [slug for slug, _, _ in preview(desk)] == ["beta"]
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    assert preview(desk) == []


@slow
def test_after_the_closing_only_those_with_more_time_are_asked(committed: Desk) -> None:
    desk = committed
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    with in_partnership(desk.cast.beta.pk):
        Return.objects.update(extended_to=TODAY)
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(extended_to=TODAY - timedelta(days=1))
    assert preview(desk) == [("beta", ["Beta Coordinator"], "The return has not been started.")]


@slow
@pytest.mark.parametrize(
    ("audience", "places"),
    [
        (Audience(regions=("west_midlands",)), ["alpha"]),
        (Audience(regions=("west_midlands", "south_west")), ["alpha", "beta"]),
        (Audience(types=("unitary",)), ["beta"]),
        (Audience(nrf=True), ["alpha"]),
        (Audience(nrf=False), ["beta"]),
        (Audience(nrf=False, regions=("west_midlands",)), []),
    ],
)
def test_audiences(committed: Desk, audience: Audience, places: list[str]) -> None:
    assert [slug for slug, _, _ in preview(committed, audience)] == places


def test_an_audience_in_words_and_as_a_row() -> None:
    audience = Audience(("ready", "reopened"), ("london",), ("unitary",), nrf=False)
    assert audience.words == (
        "Ready for sign-off, Reopened; London; Unitary authority; areas outside the NRF only"
    )
    assert Audience().words == "Everybody whose return is not signed off"
    assert Audience.of(audience.as_json()) == audience
    assert Audience.of({}) == Audience()


@slow
def test_partnerships_without_an_account_are_named_apart(committed: Desk) -> None:
    desk = committed
    with in_partnership(desk.cast.alpha.pk):
        RoleAssignment.objects.filter(role="coordinator").update(ended_at=timezone.now())
    assert [slug for slug, _, _ in preview(desk)] == ["beta"]
    assert nobody(desk) == ["alpha"]
    desk.cast.beta_coordinator.is_active = False
    desk.cast.beta_coordinator.save()
    assert nobody(desk) == ["alpha", "beta"]
    with pytest.raises(Refused) as refusal:
        ask(desk)
    assert refusal.value.message == (
        "Nobody would get this reminder: either their returns are signed off, or nobody there has"
        " an account. Choose other partnerships."
    )


@slow
def test_the_preview_takes_four_queries_for_one_and_for_two(
    committed: Desk,
) -> None:
    counts = []
    for audience in (Audience(nrf=True), ALL):
        with in_national():
            with (
                CaptureQueriesContext(connections["default"]) as own,
                CaptureQueriesContext(connections["evaluator"]) as national,
            ):
                preview_of(committed.wave, audience, TODAY)
        counts.append((len(own), len(national)))
    assert counts == [(2, 2), (2, 2)]


HOW_FAR = "Your partnership’s return {}. It is due on 17 December 2004."


@slow
def test_a_reminder_reaches_those_who_owe_and_counts_them(committed: Desk) -> None:
    desk = committed
    desk.ready(desk.cast.alpha)
    job = ask(desk, words=f" {WORDS}\n")
    assert job.label == "Send a reminder of the 2004 survey"
    with in_national():
        reminder = Reminder.objects.get()
        assert (reminder.words, reminder.sent_at, reminder.audience) == (
            WORDS, None, {"states": [], "regions": [], "types": [], "nrf": None},
        )  # fmt: skip
    assert send(job) == {
        "url": f"/national/waves/2004/reminders/{reminder.pk}/",
        "words": "See what became of it",
        "partnerships": 2,
        "people": 2,
    }
    waits, fresh = "waits for the chair’s sign-off", "has not been started"
    assert told(desk) == [
        ("alpha_chair@portal.example", f"{WORDS}\n\n{HOW_FAR.format(waits)}"),
        ("beta_coordinator@portal.example", f"{WORDS}\n\n{HOW_FAR.format(fresh)}"),
    ]
    with in_national():
        reminder.refresh_from_db()
        assert (reminder.partnerships, reminder.people, bool(reminder.sent_at)) == (2, 2, True)
        events = AuditEvent.objects.filter(name__startswith="reminder.").order_by("id")
        assert [(e.name, e.actor_words) for e in events] == [
            ("reminder.asked", "Evaluator"), ("reminder.sent", "Evaluator"),
        ]  # fmt: skip
        assert emails_by_hand([reminder]) == {reminder.pk: {"queued": 2}}
        assert emails_by_clock(desk.wave) == {}


@slow
def test_judged_again_at_sending(committed: Desk) -> None:
    """Alpha signs off between the asking and the sending; beta declares its return ready."""
    desk = committed
    job = ask(desk, Audience(states=("not_started", "in_progress")))
    desk.signed(desk.cast.alpha)
    desk.ready(desk.cast.beta)
    assert send(job)["people"] == 0
    assert told(desk) == []


@slow
def test_sent_twice_nobody_is_told_twice(committed: Desk) -> None:
    job = ask(committed)
    first = send(job)
    before = told(committed)
    with in_national():
        Job.objects.filter(pk=job.pk).update(state="queued")
    assert send(job) == first
    assert told(committed) == before
    assert len(before) == 2


@slow
def test_the_same_reminder_once_a_day(committed: Desk) -> None:
    ask(committed)
    with pytest.raises(Refused) as refusal:
        ask(committed)
    assert refusal.value.message == (
        "This reminder was sent today already. Change its words or whom it goes to if you need"
        " another one."
    )
    ask(committed, words="Other words.")
    ask(committed, Audience(nrf=True))
    with in_national():
        assert Reminder.objects.count() == 3


@slow
@pytest.mark.parametrize("words", ["", " \n", "x" * 2001])
def test_words_are_needed(committed: Desk, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(committed, words=words)
    assert refusal.value.message == "Write what the reminder says, in at most 2000 characters."


def test_nobody_owes_anything_in_a_draft(desk: Desk) -> None:
    Wave.objects.update(state=Wave.State.DRAFT)
    with pytest.raises(Refused) as refusal:
        ask(desk)
    assert refusal.value.message == "The 2004 survey is not open yet, so nobody owes a return."


# By the clock, in one partnership's scope. 17 December 2004 is a Friday.
def by_clock(desk: Desk, today: date) -> int:
    with in_partnership(desk.cast.alpha.pk):
        return remind_here(by=desk.cast.by, today=today)


@pytest.mark.parametrize(
    ("today", "count"),
    [
        (date(2004, 12, 2), 0),
        (date(2004, 12, 3), 1),  # ten working days
        (date(2004, 12, 10), 1),  # five
        (date(2004, 12, 11), 0),  # a Saturday
        (date(2004, 12, 12), 0),
        (date(2004, 12, 13), 0),
        (date(2004, 12, 16), 1),  # one
        (date(2004, 12, 17), 0),
        (date(2004, 12, 20), 0),  # late: by hand only
    ],
)
def test_on_reminder_days_only(desk: Desk, today: date, count: int) -> None:
    assert by_clock(desk, today) == count
    assert by_clock(desk, today) == 0  # the same day again
    assert len(told(desk)) == count


def test_an_extension_has_reminders_of_its_own(desk: Desk) -> None:
    """Due on Wednesday 5 January 2005: ten working days before it is 17 December."""
    assert by_clock(desk, date(2004, 12, 3)) == 1
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(extended_to=date(2005, 1, 5))
    days = [date(2004, 12, day) for day in (10, 16, 17, 20, 24, 27, 28)]
    assert [by_clock(desk, day) for day in days] == [0, 0, 1, 0, 1, 0, 0]
    assert by_clock(desk, date(2005, 1, 4)) == 1
    assert [body for _, body in told(desk)][1:] == [
        "Your partnership’s return has not been started. It is due on 5 January 2005."
    ] * 3


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("in_progress", ["alpha_coordinator@portal.example"]),
        ("ready", ["alpha_chair@portal.example"]),
    ],
)
def test_the_clock_asks_whose_turn_it_is(desk: Desk, state: str, who: list[str]) -> None:
    states(desk, state)
    by_clock(desk, date(2004, 12, 10))
    assert [email for email, _ in told(desk)] == who


def test_the_clock_leaves_those_alone_who_owe_nothing(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    assert by_clock(desk, date(2004, 12, 10)) == 0


def test_no_reminder_days_no_reminders_and_none_after_the_closing(desk: Desk) -> None:
    with in_national():
        change_wave(
            wave=desk.wave, opens_on=OPENS_ON, closes_on=CLOSES_ON, reminder_days=[],
            by=desk.cast.by,
        )  # fmt: skip
    assert by_clock(desk, date(2004, 12, 10)) == 0
    with in_national():
        change_wave(
            wave=desk.wave, opens_on=OPENS_ON, closes_on=CLOSES_ON, reminder_days=[5, 0],
            by=desk.cast.by,
        )  # fmt: skip
        close_wave(wave=Wave.objects.get(pk=desk.wave.pk), by=desk.cast.by)
    assert by_clock(desk, date(2004, 12, 10)) == 0


def test_a_reminder_on_the_last_day_itself(desk: Desk) -> None:
    Wave.objects.update(reminder_days=[0])
    assert by_clock(desk, date(2004, 12, 17)) == 1


@slow
def test_the_clock_goes_round_the_partnerships(
    committed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = committed
    Wave.objects.update(closes_on=date(2004, 12, 17))
    monkeypatch.setattr(timezone, "localdate", lambda: date(2004, 12, 10))
    tasks.remind_of_returns()
    assert [email for email, _ in told(desk)] == [
        "alpha_coordinator@portal.example", "beta_coordinator@portal.example",
    ]  # fmt: skip
    with in_national():
        assert emails_by_clock(desk.wave) == {"queued": 2}


@slow
def test_more_time_moves_the_day_a_reminder_names(committed: Desk) -> None:
    until = add_working_days(TODAY, 7)
    with in_national():
        extend_return(
            partnership=committed.cast.alpha, year=2004, until=until, reason="Ill.",
            by=committed.cast.evaluator,
        )  # fmt: skip
    with in_national():
        asked = preview_of(committed.wave, ALL, TODAY).asked
    assert [each.due_on for each in asked] == [until, CLOSES_ON]
