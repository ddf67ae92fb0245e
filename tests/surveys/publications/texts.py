"""What a document says, as plain strings."""

from collections.abc import Iterator

from portal.web.print.document import (
    BulletList,
    Callout,
    Document,
    Heading,
    KeyFindings,
    Paragraph,
    Stats,
)


def sentences(document: Document) -> Iterator[str]:
    """Leads, paragraphs, findings and lists, in reading order; figures and tables left out."""
    for section in document.sections:
        if section.lead:
            yield section.lead
        for block in section.blocks:
            if isinstance(block, Paragraph | Callout):
                yield block.text
            elif isinstance(block, KeyFindings | BulletList):
                yield from block.items
            elif isinstance(block, Heading):
                yield block.text


def large_numbers(document: Document) -> list[str]:
    """The values of the large numbers."""
    found = (block for block in document.blocks() if isinstance(block, Stats))
    return [stat.value for block in found for stat in block.stats]


def titles(document: Document) -> list[str]:
    """Titles of the sections."""
    return [section.title for section in document.sections]
