"""A workbook on its way: handed out, taken in, looked at, applied or discarded."""

from typing import Any

import pytest

from portal.errors import Conflict, Denied, Missing, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.waves import close_wave
from surveys.returns.domain.workbooks import (
    CHOOSE,
    NOTHING_NEW,
    Choice,
    Faulty,
    apply_workbook,
    discard_workbook,
    make_workbook,
    take_in_workbook,
)
from surveys.returns.models import Answer, Return, Workbook
from surveys.returns.queries.files import workbook_of
from surveys.returns.standing import Standing, standing_of
from surveys.returns.workbook import layout
from surveys.returns.workbook_shown import Preview, preview_of
from tests.surveys.returns.booked import Book, file_of
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
BEFORE = {"A01": "in_place", "A02": 2001, "M06": "One line"}


class Office:
    """The co-ordinator of alpha with a spreadsheet."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.by = desk.cast.users["alpha_coordinator"]
        desk.answer(desk.cast.alpha, BEFORE)

    def standing(self) -> Standing:
        return standing_of(self.desk.row())

    def standing_attributes(self) -> Any:
        with in_partnership(self.desk.cast.alpha.pk):
            return self.standing().attributes

    def book(self, mine: frozenset[str] | None = None) -> Book:
        with in_partnership(self.desk.cast.alpha.pk):
            return Book(make_workbook(standing=self.standing(), mine=mine, by=self.by))

    def send(self, book: Book, within: frozenset[str] | None = None) -> Workbook:
        with in_partnership(self.desk.cast.alpha.pk):
            file = file_of(book.data())
            return take_in_workbook(standing=self.standing(), file=file, by=self.by, within=within)

    def preview(self, workbook: Workbook) -> Preview:
        with in_partnership(self.desk.cast.alpha.pk):
            return preview_of(self.standing(), workbook)

    def apply(self, workbook: Workbook, within: Any = None, **choices: Choice) -> list[str]:
        with in_partnership(self.desk.cast.alpha.pk):
            return apply_workbook(
                workbook=workbook, choices=choices, by=self.by, within=within
            ).questions

    def values(self) -> dict[str, Any]:
        return self.desk.values(self.desk.cast.alpha)


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def faults_of(office: Office, book: Book, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Faulty) as found:
        office.send(book, **more)
    return [(fault.sheet, fault.cell, fault.message) for fault in found.value.faults]


def test_a_workbook_changes_nothing_before_it_is_applied(office: Office) -> None:
    book = office.book().put("A02", 2003).put("A03", "Good").put("B02", 22)
    workbook = office.send(book)
    assert office.values() == BEFORE
    assert workbook.edits == {
        "A02": {"value": 2003, "cannot": "", "cannot_note": "", "base": 1},
        "A03": {"value": "4", "cannot": "", "cannot_note": "", "base": 0},
        "B02": {"value": 22, "cannot": "", "cannot_note": "", "base": 0},
    }
    preview = office.preview(workbook)
    assert (preview.changes, preview.clashes, preview.joined, preview.already) == (3, 0, 0, 0)
    shown = preview.sections[0].questions[0]
    assert (shown.state, shown.change.before, shown.change.after) == ("change", "2001", "2003")
    assert office.apply(workbook) == ["A02", "A03", "B02"]
    assert office.values() == BEFORE | {"A02": 2003, "A03": "4", "B02": 22}
    assert office.apply(workbook) == []
    assert [name for name, _ in office.desk.events(office.desk.cast.alpha, of="workbook.")] == [
        "workbook.uploaded",
        "workbook.applied",
    ]


def test_nothing_changed_is_said(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        office.send(office.book())
    assert refusal.value.message == NOTHING_NEW


def test_what_changed_on_the_site_meanwhile_stays(office: Office) -> None:
    book = office.book().put("B02", 22)
    office.desk.answer(office.desk.cast.alpha, {"A02": 1999})
    office.apply(office.send(book))
    assert office.values() == BEFORE | {"A02": 1999, "B02": 22}


def test_changes_that_do_not_touch_are_joined(office: Office) -> None:
    office.desk.answer(office.desk.cast.alpha, {"M06": "One\nTwo\nThree"})
    book = office.book().put("M06", "One\nTwo\nFour")
    office.desk.answer(office.desk.cast.alpha, {"M06": "Zero\nTwo\nThree"})
    workbook = office.send(book)
    preview = office.preview(workbook)
    shown = preview.sections[0].questions[0]
    assert (shown.state, shown.who, preview.joined) == ("joined", "Alpha Coordinator", 1)
    assert office.apply(workbook) == ["M06"]
    assert office.values()["M06"] == "Zero\nTwo\nFour"


def test_a_clash_waits_for_a_choice_and_nothing_is_half_applied(office: Office) -> None:
    book = office.book().put("A02", 2003).put("B02", 22)
    office.desk.answer(office.desk.cast.alpha, {"A02": 1999}, by=office.desk.cast.alpha_member)
    workbook = office.send(book)
    shown = office.preview(workbook).sections[0].questions[0]
    assert (shown.state, shown.change.before, shown.change.after, shown.who, shown.seen) == (
        "clash", "1999", "2003", "Alpha Member", 2,
    )  # fmt: skip
    with pytest.raises(Conflict) as conflict:
        office.apply(workbook)
    assert conflict.value.message == CHOOSE
    assert office.values() == BEFORE | {"A02": 1999}
    assert office.apply(workbook, A02=Choice(mine=True, seen=2)) == ["A02", "B02"]
    assert office.values() == BEFORE | {"A02": 2003, "B02": 22}


def test_theirs_can_be_kept(office: Office) -> None:
    book = office.book().put("A02", 2003).put("B02", 22)
    office.desk.answer(office.desk.cast.alpha, {"A02": 1999})
    workbook = office.send(book)
    assert office.apply(workbook, A02=Choice(mine=False, seen=2)) == ["B02"]
    assert office.values()["A02"] == 1999


def test_a_choice_counts_only_for_the_answer_that_was_seen(office: Office) -> None:
    book = office.book().put("A02", 2003)
    office.desk.answer(office.desk.cast.alpha, {"A02": 1999})
    workbook = office.send(book)
    office.desk.answer(office.desk.cast.alpha, {"A02": 1998})
    with pytest.raises(Conflict):
        office.apply(workbook, A02=Choice(mine=True, seen=2))
    assert office.values()["A02"] == 1998


def test_what_stands_already_is_no_change(office: Office) -> None:
    book = office.book().put("A02", 2003)
    office.desk.answer(office.desk.cast.alpha, {"A02": 2003})
    preview = office.preview(office.send(book))
    assert (preview.changes, preview.already) == (0, 1)


def test_reasons_and_clearing_come_back_too(office: Office) -> None:
    book = office.book().put("A02", None).put("M06", None)
    book.put("A02", "We do not collect this information", layout.CANNOT)
    book.put("A02", "=no records", layout.NOTE)
    workbook = office.send(book)
    assert office.apply(workbook) == ["A02", "M06"]
    with in_partnership(office.desk.cast.alpha.pk):
        row = Answer.objects.get(question="A02")
        assert (row.value, row.cannot, row.cannot_note) == (None, "not_collected", "=no records")
    with pytest.raises(Refused, match="Nothing in this workbook differs"):
        office.send(office.book())


def test_an_answer_that_is_not_asked_is_kept_and_said_so(office: Office) -> None:
    workbook = office.send(office.book().put("A01", "No LSP and none planned").put("A02", 2002))
    preview = office.preview(workbook)
    assert [(q.change.question.code, q.counts) for q in preview.sections[0].questions] == [
        ("A01", True),
        ("A02", False),
    ]


def test_rows_that_have_no_line_keep_their_answers(office: Office) -> None:
    question = next(
        q
        for q in office.desk.form.questions
        if q.rows
        and len([x for s in layout.sheets_of(office.desk.form, office.standing_attributes())
                 for x in s.lines if x.question is q]) < len(q.rows)
    )  # fmt: skip
    shown = [
        x
        for s in layout.sheets_of(office.desk.form, office.standing_attributes())
        for x in s.lines
        if x.question is question
    ]
    hidden = next(r.code for r in question.rows if f"{question.code}.{r.code}" not in {x.key for x in shown})  # fmt: skip
    option = question.options[0]
    office.desk.answer(office.desk.cast.alpha, {question.code: {hidden: option.code}})
    workbook = office.send(office.book().put(shown[0].key, option.label))
    office.apply(workbook)
    row = shown[0].key.partition(".")[2]
    assert office.values()[question.code] == {hidden: option.code, row: option.code}


def test_a_member_changes_only_the_sections_given(office: Office) -> None:
    mine = frozenset({"A"})
    book = office.book(mine).put("B02", 22).put("A02", 2002)
    assert faults_of(office, book, within=mine) == [
        (
            layout.sheet_name(office.desk.form.section("B")),
            book.cell("B02"),
            "This section was not given to you, so its answers must stay as they were. Put the old"
            " answer back, or ask the co-ordinator to upload the workbook.",
        )
    ]
    workbook = office.send(office.book(mine).put("A02", 2002), within=mine)
    with pytest.raises(Denied):
        office.apply(workbook, within=frozenset({"B"}))
    assert office.values() == BEFORE


def test_sections_that_stay_closed_take_nothing(office: Office) -> None:
    with in_partnership(office.desk.cast.alpha.pk):
        Return.objects.update(state="reopened", reopened_sections=["B"], reopening_reason="Why")
        complete = office.desk.complete(office.desk.cast.alpha)
        Answer.objects.all().delete()
        Answer.objects.bulk_create(
            Answer(annual_return=office.desk.row(), question=q, value=v, answered_by=office.by,
                   answered_at="2004-11-03T10:00Z")
            for q, v in complete.items()
        )  # fmt: skip
    book = office.book().put("A02", 1998).put("B02", 22)
    faults = faults_of(office, book)
    assert [(cell, message.partition(",")[0]) for _, cell, message in faults] == [
        (book.cell("A02"), "This section was not reopened")
    ]


def test_a_closed_return_takes_no_workbook(office: Office) -> None:
    book = office.book().put("A02", 2003)
    workbook = office.send(book)
    with in_national():
        close_wave(wave=office.desk.wave, by=office.desk.cast.by)
    for act in (lambda: office.send(book), lambda: office.apply(workbook)):
        with pytest.raises(Refused, match="The 2004 survey is closed"):
            act()
    assert office.values() == BEFORE


def test_discarding_is_for_good(office: Office) -> None:
    workbook = office.send(office.book().put("A02", 2003))
    with in_partnership(office.desk.cast.alpha.pk):
        discard_workbook(workbook=workbook, by=office.by)
        discard_workbook(workbook=workbook, by=office.by)
    with pytest.raises(Refused, match="This workbook was discarded"):
        office.apply(workbook)
    other = office.send(office.book().put("A02", 2003))
    office.apply(other)
    with (
        in_partnership(office.desk.cast.alpha.pk),
        pytest.raises(Refused, match="This workbook was applied already"),
    ):
        discard_workbook(workbook=other, by=office.by)


def test_only_its_sender_sees_a_workbook(office: Office) -> None:
    workbook = office.send(office.book().put("A02", 2003))
    with in_partnership(office.desk.cast.alpha.pk):
        row = office.desk.row()
        assert workbook_of(row, workbook.pk, office.by) == workbook
        with pytest.raises(Missing):
            workbook_of(row, workbook.pk, office.desk.cast.alpha_member)


def test_a_signed_return_is_handed_out_with_locked_cells(desk: Desk) -> None:
    answers = desk.complete(desk.cast.alpha)
    desk.signed(desk.cast.alpha, answers)
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
        book = Book(make_workbook(standing=standing, mine=None, by=desk.cast.alpha_chair))
        sheet, line = book.place("B02")
        cell = sheet.cell(line, layout.ANSWER + 1)
        assert (cell.value, cell.protection.locked) == (answers["B02"], True)
        with pytest.raises(Refused, match="This return has been signed off"):
            take_in_workbook(
                standing=standing, file=file_of(book.data()), by=desk.cast.alpha_chair, within=None
            )


def test_edits_are_saved_as_by_hand(office: Office) -> None:
    """The same edits through the workbook and through the pages leave the same rows."""
    office.apply(office.send(office.book().put("A02", 2003)))
    with in_partnership(office.desk.cast.beta.pk):
        by = office.desk.cast.users["beta_coordinator"]
        edits = {code: Edit(value, 0) for code, value in BEFORE.items()}
        save_answers(annual_return=office.desk.row(), edits=edits, by=by)
        save_answers(annual_return=office.desk.row(), edits={"A02": Edit(2003, 1)}, by=by)
    fields = ("question", "value", "revision", "cannot")
    rows = []
    for place in (office.desk.cast.alpha, office.desk.cast.beta):
        with in_partnership(place.pk):
            rows.append(list(Answer.objects.order_by("question").values_list(*fields)))
    assert rows[0] == rows[1]
