"""What the database itself keeps of a signed-off return, whatever the application does."""

import pytest
from django.db import IntegrityError, transaction

from portal.tenancy.context import in_partnership
from surveys.returns.models import Return
from tests.surveys.returns.desk import Desk


def written(desk: Desk, **changes) -> None:
    with in_partnership(desk.cast.alpha.pk), transaction.atomic():
        Return.objects.update(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"document": None, "state": "in_progress"},
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
    ("submitted", "accepted"), ("submitted", "queried"), ("submitted", "reopened"),
    ("accepted", "queried"), ("accepted", "reopened"),
    ("queried", "accepted"), ("queried", "reopened"),
    ("ineligible", "reopened"),
}  # fmt: skip


def goes(desk: Desk, state: str) -> bool:
    """Whether the database lets the return go there; it does not stay there."""
    try:
        with in_partnership(desk.cast.alpha.pk), transaction.atomic():
            Return.objects.update(state=state)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("start", ["submitted", "accepted", "queried", "ineligible", "reopened"])
def test_the_database_knows_the_way_of_a_signed_return(desk: Desk, start: str) -> None:
    if start == "ineligible":
        desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"})
    else:
        desk.signed(desk.cast.alpha)
        if start != "submitted":
            written(desk, state=start)
    found = {(start, state) for state in Return.State.values if goes(desk, state)}
    assert found == {pair for pair in WAY if pair[0] == start} | {(start, start)}


def test_an_open_return_has_no_document(desk: Desk) -> None:
    refused = pytest.raises(IntegrityError, match="return_document_is_signed")
    with refused:
        written(desk, document={})
