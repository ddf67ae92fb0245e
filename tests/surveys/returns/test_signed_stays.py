"""What the database itself keeps of a signed-off return, whatever the application does."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from portal.tenancy.context import in_partnership
from surveys.returns.domain.reopening import SIGNED
from surveys.returns.models import Return, Version
from tests.surveys.returns.desk import Desk


def written(desk: Desk, **changes) -> None:
    with in_partnership(desk.cast.alpha.pk), transaction.atomic():
        Return.objects.update(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"document": None, "state": "accepted"},
        {"document_sha256": "0" * 64},
        {"submitted_at": None},
        {"ready_note": "Something else"},
    ],
    ids=lambda change: "-".join(change),
)
def test_the_database_keeps_what_was_signed(desk: Desk, change: dict) -> None:
    desk.signed(desk.cast.alpha)
    with pytest.raises(IntegrityError, match="a signed-off return stays as it was signed"):
        written(desk, **change)


def test_the_database_keeps_signed_returns_at_all(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    refused = pytest.raises(IntegrityError, match="a signed-off return is never deleted")
    with in_partnership(desk.cast.alpha.pk), refused, transaction.atomic():
        Return.objects.all()._raw_delete("default")


WAY = {
    ("submitted", "accepted"), ("submitted", "queried"),
    ("accepted", "queried"),
    ("queried", "submitted"), ("queried", "accepted"),
}  # fmt: skip


def goes(desk: Desk, state: str, **changes) -> bool:
    """Whether the database lets the return go there; it does not stay there."""
    try:
        with in_partnership(desk.cast.alpha.pk), transaction.atomic():
            Return.objects.update(state=state, **changes)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def brought_to(desk: Desk, state: str) -> None:
    if state == "ineligible":
        desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"})
        return
    desk.signed(desk.cast.alpha)
    if state != "submitted":
        written(desk, state=state)


@pytest.mark.parametrize("start", ["submitted", "accepted", "queried", "ineligible"])
def test_the_database_knows_the_way_of_a_signed_return(desk: Desk, start: str) -> None:
    brought_to(desk, start)
    found = {(start, state) for state in Return.State.values if goes(desk, state)}
    assert found == {pair for pair in WAY if pair[0] == start} | {(start, start)}


@pytest.mark.parametrize("start", ["submitted", "accepted", "queried", "ineligible"])
def test_reopening_clears_what_was_signed_and_nothing_else(desk: Desk, start: str) -> None:
    brought_to(desk, start)
    assert goes(desk, "reopened", **SIGNED)
    assert not goes(desk, "reopened", **SIGNED | {"version": 0})
    assert not goes(desk, "reopened", document_sha256="")
    assert not goes(desk, "in_progress", **SIGNED)


def test_nothing_is_reopened_that_does_not_stand_as_a_version(desk: Desk) -> None:
    """Such a row comes from nowhere but a hand in the database: here it is written as one."""
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(
            state="submitted", document={"answers": {}}, document_sha256="0" * 64, codes=b"",
            numbers=[], stratum=0, submitted_by=desk.cast.alpha_chair, version=1,
        )  # fmt: skip
    refused = pytest.raises(IntegrityError, match="only when what was signed stands as a version")
    with refused:
        written(desk, state="reopened", **SIGNED)


@pytest.mark.parametrize("change", [{"number": 2}, {"document": {}}, {"reason": "none"}])
def test_versions_stay(desk: Desk, change: dict) -> None:
    desk.signed(desk.cast.alpha)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, in_partnership(desk.cast.alpha.pk), transaction.atomic():
        Version.objects.update(**change)


def test_an_open_return_has_no_document(desk: Desk) -> None:
    refused = pytest.raises(IntegrityError, match="return_document_is_signed")
    with refused:
        written(desk, document={})
