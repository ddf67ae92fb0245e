"""What stands: what cannot be answered, what was copied or confirmed, what a reopening opened."""

from datetime import date
from typing import Any

import pytest
import time_machine

from portal.tenancy.context import in_partnership
from surveys.returns.checks_shown import check_shown
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.confirming import confirm_check
from surveys.returns.domain.signing import declare_ready, sign_off
from surveys.returns.domain.submitting import Incomplete, submission_from
from surveys.returns.models import Answer, Return, Wave
from surveys.returns.standing import Standing, standing_of
from tests.surveys.returns.desk import Desk

UNUSUAL = {"B13": 2.5, "B14": None}  # staff, but no running cost: soft check CK02


def standing(desk: Desk) -> Standing:
    with in_partnership(desk.cast.alpha.pk):
        return standing_of(desk.row())


def cannot(desk: Desk, question: str, value: Any = None, note: str = "") -> None:
    """The co-ordinator says that the question (or what is left of it) cannot be answered."""
    with in_partnership(desk.cast.alpha.pk):
        before = Answer.objects.filter(question=question).first()
        edit = Edit(value, before.revision if before else 0, "not_collected", note)
        by = desk.cast.alpha_coordinator
        save_answers(annual_return=desk.row(), edits={question: edit}, by=by)


def confirm(desk: Desk, note: str = "") -> None:
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.alpha_coordinator
        confirm_check(annual_return=desk.row(), check_code="CK02", note=note, by=by)


def kinds(found: Standing) -> list[tuple[str, str]]:
    return [(f.kind, f.question) for f in found.blocking]


def test_a_question_that_cannot_be_answered_is_a_reply(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"A04": None})
    assert kinds(standing(desk)) == [("required", "A04")]
    cannot(desk, "A04", note="Nobody knows")
    found = standing(desk)
    assert kinds(found) == []
    assert found.unable == {"A04": {"why": "not_collected", "note": "Nobody knows"}}
    first = found.progress.sections[0]
    assert (first.state, first.asked - first.answered, first.cannot) == ("complete", 1, 1)


def test_a_reason_beside_a_whole_answer_counts_for_nothing(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    with in_partnership(desk.cast.alpha.pk):
        Answer.objects.update(cannot="other", cannot_note="Left over")
    assert standing(desk).unable == {}


def test_rows_left_open_cannot_be_answered(desk: Desk) -> None:
    given = desk.complete(desk.cast.alpha)
    (row, *_), rest = given["H02"], dict(given["H02"])
    del rest[row]
    desk.answer(desk.cast.alpha, given | {"H02": rest})
    assert kinds(standing(desk)) == [("required", "H02")]
    cannot(desk, "H02", value=rest)
    found = standing(desk)
    assert (kinds(found), list(found.unable)) == ([], ["H02"])


def test_where_nothing_decides_a_section_it_is_not_needed(desk: Desk) -> None:
    """The first answer cannot be given, so what depends on it is not asked."""
    cannot(desk, "A01")
    states = {s.code: s.state for s in standing(desk).progress.sections}
    assert states == {"A": "in_progress", **dict.fromkeys("BCDEFGHIJKLM", "not_needed")}


def test_an_unusual_answer_blocks_until_it_is_confirmed(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | UNUSUAL)
    found = standing(desk)
    assert (kinds(found), found.to_put_right) == ([("soft", "B14")], [])
    assert [f.code for f in found.to_confirm] == ["CK02"]
    assert found.progress.sections[1].state == "attention"
    assert not found.progress.can_be_declared
    confirm(desk, "Paid by the council")
    sure = standing(desk)
    assert (sure.blocking, sure.to_confirm) == ([], [])
    assert [f.code for f in sure.unusual] == ["CK02"]
    assert sure.notes == {"CK02": "Paid by the council"}
    assert sure.confirmed["CK02"].confirmed_by == desk.cast.alpha_coordinator
    assert sure.digest != found.digest


def test_a_confirmation_falls_with_the_answers_it_saw(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | UNUSUAL)
    confirm(desk)
    desk.answer(desk.cast.alpha, {"A03": None})
    assert standing(desk).blocking == []
    desk.answer(desk.cast.alpha, {"B13": 3.0})
    found = standing(desk)
    assert (kinds(found), found.notes) == ([("soft", "B14")], {})
    desk.answer(desk.cast.alpha, {"B13": 2.5})  # as confirmed
    assert standing(desk).blocking == []


def test_a_copied_answer_blocks_until_it_is_confirmed(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    with in_partnership(desk.cast.alpha.pk):
        Answer.objects.filter(question__in=["B02", "E01"]).update(carried_from=2003)
    found = standing(desk)
    assert found.carried == {"B02": 2003, "E01": 2003}
    assert kinds(found) == [("carried", "B02"), ("carried", "E01")]
    assert found.progress.sections[1].to_confirm == 1
    assert found.progress.sections[1].state == "attention"


def test_what_was_said_is_signed_and_read_back(desk: Desk) -> None:
    given = desk.complete(desk.cast.alpha) | UNUSUAL | {"A04": None}
    desk.answer(desk.cast.alpha, given)
    cannot(desk, "A04", note="Nobody <knows>")
    with pytest.raises(Incomplete), in_partnership(desk.cast.alpha.pk):
        declare_ready(annual_return=desk.row(), by=desk.cast.alpha_coordinator, seen=desk.seen())
    confirm(desk, "Paid by the council")
    with in_partnership(desk.cast.alpha.pk):
        before = standing_of(desk.row())
        declare_ready(annual_return=desk.row(), by=desk.cast.alpha_coordinator, seen=before.digest)
        sign_off(annual_return=desk.row(), by=desk.cast.alpha_chair, seen=before.digest)
        Answer.objects.all().delete()
        desk.row().confirmations.all().delete()
        row = desk.row()
        after = standing_of(row)
    assert row.document["cannot"] == {"A04": {"why": "not_collected", "note": "Nobody <knows>"}}
    assert row.document["confirmed"] == {"CK02": "Paid by the council"}
    assert (after.unable, after.notes, after.carried) == (before.unable, before.notes, {})
    assert (after.digest, after.blocking) == (before.digest, [])
    assert after.progress == before.progress


@pytest.fixture
def reopened(desk: Desk) -> Desk:
    """A whole return that was signed off once and is open again in section C."""
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
        Return.objects.filter(pk=row.pk).update(state="reopened", reopened_sections=["C"])
    return desk


def test_a_reopening_opens_its_sections_and_what_blocks(reopened: Desk) -> None:
    assert standing(reopened).open_sections == {"C"}
    with in_partnership(reopened.cast.alpha.pk):
        Answer.objects.filter(question="A04").update(value=None)
    assert standing(reopened).open_sections == {"A", "C"}


def test_a_broken_check_across_sections_opens_none_of_them(reopened: Desk) -> None:
    """H02 and L01 contradict each other: what was signed in closed sections stands."""
    with in_partnership(reopened.cast.alpha.pk):
        Return.objects.update(reopened_sections=[])
    issues = reopened.values(reopened.cast.alpha)["H02"] | {"transport": "not_addressed"}
    reopened.answer(reopened.cast.alpha, {"H02": issues, "L01": "priority"})
    with in_partnership(reopened.cast.alpha.pk):
        Return.objects.update(reopened_sections=["C"])
    found = standing(reopened)
    assert "CK05" in {f.code for f in found.blocking}
    assert found.open_sections == {"C"}
    with pytest.raises(Incomplete) as refusal:
        submission_from(found).refuse_if_blocked()
    assert refusal.value.message.endswith(
        "Some of it is in sections that the reopening left closed: change your new answers so that"
        " they fit, or ask the national evaluation team to reopen those sections too."
    )
    links = [
        each.url
        for _, found_here in check_shown(found, None, str).blocking
        for each in found_here
        if each.finding.code == "CK05"
    ]
    assert links == [""]
    with in_partnership(reopened.cast.alpha.pk):
        Return.objects.update(reopened_sections=["L"])
    found = standing(reopened)
    assert found.open_sections == {"L"}
    links = [
        each.url
        for _, found_here in check_shown(found, None, str).blocking
        for each in found_here
        if each.finding.code == "CK05"
    ]
    assert links == ["L#id_L01_0"]


@pytest.mark.parametrize(
    ("today", "more", "wave", "takes", "late"),
    [
        ("2004-12-17", None, "open", True, False),
        ("2004-12-18", None, "open", True, True),
        ("2004-12-18", None, "closed", False, False),
        ("2005-01-10", date(2005, 1, 10), "closed", True, False),
        ("2005-01-11", date(2005, 1, 10), "closed", False, False),
        ("2004-10-01", None, "draft", False, False),
    ],
)
def test_in_time(desk: Desk, today: str, more: date | None, wave: str, takes: bool, late: bool):
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(extended_to=more)
    Wave.objects.update(state=wave)
    with time_machine.travel(f"{today} 12:00", tick=False), in_partnership(desk.cast.alpha.pk):
        found = standing_of(Return.objects.select_related("wave__questionnaire").get())
        assert (found.takes_answers, found.is_late) == (takes, late)
