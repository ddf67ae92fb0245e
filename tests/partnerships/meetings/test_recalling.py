"""Circulated minutes are taken back to a draft, put right and circulated again."""

import pytest

from partnerships.meetings.domain.attendance import record_attendance
from partnerships.meetings.domain.life import answer_amendment
from partnerships.meetings.domain.life.confirming import agreed_texts
from partnerships.meetings.domain.writing import save_passage
from partnerships.meetings.models import Amendment, Decision, Minutes, MinutesVersion
from partnerships.meetings.queries.life import words_amended
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from tests.partnerships.meetings.life_found import BETTER, mails, refusal
from tests.partnerships.meetings.minuted import OPEN, Minuted

WHY = "Bob Field was there"
ADDED = f"{OPEN}\n- Fire: alarms"


def rewrite(minuted: Minuted, text: str) -> None:
    passage = minuted.open
    save_passage(
        minutes=minuted.minutes, item=passage.item, restricted=False, text=text,
        base_revision=passage.revision, by=minuted.by,
    )  # fmt: skip


def test_the_minutes_are_a_draft_again_and_everybody_is_told_why(minuted: Minuted) -> None:
    first = minuted.circulate()
    Delivery.objects.all().delete()
    minuted.recall(f" {WHY} ")
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert (row.state, row.circulated_at, row.circulated_by, row.amend_until) == (
        "draft", None, None, None,
    )  # fmt: skip
    assert list(MinutesVersion.objects.all()) == [first]
    assert mails("minutes_circulated") == ["alpha_chair", "alpha_member"]
    mail = Delivery.objects.first()
    assert (mail.subject, mail.body) == (
        "Minutes taken back: March board",
        "The minutes of “March board” on 5 March 2004 are a draft again. They will be circulated"
        f" once more.\nThe reason: {WHY}",
    )
    event = AuditEvent.objects.get(name="minutes.recalled")
    assert (event.reason, event.actor) == (WHY, minuted.by)


def test_attendance_is_put_right_and_frozen_anew(minuted: Minuted) -> None:
    Decision.objects.filter(serial=1).update(votes_for=2)
    first = minuted.circulate()
    minuted.recall()
    record_attendance(
        meeting=minuted.table.meeting,
        entries=minuted.table.there("ann", "bob", "dev"),
        by=minuted.by,
    )
    second = minuted.circulate()
    names = [
        [person["name"] for person in version.document["people"][0]["people"]]
        for version in (first, second)
    ]
    assert names == [
        ["Bob Field", "Cath Vole", "Cllr Ann Moor"], ["Bob Field", "Cllr Ann Moor", "Dev Rook"],
    ]  # fmt: skip
    assert (second.number, second.kind) == (2, "circulated")


def test_a_reason_is_needed(minuted: Minuted) -> None:
    minuted.circulate()
    assert refusal(minuted.recall, "  ") == (
        "Say why the minutes are taken back. Everybody who was told of them reads it."
    )
    assert refusal(minuted.recall, "x" * 501) == "Say it in 500 characters or fewer."
    assert minuted.state == "circulated"


@pytest.mark.parametrize("state", ["draft", "confirmed", "published"])
def test_only_circulated_minutes_are_taken_back(minuted: Minuted, state: str) -> None:
    if state != "draft":
        minuted.circulate()
        minuted.confirm()
    if state == "published":
        minuted.publish()
    assert refusal(minuted.recall) == (
        f"These minutes are {state}, so they cannot be taken back to a draft now. Look at their page"
        " for what comes next."
    )


def test_amendments_stay_and_are_answered_once_circulated_again(minuted: Minuted) -> None:
    minuted.circulate()
    waiting = minuted.amend(BETTER)
    minuted.recall()
    assert refusal(minuted.accept, waiting).startswith("These minutes are draft, so they cannot be")
    rewrite(minuted, ADDED)
    minuted.circulate()
    waiting = Amendment.objects.get()
    assert (waiting.state, words_amended(minuted.minutes, [waiting])) == (
        "open", {waiting.pk: OPEN},
    )  # fmt: skip
    minuted.accept(waiting)
    both = f"{BETTER}\n- Fire: alarms"
    assert agreed_texts(minuted.minutes) == {minuted.open.pk: both}
    assert (
        minuted.confirm({minuted.open.pk: both}).document["items"][1]["passages"][0]["text"] == both
    )


def test_an_amendment_of_words_that_are_gone_is_declined(minuted: Minuted) -> None:
    minuted.circulate()
    waiting = minuted.amend(BETTER)
    minuted.recall()
    rewrite(minuted, OPEN.replace("a tenth", "a ninth"))
    minuted.circulate()
    assert refusal(minuted.accept, waiting) == (
        "The minutes were changed in the same words after this amendment was proposed. Decline it"
        " and say in the answer what the minutes say now."
    )
    answer_amendment(amendment=waiting, accept=False, answer="It was a ninth", by=minuted.by)
