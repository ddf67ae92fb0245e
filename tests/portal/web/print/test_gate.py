"""What must not get into a PDF: hostile words, foreign files, silent errors."""

import dataclasses
import logging

import pytest

from portal.web.print import pdf as press
from portal.web.print import to_pdf
from portal.web.print.document import Callout, Document, KeyFindings, Paragraph, Section, Table
from tests.portal.web.charts.samples import HOSTILE
from tests.portal.web.print import structure
from tests.support import verapdf
from tests.support.sample_document import national

pytestmark = pytest.mark.slow


def short(*blocks: object, **changes: object) -> Document:
    """The sample with one section of the blocks."""
    return dataclasses.replace(national(), sections=(Section("One", blocks),), **changes)


def test_hostile_words_are_printed_as_words() -> None:
    """Markup, other scripts, endless names, control characters: pages, conforming as ever."""
    table = Table(HOSTILE[0], ("Name", "Share"), tuple((word, "1") for word in HOSTILE), 1)
    texts = tuple(Paragraph(word) for word in HOSTILE)
    data = to_pdf(short(table, KeyFindings(HOSTILE), Callout(HOSTILE[0], HOSTILE[6]), *texts))
    text = "".join(structure.pages(data))
    assert "<script>alert(1)</script>" in text
    assert "Cyngor Gŵyr a Thŷ Ddewi" in text
    assert structure.untagged(data) == []
    assert structure.beyond_the_margin(data) == []
    reason = verapdf.unavailable()
    if not reason:
        assert {k: v.broken for k, v in verapdf.validate(data).items()} == {"3a": (), "ua1": ()}


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.css",
        "https://example.com/a.png",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "portal-font:../../../settings.py",
        "portal-font:..%2F..%2Fsettings.py",
        "portal-font:/etc/passwd.ttf",
        "portal-print:print.css",
        "portal-print:../charts/widths.json",
        "portal-other:cover.svg",
        "cover.svg",
    ],
)
def test_nothing_but_our_own_fonts_and_pictures_is_fetched(address: str) -> None:
    """No network, no file outside the two shelves, no other kind of file on them."""
    with pytest.raises(press.FatalURLFetchingError, match="may not fetch"):
        press.ShelfFetcher().fetch(address)


def test_our_own_are_fetched() -> None:
    """By name, and data: for small pictures."""
    fetcher = press.ShelfFetcher()
    for address, start in (("portal-print:cover.svg", b"<svg "), ("data:text/plain,x", b"x")):
        response = fetcher.fetch(address)
        assert response.read().startswith(start)
        response.close()


def test_a_missing_font_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the file and the command."""
    monkeypatch.setitem(press.SHELVES, "portal-font", (press.HERE, ".ttf"))
    with pytest.raises(press.FatalURLFetchingError, match=r"Bold\.ttf is missing: run `make"):
        press.ShelfFetcher().fetch("portal-font:SourceSans3-Bold.ttf")


def test_an_error_of_the_renderer_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint would log it and print the page without."""
    html = press.to_html

    def with_a_picture(document: Document, **more: object) -> str:
        return html(document, **more).replace("<h2", '<img src="data:image/png,x" alt="x"><h2')

    monkeypatch.setattr(press, "to_html", with_a_picture)
    with pytest.raises(press.PrintError, match="was not printed: Failed to load image"):
        to_pdf(short())
    handlers = logging.getLogger("weasyprint").handlers
    assert not any(isinstance(handler, press._Complaints) for handler in handlers)


def test_a_picture_from_outside_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if a template were to ask for one."""
    html = press.to_html

    def with_a_picture(document: Document, **more: object) -> str:
        return html(document, **more).replace("<h2", '<img src="file:///etc/passwd" alt="x"><h2')

    monkeypatch.setattr(press, "to_html", with_a_picture)
    with pytest.raises(press.PrintError, match="may not fetch file:///etc/passwd"):
        to_pdf(short())
