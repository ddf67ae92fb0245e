"""The CSV files carried inside a PDF."""

import pytest

from portal.web.print.attachments import csv_of, data_files, safe
from portal.web.print.document import Attachment, Table
from tests.support.sample_document import national


def test_every_figure_and_numbered_table_has_its_file() -> None:
    """Figures first, then tables, each with words on what it holds."""
    files = {file.name: file.description for file in data_files(national())}
    assert list(files) == [*(f"figure-{i}.csv" for i in range(1, 8)), "table-1.csv", "table-2.csv"]
    assert files["figure-1.csv"] == ("Data of figure 1: activity and progress on 25 policy issues")
    assert files["table-1.csv"] == "Data of table 1: Partnerships in the survey by region"


def test_the_document_s_own_files_come_last() -> None:
    """As they are."""
    import dataclasses

    own = Attachment("notes.txt", "Notes", b"as they are")
    assert list(data_files(dataclasses.replace(national(), attachments=(own,))))[-1] == own


def test_a_file_is_read_by_spreadsheets_in_every_language() -> None:
    """UTF-8 with a mark, quoted where needed; what is suppressed stays so."""
    table = Table("T", ("Issue", "Share"), (('Tŷ, "mawr"', "46"), ("Pooling", "..")))
    assert csv_of(table) == (
        b'\xef\xbb\xbfIssue,Share\r\n"T\xc5\xb7, ""mawr""",46\r\nPooling,..\r\n'
    )


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+44 20", "'+44 20"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-3", "-3"),
        ("-3.5%", "-3.5%"),
        ("-", "-"),
        ("Crime", "Crime"),
        ("", ""),
    ],
)
def test_no_cell_is_run_as_a_formula(cell: str, kept: str) -> None:
    """Numbers below zero and the sign for none stay as they are."""
    assert safe(cell) == kept
