"""Document to HTML: the printed page and its web twin."""

import dataclasses
import itertools
import re

import pytest
import tinyhtml5

from portal.web.print.document import Figure, Paragraph, Section, Table
from portal.web.print.html import SYNTHETIC, headed, listed, printable, to_html
from portal.web.templatetags.print_kit import breakable
from tests.support.sample_document import national, trend

HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>{{ document.issued }}&lt;b&gt;"


def hostile() -> object:
    """The sample with hostile words wherever words can stand."""
    table = Table(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),), 1, (HOSTILE,))
    figure = Figure(1, HOSTILE, HOSTILE, trend().chart, HOSTILE, table)
    section = Section(HOSTILE, (Paragraph(HOSTILE), table, figure), lead=HOSTILE)
    words = ("title", "subtitle", "date_words", "running", "brand", "author")
    return dataclasses.replace(
        national(), sections=(section,), keywords=(HOSTILE,), **dict.fromkeys(words, HOSTILE)
    )


@pytest.mark.parametrize("target", ["pdf", "web"])
def test_words_stay_words(target: str) -> None:
    """No element of ours is missing and none of theirs is made."""
    html = to_html(hostile(), target)
    tags = set(re.findall(r"<(\w+)", html))
    assert not tags & {"script", "img", "b", "style", "iframe", "object", "link", "base"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ document.issued }}" in html


@pytest.mark.parametrize("target", ["pdf", "web"])
def test_headings_skip_no_level(target: str) -> None:
    """One h1 on paper, none in the twin (its page has it); then h2 and h3."""
    html = to_html(national(), target)
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    first = 1 if target == "pdf" else 2
    assert (levels[0], levels.count(1)) == (first, 2 - first)
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_the_twin_says_what_the_page_says() -> None:
    """Same sections, tables and figures; the twin's figures have their data as a table."""
    sample = national()
    paper, web = to_html(sample, "pdf"), to_html(sample, "web")
    h2 = re.compile(r"<h2[^>]*>([^<]+)</h2>")
    assert h2.findall(paper) == h2.findall(web) == ["Contents", *headed(sample).values()]
    captions = re.compile(r"<caption[^>]*>([^<]+)</caption>")
    assert captions.findall(paper) == [
        "Table 1: Partnerships in the survey by region",
        "Table 2: Policy issues in detail (per cent)",
    ]
    assert len(captions.findall(web)) == 2 + 7
    assert (paper.count("<svg"), web.count("<svg")) == (7, 14)


def test_the_twin_can_stand_under_a_strict_policy() -> None:
    """No style attribute, no script, no id twice."""
    web = to_html(national(), "web")
    ids = re.findall(r' id="([^"]+)"', web)
    assert len(ids) == len(set(ids))
    assert "style=" not in web
    tinyhtml5.parse(f"<!DOCTYPE html><title>x</title>{web}")


@pytest.mark.parametrize("target", ["pdf", "web"])
def test_every_link_inside_the_document_arrives(target: str) -> None:
    """Each address of the contents is an id."""
    html = to_html(national(), target)
    wanted = set(re.findall(r'href="#([^"]+)"', html))
    assert wanted >= set(headed(national()))
    assert wanted <= set(re.findall(r' id="([^"]+)"', html))


def test_anchors_have_words() -> None:
    """What a screen reader says for a link in the contents."""
    assert headed(national())["section-2"] == "2. Activity on policy issues"
    assert listed(national())["table-2"] == "Table 2: Policy issues in detail (per cent)"
    assert len(listed(national())) == 9


@pytest.mark.parametrize("target", ["pdf", "web"])
def test_made_up_data_are_called_so_and_real_ones_are_not(target: str) -> None:
    """On the cover, at the foot of each page and in the file's own description."""
    assert to_html(national(), target).count(SYNTHETIC) == (3 if target == "pdf" else 1)
    assert SYNTHETIC not in to_html(dataclasses.replace(national(), synthetic=False), target)


def test_without_cover_and_contents_the_text_begins_on_the_first_page() -> None:
    """As minutes do."""
    short = dataclasses.replace(national(), cover=False, contents=False)
    html = to_html(short)
    assert re.findall(r'class="(cover|opening|contents|section[^"]*)"', html)[:3] == [
        "opening",
        "section",
        "section section--new",
    ]


def test_what_the_font_cannot_show_is_shown_as_a_square() -> None:
    """Marks and invisible letters go; letters of Welsh and Greek stay."""
    assert printable("Tŷ Ŵyr Ελλάδα £5 – “x”") == "Tŷ Ŵyr Ελλάδα £5 – “x”"
    assert printable("日本 👩‍👧 שלום") == "□□ □□ □□□□"
    assert printable("a\u202eb\x00c\x0bd") == "abcd"
    assert printable("e\u0301") == "é"


def test_long_runs_can_break() -> None:
    """After forty characters, and nowhere in ordinary words."""
    assert breakable("W" * 85) == "\u200b".join(["W" * 40, "W" * 40, "W" * 5])
    assert breakable("ordinary words " * 20) == "ordinary words " * 20
    assert breakable("12345678", 4) == "1234\u200b5678"
