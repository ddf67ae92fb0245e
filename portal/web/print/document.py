"""What can be printed: a frozen document of sections and blocks, in plain text.

Every string but that of `Prose` is plain text; the templates escape it. Nothing in here renders
anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.web.charts import Chart
from portal.web.print.questions import QuestionBlock
from portal.web.print.record import RecordBlock


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str
    template = "web/print/blocks/paragraph.html"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    template = "web/print/blocks/heading.html"


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list of short items."""

    items: tuple[str, ...]
    template = "web/print/blocks/bullet_list.html"


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text in Markdown, as people typed it; its first heading is of level `top`."""

    markdown: str
    top: int = 3
    template = "web/print/blocks/prose.html"


@dataclass(frozen=True, slots=True)
class KeyFindings:
    """The findings in a panel of their own."""

    items: tuple[str, ...]
    title: str = "Key findings"
    template = "web/print/blocks/key_findings.html"


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed note, such as how to read the figures."""

    title: str
    text: str
    template = "web/print/blocks/callout.html"


@dataclass(frozen=True, slots=True)
class Stat:
    """One large number and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Two to four large numbers side by side."""

    stats: tuple[Stat, ...]
    template = "web/print/blocks/stats.html"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column heads its row. Every row has as many cells as `head`.

    `number` 0 leaves the table unnumbered (a list of facts rather than results).
    `text_columns` counts the columns from the left that hold words and not numbers.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number: int = 0
    notes: tuple[str, ...] = ()
    text_columns: int = 1
    template = "web/print/blocks/table.html"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(
                    f"A row of {self.caption!r} has {len(row)} cells under {len(self.head)} headings."
                )


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its number, title, subtitle and source, and the table of its data.

    What the chart shows in words is its own `description`: it becomes the Alt text.
    """

    number: int
    title: str
    subtitle: str
    chart: Chart
    source: str
    table: Table
    template = "web/print/blocks/figure.html"


Block = (
    Paragraph
    | Prose
    | Heading
    | BulletList
    | KeyFindings
    | Callout
    | Stats
    | Table
    | Figure
    | RecordBlock
    | QuestionBlock
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its title, a leading sentence or two, and its blocks."""

    title: str
    blocks: tuple[Block, ...] = ()
    lead: str = ""
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF; `name` is lower case with hyphens."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `running` (at most 40 characters) stands at the head of each page; `issued` (with time zone) is
    the date in the PDF's own data, so that the clock never changes a byte. With `synthetic` every
    page and the cover say that the data are made up.

    Without `numbered` sections have no numbers. With `placed` every block keeps its place in
    shorter copies of the document (see places.py). `claims` says that the file is PDF/UA and PDF/A.
    """

    kind: str
    title: str
    subtitle: str
    date_words: str
    issued: datetime
    running: str
    brand: str
    author: str
    synthetic: bool
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...] = ()
    keywords: tuple[str, ...] = ()
    cover: bool = True
    contents: bool = True
    numbered: bool = True
    placed: bool = False
    claims: bool = True

    def __post_init__(self) -> None:
        if self.issued.tzinfo is None:
            raise ValueError("A document's date of issue needs a time zone.")
        _in_order("Figure", [figure.number for figure in self.figures()])
        _in_order("Table", [table.number for table in self.tables() if table.number])

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order."""
        for section in self.sections:
            yield from section.blocks

    def figures(self) -> Iterator[Figure]:
        """All figures in reading order."""
        return (block for block in self.blocks() if isinstance(block, Figure))

    def tables(self) -> Iterator[Table]:
        """The tables that are blocks of their own, in reading order."""
        return (block for block in self.blocks() if isinstance(block, Table))


def _in_order(word: str, numbers: Sequence[int]) -> None:
    """Refuse numbers that do not run 1, 2, 3: a reference in the text would point nowhere."""
    if list(numbers) != list(range(1, len(numbers) + 1)):
        raise ValueError(f"{word} numbers must run 1, 2, 3 in reading order, not {list(numbers)}.")
