"""Last year's answers: read by the mapping, copied on request, confirmed before sign-off."""

from collections.abc import Collection, Iterable

import pytest

from portal.errors import Denied, Refused
from portal.tenancy.context import in_partnership
from surveys.returns.domain.carrying import confirm_carried, copy_last_year
from surveys.returns.earlier import Earlier, earlier_of, may_be_copied
from surveys.returns.models import Answer, AnswerRevision
from surveys.returns.standing import standing_of
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.years import Years

THEN = {"A01": "in_place", "A02": 1999, "A04": "chair", "B02": 20, "B16": 4, "B14": 88_000}


@pytest.fixture
def years(desk: Desk) -> Years:
    """Both years; nothing is answered in 2004 yet."""
    return Years(desk, **THEN, **dict.fromkeys(("B03", "B04", "B05", "B08")))


def earlier(desk: Desk) -> Earlier | None:
    with in_partnership(desk.cast.alpha.pk):
        return earlier_of(desk.row())


def copy(desk: Desk, questions: Iterable[str], within: Collection[str] | None = None) -> list[str]:
    with in_partnership(desk.cast.alpha.pk):
        return copy_last_year(
            annual_return=desk.row(),
            questions=list(questions),
            by=desk.cast.alpha_coordinator,
            within=within,
        )


def confirm(desk: Desk, questions: Iterable[str]) -> list[str]:
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.alpha_member
        return confirm_carried(annual_return=desk.row(), questions=list(questions), by=by)


def stored(desk: Desk, question: str) -> tuple[object, int | None, int, str]:
    with in_partnership(desk.cast.alpha.pk):
        row = Answer.objects.select_related("answered_by").get(question=question)
        return row.value, row.carried_from, row.revision, str(row.answered_by)


def test_there_is_no_earlier_return(desk: Desk) -> None:
    assert earlier(desk) is None
    with pytest.raises(Refused, match="There is no signed-off return of an earlier year"):
        copy(desk, ["A01"])


def test_earlier_of_another_partnership_is_never_read(years: Years) -> None:
    beta = years.desk.cast.beta
    with in_partnership(beta.pk):
        assert earlier_of(years.desk.row()) is None


def test_earlier_reads_by_the_mapping(years: Years) -> None:
    desk = years.desk
    found = earlier(desk)
    assert found is not None
    question = desk.form.question
    assert (found.year, found.form.code) == (2003, "LSP2003")
    assert found.value_for(question("A02")) == 1999
    assert found.words("A02") == "1999"
    assert found.value_for(question("B06")) is None  # split: shown, not copied
    assert found.match(question("B06")).earlier == ("B16",)
    assert found.words("B16") == "4"
    assert found.match(question("L01")) is None  # new
    assert found.words("B03") == ""


def test_every_same_question_can_take_the_answer_of_then(years: Years) -> None:
    """What the mapping calls the same is the same for every answer that was given."""
    found = earlier(years.desk)
    for question in years.desk.form.questions:
        match = found.match(question)
        if match and match.is_same and match.earlier[0] in years.answers:
            assert found.value_for(question) == years.answers[match.earlier[0]], question.code


def test_copy_marks_what_it_copies(years: Years) -> None:
    desk = years.desk
    assert copy(desk, ["A02", "A01"]) == ["A01", "A02"]  # the second is asked because of the first
    assert stored(desk, "A02") == (1999, 2003, 1, "Alpha Coordinator")
    with in_partnership(desk.cast.alpha.pk):
        assert set(AnswerRevision.objects.values_list("question", "carried_from")) == {
            ("A01", 2003),
            ("A02", 2003),
        }
        standing = standing_of(desk.row())
    assert standing.carried == {"A01": 2003, "A02": 2003}
    assert [f.question for f in standing.blocking if f.kind == "carried"] == ["A01", "A02"]
    assert copy(desk, ["B02"]) == ["B02"]


def test_copy_all_on_a_fresh_return(years: Years) -> None:
    """Every answer that is the same; what is new or changed is still to do."""
    desk = years.desk
    done = copy(desk, [q.code for q in desk.form.questions])
    with in_partnership(desk.cast.alpha.pk):
        standing, found = standing_of(desk.row()), earlier_of(desk.row())
    same = {q.code for q in desk.form.questions if found.value_for(q) is not None}
    assert set(done) == set(standing.carried) == same & standing.routed.questions
    assert len(done) > 40
    assert {f.kind for f in standing.to_put_right} == {"carried", "required"}


def test_copy_leaves_answers_alone(years: Years) -> None:
    desk = years.desk
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    with pytest.raises(Refused, match="Nothing was copied: these questions are answered by now"):
        copy(desk, ["A01", "A02"])
    for question in ("B06", "L01", "B03", "nonsense", ""):
        with pytest.raises(Refused, match="Nothing was copied"):
            copy(desk, [question])
    assert stored(desk, "A02")[:2] == (2001, None)


def test_copy_to_an_answer_that_was_cleared(years: Years) -> None:
    desk = years.desk
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    desk.answer(desk.cast.alpha, {"A02": None})
    copy(desk, ["A02"])
    assert stored(desk, "A02")[:3] == (1999, 2003, 3)


def test_copy_within_sections(years: Years) -> None:
    desk = years.desk
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    with pytest.raises(Denied):
        copy(desk, ["A02", "B02"], within={"B"})
    assert copy(desk, ["B02"], within={"B"}) == ["B02"]


def test_copy_refuses_a_declared_return(years: Years) -> None:
    desk = years.desk
    desk.ready(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"A03": None})
    with pytest.raises(Refused):
        copy(desk, ["A03"])


def test_confirm_says_that_it_still_holds(years: Years) -> None:
    desk = years.desk
    copy(desk, ["A01", "A02"])
    assert confirm(desk, ["A02", "B02", "x"]) == ["A02"]
    assert stored(desk, "A02") == (1999, None, 2, "Alpha Member")
    assert stored(desk, "A01")[1] == 2003
    with pytest.raises(Refused, match="Nothing was confirmed: these answers are confirmed"):
        confirm(desk, ["A02"])


def test_another_answer_is_no_copy_any_more(years: Years) -> None:
    desk = years.desk
    copy(desk, ["A01", "A02"])
    desk.answer(desk.cast.alpha, {"A02": 2000})
    assert stored(desk, "A02")[:2] == (2000, None)


def test_may_be_copied(years: Years) -> None:
    desk = years.desk
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    with in_partnership(desk.cast.alpha.pk):
        standing, found = standing_of(desk.row()), earlier_of(desk.row())
    may = {q.code for q in desk.form.questions if may_be_copied(standing, found, q)}
    assert {"A02", "B02", "B14"} <= may
    assert not {"A01", "B03", "B06", "L01", "A05"} & may
