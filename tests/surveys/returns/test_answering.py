"""Saving answers: revisions, clashes, and every reason why a return takes no answers."""

from collections.abc import Collection
from typing import Any

import pytest

from portal.errors import Denied, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.answering import Edit, Saved, save_answers
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Answer, AnswerRevision, Return
from tests.surveys.returns.desk import Desk


def save(
    desk: Desk,
    who: str = "alpha_coordinator",
    within: Collection[str] | None = None,
    **edits: Edit,
) -> Saved:
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.users[who]
        return save_answers(annual_return=desk.row(), edits=edits, by=by, within=within)


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
        "This return has been signed off, so its answers cannot change. Ask the national"
        " evaluation team to reopen it if something has to."
    )


def test_closed_wave_takes_no_answers(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    with pytest.raises(Refused) as refusal:
        save(desk, A02=Edit(1999, 0))
    assert refusal.value.message == (
        "The 2004 survey is closed. Ask the national evaluation team for more time if you need it."
    )


def revisions(desk: Desk) -> list[tuple[str, int, Any, str]]:
    """(question, revision, value, by whom) of everything ever saved, oldest first."""
    with in_partnership(desk.cast.alpha.pk):
        rows = AnswerRevision.objects.select_related("answered_by").order_by("id")
        return [(r.question, r.revision, r.value, str(r.answered_by)) for r in rows]


def test_every_save_is_kept(desk: Desk) -> None:
    save(desk, A02=Edit(2001, 0))
    save(desk, who="alpha_member", A02=Edit(2002, 1))
    save(desk, A02=Edit(2002, 2))
    assert revisions(desk) == [
        ("A02", 1, 2001, "Alpha Coordinator"),
        ("A02", 2, 2002, "Alpha Member"),
    ]


def test_options_ticked_by_two_people_join(desk: Desk) -> None:
    one, two, three, *_ = [o.code for o in desk.form.question("B10").options]
    save(desk, B10=Edit([one], 0))
    save(desk, who="alpha_member", B10=Edit([one, two], 1))
    saved = save(desk, B10=Edit([three], 1))  # takes one out, puts three in
    assert (saved.questions, saved.merged, saved.clashes) == (["B10"], ["B10"], [])
    assert desk.values(desk.cast.alpha) == {"B10": [two, three]}
    assert saved.answers["B10"].revision == 3


def test_lines_of_two_people_join(desk: Desk) -> None:
    save(desk, M06=Edit("One\n\nTwo\n\nThree", 0))
    save(desk, who="alpha_member", M06=Edit("One, safely\n\nTwo\n\nThree", 1))
    saved = save(desk, M06=Edit("One\n\nTwo\n\nThree and four", 1))
    assert saved.merged == ["M06"]
    assert desk.values(desk.cast.alpha)["M06"] == "One, safely\n\nTwo\n\nThree and four"


def test_a_clash_has_all_three_sides(desk: Desk) -> None:
    save(desk, M06=Edit("One", 0))
    save(desk, who="alpha_member", M06=Edit("Two", 1))
    (clash,) = save(desk, M06=Edit("Three", 1)).clashes
    assert (clash.base, clash.theirs, clash.mine) == ("One", "Two", "Three")


def test_an_edit_that_somebody_already_made_is_merged_without_a_write(desk: Desk) -> None:
    save(desk, M06=Edit("One\nand\nTwo", 0))
    save(desk, who="alpha_member", M06=Edit("1\nand\n2", 1))
    saved = save(desk, M06=Edit("1\nand\nTwo", 1))
    assert (saved.questions, saved.merged) == ([], ["M06"])
    assert len(revisions(desk)) == 2


@pytest.mark.parametrize("base", [7, 999_999_999])
def test_a_revision_that_never_was_overwrites_nothing(desk: Desk, base: int) -> None:
    save(desk, A02=Edit(2001, 0))
    saved = save(desk, who="alpha_member", A02=Edit(1999, base))
    assert [clash.question for clash in saved.clashes] == ["A02"]
    assert desk.values(desk.cast.alpha) == {"A02": 2001}


def test_a_reason_clashes_with_an_answer(desk: Desk) -> None:
    save(desk, A02=Edit(2001, 0))
    save(desk, A02=Edit(None, 1))
    save(desk, who="alpha_member", A02=Edit(2002, 2))
    (clash,) = save(desk, A02=Edit(None, 2, "not_collected", "No minutes")).clashes
    assert (clash.theirs, clash.sides[2].cannot) == (2002, "not_collected")


def test_a_grid_takes_rows_and_a_reason_for_the_rest(desk: Desk) -> None:
    row = desk.form.question("B11").rows[0].code
    code = desk.form.question("B11").options[0].code
    save(desk, B11=Edit({row: code}, 0))
    save(desk, who="alpha_member", B11=Edit(None, 1))
    saved = save(desk, B11=Edit({row: code}, 1, "not_yet"))
    assert saved.merged == ["B11"]
    with in_partnership(desk.cast.alpha.pk):
        answer = Answer.objects.get()
    assert (answer.value, answer.cannot, answer.revision) == (None, "not_yet", 3)


def test_a_copied_answer_stays_unconfirmed_until_a_person_says_it(desk: Desk) -> None:
    save(desk, A02=Edit(2001, 0, carried_from=2003))
    assert save(desk, A02=Edit(2001, 1, carried_from=2003)).questions == []
    assert save(desk, A02=Edit(2001, 1)).questions == ["A02"]
    assert save(desk, A02=Edit(2001, 2, carried_from=2003)).questions == []
    with in_partnership(desk.cast.alpha.pk):
        assert list(Answer.objects.values_list("value", "carried_from", "revision")) == [
            (2001, None, 2)
        ]


def test_only_sections_given_to_a_person_are_theirs(desk: Desk) -> None:
    save(desk, who="alpha_member", within={"B"}, B02=Edit(12, 0))
    with pytest.raises(Denied) as refusal:
        save(desk, who="alpha_member", within={"B"}, A02=Edit(2001, 0), B02=Edit(13, 1))
    assert refusal.value.message == (
        "You cannot answer section 1, because it was not given to you. Ask the co-ordinator for it."
    )
    assert desk.values(desk.cast.alpha) == {"B02": 12}


def test_a_reopening_opens_the_sections_it_names(desk: Desk) -> None:
    """K01 is in order and stays as it is; B is open; A02 blocks, so A has to be open too."""
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"A02": None})
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(reopened_sections=["B"], reopening_reason="Members.")
        stored = dict(Answer.objects.values_list("question", "revision"))
    with pytest.raises(Refused) as refusal:
        save(desk, K01=Edit("none", stored["K01"]), B02=Edit(13, stored["B02"]))
    assert refusal.value.message == (
        "The answers of section 11 cannot change, because the reopening left it closed. Ask the"
        " national evaluation team to reopen it if something has to change."
    )
    saved = save(desk, A02=Edit(2001, 0), B02=Edit(13, stored["B02"]))
    assert saved.questions == ["A02", "B02"]
