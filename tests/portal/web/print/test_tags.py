"""What a screen reader finds in the PDF: tags, words for figures and links."""

import itertools
import re

import pytest

from portal.web.print.html import headed, listed
from tests.portal.web.print import structure
from tests.support.sample_document import national

pytestmark = pytest.mark.slow


def test_every_header_cell_says_what_it_heads(printed: bytes) -> None:
    """Two tables, the longer with its head on two pages."""
    scopes = [tag.scope for tag in structure.tags(printed) if tag.kind == "/TH"]
    assert (scopes.count("/Column"), scopes.count("/Row"), scopes.count("")) == (
        4 + 2 * 5,
        9 + 50,
        0,
    )


def test_every_figure_has_its_words(printed: bytes) -> None:
    """Title and description, in the order of the document; nothing else is a figure."""
    alts = [tag.alt for tag in structure.tags(printed) if tag.kind == "/Figure"]
    assert alts == [f"{f.chart.title}. {f.chart.description}" for f in national().figures()]


def test_no_text_lies_outside_the_tree(printed: bytes) -> None:
    """Running heads and page numbers are artifacts, all else is reached."""
    assert structure.untagged(printed) == []
    cover, contents, *rest = structure.artifacts(printed)
    assert (cover, contents) == (0, 3)
    assert set(rest) == {4}


def test_headings_are_tagged_in_order(printed: bytes) -> None:
    """One title; a level is never skipped."""
    levels = [int(t.kind[2]) for t in structure.tags(printed) if re.fullmatch(r"/H[1-6]", t.kind)]
    assert levels[:3] == [1, 2, 3]
    assert levels.count(1) == 1
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_links_say_where_they_lead(printed: bytes) -> None:
    """In words, and they are printed."""
    words = [*headed(national()).values(), *listed(national()).values()]
    assert structure.links(printed) == [(word, 4) for word in words]
