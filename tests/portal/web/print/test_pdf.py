"""The printed pages: labels, contents, repeated heads, words that can be copied."""

import dataclasses
import re

import pytest

from portal.web.print import to_pdf
from portal.web.print.document import Document, Section
from portal.web.print.html import SYNTHETIC, headed
from tests.portal.web.print import structure
from tests.support.sample_document import national

pytestmark = pytest.mark.slow


def short(*blocks: object, **changes: object) -> Document:
    """The sample with one section of the blocks."""
    return dataclasses.replace(national(), sections=(Section("One", blocks),), **changes)


def test_every_page_carries_its_labels(printed: bytes) -> None:
    """The cover says that the data are made up, every other page at its foot."""
    cover, *rest = structure.pages(printed)
    assert "Synthetic data" in cover
    assert "December 2004" in cover
    assert "Page" not in cover
    assert len(rest) == 9
    for number, page in enumerate(rest, 2):
        assert SYNTHETIC in page.splitlines()[-1] or SYNTHETIC in page
        assert f"Page {number} of 10" in page
        assert "2004 survey" in page.splitlines()[0]


def test_real_data_are_not_called_made_up() -> None:
    """The label is there for synthetic data only."""
    assert not any("Synthetic" in page for page in structure.pages(to_pdf(short(synthetic=False))))


def test_the_contents_give_the_right_pages(printed: bytes) -> None:
    """Each section is on the page that the contents say."""
    contents, *_ = (page for page in structure.pages(printed) if "Contents" in page)
    whole = structure.pages(printed)
    for words in headed(national()).values():
        number = int(re.search(rf"{re.escape(words)}\s+(\d+)", contents)[1])
        assert words in whole[number - 1]


def test_a_table_over_two_pages_repeats_its_head(printed: bytes) -> None:
    """Fifty rows need two pages."""
    heads = [i for i, page in enumerate(structure.pages(printed), 1) if "Policy issue  " in page]
    assert heads == [5, 6]


def test_chart_labels_can_be_copied_as_text(printed: bytes) -> None:
    """They are words, not drawings of words."""
    page = structure.pages(printed)[3]
    assert "Liveability, street scene and public space" in page
    assert "Measurable outcomes" in page
