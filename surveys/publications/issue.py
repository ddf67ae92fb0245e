"""The covers: what a publication's document has besides its sections."""

from django.utils import timezone

from portal.web.print.document import Document, Section
from surveys.publications.reading import Reading


def issue(
    reading: Reading,
    *,
    kind: str,
    title: str,
    subtitle: str,
    sections: tuple[Section, ...],
    contents: bool = True,
) -> Document:
    """A document dated by its edition, so that the same edition always prints the same bytes."""
    built = timezone.localtime(reading.built_at)
    return Document(
        kind=kind,
        title=title,
        subtitle=subtitle,
        date_words=f"{built:%B %Y}",
        issued=reading.built_at.replace(microsecond=0),
        running=f"{reading.year} survey",
        brand="National evaluation of Local Strategic Partnerships",
        author="National evaluation team",
        synthetic=reading.synthetic,
        sections=sections,
        keywords=("local strategic partnerships", "evaluation", "survey", str(reading.year)),
        contents=contents,
    )
