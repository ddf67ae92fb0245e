"""Closing a reopening, and what keeps the results from being final while one is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns import openness
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.closing import close_reopening
from surveys.returns.domain.national import close_reopened
from surveys.returns.domain.signing import declare_ready
from surveys.returns.domain.waves import settle_wave
from surveys.returns.models import AnswerRevision, Return, Wave
from surveys.returns.queries.counting import coded_returns
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_reopening import act, close, recall, reopen, told

ROW = [field.attname for field in Return._meta.concrete_fields]


def row(desk: Desk) -> dict[str, object]:
    with in_partnership(desk.cast.alpha.pk):
        found = Return.objects.get(wave=desk.wave)
    held = {name: getattr(found, name) for name in ROW}
    return held | {"codes": bytes(held["codes"]) if held["codes"] else None}


def change(desk: Desk, value: int = 95_000) -> None:
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.alpha_coordinator
        save_answers(annual_return=desk.row(), edits={"B14": Edit(value, 1)}, by=by)


def end(desk: Desk, reason: str = "Nothing came.") -> None:
    act(desk, close_reopening, "evaluator", reason=reason)


@pytest.mark.parametrize("answers", [None, {"A01": "none", "A04": "other"}])
@pytest.mark.parametrize("ready", [False, True])
def test_what_was_signed_stands_again_whole(desk: Desk, answers: dict | None, ready: bool) -> None:
    desk.signed(desk.cast.alpha, answers)
    before = row(desk)
    reopen(desk, sections=["A", "B"])
    if answers is None:
        change(desk)
    if ready:
        act(desk, declare_ready, "alpha_coordinator")
    end(desk)
    after = row(desk)
    numbers = [str(each.pop("numbers")) for each in (before, after)]
    assert after == before
    assert numbers[0] == numbers[1]
    assert desk.values(desk.cast.alpha) == before["document"]["answers"]


def test_what_was_changed_stays_as_revisions(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    reopen(desk)
    change(desk)
    end(desk)
    with in_partnership(desk.cast.alpha.pk):
        kept = AnswerRevision.objects.filter(question="B14").values_list("revision", "value")
        assert list(kept) == [(3, 90_000), (2, 95_000), (1, 90_000)]


def test_its_event_and_its_emails(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    recall(desk)
    with in_national(user_id=desk.cast.evaluator.pk):
        close_reopened(
            partnership=desk.cast.alpha, year=2004, reason=" Nothing came. ", by=desk.cast.evaluator
        )
    with in_partnership(desk.cast.alpha.pk):
        event = AuditEvent.objects.get(name="return.reopening_closed")
    assert (event.reason, event.actor_words, event.facts["version"]) == (
        "Nothing came.", "Evaluator", 1,
    )  # fmt: skip
    assert told(desk, "return_reopened")[-1] == (
        "evaluator", "/national/response/2004/alpha/",
    )  # fmt: skip
    receipt = "/p/alpha/return/2004/receipt/"
    assert [each for each in told(desk, "return_reopened") if each[1] == receipt] == [
        ("alpha_chair", receipt), ("alpha_coordinator", receipt),
    ]  # fmt: skip


def test_not_without_a_reopening_or_a_reason(desk: Desk) -> None:
    for bring in (desk.ready, None):
        if bring:
            bring(desk.cast.alpha)
        with pytest.raises(Refused, match="This return is not reopened, so there is nothing to"):
            end(desk)
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(state="in_progress")
    desk.signed(desk.cast.alpha)
    with pytest.raises(Refused, match="This return is not reopened, so there is nothing to"):
        end(desk)
    reopen(desk)
    with pytest.raises(Refused) as refusal:
        end(desk, reason=" ")
    assert refusal.value.message == (
        "Say why the reopening ends, so that the team knows what happened."
    )


@pytest.mark.slow
@pytest.mark.parametrize("ready", [False, True])
def test_nothing_is_final_while_a_signed_return_is_open(committed: Desk, ready: bool) -> None:
    desk = committed
    desk.signed(desk.cast.alpha)
    desk.ready(desk.cast.beta)  # never signed, so it is not missed
    close(desk)
    reopen(desk)
    if ready:
        act(desk, declare_ready, "alpha_coordinator")
    with in_national(), pytest.raises(Refused) as refusal:
        settle_wave(wave=desk.wave, by=desk.cast.by)
    assert refusal.value.message == (
        "1 return is reopened and not signed off again, so the results are not final yet. Give its"
        " partnership more time, or close the reopening on its page in the response monitor."
    )
    end(desk)
    with in_national():
        settle_wave(wave=desk.wave, by=desk.cast.by)
    assert [place for place, _ in coded_returns(desk.wave).inputs] == [desk.cast.alpha.pk]


def test_once_results_are_final_nobody_is_in_time() -> None:
    today = timezone.localdate()
    wave = Wave(year=2004, state="closed", opens_on=today, closes_on=today)
    late = Return(wave=wave, state="in_progress", extended_to=today + timedelta(days=9))
    assert openness.in_time(late, today)
    assert openness.why_not(late, today) == ""
    wave.settled_at = timezone.now()
    assert not openness.in_time(late, today)
    assert openness.why_not(late, today) == (
        "The results of the 2004 survey are final, so its returns stay as they are. Tell the"
        " national evaluation team what should be done differently in the next survey."
    )
