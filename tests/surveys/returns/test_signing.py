"""From answers to a signed-off return: who may do what, when, and what is frozen."""

import hashlib
import json

import pytest
from django.db import IntegrityError, transaction

from partnerships.membership.domain.roles import give_role
from portal.errors import Conflict, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.signing import accept_return, declare_ready, send_back, sign_off
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Return
from tests.surveys.returns.desk import Desk

CLOSED = "The 2004 survey is closed. Ask the national evaluation team for more time if you need it."


def act(desk: Desk, verb, who: str, **more):
    """The verb as this person, who has just read the return."""
    with in_partnership(desk.cast.alpha.pk):
        if verb in (declare_ready, sign_off, accept_return):
            more = {"seen": desk.seen()} | more
        return verb(annual_return=desk.row(), by=desk.cast.users[who], **more)


def close(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)


def test_incomplete_return_cannot_be_declared(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A01": "none"})
    with pytest.raises(Refused) as refusal:
        act(desk, declare_ready, "alpha_coordinator")
    assert refusal.value.message == (
        "1 thing still needs an answer, a correction or a confirmation."
        " The review page lists each one with a link to it."
    )
    assert desk.state(desk.cast.alpha) == "in_progress"


def test_a_broken_hard_check_blocks(desk: Desk) -> None:
    answers = desk.complete(desk.cast.alpha) | {"A02": 2004}
    desk.answer(desk.cast.alpha, answers | {"B02": answers["B02"] + 1})
    with pytest.raises(Refused, match="1 thing still needs"):
        act(desk, declare_ready, "alpha_coordinator")


def test_declaring_keeps_the_note(desk: Desk) -> None:
    desk.ready(desk.cast.alpha, note="  The cost is not known. ")
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.ready_by, row.ready_note) == (
        "ready", desk.cast.alpha_coordinator, "The cost is not known.",
    )  # fmt: skip


@pytest.mark.parametrize("state", ["ready", "signed"])
def test_declaring_twice_is_refused(desk: Desk, state: str) -> None:
    getattr(desk, state)(desk.cast.alpha)
    words = {"ready": "ready for sign-off", "signed": "submitted"}[state]
    with pytest.raises(Refused) as refusal:
        act(desk, declare_ready, "alpha_coordinator")
    assert refusal.value.message == f"This return is {words}, so it cannot be declared ready now."


CHANGED = "The answers changed after you opened this page. Read them again, then {}."


def test_nobody_declares_what_was_changed_under_their_eyes(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    with in_partnership(desk.cast.alpha.pk):
        seen = desk.seen()
    desk.answer(desk.cast.alpha, {"A02": 1997})
    with pytest.raises(Conflict) as refusal:
        act(desk, declare_ready, "alpha_coordinator", seen=seen)
    assert refusal.value.message == CHANGED.format("declare the return ready")
    assert desk.state(desk.cast.alpha) == "in_progress"


def test_the_chair_signs_what_was_read_and_nothing_else(desk: Desk) -> None:
    """Taken back, changed and declared again while the chair was reading."""
    desk.ready(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        seen = desk.seen()
    act(desk, send_back, "alpha_coordinator", reason="One answer is wrong")
    desk.answer(desk.cast.alpha, {"A02": 1997})
    act(desk, declare_ready, "alpha_coordinator")
    with pytest.raises(Conflict) as refusal:
        act(desk, sign_off, "alpha_chair", seen=seen)
    assert refusal.value.message == CHANGED.format("sign off")
    assert desk.state(desk.cast.alpha) == "ready"
    with pytest.raises(Conflict):
        act(desk, sign_off, "alpha_chair", seen="")
    assert act(desk, sign_off, "alpha_chair").state == "submitted"


def test_what_was_read_is_what_is_stored(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        seen = desk.seen()
    assert act(desk, sign_off, "alpha_chair").document_sha256 == seen
    with in_partnership(desk.cast.alpha.pk):
        assert desk.seen() == seen


def test_unusual_answers_need_to_be_confirmed(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    with pytest.raises(Refused, match="1 thing still needs an answer, a correction or a"):
        act(desk, declare_ready, "alpha_coordinator", note="The cost is not known.")
    desk.confirm(desk.cast.alpha, "The cost is not known.")
    act(desk, declare_ready, "alpha_coordinator")
    signed = act(desk, sign_off, "alpha_chair")
    assert (signed.state, signed.document["confirmed"]) == (
        "submitted", {"CK02": "The cost is not known."},
    )  # fmt: skip


@pytest.mark.parametrize("state", ["none", "joint"])
def test_an_area_without_a_partnership_of_its_own_is_not_eligible(desk: Desk, state: str) -> None:
    answers = {"A01": state, "A04": "council_officer"}
    desk.answer(desk.cast.alpha, answers)
    act(desk, declare_ready, "alpha_coordinator")
    act(desk, sign_off, "alpha_chair")
    act(desk, sign_off, "alpha_chair")  # a second click
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.is_frozen, row.is_counted) == ("ineligible", True, False)
    assert (row.document["answers"], row.submitted_by) == (answers, desk.cast.alpha_chair)
    assert [name for name, _ in desk.events(desk.cast.alpha)][1:] == [
        "return.declared_ready", "return.signed_off",
    ]  # fmt: skip
    with pytest.raises(Refused, match="Only a return that has been submitted can be accepted"):
        act(desk, accept_return, "evaluator")


def test_a_partnership_that_is_being_formed_counts(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"A01": "forming"})
    desk.confirm(desk.cast.alpha, "Still being formed.")
    act(desk, declare_ready, "alpha_coordinator")
    assert act(desk, sign_off, "alpha_chair").state == "submitted"


def test_sending_back_opens_it_again(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    act(desk, send_back, "alpha_chair", reason=" Ask the PCT first. ")
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.ready_by, row.ready_at) == ("in_progress", None, None)
    assert desk.events(desk.cast.alpha)[-1] == ("return.sent_back", "Alpha Chair")


def test_sending_back_needs_a_reason(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    with pytest.raises(Refused) as refusal:
        act(desk, send_back, "alpha_chair", reason="  ")
    assert refusal.value.message == (
        "Say why the return goes back, so that the team knows what to change."
    )


def test_sending_back_what_is_not_ready_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="This return is not started, so it cannot be sent back"):
        act(desk, send_back, "alpha_chair", reason="x")


def test_sign_off_freezes_what_is_asked_and_nothing_else(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"L03": "formal"})  # London only: set aside
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.submitted_by, row.ready_by) == (
        "submitted", desk.cast.alpha_chair, desk.cast.alpha_coordinator,
    )  # fmt: skip
    given = desk.complete(desk.cast.alpha)
    assert row.document["answers"] == given
    assert row.document["partnership"] == "alpha"
    assert row.document["attributes"] == {
        "nrf": True, "authority_type": "metropolitan_district", "region": "West Midlands",
        "authority_codes": ["00CN"],
    }  # fmt: skip
    text = json.dumps(row.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert row.document_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert len(row.codes) == len(desk.form.columns)
    assert row.stratum == (1 * 5 + 3) * 9 + 4


def test_second_click_of_the_same_person_changes_nothing(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    before = desk.events(desk.cast.alpha)
    again = act(desk, sign_off, "alpha_chair")
    assert again.state == "submitted"
    assert desk.events(desk.cast.alpha) == before
    assert [name for name, _ in before].count("return.signed_off") == 1


def test_somebody_else_cannot_sign_off_again(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    with pytest.raises(Refused) as refusal:
        act(desk, sign_off, "alpha_member")
    assert refusal.value.message == "This return is submitted, so it cannot be signed off now."


def test_four_eyes(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        give_role(user=desk.cast.alpha_coordinator, role="chair", by=desk.cast.by)
    desk.ready(desk.cast.alpha)
    with pytest.raises(Refused) as refusal:
        act(desk, sign_off, "alpha_coordinator")
    assert refusal.value.message == (
        "You declared this return ready yourself, so somebody else has to sign it off."
        " Ask the chair or the vice-chair."
    )


def test_the_database_keeps_four_eyes_too(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    refused = pytest.raises(IntegrityError, match="return_four_eyes")
    with in_partnership(desk.cast.alpha.pk), refused, transaction.atomic():
        Return.objects.update(submitted_by=desk.cast.alpha_coordinator)


@pytest.mark.parametrize("verb", [declare_ready, sign_off])
def test_nothing_moves_after_the_wave_is_closed(desk: Desk, verb) -> None:
    if verb is sign_off:
        desk.ready(desk.cast.alpha)
    else:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    close(desk)
    with pytest.raises(Refused) as refusal:
        act(desk, verb, "alpha_chair")
    assert refusal.value.message == CLOSED


def test_sign_off_checks_again(desk: Desk) -> None:
    """A return declared ready long ago may be blocked by now, say by a corrected register."""
    desk.ready(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        desk.row().answers.filter(question="A01").delete()
    with pytest.raises(Refused, match="still need"):
        act(desk, sign_off, "alpha_chair")


def test_only_a_submitted_return_is_accepted(desk: Desk) -> None:
    with pytest.raises(Refused, match="Only a return that has been submitted can be accepted"):
        act(desk, accept_return, "evaluator")
    desk.signed(desk.cast.alpha)
    act(desk, accept_return, "evaluator")
    assert desk.state(desk.cast.alpha) == "accepted"
    with pytest.raises(Refused, match="Only a return that has been submitted can be accepted"):
        act(desk, accept_return, "evaluator")
