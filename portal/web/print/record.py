"""Blocks of formal records: what minutes, agendas and packs need beside running text.

Plain dataclasses as in document.py; `Entry`, `Item` and `People` look the same in every copy of a
record, but what is withheld from one has no words in it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one under the other."""

    rows: tuple[tuple[str, str], ...]
    template = "web/print/record/facts.html"


@dataclass(frozen=True, slots=True)
class People:
    """A heading and the people under it, one a line."""

    title: str
    lines: tuple[str, ...]
    template = "web/print/record/people.html"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as an item names it: its words, and the anchor of its first page if it has one."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """The head of an agenda item: number and title, then remarks and papers.

    `why`: the reason why it is restricted; such an item has no title in copies for others.
    """

    number: str
    title: str
    remarks: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    why: str = ""
    template = "web/print/record/item.html"


@dataclass(frozen=True, slots=True)
class Change:
    """One run of words: kind is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage, decision or action: a label ("RESOLVED D2004/17"), Markdown, remarks below.

    `why`: the reason why it is restricted. `withheld`: only label and reason are shown.
    """

    label: str = ""
    markdown: str = ""
    remarks: tuple[str, ...] = ()
    why: str = ""
    withheld: bool = False
    strong: bool = False
    template = "web/print/record/entry.html"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction in place: when it was made, and the words as they were and are."""

    label: str
    changes: tuple[Change, ...]
    why: str = ""
    withheld: bool = False
    template = "web/print/record/corrected.html"


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page of a PDF, or a picture; `number` counts from 0."""

    content: bytes
    content_type: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of its own that is kept free for a page of another file.

    `head` stands above it and `stamp` at the foot; `words` fill the page where nothing is laid in.
    `anchor` (on the first sheet of a paper) is where links lead; `bookmark` is its name there.
    """

    head: str
    stamp: str
    words: tuple[str, ...] = ()
    laid: PageOf | None = None
    anchor: str = ""
    fills_page = True
    template = "web/print/record/sheet.html"


RecordBlock = Facts | People | Item | Entry | Corrected | Sheet
