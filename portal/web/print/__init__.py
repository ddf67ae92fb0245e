"""The print kit: a document of dataclasses becomes a tagged, archivable PDF or its web twin.

Rooms compose a `Document`; nothing in here knows what it is about.
"""

import io

from portal.web.print.document import Document


def to_pdf(document: Document, *, like: Document | None = None) -> bytes:
    """The document as PDF/A-3a and PDF/UA-1 with its tables attached as CSV; equal input, equal bytes.

    `like`: a fuller copy of it, both `placed`. Every block then stands on the page where it stands
    there; what is shorter leaves its room free.

    Takes about 80 ms of processor time a page and holds the interpreter: call it in a worker.
    Raises `PrintError` when a font or a picture is missing or anything else went wrong.
    """
    from portal.web.print.pdf import press  # noqa: PLC0415 slow: keeps WeasyPrint out of web processes

    return press(document, like)


def page_count(pdf: bytes) -> int:
    """How many pages a finished PDF has."""
    import pikepdf  # noqa: PLC0415 slow: keeps it out of web processes

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
