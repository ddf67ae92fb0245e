"""A shorter copy keeps the pages of the fuller one to the last line."""

from datetime import UTC, datetime

import pytest

from portal.web.print import pdf as press
from portal.web.print.document import Document, Section
from portal.web.print.places import keeping
from portal.web.print.record import Entry

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
        reason="the fonts are not installed: run `make assets`",
    ),
]


def copy(lines: int, *, withheld: bool) -> Document:
    """So many lines fill the first page; the next section begins the second and is full, too."""
    last = Entry("ACTION 2", why="Names a child", withheld=True) if withheld else Entry("A", "Go.")
    return Document(
        kind="minutes",
        title="Minutes",
        subtitle="3 March 2004",
        date_words="Minutes",
        issued=datetime(2004, 3, 3, tzinfo=UTC),
        running="Minutes",
        brand="Alpha",
        author="Alpha",
        synthetic=False,
        sections=(
            Section("Who was there", (Entry("", "A line.\n\n" * lines),), new_page=False),
            Section("Minutes", (*(Entry("", "A line."),) * 90, last), new_page=False),
        ),
        cover=False,
        contents=False,
        numbered=False,
        placed=True,
    )


@pytest.mark.parametrize("lines", [18, 21])
def test_a_section_that_begins_a_page_begins_it_at_the_same_height(lines: int) -> None:
    """A forced break would keep the margin above the section and push its end to another page."""
    whole, shorter = copy(lines, withheld=False), copy(lines, withheld=True)
    spots = press._spots(press._layout(whole))
    assert spots["section-2"].begins_page
    kept = press._spots(press._layout(shorter, keeping(shorter, whole, spots)))
    assert kept["section-2"].begins_page
    assert {name: spot.page for name, spot in kept.items()} == {
        name: spot.page for name, spot in spots.items()
    }
