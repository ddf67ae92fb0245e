"""Cells of a workbook that are no answers, lines and sheets that are not what they were."""

import io
import re
import zipfile
from typing import Any

import pytest

from surveys.returns.workbook import layout
from surveys.returns.workbook.package import FRESH, MOST_BYTES
from surveys.returns.workbook.writing import write_workbook
from tests.surveys.questionnaires.conftest import NRF
from tests.surveys.returns.booked import (
    BOOK,
    FIRST,
    LSP_FORM,
    SECOND,
    SMALL_FORM,
    Book,
    content_of,
    part,
    read,
    repacked,
    stored_from,
)


def faults(book: Book) -> list[tuple[str, str, str]]:
    reading = read(SMALL_FORM, NRF, book.data())
    return [(fault.sheet, fault.cell, fault.message) for fault in reading.faults]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("A1", "Perhaps", "“Perhaps” is not one of the options. Choose “Disagree”, “Agree” or"
         " “Don't know”."),
        ("A1", "<script>alert(1)</script>\x07\u202e" * 9, "“<script>alert(1)</script><script>alert("),
        ("A2.board", "maybe", "“maybe” is not one of the options. Choose Yes or No."),
        ("B2", 151, "Enter a number between 1 and 150."),
        ("B2", -3, "Enter a number between 1 and 150."),
        ("B2", 2.5, "Enter a whole number between 1 and 150."),
        ("B2", 1e300, "Enter a number between 1 and 150."),
        ("B2", "many", "Enter a number between 1 and 150."),
        ("B2", "=12", "Enter a number between 1 and 150."),
        ("B2", True, "Enter a number between 1 and 150."),
        ("B3", 1.25, "Enter a number between 0 and 100, with no more than 1 decimal place."),
        ("B4", "1,2", "Enter an amount in whole pounds between £0 and £20,000,000."),
        ("B5", "x" * 21, "Enter 20 characters or fewer; your answer is 1 character too long."),
        ("B5", "x" * 30_000, "Your answer is 30,000 characters long and was cut off. Enter 20"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_by_its_cell(key: str, value: Any, message: str) -> None:
    book = Book(BOOK)
    sheet, line = book.place(key)
    cell = sheet.cell(line, layout.ANSWER + 1)
    if isinstance(value, str):
        cell._value, cell.data_type = re.sub("[\x07]", "", value), "s"
    else:
        cell.value = value
    found = faults(book)
    assert [(name, where) for name, where, _ in found] == [(sheet.title, book.cell(key))]
    assert found[0][2].startswith(message)
    assert len(found[0][2]) < 300


def test_ten_megabytes_in_one_cell_are_one_fault() -> None:
    # A cell that says so itself: no spreadsheet would write as much.
    name = "xl/worksheets/sheet3.xml"
    book = Book(BOOK)
    place = re.compile(rb'<c r="%s"[^>]*/>' % book.cell("B5").encode())
    long = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (
        book.cell("B5").encode(), b"x" * 10_000_000,
    )  # fmt: skip
    xml, count = place.subn(long, part(name))
    assert count == 1
    data = repacked({name: xml})
    assert len(data) < MOST_BYTES
    reading = read(SMALL_FORM, NRF, data)
    assert [(f.sheet, f.cell, f.message) for f in reading.faults] == [
        (
            SECOND,
            book.cell("B5"),
            "Your answer is 10,000,000 characters long and was cut off. Enter 20 characters or"
            " fewer.",
        )
    ]


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://evil.example","x")', "=A1"])
def test_a_formula_is_a_fault_and_never_an_answer(formula: str) -> None:
    for key in ("A1", "B2", "B5"):
        book = Book(BOOK).formula(key, formula)
        sheet, _ = book.place(key)
        assert faults(book) == [
            (
                sheet.title,
                book.cell(key),
                "This cell holds a formula. Type the answer itself, or paste it as a value.",
            )
        ]


def test_an_error_value_does_not_clear_an_answer() -> None:
    name, cell = "xl/worksheets/sheet3.xml", Book(BOOK).cell("B2").encode()
    xml = re.sub(rb'<c r="%s"[^>]*><v>12</v></c>' % cell, b'<c r="%s" t="e"><v>#N/A</v></c>' % cell, part(name))  # fmt: skip
    assert xml != part(name)
    reading = read(SMALL_FORM, NRF, repacked({name: xml}))
    assert [fault.message for fault in reading.faults] == [
        "This cell holds an error of the spreadsheet. Delete it and type the answer."
    ]


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@sum(A1)", "=cmd|' /C x'!A0"])
def test_text_that_looks_like_a_formula_stays_text_both_ways(text: str) -> None:
    data = write_workbook(content_of(SMALL_FORM, NRF, stored_from({"B5": text})))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert [n for n in sheets if b"<f>" in package.read(n) or b"<f " in package.read(n)] == []
    assert read(SMALL_FORM, NRF, data).changes == {}
    book = Book(BOOK).put("B5", text)
    assert read(SMALL_FORM, NRF, book.data()).changes["B5"].held.value == text


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "_x_", "x_x005F"])
def test_what_excel_takes_for_an_escape_is_no_change(text: str) -> None:
    data = write_workbook(content_of(SMALL_FORM, NRF, stored_from({"B5": text})))
    assert read(SMALL_FORM, NRF, data).changes == {}


def test_control_characters_are_left_out() -> None:
    book = Book(BOOK).put("B5", "marked")
    data = book.data()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = next(name for name in package.namelist() if b"marked" in package.read(name))
        strings = package.read(name).replace(b"marked", "a_x0007_b\u202ec\u0085d".encode())
    reading = read(SMALL_FORM, NRF, repacked({name: strings}, data))
    assert reading.changes["B5"].held.value == "abcd"


def test_a_reason_and_its_note_are_checked() -> None:
    book = Book(BOOK).put("B2", "Because", layout.CANNOT).put("A1", "A note", layout.NOTE)
    book.put("B5", "The information is not available yet", layout.CANNOT)
    book.put("B5", "x" * 1001, layout.NOTE)
    book.put("B3", 1).put("B3", "Another reason", layout.CANNOT)
    assert faults(book) == [
        (FIRST, book.cell("A1", layout.NOTE),
         "This note has no reason beside it. Choose one, or clear the note."),
        (SECOND, book.cell("B2", layout.CANNOT),
         "“Because” is not one of the reasons. Choose a reason from the list of this cell."),
        (SECOND, book.cell("B3", layout.CANNOT),
         "There is an answer and a reason why there is none. Clear one of the two."),
        (SECOND, book.cell("B5", layout.NOTE), "Enter 1,000 characters or fewer."),
    ]  # fmt: skip


def test_lines_deleted_added_doubled_or_swapped_are_named() -> None:
    book = Book(BOOK)
    sheet, line = book.place("B2")
    sheet.delete_rows(line)
    assert faults(book) == [(SECOND, "", f"The line of question B2 is gone. {FRESH}")]

    book = Book(BOOK)
    sheet, line = book.place("B5")
    sheet.cell(line + 1, layout.ANSWER + 1).value = "A new line"
    assert [f[1] for f in faults(book)] == [f"D{line + 1}"]
    assert "This line was added" in faults(book)[0][2]

    book = Book(BOOK)
    for column in range(1, layout.TOKEN + 2):
        sheet, line = book.place("B5")
        sheet = book.book[SECOND]
        sheet.cell(line + 1, column).value = sheet.cell(line, column).value
    assert "This line is there twice" in faults(book)[0][2]

    book = Book(BOOK)
    (sheet, first), (_, second) = book.place("B3"), book.place("B4")
    for column in (layout.CODE, layout.QUESTION, layout.ROW, layout.ANSWER):
        a, b = sheet.cell(first, column + 1), sheet.cell(second, column + 1)
        a.value, b.value = b.value, a.value
    assert [where for _, where, _ in faults(book)] == [f"A{first}", f"A{second}"]


def test_whole_lines_in_another_order_are_read_all_the_same() -> None:
    book = Book(BOOK).put("B3", 2.5)
    (sheet, first), (_, second) = book.place("B3"), book.place("B5")
    for column in range(1, layout.TOKEN + 2):
        a, b = sheet.cell(first, column), sheet.cell(second, column)
        a.value, b.value = b.value, a.value
    reading = read(SMALL_FORM, NRF, book.data())
    assert (reading.faults, {c: x.held.value for c, x in reading.changes.items()}) == (
        [],
        {"B3": 2.5},
    )


def test_a_renamed_sheet_is_found_a_copied_or_missing_one_is_named() -> None:
    book = Book(BOOK).put("B2", 7)
    book.book[SECOND].title = "Mine"
    assert read(SMALL_FORM, NRF, book.data()).changes["B2"].held.value == 7

    book = Book(BOOK)
    book.book.copy_worksheet(book.book[SECOND])
    assert faults(book) == [
        (f"{SECOND} Copy", "", f"This sheet is a copy of “{SECOND}”. Delete one of the two.")
    ]

    book = Book(BOOK)
    del book.book[SECOND]
    assert faults(book) == [(SECOND, "", f"This sheet is not in the file. {FRESH}")]


def test_a_changed_hidden_column_is_named() -> None:
    book = Book(BOOK).put("B2", 7).put("B2", "7", layout.TOKEN)
    assert faults(book)[0][1:] == (
        book.cell("B2", layout.TOKEN),
        f"The hidden column that goes with this line was changed. {FRESH}",
    )


def test_what_a_spreadsheet_sees() -> None:
    """Drop-downs from lists, bounds, locks, widths, a head that stays, nothing secret in sight."""
    data = write_workbook(content_of(LSP_FORM, NRF, stored_from({"A01": "in_place"})))
    book = Book(data)
    names = [sheet.title for sheet in book.book.worksheets]
    assert names[0] == "Start here"
    assert names[-3:] == ["Notes", "Lists", "Stamp"]
    assert [book.book[name].sheet_state for name in ("Lists", "Stamp")] == ["veryHidden"] * 2
    sheet, line = book.place("A01")
    assert (sheet.title, sheet.freeze_panes, sheet.protection.sheet) == (
        "A About the partnership", "B4", True,
    )  # fmt: skip
    cell = sheet.cell(line, layout.ANSWER + 1)
    assert (cell.value, cell.protection.locked) == ("In place and meeting", False)
    assert sheet.cell(line, layout.QUESTION + 1).protection.locked is True
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[book.cell("A01")].type == "list"
    column = re.fullmatch(r"Lists!\$([A-Z]+)\$1:\$\1\$4", rules[book.cell("A01")].formula1)
    assert column
    options = [book.book["Lists"][f"{column[1]}{n}"].value for n in range(1, 5)]
    assert options == [option.label for option in LSP_FORM.question("A01").options]
    year = rules[book.cell("A02")]
    assert (year.type, year.formula1, year.formula2) == ("whole", "1995", "2005")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet2.xml")
    assert re.search(rb'<col min="9" max="10" [^>]*hidden="1"', xml)
    assert sheet.column_dimensions["B"].width > 40
    cover = [(row[0].value, row[1].value) for row in book.book["Start here"].iter_rows()]
    assert ("About the questionnaire", LSP_FORM.notice) in cover
    assert ("Please note", "Synthetic data") in cover
