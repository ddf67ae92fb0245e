"""Markdown as people type it, to safe HTML in the page's own classes, and to plain text.

CommonMark without raw HTML: what looks like a tag is shown as typed. Links lead to http, https and
mailto addresses only; other ones stay text. Pictures are not drawn: their words stand instead.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LOWEST_HEADING = 6
# About fifty printed pages. Hostile text of this length takes two seconds, of ten times it twenty.
LONGEST = 100_000
CLASSES = {
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "h2": "govuk-heading-l",
    "h3": "govuk-heading-m",
    "h4": "govuk-heading-s",
    "h5": "govuk-heading-s",
    "h6": "govuk-heading-s",
}
_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Not allowed in HTML, or able to turn the words around them about (Unicode TR 36, 2.1).
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_BLOCKS = {"paragraph_open", "heading_open"}


def to_html(text: str, *, top: int = 3) -> SafeString:
    """HTML of the text; its first heading is of level `top`, and no level is skipped after it."""
    tokens = _parsed(text)
    _lower_headings(tokens, top)
    for number, token in enumerate(tokens):
        _dress(token)
        if token.type in _BLOCKS and _is_right_to_left(tokens[number + 1].content):
            token.attrSet("dir", "auto")
        for child in token.children or ():
            _dress(child)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(html)  # noqa: S308 the parser escapes all text


def to_plain(text: str) -> str:
    """The words alone: "- " and "1. " before items, and the address of a link in brackets after it."""
    plain, was_item = "", False
    for is_item, words in _plain_blocks(_parsed(text)):
        gap = "\n" if is_item and was_item else "\n\n"
        plain += (gap if plain else "") + words
        was_item = is_item
    return plain


class _Renderer(RendererHTML):
    """HTML with what a page and a tagged PDF have no use for left out."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The words of a picture that is not drawn."""
        return self.text([_as_text(tokens[idx])], 0, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Text as typed: a paragraph, since a PDF has no tag for preformatted blocks."""
        words = self.text([tokens[idx]], 0, options, env).rstrip("\n")
        return f'<p class="govuk-body portal-prose__typed"><code>{words}</code></p>\n'

    code_block = fence


def _built() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}, renderer_cls=_Renderer)
    parser.validateLink = lambda url: bool(_ALLOWED.match(url))
    return parser


def _parsed(text: str) -> list[Token]:
    """The text's blocks; beyond LONGEST it is one block, shown as typed."""
    clean = _clean(text)
    if len(clean) > LONGEST:
        return [Token("code_block", "code", 0, content=clean)]
    tokens = _parser.parse(clean)
    for token in tokens:
        if token.children:
            token.children = list(_without_empty_links(token.children))
    return tokens


def _without_empty_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """[words]() passes the parser's check of addresses; it leads nowhere."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            leads = bool(token.attrs["href"])
        if leads or token.type not in ("link_open", "link_close"):
            yield token


def _clean(text: str) -> str:
    """`text` with line ends as \\n and without characters that cannot be seen."""
    return _UNSEEN.sub("", re.sub(r"\r\n?|[\x0b\x0c\x85\u2028]", "\n", text))


def _lower_headings(tokens: Sequence[Token], top: int) -> None:
    """An outline from `top` on: "#" and then "####" are one level apart, not three."""
    above: list[int] = []
    tag = ""
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(known for known in above if known < level), level]
            tag = f"h{min(top + len(above) - 1, LOWEST_HEADING)}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = tag


def _dress(token: Token) -> None:
    """The design system's classes, and what links to other sites should say to browsers."""
    if token.nesting < 0 or token.tag not in CLASSES:
        return
    token.attrSet("class", CLASSES[token.tag])
    if token.tag == "a":
        token.attrSet("rel", "nofollow noopener noreferrer")


def _is_right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words)


def _as_text(token: Token) -> Token:
    return Token("text", "", 0, content=_words(token.children or ()))


def _words(tokens: Sequence[Token]) -> str:
    """Text of the pieces of one block, each link followed by its address."""
    parts: list[str] = []
    address, begun = "", 0
    for token in tokens:
        if token.type == "link_open":
            address, begun = str(token.attrs["href"]), len(parts)
        elif token.type == "link_close":
            shown = "".join(parts[begun:])
            parts += [f" ({address})"] * (shown not in (address, address.removeprefix("mailto:")))
        else:
            parts.append(_piece(token))
    return "".join(parts)


def _piece(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return _words(token.children) if token.children else token.content


def _plain_blocks(tokens: Sequence[Token]) -> Iterator[tuple[bool, str]]:
    """One text for each paragraph, heading and passage of code, and whether it begins an item."""
    counters: list[int | None] = []
    mark = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(None)
            case "ordered_list_open":
                counters.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
            case "list_item_open":
                mark = _next_mark(counters)
            case "list_item_close":
                mark = ""
            case "inline" | "fence" | "code_block":
                words = _words([token]).strip("\n")
                indent = "  " * (len(counters) - 1)
                yield bool(mark), indent + mark + words.replace("\n", f"\n{indent}")
                mark = ""


def _next_mark(counters: list[int | None]) -> str:
    number = counters.pop()
    counters.append(None if number is None else number + 1)
    return "- " if number is None else f"{number}. "


_parser = _built()
