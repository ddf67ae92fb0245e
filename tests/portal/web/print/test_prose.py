"""Markdown on paper: tags that a screen reader can follow, and no number changed."""

import dataclasses
import io

import pdfua
import pytest

from portal.web.print import pdf as press
from portal.web.print import to_pdf
from portal.web.print.document import Document, Heading, Prose, Section
from portal.web.print.html import to_html
from tests.portal.web.print import structure
from tests.support import verapdf
from tests.support.sample_document import national

TEXT = """First **bold** *stress* `code` [words](https://example.org/?a=1&b=2) <me@example.org>.

# One

#### Two

- a

  second paragraph

  > quoted

  - nested
    1. deep
- b

7. seven
8. eight

-
- - - thrice

---

    typed   <b>text</b>

<script>alert(1)</script> \N{HEBREW LETTER SHIN} \x01 ![picture](https://example.org/p.png)
"""


def document(text: str = TEXT, top: int = 3) -> Document:
    """One section of running text."""
    blocks = (Prose(text, top), Heading("After"))
    sections = (Section("One", blocks),)
    return dataclasses.replace(national(), cover=False, contents=False, sections=sections)


@pytest.fixture(scope="module")
def printed() -> bytes:
    """The text on paper."""
    if not (press.FONTS / "SourceSans3-Regular.ttf").exists():
        pytest.skip("the fonts are not installed: run `make assets`")
    return to_pdf(document())


@pytest.mark.parametrize("target", ["pdf", "web"])
def test_prose_is_markdown_and_nothing_more(target: str) -> None:
    html = to_html(document("# A\n\n<b onclick=x>*y*</b>"), target)
    assert '<h3 class="govuk-heading-m">A</h3>' in html
    assert "&lt;b onclick=x&gt;<em>y</em>&lt;/b&gt;" in html
    assert '<h4 class="govuk-heading-s">A</h4>' in to_html(document("# A", 4), target)


@pytest.mark.slow
def test_verapdf_finds_no_fault(printed: bytes) -> None:
    reason = verapdf.unavailable()
    if reason:
        pytest.skip(reason)
    verdicts = verapdf.validate(printed)
    assert {flavour: verdict.broken for flavour, verdict in verdicts.items()} == {
        "3a": (),
        "ua1": (),
    }


@pytest.mark.slow
def test_the_fast_checker_agrees(printed: bytes) -> None:
    assert pdfua.validate(io.BytesIO(printed)).findings == ()


@pytest.mark.slow
def test_items_are_tagged_as_mark_and_body(printed: bytes) -> None:
    """Also those with paragraphs, quotations and lists inside."""
    tags = structure.tags(printed)
    assert [t.kind for t in tags].count("/LI") == 9 + 1
    for number, tag in enumerate(tags):
        if tag.kind == "/LI":
            inner = [t.kind for t in _below(tags, number) if t.depth == tag.depth + 1]
            assert inner in (["/Lbl", "/LBody"], ["/Lbl"])
        if tag.kind == "/LBody":
            assert _below(tags, number)
    assert structure.untagged(printed) == []


def _below(tags: list[structure.Tag], number: int) -> list[structure.Tag]:
    """What stands under an element."""
    found = []
    for tag in tags[number + 1 :]:
        if tag.depth <= tags[number].depth:
            break
        found.append(tag)
    return found


@pytest.mark.slow
def test_headings_and_links_and_numbers(printed: bytes) -> None:
    kinds = [t.kind for t in structure.tags(printed) if t.kind.startswith("/H")]
    assert kinds == ["/H1", "/H2", "/H3", "/H4", "/H3"]
    assert structure.links(printed) == [
        ("https://example.org/?a=1&b=2", 4),
        ("mailto:me@example.org", 4),
    ]
    page = " ".join(structure.pages(printed)[0].split())
    assert "7. seven 8. eight" in page
    assert "<script>alert(1)</script> □ picture" in page
    assert to_pdf(document()) == printed
