"""What a file is by its content: each check opens the file and says why it is not what it should be."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import puremagic

# What a packed document may unpack to: real ones stay below twenty times their size.
MOST_UNPACKED = 500 * 1024 * 1024
MOST_PER_BYTE = 100
ALWAYS_ALLOWED = 10 * 1024 * 1024
MOST_PARTS = 10_000
# A stream inside a PDF may not unpack to more than this while the file's structure is read.
MOST_PDF_STREAM = 100 * 1024 * 1024

PROTECTED = "is protected with a password. Save it without protection, then upload it again."
DAMAGED = "is damaged or not complete. Open it, save it again and upload the new copy."
MACROS = "contains macros. Save it without macros, then upload it again."

_HEAD = 4096
_PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what an encrypted .docx is wrapped in
_MACROS = re.compile(r"(basic|scripts)/|.*vbaproject\.bin$", re.IGNORECASE)
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN_PACKAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError),
)
_MARKUP = ("<!doctype", "<?xml", "<html", "<head", "<body", "<script", "<svg", "{\\rtf", "%pdf-")
_NOT_IN_TEXT = {chr(n) for n in range(32)} - set("\t\n\r\f") | {"\x7f", "\N{REPLACEMENT CHARACTER}"}
_LIKENESSES = {
    "application/pdf": "a PDF",
    "image/png": "a PNG picture",
    "image/jpeg": "a JPEG picture",
    "image/gif": "a GIF picture",
    "image/svg+xml": "an SVG drawing",
    "text/html": "a web page",
    "application/xml": "an XML file",
    "application/rtf": "a rich text (RTF) file",
    "application/vnd.microsoft.portable-executable": "a program",
    "application/octet-stream": "a program",
}


class Unfit(Exception):
    """The content is not acceptable. The message goes on after the file's name; none: the name lies."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name in words, its endings (the first is the usual one) and its check.

    `check` returns the number of pages where the kind has them.
    """

    words: str
    suffixes: tuple[str, ...]
    content_type: str
    check: Callable[[Path], int | None]


def likeness(path: Path) -> str:
    """What the content looks like, in words."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PACKED):
        return "a packed document or ZIP archive"
    if head.startswith(_OLD_OFFICE):
        return "an old or a protected Office file"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    return _LIKENESSES.get(found[0].mime_type, "") if found else ""


def pdf(path: Path) -> int:
    """Pages of a whole PDF that anybody may open."""
    import pikepdf  # noqa: PLC0415 slow: only those who upload a PDF wait for it

    _head(path, b"%PDF-")
    _limit_pdf_streams()
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as opened:
            if opened.is_encrypted:
                raise Unfit(PROTECTED)
            pages = len(opened.pages)
    except pikepdf.PasswordError as error:
        raise Unfit(PROTECTED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise Unfit(DAMAGED) from error
    if not pages:
        raise Unfit("has no pages. Save it again and upload the new copy.")
    return pages


def office(main: str) -> Callable[[Path], None]:
    """The check of an Office Open XML document whose main part is of type `main`."""

    def check(path: Path) -> None:
        types = _package(path, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Unfit(MACROS)
        if f"{main}.main+xml".encode() not in types:
            raise Unfit

    return check


def open_document(content_type: str) -> Callable[[Path], None]:
    """The check of an OpenDocument file, which names its type in a part of its own."""

    def check(path: Path) -> None:
        if _package(path, "mimetype").strip() != content_type.encode():
            raise Unfit
        if b"encryption-data" in _package(path, "META-INF/manifest.xml"):
            raise Unfit(PROTECTED)

    return check


def png(path: Path) -> None:
    """A PNG picture with its first and its last part."""
    data = path.read_bytes()
    _head(path, b"\x89PNG\r\n\x1a\n")
    if data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        raise Unfit(DAMAGED)


def jpeg(path: Path) -> None:
    """A JPEG picture that has an end."""
    _head(path, b"\xff\xd8\xff")
    if b"\xff\xd9" not in path.read_bytes()[-65536:]:
        raise Unfit(DAMAGED)


def text(path: Path) -> None:
    """Plain text in UTF-8 or, as Excel writes it, Windows-1252; no markup, no control characters."""
    data = path.read_bytes()
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1252", errors="replace")
    if set(words) & _NOT_IN_TEXT or words.lstrip()[:10].lower().startswith(_MARKUP):
        raise Unfit


def _head(path: Path, wanted: bytes) -> None:
    with path.open("rb") as file:
        if file.read(len(wanted)) != wanted:
            raise Unfit


@cache
def _limit_pdf_streams() -> None:
    """Once per process: a small file must not fill the memory."""
    import pikepdf  # noqa: PLC0415 slow, see above

    pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_PDF_STREAM)


def _package(path: Path, part: str) -> bytes:
    """The first megabyte of a part, after the whole package was found sound."""
    with path.open("rb") as file:
        head = file.read(len(_OLD_OFFICE))
    if head == _OLD_OFFICE:
        raise Unfit(
            "is protected with a password or saved in an old format."
            " Save it without a password in the present format, then upload it again."
        )
    if not head.startswith(_PACKED):
        raise Unfit
    try:
        with zipfile.ZipFile(path) as package:
            _inspect(path, package)
            with package.open(part) as content:
                return content.read(1024 * 1024)
    except KeyError as error:
        raise Unfit from error
    except _BROKEN_PACKAGE as error:
        raise Unfit(DAMAGED) from error


def _inspect(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse passwords, bombs, macros and damage, in this order: damage is found by unpacking."""
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit(PROTECTED)
    most = min(MOST_UNPACKED, max(ALWAYS_ALLOWED, MOST_PER_BYTE * path.stat().st_size))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
        raise Unfit("unpacks to far more than its own size. Save it again and upload the new copy.")
    if any(_MACROS.match(part.filename) for part in parts):
        raise Unfit(MACROS)
    if any(part.compress_type not in _PACKINGS for part in parts) or package.testzip():
        raise Unfit(DAMAGED)
