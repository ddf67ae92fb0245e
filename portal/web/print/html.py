"""Document to HTML: a whole page for the PDF, or the article of its web twin, from the same blocks."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.web.charts.text import advances
from portal.web.print.document import Block, Document, Section
from portal.web.print.places import NOWHERE, Places

SYNTHETIC = "Synthetic data: made up to show the portal at work, not real answers"
STAND_IN = "\N{WHITE SQUARE}"
# Tables up to this length are kept on one page; longer ones break between rows.
KEEP_TOGETHER = 15

_TEMPLATES = {"pdf": "web/print/document.html", "web": "web/print/twin.html"}


@dataclass(frozen=True)
class Laid:
    """A block with the id of its place, and the ids of the further pages that it leaves free."""

    block: Block
    place: str
    rests: tuple[str, ...]


def to_html(
    document: Document, target: Literal["pdf", "web"] = "pdf", places: Places = NOWHERE
) -> SafeString:
    """The document as HTML: complete for `pdf`, an <article> to place in a page for `web`.

    `places`: those of a fuller copy whose pages this one keeps.
    """
    html = render_to_string(_TEMPLATES[target], context(document, target, places))
    return mark_safe(printable(html) if target == "pdf" else html)  # noqa: S308 made by our templates


def context(document: Document, target: str, places: Places = NOWHERE) -> dict[str, object]:
    """What the templates see; also used by a page that places the twin itself."""
    return {
        "document": document,
        "target": target,
        "laid": laid(document, places),
        "headed": headed(document),
        "listed": listed(document),
        "synthetic_words": SYNTHETIC if document.synthetic else "",
        "keep_together": KEEP_TOGETHER,
    }


def headed(document: Document) -> dict[str, str]:
    """The sections: each one's anchor and the words of the link to it."""
    return {
        f"section-{i}": f"{i}. {section.title}" if document.numbered else section.title
        for i, section in enumerate(document.sections, 1)
    }


def laid(document: Document, places: Places) -> list[tuple[Section, list[Laid]]]:
    """Each section with its blocks in their places."""
    return [
        (
            section,
            [
                Laid(block, place, places.rests(place))
                for j, block in enumerate(section.blocks, 1)
                for place in [f"place-{i}-{j}"]
            ],
        )
        for i, section in enumerate(document.sections, 1)
    ]


def listed(document: Document) -> dict[str, str]:
    """The figures, then the numbered tables: each one's anchor and the words of the link to it."""
    figures = {f"figure-{f.number}": f"Figure {f.number}: {f.title}" for f in document.figures()}
    numbered = (table for table in document.tables() if table.number)
    return figures | {f"table-{t.number}": f"Table {t.number}: {t.caption}" for t in numbered}


def _unprintable() -> re.Pattern[str]:
    """Every character that the embedded font has no glyph for."""
    return re.compile(f"[^\n\t{''.join(re.escape(chr(p)) for p in advances())}]")


_MISSING: list[re.Pattern[str]] = []


def printable(text: str) -> str:
    """`text` with a hollow square for each character that the embedded font cannot show.

    PDF/A forbids missing glyphs, and a font that happens to be on one machine would make the bytes
    differ from another's. The attached CSV files keep every character.
    """
    if not _MISSING:
        _MISSING.append(_unprintable())
    return _MISSING[0].sub(_stand_in, unicodedata.normalize("NFC", text))


def _stand_in(match: re.Match[str]) -> str:
    """Nothing for a mark or an invisible character, a hollow square for the rest."""
    return "" if unicodedata.category(match[0])[0] in "MC" else STAND_IN
