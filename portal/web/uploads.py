"""Files that people send: what may come in, by name, size, content and virus scanner."""

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.errors import Refused
from portal.web import contents
from portal.web.contents import Kind, Unfit
from portal.web.scanning import Verdict, scan

LONGEST_NAME = 120
LONGEST_SUFFIX = 10
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


def _office(words: str, suffix: str, part: str) -> Kind:
    return Kind(words, (suffix,), _OFFICE + part, contents.office(_OFFICE + part))


def _open_document(words: str, suffix: str, part: str) -> Kind:
    return Kind(words, (suffix,), _OPEN + part, contents.open_document(_OPEN + part))


PDF = Kind("PDF", (".pdf",), "application/pdf", contents.pdf)
DOCX = _office("Word", ".docx", "wordprocessingml.document")
XLSX = _office("Excel", ".xlsx", "spreadsheetml.sheet")
PPTX = _office("PowerPoint", ".pptx", "presentationml.presentation")
ODT = _open_document("OpenDocument text", ".odt", "text")
ODS = _open_document("OpenDocument spreadsheet", ".ods", "spreadsheet")
ODP = _open_document("OpenDocument presentation", ".odp", "presentation")
TXT = Kind("plain text", (".txt",), "text/plain", contents.text)
CSV = Kind("CSV", (".csv",), "text/csv", contents.text)
PNG = Kind("PNG picture", (".png",), "image/png", contents.png)
JPEG = Kind("JPEG picture", (".jpg", ".jpeg"), "image/jpeg", contents.jpeg)
DOCUMENTS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV, PNG, JPEG)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed: its cleaned name, its size in bytes, its hash, and pages if it is a PDF."""

    name: str
    content_type: str
    size: int
    sha256: str
    pages: int | None
    scan: Verdict


def checked(
    file: UploadedFile, *, allowed: Iterable[Kind] = DOCUMENTS, most: int | None = None
) -> Upload:
    """Look the file over and leave it at its beginning, ready to be stored.

    `most`: bytes, where less than the usual UPLOAD_MAX_BYTES will do.
    Raises Refused, with what to do next, for a file that is empty, too large, of a kind that is not
    allowed, not what its name says, protected, damaged or infected.
    """
    name = clean_name(file.name or "")
    kind = _kind(name, tuple(allowed))
    largest = min(most or settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_BYTES)
    with _copy(file, name, largest) as (path, size, sha256):
        verdict = scan(path)
        if verdict.state == "infected":
            raise Refused(
                f"“{name}” contains a virus, so it was not accepted. Do not open it; ask the person"
                " it came from for a clean copy."
            )
        pages = _pages(path, kind, name)
    file.seek(0)
    return Upload(name, kind.content_type, size, sha256, pages, verdict)


def accept(allowed: Iterable[Kind] = DOCUMENTS) -> str:
    """The `accept` attribute of a file field."""
    return ",".join(suffix for kind in allowed for suffix in kind.suffixes)


def clean_name(name: str) -> str:
    """The name without folders and without characters that hide or reorder others, shortened."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    path = PurePosixPath(" ".join(seen.split()).strip(". ") or "file")
    suffix = path.suffix[:LONGEST_SUFFIX]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix


def size_words(size: int) -> str:
    """Bytes as people say them."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"


def _kind(name: str, allowed: tuple[Kind, ...]) -> Kind:
    suffix = PurePosixPath(name).suffix.lower()
    for kind in allowed:
        if suffix in kind.suffixes:
            return kind
    *most, last = (f"{kind.words} ({kind.suffixes[0]})" for kind in allowed)
    words = f"{', '.join(most)} or {last}" if most else last
    raise Refused(f"“{name}” is not a kind of file that can be uploaded here. Choose {words}.")


@contextmanager
def _copy(file: UploadedFile, name: str, largest: int) -> Iterator[tuple[Path, int, str]]:
    """A copy on disk for the scanner and the checks, with the size and hash that were counted."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="upload-", dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        for chunk in file.chunks():
            size += len(chunk)
            if size > largest:
                raise Refused(_too_large(name, largest))
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        if not size:
            raise Refused(f"“{name}” is empty. Choose the file again.")
        yield Path(copy.name), size, digest.hexdigest()


def _too_large(name: str, largest: int) -> str:
    return (
        f"“{name}” is larger than {size_words(largest)}."
        " Make its pictures smaller or split it in two, then upload it again."
    )


def _pages(path: Path, kind: Kind, name: str) -> int | None:
    try:
        return kind.check(path)
    except Unfit as fault:
        if str(fault):
            raise Refused(f"“{name}” {fault}") from fault
        looks = contents.likeness(path)
        raise Refused(
            f"“{name}” is not what its name says ({kind.words})"
            f"{f': it looks like {looks}' if looks else ''}."
            " Save it again in the right format, then upload the new copy."
        ) from fault
