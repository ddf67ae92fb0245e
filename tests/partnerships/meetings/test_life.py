"""Minutes go forward and never back: draft, circulated, confirmed at a later meeting, published."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from partnerships.meetings.domain.life import (
    answer_amendment,
    circulate_minutes,
    publish_minutes,
    withdraw_amendment,
)
from partnerships.meetings.domain.life.confirming import agreed_texts, amendments_digest
from partnerships.meetings.freezing import document_hash
from partnerships.meetings.models import (
    Attendance,
    Correction,
    Meeting,
    Minutes,
    MinutesVersion,
    Passage,
    PassageRevision,
)
from partnerships.membership.models import Body
from portal.audit.models import AuditEvent
from portal.errors import Conflict, Denied, Missing, Refused
from portal.jobs.models import Job
from portal.mail.models import Delivery
from portal.working_days import add_working_days
from tests.partnerships.meetings.minuted import OPEN, SECRET, Minuted

BETTER = OPEN.replace("a tenth", "an eighth")
OTHER = OPEN.replace("Council: lights", "Council: lamps")


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises((Refused, Denied, Conflict, Missing)) as found, transaction.atomic():
        act(*args, **kwargs)
    return found.value.message


def mails(kind: str) -> list[str]:
    found = Delivery.objects.filter(kind=kind).order_by("email")
    return [email.split("@")[0] for email in found.values_list("email", flat=True)]


def events() -> list[str]:
    found = AuditEvent.objects.order_by("id").values_list("name", flat=True)
    return [n for n in found if n.startswith(("minutes.", "amendment."))]


# Circulating


def test_circulating_freezes_tells_and_prints(minuted: Minuted) -> None:
    until = add_working_days(date.today(), 10)
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
    first = add_working_days(date.today(), 3)
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


# Confirming


def test_a_later_meeting_confirms_with_corrections(minuted: Minuted) -> None:
    minuted.circulate()
    amendment = minuted.amend(BETTER)
    minuted.accept(amendment)
    later = minuted.later()
    seen = amendments_digest(minuted.minutes)
    version = minuted.confirm({minuted.open.pk: BETTER}, at_meeting=later, seen=seen)
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert (row.state, row.confirmed_by, row.confirmed_at_meeting) == (
        "confirmed", minuted.chair, later,
    )  # fmt: skip
    made = Correction.objects.get()
    assert (made.before, made.after, made.amendment, made.made_at_meeting) == (
        OPEN, BETTER, amendment, later,
    )  # fmt: skip
    assert (minuted.open.text, minuted.open.revision) == (BETTER, 1)
    assert PassageRevision.objects.get(passage=minuted.open, revision=1).text == BETTER
    assert (version.number, version.kind) == (2, "confirmed")
    assert version.document["confirmed"] == {
        "at": "the meeting of 4 May 2004", "by": "Alpha Chair",
    }  # fmt: skip
    assert version.document["items"][1]["passages"][0]["corrections"] == [
        {"before": OPEN, "after": BETTER, "at": "the meeting of 4 May 2004"}
    ]
    assert mails("minutes_confirmed") == ["alpha_chair", "alpha_member"]
    assert events()[-1] == "minutes.confirmed"


def test_nobody_confirms_what_they_circulated(minuted: Minuted) -> None:
    minuted.circulate(by=minuted.chair)
    assert refusal(minuted.confirm) == (
        "You circulated these minutes yourself, so somebody else has to confirm them. Ask the"
        " chair or the vice-chair."
    )


def test_only_a_later_held_meeting_of_the_body_confirms(minuted: Minuted) -> None:
    minuted.circulate()
    own = "Minutes are confirmed at a later meeting, never at the one they are of. Wait for the"
    own += " next meeting of the Board."
    assert refusal(minuted.confirm, at_meeting=minuted.table.meeting) == own
    assert refusal(minuted.confirm, at_meeting=minuted.later(days=-30)) == own
    forum = Body.objects.create(name="Area forum", kind="area_forum")
    assert refusal(minuted.confirm, at_meeting=minuted.later(body=forum)) == (
        "Minutes are confirmed by the body that met. Choose a meeting of the Board."
    )
    for state in ("planned", "called", "cancelled"):
        assert refusal(minuted.confirm, at_meeting=minuted.later(state=state)) == (
            "The meeting of 4 May 2004 has not been held. Confirm the minutes once it has been held."
        )
    assert minuted.state == "circulated"


def test_every_amendment_is_answered_first(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.amend(BETTER)
    assert refusal(minuted.confirm) == (
        "1 amendment waits for an answer. The co-ordinator accepts or declines each one first; then"
        " confirm the minutes."
    )
    minuted.amend(OTHER, minuted.chair)
    assert refusal(minuted.confirm).startswith("2 amendments wait for an answer.")


def test_the_chair_confirms_what_was_read(minuted: Minuted) -> None:
    minuted.circulate()
    seen = amendments_digest(minuted.minutes)
    minuted.accept(minuted.amend(BETTER))
    assert refusal(minuted.confirm, seen=seen) == (
        "An amendment was answered or proposed after you opened this page. Look at the corrections"
        " again, then confirm."
    )


def test_corrections_are_of_these_minutes_and_change_something(minuted: Minuted) -> None:
    minuted.circulate()
    assert refusal(minuted.confirm, {0: "x"}) == (
        "A correction is of a passage that these minutes do not have."
    )
    minuted.confirm({minuted.open.pk: f"{OPEN}\r\n"})
    assert Correction.objects.count() == 0


@pytest.mark.parametrize("state", ["draft", "confirmed"])
def test_only_circulated_minutes_are_confirmed(minuted: Minuted, state: str) -> None:
    if state == "confirmed":
        minuted.circulate()
        minuted.confirm()
    assert refusal(minuted.confirm).startswith(f"These minutes are {state}, so they cannot be confirmed")


# Publishing


def test_the_public_copy_is_frozen_without_restricted_words(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.confirm()
    version = minuted.publish()
    assert (minuted.state, version.number, version.kind) == ("published", 3, "public")
    assert SECRET not in str(version.document)
    assert "Bob Field" not in str(version.document)
    assert version.document["confirmed"] == {"at": "the meeting of 4 May 2004"}
    job = Job.objects.get(payload={"version_id": version.pk, "circle": "public"})
    assert job.created_by == minuted.by


def test_only_confirmed_minutes_are_published(minuted: Minuted) -> None:
    words = "Only confirmed minutes can be published. A later meeting has to confirm these first."
    assert refusal(minuted.publish) == words
    minuted.circulate()
    assert refusal(minuted.publish) == words
    minuted.confirm()
    minuted.publish()
    assert refusal(minuted.publish).startswith("These minutes are published, so they cannot be")


def test_a_body_of_the_room_publishes_nothing(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.confirm()
    Body.objects.update(is_public=False)
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert refusal(publish_minutes, minutes=row, by=minuted.by) == (
        "The Board is not on the partnership’s public page, so its minutes stay in the room. Make"
        " the body public first if the minutes are to be read by everybody."
    )


# What the database keeps


def goes(state: str) -> bool:
    try:
        with transaction.atomic():
            Minutes.objects.update(state=state)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


WAY = {"circulated": {"circulated"}, "confirmed": {"confirmed", "published"},
       "published": {"published"}}  # fmt: skip


@pytest.mark.parametrize("state", WAY)
def test_the_database_knows_the_way_of_minutes(minuted: Minuted, state: str) -> None:
    minuted.circulate()
    if state != "circulated":
        minuted.confirm()
    if state == "published":
        minuted.publish()
    assert {s for s in Minutes.State.values if goes(s)} == WAY[state]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Minutes.objects.update(confirmed_by=None),
        lambda: Minutes.objects.update(amend_until=date(2004, 1, 1)),
        lambda: Passage.objects.update(text="Something else"),
        lambda: Passage.objects.all()._raw_delete("default"),
        lambda: Attendance.objects.update(kind="present"),
        lambda: Attendance.objects.all()._raw_delete("default"),
        lambda: Attendance.objects.create(
            meeting=Meeting.objects.get(title="March board"), name="Late", kind="observer"
        ),
    ],
)
def test_the_database_keeps_confirmed_minutes(minuted: Minuted, change) -> None:
    minuted.circulate()
    minuted.confirm()
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_keeps_circulated_minutes_and_every_version(minuted: Minuted) -> None:
    minuted.circulate()
    for act in (
        lambda: Minutes.objects.all()._raw_delete("default"),
        lambda: MinutesVersion.objects.update(sha256="0" * 64),
        lambda: MinutesVersion.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(Exception, match="never deleted|permission denied"), transaction.atomic():
            act()
