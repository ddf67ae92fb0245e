"""Reading and writing the CSV file of members."""

from datetime import date

import pytest

from partnerships.membership.member_file.columns import COLUMNS, guarded
from partnerships.membership.member_file.reading import Line, LineFault, read, text_of

HEAD = "Organisation,Sector,Kind,Name,Job title,Email,Phone,May sign,Name public,Since\n"


def faults(text: str) -> list[tuple[int, str, str, str]]:
    return [(f.line, f.column, f.message, f.remedy) for f in read(text).faults]


def test_a_whole_line() -> None:
    reading = read(
        HEAD
        + "Acorn, VOLUNTARY ,Housing,Ann  Lee,Director,Ann@Acorn.example,'+44 1,yes,N,31/3/2004\n"
    )
    assert reading.faults == ()
    assert reading.lines == (
        Line(
            2, "Acorn", "voluntary", "housing", "Ann Lee", "Director", "ann@acorn.example", "+44 1",
            True, False, date(2004, 3, 31),
        ),
    )  # fmt: skip
    assert reading.columns == {column.heading for column in COLUMNS}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_in_any_order_and_empty_lines(delimiter: str) -> None:
    rows = [["name", "ORGANISATION"], ["Ann", "Acorn"], ["", ""], ["Ben", "Oak"]]
    reading = read("\r\n".join(delimiter.join(row) for row in rows))
    assert [(line.number, line.name, line.organisation) for line in reading.lines] == [
        (2, "Ann", "Acorn"), (4, "Ben", "Oak"),
    ]  # fmt: skip
    assert reading.columns == {"Name", "Organisation"}


def test_a_line_break_inside_a_cell_keeps_the_line_numbers_right() -> None:
    text = 'Organisation,Name\n"Acorn\nHousing",Ann\nOak,\n'
    assert read(text).lines[0].organisation == "Acorn Housing"
    assert faults(text) == [(4, "Name", "Name is empty.", "Enter the name.")]


def test_the_authority_is_named_as_an_organisation_or_as_its_seats_are() -> None:
    rows = "Acorn,{},,Ann,,,,,,\n"
    for words in ("authority", "Local authority", "local authority officers"):
        assert [line.sector for line in read(HEAD + rows.format(words)).lines] == ["authority"]


def test_every_fault_of_a_line_with_its_remedy() -> None:
    row = f",navy,ship,{'x' * 121},,not-an-address,,perhaps,2,31/2/2004\n"
    sectors = (
        "Write one of: Councillors; Local authority; Other public sector; Business;"
        " Voluntary, community and faith; Others."
    )
    found = faults(HEAD + row)
    assert [(line, column) for line, column, _, _ in found] == [
        (2, "Organisation"), (2, "Sector"), (2, "Kind"), (2, "Name"), (2, "Email"),
        (2, "May sign"), (2, "Name public"), (2, "Since"),
    ]  # fmt: skip
    assert found[0][2:] == ("Organisation is empty.", "Enter the organisation.")
    assert found[1][2:] == ("“navy” is not a sector.", sectors)
    assert found[3][2:] == ("Name has 121 characters.", "Shorten it to 120 or fewer.")
    assert found[4][2:] == (
        "“not-an-address” is not an email address.",
        "Write it like name@example.org, or leave it empty.",
    )
    assert found[5][2:] == ("“perhaps” is not Yes or No.", "Write Yes or No.")
    assert found[7][2:] == (
        "“31/2/2004” is not a day.", "Write it like 31/3/2004, or leave it empty.",
    )  # fmt: skip


def test_two_lines_about_one_member() -> None:
    text = HEAD + "Acorn,,,Ann,,a@x.example,,,,\nACORN,,,Anne,,A@x.example,,,,\n"
    assert faults(text) == [
        (3, "Email", "Anne of ACORN is on line 2 already.", "Take one of the two lines out.")
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Name,Email\nAnn,\n",
            LineFault(
                1, "", "The first line has no column “Organisation”.",
                "Put the headings on the first line as in the template.",
            ),
        ),
        (
            "",
            LineFault(
                1, "", "The first line has no column “Organisation” and no column “Name”.",
                "Put the headings on the first line as in the template.",
            ),
        ),
        (
            "Organisation,Name,Shoe size\nA,B,9\n",
            LineFault(
                1, "", "“Shoe size” is not a column of this file, or is there twice.",
                "Take the column out, or start from the template.",
            ),
        ),
        (
            HEAD,
            LineFault(
                2, "", "The file has no members in it.",
                "Put one member on each line below the headings.",
            ),
        ),
        (
            "Organisation,Name\nAcorn, Oak and Ash,Ann\n",
            LineFault(
                2, "", "This line has more cells than there are headings.",
                "Put text that has a comma in it between quotation marks.",
            ),
        ),
    ],
)  # fmt: skip
def test_files_that_say_nothing_sure(text: str, fault: LineFault) -> None:
    assert read(text).faults == (fault,)


def test_a_quotation_mark_that_never_closes() -> None:
    text = 'Organisation,Name\nAcorn,Ann\nOak,"' + "Ben\n" * 40_000
    assert [line for line, *_ in faults(text)] == [3]


def test_more_lines_than_one_import_takes() -> None:
    text = "Organisation,Name\n" + "".join(f"Acorn,Ann {n}\n" for n in range(5001))
    assert faults(text) == [
        (
            5002, "", "The file has more than 5,000 members.",
            "Split it in two and import one after the other.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    assert text_of("Café “Société” – £5".encode(encoding)) == "Café “Société” – £5"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "Name".encode("utf-16"),
            "This file is saved as Unicode text. Save it as “CSV UTF-8” and upload it again.",
        ),
        (
            b"PK\x03\x04\x00\x81",
            "This is not a text file. Save the list as “CSV UTF-8” and upload it again.",
        ),
        (
            b"Name\0",
            "This is not a text file. Save the list as “CSV UTF-8” and upload it again.",
        ),
    ],
)
def test_files_that_are_no_text(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        text_of(content)


@pytest.mark.parametrize("cell", ["=1+1", "+44 1709", "-", "@home", "'=1", "''+x", "plain", "'tis"])
def test_no_cell_is_a_formula_and_all_come_back(cell: str) -> None:
    written = guarded(cell)
    assert not written.startswith(("=", "+", "-", "@"))
    assert read(f'Organisation,Name\n"{written}",Ann\n').lines[0].organisation == cell
