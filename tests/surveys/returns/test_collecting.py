"""What the evaluator's role sees of returns in every state, and of who acts. On committed rows."""

import inspect
import re

import pytest

from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.models import Return
from surveys.returns.queries import collecting, counting
from surveys.returns.queries.collecting import actors_of, returns_of, states_of
from surveys.returns.queries.counting import (
    coded_returns,
    ineligible_partnerships,
    returned_by_day,
    returned_by_stratum,
    signed_off_returns,
)
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.slow
SIGNED = ("document", "codes", "numbers", "stratum", "submitted_at", "submitted_by_id")


def seen(desk: Desk) -> Return:
    """Alpha's whole row as the evaluator's role reads it."""
    rows = Return.objects.using("evaluator").filter(wave=desk.wave)
    return rows.get(partnership_id=desk.cast.alpha.pk)


def counted(desk: Desk) -> list[object]:
    """Every national count of signed-off returns."""
    with in_national():
        return [
            coded_returns(desk.wave).inputs,
            returned_by_stratum(desk.wave),
            returned_by_day(desk.wave),
            signed_off_returns(desk.wave),
            ineligible_partnerships(desk.wave),
        ]


NOTHING = [[], {}, [], [], set()]


@pytest.mark.parametrize("state", ["not_started", "in_progress", "ready"])
def test_the_row_of_an_open_return_holds_no_answer_and_counts_nowhere(
    committed: Desk, state: str
) -> None:
    desk = committed
    if state == "in_progress":
        desk.answer(desk.cast.alpha, {"M06": "a secret draft"})
    if state == "ready":
        desk.ready(desk.cast.alpha)
    row = seen(desk)
    assert row.state == state
    assert {name: getattr(row, name) for name in SIGNED} == dict.fromkeys(SIGNED)
    assert (row.document_sha256, row.effort) == ("", None)
    assert counted(desk) == NOTHING


def test_a_signed_off_return_counts(committed: Desk) -> None:
    desk = committed
    desk.signed(desk.cast.alpha)
    row = seen(desk)
    assert row.state == "submitted"
    assert [len(found) for found in counted(desk)] == [1, 1, 1, 1, 0]


def test_every_state_can_be_followed_without_any_answer(committed: Desk) -> None:
    desk = committed
    desk.signed(desk.cast.alpha)
    found = returns_of(desk.wave)
    assert {pk: each.state for pk, each in found.items()} == {
        desk.cast.alpha.pk: "submitted", desk.cast.beta.pk: "not_started",
    }  # fmt: skip
    left_out = {"document", "codes", "numbers", "ready_note", "effort", "stratum"}
    assert left_out <= found[desk.cast.alpha.pk].get_deferred_fields()
    assert states_of(desk.wave) == {"submitted": 1, "not_started": 1}


def test_every_national_read_of_returns_names_its_states() -> None:
    reads = r"Return\.objects\.using\(EVALUATOR\)[^\n]*"
    for module in (counting, collecting):
        for line in re.findall(reads, inspect.getsource(module)):
            # Versions stand for what was signed, whatever the state is now.
            assert "state" in line or "version__gt" in line, line
    assert "AND state IN ('submitted', 'accepted', 'queried')" in counting.CODED


def test_who_acts_is_read_with_names_and_without_the_others(committed: Desk) -> None:
    desk = committed
    ids = [desk.cast.alpha.pk, desk.cast.beta.pk]
    with in_national():
        found = actors_of(ids)
    assert {
        pk: ([p.name for p in each.coordinator], [p.name for p in each.chair])
        for pk, each in found.items()
    } == {
        ids[0]: (["Alpha Coordinator"], ["Alpha Chair"]),
        ids[1]: (["Beta Coordinator"], ["Beta Chair"]),
    }
    assert found[ids[0]].of("member") == []
    User.objects.filter(name="Alpha Chair").update(is_active=False)
    with in_national():
        assert actors_of(ids)[ids[0]].chair == []
        assert actors_of([]) == {}


def test_reminders_are_all_that_it_reads_of_emails(committed: Desk) -> None:
    from portal.mail.domain import notify
    from portal.mail.models import Delivery

    desk = committed
    for kind in ("return_reminder", "return_ready"):
        with in_partnership(desk.cast.alpha.pk):
            notify(
                kind=kind, to=[desk.cast.alpha_chair], subject=kind, lines=["x"], path="/",
                by=desk.cast.by,
            )  # fmt: skip
    assert list(Delivery.objects.using("evaluator").values_list("kind")) == [("return_reminder",)]
