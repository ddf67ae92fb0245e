"""Markdown: what people may write, and what hostile people may not."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import markdown
from portal.web.markdown import to_html, to_plain
from tests.portal.web.markup import parsed, words

TAGS = {
    *("p", "a", "ul", "ol", "li", "blockquote", "hr", "strong", "em", "code", "br"),
    *("h2", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"class", "href", "rel", "title", "start", "dir"}
PIECES = st.lists(
    st.sampled_from(
        [
            *("<script>", "</p>", "<b onclick=x>", "[a](", "![a](", ")", "javascript:", "data:"),
            *("https://e.org", "mailto:a@b.org", "&#x6a;", "&lt;", "\\", "`", "```\n", "*", "_"),
            *("\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "### ", "[a]: ", '"', "'", "<", ">"),
            *(
                "\x00",
                "\x1b",
                "\u202e",
                "\ud800",
                "\ufffe",
                "שלום",
                "é",
                "word",
                "a b",
                "\r",
                "\x0c",
            ),
        ]
    ),
    max_size=25,
).map("".join)


def body(html: str) -> list:
    """The elements that the text became."""
    return list(parsed(html).find("body").iter())[1:]


def test_each_construct_in_the_classes_of_the_page() -> None:
    source = (
        "One **b** *i* `c` [l](https://e.org/?a=1&b=2 'T')\nsame\\\nnext\n\n- a\n- b\n\n7. s\n8. e\n\n"
        "> q\n\n---\n\n    typed  <i>\n"
    )
    rel = 'class="govuk-link" rel="nofollow noopener noreferrer"'
    assert to_html(source) == (
        '<p class="govuk-body">One <strong>b</strong> <em>i</em> <code>c</code> '
        f'<a href="https://e.org/?a=1&amp;b=2" title="T" {rel}>l</a>\nsame<br>\nnext</p>\n'
        '<ul class="govuk-list govuk-list--bullet">\n<li>a</li>\n<li>b</li>\n</ul>\n'
        '<ol start="7" class="govuk-list govuk-list--number">\n<li>s</li>\n<li>e</li>\n</ol>\n'
        '<blockquote class="govuk-inset-text">\n<p class="govuk-body">q</p>\n</blockquote>\n'
        '<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">\n'
        '<p class="govuk-body portal-prose__typed"><code>typed  &lt;i&gt;</code></p>\n'
    )


@pytest.mark.parametrize(
    ("source", "top", "levels"),
    [
        ("# a\n\n## b", 3, [3, 4]),
        ("# a\n\n###### b\n\n## c\n\n# d", 3, [3, 4, 4, 3]),
        ("### a\n\n# b\n\n## c", 2, [2, 2, 3]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", 4, [4, 5, 6, 6, 6, 6]),
        ("Title\n===\n\nLower\n---", 3, [3, 4]),
    ],
)
def test_headings_are_lowered_and_skip_no_level(source: str, top: int, levels: list) -> None:
    html = to_html(source, top=top)
    assert [int(n) for n in re.findall(r"<h(\d)", html)] == levels
    assert [int(n) for n in re.findall(r"</h(\d)", html)] == levels


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x73;cript:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/png;base64,iVBO",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://e.org",
        "//e.org",
        "/p/alpha/",
        "?next=x",
        "#top",
        "https:e.org",
        "https://",
    ],
)
@pytest.mark.parametrize("form", ["[w]({})", "![w]({})", "<{}>", "[w]\n\n[w]: {}", "[w](<{}>)"])
def test_addresses_that_are_no_links(address: str, form: str) -> None:
    source = form.format(address)
    elements = body(to_html(source))
    assert {e.tag for e in elements} <= {"p"}
    assert "w" in to_plain(source) or form == "<{}>"


def test_addresses_that_are_links() -> None:
    source = (
        "[a](HTTPS://e.org/x_(y)) <https://e.org> <me@e.org> [b](mailto:x@e.org) [c](http://ë.org)"
    )
    links = [e for e in body(to_html(source)) if e.tag == "a"]
    assert [e.get("href") for e in links] == [
        "HTTPS://e.org/x_(y)",
        "https://e.org",
        "mailto:me@e.org",
        "mailto:x@e.org",
        "http://xn--cda.org",
    ]
    assert {e.get("rel") for e in links} == {"nofollow noopener noreferrer"}


@pytest.mark.parametrize(
    "source", ["[w]()", "[w](<>)", '[w]( "t")', '[w]("t")', "![[w]()](https://e.org)"]
)
def test_links_that_lead_nowhere_are_words(source: str) -> None:
    assert {e.tag for e in body(to_html(source))} == {"p"}
    assert "w" in to_plain(source)


def test_pictures_are_their_words() -> None:
    assert to_html("![A *map*](https://e.org/p.png)") == '<p class="govuk-body">A map</p>\n'
    nested = body(to_html("[![alt](https://e.org/p.png)](https://e.org)"))
    assert [(e.tag, words(e)) for e in nested] == [("p", "alt"), ("a", "alt")]


@given(PIECES)
def test_nothing_but_our_own_markup_comes_out(source: str) -> None:
    html = to_html(source)
    html.encode()
    for element in body(html):
        assert element.tag in TAGS
        assert set(element.keys()) <= ATTRIBUTES
        assert element.tag != "a" or re.match(r"(?i)https?://|mailto:", element.get("href"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", html)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", to_plain(source))


def test_html_is_shown_as_typed() -> None:
    source = "<script>alert(1)</script>\n\n<div>**x**</div> &lt;b&gt; <img src=x onerror=y>"
    assert to_html(source) == (
        '<p class="govuk-body">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'
        '<p class="govuk-body">&lt;div&gt;<strong>x</strong>&lt;/div&gt; &lt;b&gt; '
        "&lt;img src=x onerror=y&gt;</p>\n"
    )


def test_right_to_left_paragraphs_run_their_own_way() -> None:
    html = to_html("שלום עולם\n\nplain\n\n- مرحبا\n\n# שלום")
    assert re.findall(r'<(\w+) class="[^"]+" dir="auto"', html) == ["p", "h3"]
    assert "\u202e" not in to_html("abc\u202edef\u2066")
    assert to_html("abc\u202edef\u2066") == '<p class="govuk-body">abcdef</p>\n'


@pytest.mark.parametrize(
    "piece",
    ["[", "*a **b ", "![[]()", "_a", "[a](", "> ", "- a\n", "a\n\n", "<", "`", "[a]: http://x\n"],
)
def test_a_megabyte_of_anything_takes_no_time(piece: str) -> None:
    source = piece * (1_000_000 // len(piece))
    begun = time.process_time()
    html, plain = to_html(source), to_plain(source)
    assert time.process_time() - begun < 2
    assert unescape(re.sub("<[^>]+>", "", html)).split() == source.split()
    assert plain.split() == source.split()


def test_the_longest_text_that_is_read_as_markdown() -> None:
    source = "**b** " + "x" * (markdown.LONGEST - 6)
    assert "<strong>b</strong>" in to_html(source)
    assert "<strong>" not in to_html(source + "x")


def test_plain_words() -> None:
    source = (
        "# Title\n\nOne *two*\nthree [four](https://e.org) <https://e.org> <me@e.org>\n\n"
        "- a\n- b\n  1. c\n  2. d\n-\n\nAfter ![p](https://e.org/p) `code`\n\n> said\n\n    typed"
    )
    assert to_plain(source) == (
        "Title\n\nOne two\nthree four (https://e.org) https://e.org me@e.org\n\n"
        "- a\n- b\n  1. c\n  2. d\n\nAfter p code\n\nsaid\n\ntyped"
    )


def test_nothing_gives_nothing() -> None:
    assert (to_html(""), to_plain(""), to_html(" \n\n"), to_plain("\x00")) == ("", "", "", "")
