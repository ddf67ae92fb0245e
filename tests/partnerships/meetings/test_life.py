"""Minutes go out and are amended: circulating, proposing, answering, withdrawing."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    withdraw_amendment,
)
from partnerships.meetings.domain.life.confirming import agreed_texts
from partnerships.meetings.freezing import document_hash
from partnerships.meetings.models import (
    Attendance,
    Meeting,
    Minutes,
    MinutesVersion,
    Passage,
)
from portal.jobs.models import Job
from portal.working_days import add_working_days
from tests.partnerships.meetings.life_found import BETTER, OTHER, events, mails, refusal
from tests.partnerships.meetings.minuted import OPEN, SECRET, Minuted

# Circulating


def test_circulating_freezes_tells_and_prints(minuted: Minuted) -> None:
    until = add_working_days(localdate(), 10)
    version = minuted.circulate(until)
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert (row.state, row.circulated_by, row.amend_until) == ("circulated", minuted.by, until)
    assert (version.number, version.kind, version.frozen_by) == (1, "circulated", minuted.by)
    assert version.sha256 == document_hash(version.document)
    assert version.document["items"][1]["passages"][1]["text"] == SECRET
    assert mails("minutes_circulated") == ["alpha_chair", "alpha_member"]
    jobs = Job.objects.filter(kind__endswith="print_minutes").order_by("key")
    assert [job.payload for job in jobs] == [
        {"version_id": version.pk, "circle": "full"}, {"version_id": version.pk, "circle": "members"},
    ]  # fmt: skip
    assert events()[-1] == "minutes.circulated"


def test_the_window_is_counted_in_working_days(minuted: Minuted) -> None:
    first = add_working_days(localdate(), 3)
    said = refusal(minuted.circulate, first - timedelta(days=1))
    assert said == (
        "People need at least 3 working days to propose amendments. Choose"
        f" {first.day} {first:%B %Y} or a later day."
    )
    assert minuted.state == "draft"
    minuted.circulate(first)


def test_circulating_twice_is_refused(minuted: Minuted) -> None:
    minuted.circulate()
    assert refusal(minuted.circulate) == (
        "These minutes are circulated, so they cannot be circulated now. Look at their page for"
        " what comes next."
    )
    assert MinutesVersion.objects.count() == 1


def test_unfinished_minutes_are_not_circulated(minuted: Minuted) -> None:
    meeting = minuted.table.meeting
    with transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="called")
        assert refusal(minuted.circulate) == (
            "The meeting has not been held yet. Circulate its minutes afterwards."
        )
        transaction.set_rollback(True)
    with transaction.atomic():
        Attendance.objects.all().delete()
        assert refusal(minuted.circulate) == (
            "Nobody is recorded as present. Record who was there, then circulate."
        )
        transaction.set_rollback(True)
    for model in ("decisions", "actions"):
        getattr(meeting, model).all().delete()
    Passage.objects.update(text="")
    assert refusal(minuted.circulate) == (
        "Nothing is written yet. Write the minutes, then circulate them."
    )


def test_the_past_can_be_loaded_at_its_own_time(minuted: Minuted) -> None:
    at = minuted.table.meeting.ends_at
    until = add_working_days(at.date(), 10)
    version = circulate_minutes(minutes=minuted.minutes, amend_until=until, by=minuted.by, at=at)
    assert version.frozen_at == at


# Amending


def test_somebody_who_was_there_proposes(minuted: Minuted) -> None:
    minuted.circulate()
    made = minuted.amend(BETTER.replace("\n", "\r\n"))
    assert (made.text, made.state, made.reason, made.proposed_by) == (
        BETTER, "open", "As I heard it", minuted.member,
    )  # fmt: skip
    assert minuted.open.text == OPEN
    assert mails("amendment_proposed") == ["alpha_coordinator"]
    assert refusal(minuted.amend, OTHER) == (
        "Your amendment to this passage waits for an answer. Withdraw it first, then propose"
        " another one."
    )


def test_who_was_not_there_cannot_propose(minuted: Minuted) -> None:
    minuted.circulate()
    words = (
        "Only people who were at this meeting can propose amendments. Ask somebody who was there,"
        " or raise it at the next meeting."
    )
    assert refusal(minuted.amend, BETTER, minuted.by) == words
    Attendance.objects.filter(member__user=minuted.member).update(kind="apologies")
    assert refusal(minuted.amend, BETTER) == words


def test_amendments_need_circulated_minutes_an_open_window_and_a_change(minuted: Minuted) -> None:
    assert refusal(minuted.amend, BETTER).startswith("These minutes are draft, so")
    minuted.circulate()
    assert refusal(minuted.amend, f"{OPEN}\r\n ") == (
        "This is what the minutes say already. Change the words, then propose them."
    )
    Minutes.objects.update(amend_until=date(2004, 3, 19))
    assert refusal(minuted.amend, BETTER) == (
        "Amendments could be proposed until 19 March 2004. Raise it at the next meeting: it can"
        " correct the minutes when it confirms them."
    )


def test_answers(minuted: Minuted) -> None:
    minuted.circulate()
    first, second = minuted.amend(BETTER), minuted.amend(OTHER, minuted.chair)

    def answer(amendment, accept: bool, words: str) -> None:
        answer_amendment(amendment=amendment, accept=accept, answer=words, by=minuted.by)

    assert refusal(answer, first, False, "  ") == (
        "Say why the amendment is declined, so that its author understands it."
    )
    answer(first, False, " Not what was said. ")
    answer(second, True, "")
    first.refresh_from_db()
    second.refresh_from_db()
    assert [(a.state, a.answer) for a in (first, second)] == [
        ("declined", "Not what was said."), ("accepted", ""),
    ]  # fmt: skip
    assert refusal(answer, first, True, "") == (
        "This amendment is declined already, so it cannot be answered now."
    )
    assert mails("amendment_answered") == ["alpha_chair", "alpha_member"]
    assert agreed_texts(minuted.minutes) == {minuted.open.pk: OTHER}


def test_two_amendments_of_other_words_both_hold(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.accept(minuted.amend(BETTER))
    minuted.accept(minuted.amend(OTHER, minuted.chair))
    both = BETTER.replace("Council: lights", "Council: lamps")
    assert agreed_texts(minuted.minutes) == {minuted.open.pk: both}


def test_two_amendments_of_the_same_words_cannot_both_hold(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.accept(minuted.amend(BETTER))
    clash = minuted.amend(OPEN.replace("a tenth", "a half"), minuted.chair)
    assert refusal(minuted.accept, clash) == (
        "This amendment changes the same words as the one by Alpha Member, which is accepted."
        " Decline this one and say in the answer what the minutes will say."
    )


def test_only_its_author_withdraws_an_amendment(minuted: Minuted) -> None:
    minuted.circulate()
    made = minuted.amend(BETTER)
    assert refusal(withdraw_amendment, amendment=made, by=minuted.chair) == (
        "Only the person who proposed an amendment can withdraw it."
    )
    withdraw_amendment(amendment=made, by=minuted.member)
    assert refusal(withdraw_amendment, amendment=made, by=minuted.member) == (
        "This amendment is withdrawn already, so it cannot be withdrawn now."
    )
    assert minuted.amend(OTHER).state == "open"
