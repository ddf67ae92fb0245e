"""Files that are no sound workbook of this return, and cells that are no answers."""

import time

import pytest

from portal.errors import Refused
from surveys.returns.workbook import layout
from surveys.returns.workbook.layout import Stamp
from surveys.returns.workbook.package import FRESH, MOST_BYTES, open_workbook
from surveys.returns.workbook.reading import read_workbook
from tests.surveys.questionnaires.conftest import NRF
from tests.surveys.returns.booked import (
    BOOK,
    SMALL_FORM,
    Book,
    file_of,
    part,
    read,
    repacked,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)  # what Excel wraps an encrypted file in


def sheet_with(xml: str) -> bytes:
    """The first section's sheet with more cells at its end."""
    name = "xl/worksheets/sheet2.xml"
    return repacked({name: part(name).replace(b"</sheetData>", f"{xml}</sheetData>".encode())})


def refusal(data: bytes, name: str = "return.xlsx") -> str:
    with pytest.raises(Refused) as found:
        open_workbook(file_of(data, name))
    return found.value.message


DAMAGED = "is damaged or not complete. Open it, save it again and upload the new copy."


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (OLE, "return.xlsx", "is protected with a password or saved in an old format."),
        (BOOK[:2000], "return.xlsx", DAMAGED),
        (BOOK[:40] + bytes(200) + BOOK[240:], "return.xlsx", DAMAGED),
        (b"PK\x03\x04 no more", "return.xlsx", DAMAGED),
        (b"code,answer\r\nA01,yes", "return.xlsx", "is not what its name says (Excel)"),
        (b"%PDF-1.7", "return.xlsx", "is not what its name says (Excel): it looks like a PDF."),
        (BOOK, "return.xls", "is not a kind of file that can be uploaded here. Choose Excel"),
        (BOOK, "return.csv", "is not a kind of file that can be uploaded here. Choose Excel"),
        (BOOK, "return.xlsm", "is not a kind of file that can be uploaded here. Choose Excel"),
        (b"", "return.xlsx", "is empty. Choose the file again."),
        (bytes(MOST_BYTES + 1), "return.xlsx", "is larger than 5 MB, far more than a filled-in"),
    ],
    ids=["encrypted", "truncated", "mangled", "head only", "csv", "pdf", "xls", "named csv",
         "named xlsm", "empty", "huge"],
)  # fmt: skip
def test_what_is_no_workbook_is_named(data: bytes, name: str, words: str) -> None:
    message = refusal(data, name)
    assert words in message
    assert message.startswith(f"“{name}” ")


def test_a_word_document_in_disguise_is_named() -> None:
    types = part("[Content_Types].xml").replace(
        b"spreadsheetml.sheet", b"wordprocessingml.document"
    )
    assert "is not what its name says (Excel)" in refusal(repacked({"[Content_Types].xml": types}))


def test_a_bomb_is_never_unpacked() -> None:
    bomb = repacked({"xl/media/image.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})
    assert len(bomb) < 200_000
    started = time.process_time()
    assert refusal(bomb) == (
        "“return.xlsx” unpacks to far more than a filled-in workbook holds, so it was not opened."
        f" {FRESH}"
    )
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "written far outside the lines"),
        ('<row r="9"><c r="ZZ9" t="inlineStr"><is><t>x</t></is></c></row>', "written far outside"),
        ("<row>" + "<c><v>1</v></c>" * 200 + "</row>", "written far outside"),
        ('<row r="9">' + '<c r="A9"/>' * 700_000 + "</row>", "far more cells than the workbook"),
        ("<row><c></row>", "is damaged, so it could not be read."),
    ],
)
def test_cells_that_would_fill_the_memory_are_refused(xml: str, words: str) -> None:
    assert words in refusal(sheet_with(xml))


def test_a_document_type_is_refused() -> None:
    name = "xl/sharedStrings.xml"
    laughs = b'<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">]>' + part(name).partition(b"?>")[2]
    assert "holds instructions (a document type)" in refusal(repacked({name: laughs}))


def test_empty_cells_outside_are_left_alone() -> None:
    data = sheet_with('<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert read(SMALL_FORM, NRF, data).faults == []


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        (Stamp("beta", 2004, SMALL_FORM.sha256), "This workbook was made for another partnership."),
        (
            Stamp("alpha", 2005, SMALL_FORM.sha256),
            "This workbook was made for the 2004 survey, not for 2005.",
        ),
        (Stamp("alpha", 2004, "f" * 64), "made from another version of the questionnaire"),
    ],
)
def test_a_workbook_of_something_else_is_refused(stamp: Stamp, words: str) -> None:
    _, opened = open_workbook(file_of(BOOK))
    with pytest.raises(Refused) as found:
        read_workbook(opened, form=SMALL_FORM, attributes=NRF, stamp=stamp)
    assert words in found.value.message


def test_any_other_workbook_is_refused() -> None:
    book = Book(BOOK)
    del book.book[layout.STAMP_SHEET]
    _, opened = open_workbook(file_of(book.data()))
    with pytest.raises(Refused, match="This is not the workbook of a return"):
        read_workbook(opened, form=SMALL_FORM, attributes=NRF, stamp=Stamp("alpha", 2004, ""))
