"""Small real files of every kind, made on the spot, and ways to spoil them."""

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
MAINS = {
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
}
OPENS = {"odt": OPEN + "text", "ods": OPEN + "spreadsheet", "odp": OPEN + "presentation"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """The file as Django hands it to a view, kept in memory."""
    return SimpleUploadedFile(name, content)


def upload_on_disk(name: str, content: bytes) -> TemporaryUploadedFile:
    """The same, as Django does with larger files."""
    file = TemporaryUploadedFile(name, "", len(content), None)
    file.write(content)
    file.seek(0)
    return file


def pdf(pages: int = 1, **options: object) -> bytes:
    """A PDF of empty pages; `encryption` protects it."""
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(out, **options)
    return out.getvalue()


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def office(key: str, *, main: str | None = None, **parts: bytes) -> bytes:
    """An Office Open XML document; `main` is the content type of its main part."""
    kind = main or f"{MAINS[key]}.main+xml"
    types = f'<Types><Override PartName="/x.xml" ContentType="{kind}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "x.xml": b"<x/>"} | parts)


def open_document(key: str, *, manifest: str = "<manifest/>", **parts: bytes) -> bytes:
    """An OpenDocument file."""
    own = {"mimetype": OPENS[key].encode(), "META-INF/manifest.xml": manifest.encode()}
    return packed(own | parts, zipfile.ZIP_STORED)


def png() -> bytes:
    """One grey point."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\0\x80")),
            (b"IEND", b""),
        )
    )


def jpeg() -> bytes:
    """The beginning and the end of a JPEG picture."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def samples() -> dict[str, bytes]:
    """A good file for each ending."""
    return {
        "pdf": pdf(3),
        **{key: office(key) for key in MAINS},
        **{key: open_document(key) for key in OPENS},
        "txt": "Minutes of the board – Tŷ Mawr\r\n".encode(),
        "csv": b"name,sector\nMind,voluntary\n",
        "png": png(),
        "jpg": jpeg(),
        "jpeg": jpeg(),
    }


def stream_bomb(unpacked: int) -> bytes:
    """A PDF whose pages stand in an object stream that unpacks to `unpacked` bytes."""
    squeezer = zlib.compressobj(9)
    inside = b"2 0 3 48 <</Type/Pages/Count 1/Kids[3 0 R]>>"
    first = len(b"2 0 3 48 ")
    data = [
        squeezer.compress(
            inside.ljust(first + 48) + b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
        )
    ]
    data += [squeezer.compress(b" " * 1_000_000) for _ in range(unpacked // 1_000_000)]
    stream = b"".join(data) + squeezer.flush()
    out = b"%PDF-1.5\n"
    places = {1: len(out)}
    out += b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    places[4] = len(out)
    out += (
        b"4 0 obj\n<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        % (first, len(stream), stream)
    )
    places[5] = len(out)
    rows = [
        (0, 0, 0),
        (1, places[1], 0),
        (2, 4, 0),
        (2, 4, 1),
        (1, places[4], 0),
        (1, places[5], 0),
    ]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    out += (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(table), table, places[5])
    )
    return out
