"""The finished PDF: its tags, its files, its sameness, and what it refuses to fetch."""

import dataclasses
import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys

import pdfua
import pytest

from portal.web.print import to_pdf
from portal.web.print import pdf as press
from portal.web.print.attachments import data_files
from portal.web.print.document import Callout, Document, KeyFindings, Paragraph, Section, Table
from portal.web.print.finish import finish
from portal.web.print.html import SYNTHETIC, headed, listed
from tests.portal.web.charts.samples import HOSTILE
from tests.portal.web.print import structure
from tests.support import verapdf
from tests.support.sample_document import national

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
        reason="the fonts are not installed: run `make assets`",
    ),
]


@pytest.fixture(scope="module")
def printed() -> bytes:
    """The sample summary."""
    return to_pdf(national())


def pages(data: bytes) -> list[str]:
    """The text of each page as a reader of the page would copy it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: install poppler-utils")
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def short(*blocks: object, **changes: object) -> Document:
    """The sample with one section of the blocks."""
    return dataclasses.replace(national(), sections=(Section("One", blocks),), **changes)


# Tags


def test_every_header_cell_says_what_it_heads(printed: bytes) -> None:
    """Two tables, the longer with its head on two pages."""
    scopes = [tag.scope for tag in structure.tags(printed) if tag.kind == "/TH"]
    assert (scopes.count("/Column"), scopes.count("/Row"), scopes.count("")) == (4 + 5, 9 + 50, 0)


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
    assert [b for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []


def test_links_say_where_they_lead(printed: bytes) -> None:
    """In words, and they are printed."""
    words = [*headed(national()).values(), *listed(national()).values()]
    assert structure.links(printed) == [(word, 4) for word in words]


# Files and sameness


def test_the_data_are_attached(printed: bytes) -> None:
    """As data, with a description, byte for byte."""
    assert structure.files(printed) == {
        file.name: ("/Data", file.description, file.content) for file in data_files(national())
    }


def test_equal_input_gives_equal_bytes_in_another_process(printed: bytes) -> None:
    """With another hash seed, so that no set's order shows."""
    code = (
        "import django, hashlib, sys; django.setup(); from portal.web.print import to_pdf;"
        "from tests.support.sample_document import national;"
        "sys.stdout.write(hashlib.sha256(to_pdf(national())).hexdigest())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        assert done.stdout == hashlib.sha256(printed).hexdigest()
    assert to_pdf(national()) == printed


def test_a_changed_word_changes_the_identifier(printed: bytes) -> None:
    """Two documents never share one."""
    other = to_pdf(dataclasses.replace(national(), subtitle="Another"))
    with structure.opened(printed) as one, structure.opened(other) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_finishing_twice_changes_nothing_but_the_claim(printed: bytes) -> None:
    """Header cells, artifacts and links are as the first time left them."""
    again = finish(printed, links={})
    assert structure.tags(again) == structure.tags(printed)
    assert structure.links(again) == structure.links(printed)
    assert structure.artifacts(again) == structure.artifacts(printed)


# The page


def test_every_page_carries_its_labels(printed: bytes) -> None:
    """The cover says that the data are made up, every other page at its foot."""
    cover, *rest = pages(printed)
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
    assert not any("Synthetic" in page for page in pages(to_pdf(short(synthetic=False))))


def test_the_contents_give_the_right_pages(printed: bytes) -> None:
    """Each section is on the page that the contents say."""
    contents, *_ = (page for page in pages(printed) if "Contents" in page)
    whole = pages(printed)
    for words in headed(national()).values():
        number = int(re.search(rf"{re.escape(words)}\s+(\d+)", contents)[1])
        assert words in whole[number - 1]


def test_a_table_over_two_pages_repeats_its_head(printed: bytes) -> None:
    """Fifty rows need two pages."""
    heads = [i for i, page in enumerate(pages(printed), 1) if "Policy issue" in page]
    assert heads == [5, 6]


def test_chart_labels_can_be_copied_as_text(printed: bytes) -> None:
    """They are words, not drawings of words."""
    page = pages(printed)[3]
    assert "Liveability, street scene and public space" in page
    assert "Measurable outcomes" in page


# What must not get in or out


def test_hostile_words_are_printed_as_words() -> None:
    """Markup, other scripts, endless names, control characters: pages, conforming as ever."""
    table = Table(HOSTILE[0], ("Name", "Share"), tuple((word, "1") for word in HOSTILE), 1)
    texts = tuple(Paragraph(word) for word in HOSTILE)
    data = to_pdf(short(table, KeyFindings(HOSTILE), Callout(HOSTILE[0], HOSTILE[6]), *texts))
    text = "".join(pages(data))
    assert "<script>alert(1)</script>" in text
    assert "Cyngor Gŵyr a Thŷ Ddewi" in text
    assert structure.untagged(data) == []
    assert _beyond_the_margin(data) == []
    reason = verapdf.unavailable()
    if not reason:
        assert {k: v.broken for k, v in verapdf.validate(data).items()} == {"3a": (), "ua1": ()}


def _beyond_the_margin(data: bytes) -> list[str]:
    """Words that end to the right of the text column of an A4 page (170 mm from 20 mm on)."""
    command = ["pdftotext", "-bbox", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    ends = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)<', done.stdout.decode())
    return [word for end, word in ends if float(end) > 190 / 25.4 * 72 + 1]


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
    with fetcher.fetch("portal-print:cover.svg") as picture:
        assert picture.read().startswith(b"<svg ")
    with fetcher.fetch("data:text/plain,x") as data:
        assert data.read() == b"x"


def test_a_missing_font_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the file and the command."""
    monkeypatch.setitem(press.SHELVES, "portal-font", (press.HERE, ".ttf"))
    with pytest.raises(press.FatalURLFetchingError, match=r"Bold\.ttf is missing: run `make"):
        press.ShelfFetcher().fetch("portal-font:SourceSans3-Bold.ttf")


def test_an_error_of_the_renderer_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint would log it and print the page without."""
    html = press.to_html

    def with_a_picture(document: Document) -> str:
        return html(document).replace("<h2", '<img src="data:image/png,x" alt="x"><h2')

    monkeypatch.setattr(press, "to_html", with_a_picture)
    with pytest.raises(press.PrintError, match="was not printed: Failed to load image"):
        to_pdf(short())
    handlers = logging.getLogger("weasyprint").handlers
    assert not any(isinstance(handler, press._Complaints) for handler in handlers)


def test_a_picture_from_outside_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if a template were to ask for one."""
    html = press.to_html

    def with_a_picture(document: Document) -> str:
        return html(document).replace("<h2", '<img src="file:///etc/passwd" alt="x"><h2')

    monkeypatch.setattr(press, "to_html", with_a_picture)
    with pytest.raises(press.PrintError, match="may not fetch file:///etc/passwd"):
        to_pdf(short())


# Outside judges


def test_verapdf_finds_it_universally_accessible_and_archivable(printed: bytes) -> None:
    """PDF/UA-1 and PDF/A-3a in one file, by the reference validator."""
    reason = verapdf.unavailable()
    if reason:
        pytest.skip(reason)
    verdicts = verapdf.validate(printed)
    assert {flavour: verdict.broken for flavour, verdict in verdicts.items()} == {
        "3a": (),
        "ua1": (),
    }
    assert verdicts["ua1"].checks > 20_000


def test_verapdf_bites() -> None:
    """An unfinished page fails both: the judge is awake."""
    from weasyprint import HTML  # noqa: TID251 a plain page to compare with

    reason = verapdf.unavailable()
    if reason:
        pytest.skip(reason)
    verdicts = verapdf.validate(HTML(string="<p>Untagged</p>").write_pdf())
    assert all(verdict.broken for verdict in verdicts.values())


def test_the_fast_checker_agrees(printed: bytes) -> None:
    """pdfua knows sixteen rules of PDF/UA-1 and needs no Java."""
    path_report = pdfua.validate(printed)
    assert [finding for finding in path_report.findings] == []


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is missing: install qpdf")
def test_qpdf_finds_no_fault(printed: bytes, tmp_path: object) -> None:
    """Syntax and streams."""
    file = tmp_path / "summary.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts is missing: poppler-utils")
def test_fonts_are_embedded_in_part_and_can_be_copied(printed: bytes, tmp_path: object) -> None:
    """Three weights of one family: embedded, subset, with Unicode tables."""
    file = tmp_path / "summary.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert sorted(row[0].partition("+")[2] for row in rows) == [
        "Portal-Sans",
        "Portal-Sans-Bold",
        "Portal-Sans-Semi-Bold",
    ]
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
