"""Recording many whole returns: all or none."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.recording import Completed, record_returns
from tests.surveys.returns.desk import Desk

AT = datetime(2004, 11, 3, 9, tzinfo=UTC)


def completed(desk: Desk, place: str, **changes):
    partnership = getattr(desk.cast, place)
    answers = desk.complete(partnership) | changes
    people = [desk.cast.users[f"{place}_{role}"] for role in ("coordinator", "chair")]
    return Completed(partnership, answers, *people, AT)


def record(desk: Desk, *returns: Completed) -> int:
    with in_national():
        return record_returns(
            wave=desk.wave, returns=returns, by=System("tests"), reason="on paper"
        )


def test_records_each_as_submitted(desk: Desk) -> None:
    assert record(desk, completed(desk, "alpha"), completed(desk, "beta")) == 2
    for place in ("alpha", "beta"):
        partnership = getattr(desk.cast, place)
        with in_partnership(partnership.pk):
            row = desk.row()
        assert (row.state, row.submitted_at, len(row.document_sha256)) == ("submitted", AT, 64)
        assert desk.events(partnership) == [("return.recorded", "system: tests")]


def test_recorded_is_frozen_like_signed_off(desk: Desk) -> None:
    with transaction.atomic():
        record(desk, completed(desk, "alpha"))
        with in_partnership(desk.cast.alpha.pk):
            recorded = desk.row()
        transaction.set_rollback(True)
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        signed = desk.row()
    assert recorded.state == signed.state == "submitted"
    assert (signed.document_sha256, bytes(signed.codes), signed.stratum) == (
        recorded.document_sha256, bytes(recorded.codes), recorded.stratum,
    )  # fmt: skip


def test_the_event_names_the_return(desk: Desk) -> None:
    record(desk, completed(desk, "alpha"))
    with in_partnership(desk.cast.alpha.pk):
        event = AuditEvent.objects.get(name="return.recorded")
        assert event.target == f"returns.return:{desk.row().pk}"


@pytest.mark.parametrize("state", ["none", "joint"])
def test_an_area_without_a_partnership_of_its_own_is_not_eligible(desk: Desk, state: str) -> None:
    people = desk.cast.alpha_coordinator, desk.cast.alpha_chair
    answers = {"A01": state, "A04": "council_officer"}
    record(desk, Completed(desk.cast.alpha, answers, *people, AT))
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.document["answers"], row.submitted_at) == ("ineligible", answers, AT)


def test_one_incomplete_return_refuses_the_lot(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        record(desk, completed(desk, "alpha"), completed(desk, "beta", A01=None))
    assert refusal.value.message.startswith("The return of Beta Partnership is not complete: ")
    assert [desk.state(p) for p in (desk.cast.alpha, desk.cast.beta)] == ["not_started"] * 2


def test_one_that_is_submitted_already_refuses_the_lot(desk: Desk) -> None:
    desk.signed(desk.cast.beta)
    with pytest.raises(Refused) as refusal:
        record(desk, completed(desk, "alpha"), completed(desk, "beta"))
    assert refusal.value.message == "The return of Beta Partnership is not open in the 2004 survey."
    assert desk.state(desk.cast.alpha) == "not_started"
