"""Confirming unusual answers: who may, what is kept, and every refusal."""

from collections.abc import Collection

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.errors import Denied, Refused
from portal.tenancy.context import in_partnership
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.models import Confirmation, Return
from surveys.returns.standing import standing_of
from tests.surveys.returns.desk import Desk

UNUSUAL = {"A01": "in_place", "B13": 2.5}
GONE = (
    "There is nothing to confirm here any more, because the answers have changed. Check the return"
    " again to see what is left."
)


@pytest.fixture
def unusual(desk: Desk) -> Desk:
    """Staff support the LSP, but no running cost is given (CK02)."""
    desk.answer(desk.cast.alpha, UNUSUAL)
    return desk


def confirm(
    desk: Desk,
    check: str = "CK02",
    *,
    note: str = "",
    by: User | None = None,
    within: Collection[str] | None = None,
) -> None:
    with in_partnership(desk.cast.alpha.pk):
        confirm_check(
            annual_return=desk.row(),
            check_code=check,
            note=note,
            by=by or desk.cast.alpha_coordinator,
            within=within,
        )


def kept(desk: Desk) -> list[tuple[str, str, User]]:
    with in_partnership(desk.cast.alpha.pk):
        return [(c.check_code, c.note, c.confirmed_by) for c in Confirmation.objects.all()]


def refusal(desk: Desk, check: str = "CK02", **more: object) -> str:
    with pytest.raises(Refused) as refused:
        confirm(desk, check, **more)
    return refused.value.message


def test_confirm_keeps_who_and_the_note(unusual: Desk) -> None:
    confirm(unusual, note="  Paid by\x00 the council \n")
    assert kept(unusual) == [("CK02", "Paid by the council", unusual.cast.alpha_coordinator)]
    with in_partnership(unusual.cast.alpha.pk):
        event = AuditEvent.objects.get(name="return.check_confirmed")
        assert (event.reason, event.facts) == ("Paid by the council", {"check": "CK02"})
        assert standing_of(unusual.row()).to_confirm == []


def test_confirm_again_with_another_note(unusual: Desk) -> None:
    confirm(unusual, note="One")
    confirm(unusual, note="One", by=unusual.cast.alpha_member)  # nothing new: the first stands
    confirm(unusual, note="Two", by=unusual.cast.alpha_member)
    assert kept(unusual) == [("CK02", "Two", unusual.cast.alpha_member)]


def test_confirm_after_the_answers_changed(unusual: Desk) -> None:
    confirm(unusual, note="One")
    unusual.answer(unusual.cast.alpha, {"B13": 4.0})
    confirm(unusual, note="One")
    with in_partnership(unusual.cast.alpha.pk):
        assert standing_of(unusual.row()).notes == {"CK02": "One"}


def test_confirm_refuses_what_is_not_unusual(unusual: Desk) -> None:
    unusual.answer(unusual.cast.alpha, {"B14": 9000})
    assert refusal(unusual) == GONE
    assert refusal(unusual, "CK01") == GONE  # a hard check, which holds
    assert refusal(unusual, "' OR 1=1") == GONE
    assert kept(unusual) == []


def test_confirm_refuses_a_hard_check_that_fails(unusual: Desk) -> None:
    unusual.answer(unusual.cast.alpha, {"A02": 2010})
    assert refusal(unusual, "CK07") == GONE


def test_confirm_refuses_a_long_note(unusual: Desk) -> None:
    assert refusal(unusual, note="x" * 1001) == "Enter a note of 1,000 characters or fewer."
    confirm(unusual, note="x" * 1000)


def test_confirm_within_sections(unusual: Desk) -> None:
    with pytest.raises(Denied) as denied:
        confirm(unusual, within={"A", "C"})
    assert denied.value.message == (
        "You cannot confirm this, because none of the sections it is about was given to you."
        " Ask the co-ordinator."
    )
    confirm(unusual, within={"B"}, by=unusual.cast.alpha_member)
    assert len(kept(unusual)) == 1


def test_confirm_refuses_a_declared_return(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    assert refusal(desk).startswith("This return has been declared ready for sign-off")


def test_confirm_refuses_sections_that_a_reopening_left_closed(desk: Desk) -> None:
    """Nothing blocks, so only C is open; B was confirmed before it was signed."""
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    confirm(desk, note="One")
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(state="reopened", reopened_sections=["C"])
    words = "This cannot be confirmed, because the reopening left its sections closed."
    assert refusal(desk, note="Two").startswith(words)
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(reopened_sections=["B"])
    confirm(desk, note="Two")


def test_withdraw(unusual: Desk) -> None:
    confirm(unusual)
    for _ in range(2):  # the second time there is nothing left to withdraw
        with in_partnership(unusual.cast.alpha.pk):
            withdraw_confirmation(
                annual_return=unusual.row(), check_code="CK02", by=unusual.cast.alpha_coordinator
            )
    assert kept(unusual) == []
    names = [name for name, _ in unusual.events(unusual.cast.alpha)]
    assert names[-2:] == ["return.check_confirmed", "return.confirmation_withdrawn"]


def test_what_was_never_confirmed_can_be_in_closed_sections(unusual: Desk) -> None:
    """A return recorded as a whole is signed without anybody to confirm what is unusual."""
    with in_partnership(unusual.cast.alpha.pk):
        Return.objects.update(state="reopened", reopened_sections=["C"])
    confirm(unusual, note="Right")
    assert len(kept(unusual)) == 1
