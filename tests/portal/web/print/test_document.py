"""What a document refuses."""

import dataclasses
from datetime import datetime

import pytest

from portal.web.print.document import Paragraph, Section, Table
from tests.support.sample_document import long_table, national

TABLE = Table("Regions", ("Region", "Sent"), (("North East", "25"),), 1)


def with_blocks(*blocks: object) -> object:
    """The sample with one section of the blocks."""
    return dataclasses.replace(national(), sections=(Section("One", blocks),))


def test_figures_and_tables_are_found_in_reading_order() -> None:
    """The sample has seven figures and two numbered tables; the figures' own tables are not blocks."""
    sample = national()
    assert [figure.number for figure in sample.figures()] == [1, 2, 3, 4, 5, 6, 7]
    assert [table.number for table in sample.tables()] == [1, 2]


def test_numbers_must_run_in_reading_order() -> None:
    """Text refers to them by number."""
    with pytest.raises(ValueError, match=r"Table numbers must run 1, 2, 3 .* not \[2, 1\]"):
        with_blocks(long_table(), TABLE)
    with pytest.raises(ValueError, match=r"Table numbers must run .* not \[1, 1\]"):
        with_blocks(TABLE, TABLE)


def test_a_table_without_a_number_is_not_counted() -> None:
    """A list of facts between results."""
    facts = dataclasses.replace(TABLE, number=0)
    assert [t.number for t in with_blocks(facts, TABLE, facts, Paragraph("x")).tables()] == [
        0,
        1,
        0,
    ]


def test_rows_and_headings_must_agree() -> None:
    """Named with the table."""
    with pytest.raises(ValueError, match="row of 'Regions' has 1 cells under 2 headings"):
        Table("Regions", ("Region", "Sent"), (("North East",),))


def test_the_date_needs_its_zone() -> None:
    """It goes into the file, and must not depend on the machine."""
    with pytest.raises(ValueError, match="needs a time zone"):
        dataclasses.replace(national(), issued=datetime(2004, 12, 1))  # noqa: DTZ001
