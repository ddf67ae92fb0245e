"""Saving answers: revisions, clashes, and every reason why a return takes no answers."""

import pytest

from portal.errors import Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Answer
from tests.surveys.returns.desk import Desk


def save(desk: Desk, who: str = "alpha_coordinator", **edits: Edit):
    with in_partnership(desk.cast.alpha.pk):
        return save_answers(annual_return=desk.row(), edits=edits, by=desk.cast.users[who])


def test_first_answers_start_the_return(desk: Desk) -> None:
    saved = save(desk, A01=Edit("in_place", 0), A02=Edit(2001, 0))
    assert (saved.questions, saved.clashes) == (["A01", "A02"], [])
    assert desk.state(desk.cast.alpha) == "in_progress"
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2001}
    assert desk.events(desk.cast.alpha) == [("return.answered", "Alpha Coordinator")]


def test_a_new_value_counts_one_revision_up(desk: Desk) -> None:
    save(desk, A01=Edit("in_place", 0))
    save(desk, A01=Edit("forming", 1))
    with in_partnership(desk.cast.alpha.pk):
        assert list(Answer.objects.values_list("value", "revision")) == [("forming", 2)]


def test_the_same_value_is_no_save(desk: Desk) -> None:
    save(desk, A01=Edit("in_place", 0))
    saved = save(desk, A01=Edit("in_place", 0))
    assert (saved.questions, saved.clashes) == ([], [])
    assert len(desk.events(desk.cast.alpha)) == 1


def test_clearing_keeps_the_row_and_counts(desk: Desk) -> None:
    save(desk, A02=Edit(2001, 0))
    save(desk, A02=Edit(None, 1))
    with in_partnership(desk.cast.alpha.pk):
        assert list(Answer.objects.values_list("value", "revision")) == [(None, 2)]


def test_an_unseen_change_is_never_overwritten(desk: Desk) -> None:
    save(desk, A02=Edit(2001, 0))
    save(desk, who="alpha_member", A02=Edit(2002, 1))
    saved = save(desk, A02=Edit(1999, 1), A04=Edit("chair", 0))
    assert saved.questions == ["A04"]
    (clash,) = saved.clashes
    assert (clash.question, clash.theirs, clash.by, clash.revision) == (
        "A02", 2002, "Alpha Member", 2,
    )  # fmt: skip
    assert desk.values(desk.cast.alpha) == {"A02": 2002, "A04": "chair"}


def test_a_first_answer_clashes_with_somebody_elses_first_answer(desk: Desk) -> None:
    save(desk, who="alpha_member", A02=Edit(2002, 0))
    saved = save(desk, A02=Edit(1999, 0))
    assert (saved.questions, len(saved.clashes)) == ([], 1)


def test_ready_return_takes_no_answers(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    with pytest.raises(Refused) as refusal:
        save(desk, A02=Edit(1999, 1))
    assert refusal.value.message == (
        "This return has been declared ready for sign-off, so its answers cannot change."
        " The co-ordinator can take it back from the review page."
    )


def test_signed_off_return_takes_no_answers(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    with pytest.raises(Refused) as refusal:
        save(desk, A02=Edit(1999, 1))
    assert refusal.value.message == (
        "This return has been signed off, so its answers cannot change."
    )


def test_closed_wave_takes_no_answers(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    with pytest.raises(Refused) as refusal:
        save(desk, A02=Edit(1999, 0))
    assert refusal.value.message == (
        "The 2004 survey is closed, so answers cannot change any more."
    )
