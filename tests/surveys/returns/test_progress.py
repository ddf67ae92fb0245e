"""The state of each section, and tokens of what was shown: pure."""

import pytest

from portal.tenancy.context import in_partnership
from surveys.returns.entry import token_of
from surveys.returns.standing import standing_of
from tests.surveys.returns.desk import Desk


def states(desk: Desk) -> dict[str, str]:
    with in_partnership(desk.cast.alpha.pk):
        return {s.code: s.state for s in standing_of(desk.row()).progress.sections}


def test_everything_else_waits_for_the_first_answer(desk: Desk) -> None:
    assert states(desk) == {"A": "not_started", **dict.fromkeys("BCDEFGHIJKLM", "cannot_start")}


def test_a_partnership_being_formed_is_asked_less(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A01": "forming", "A04": "chair"})
    assert states(desk) == {
        "A": "complete",
        **dict.fromkeys("BCFGM", "not_started"),
        **dict.fromkeys("DEHIJKL", "not_needed"),
    }


def test_a_complete_return(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
    assert (standing.progress.done, standing.progress.total) == (13, 13)
    assert standing.progress.words == "13 of 13 sections complete"
    assert standing.progress.can_be_declared
    assert (standing.blocking, standing.to_confirm) == ([], [])


def test_a_frozen_return_stands_on_its_document_alone(desk: Desk) -> None:
    """A change of the register after sign-off changes nothing that was signed."""
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        before = standing_of(desk.row())
        desk.row().answers.all().delete()
        after_row = desk.row()
        after_row.partnership.nrf = False
        after = standing_of(after_row)
    assert after.answers == before.answers == desk.complete(desk.cast.alpha)
    assert after.attributes["nrf"] is True
    assert after.progress == before.progress


@pytest.mark.parametrize(
    ("one", "other"),
    [(None, ""), (1, "1"), (["a"], "a"), ({"a": "b"}, {"b": "a"}), (2, 3)],
)
def test_other_values_have_other_tokens(one: object, other: object) -> None:
    assert token_of(1, one) != token_of(1, other)


def test_the_same_value_has_the_same_token_whatever_its_order() -> None:
    assert token_of(2, {"a": "1", "b": "2"}) == token_of(2, {"b": "2", "a": "1"})
    assert str(token_of(3, None)).startswith("3-")
