"""Small files for papers, the same bytes every time: PDF, Word and CSV."""

import io
import zipfile
from textwrap import wrap

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SYNTHETIC = "Synthetic: written for a demonstration."


def paper(title: str, kind: str, text: str) -> SimpleUploadedFile:
    """A paper as it would be uploaded. `kind`: pdf, docx or csv."""
    content = {"pdf": _pdf, "docx": _docx, "csv": _csv}[kind](title, text)
    return SimpleUploadedFile(f"{slugify(title)}.{kind}", content)


def _csv(title: str, text: str) -> bytes:
    areas = ("Central", "North", "East", "South", "West")
    start = sum(map(ord, title)) % 40 + 20
    rows = [f"{area},{start + 7 * n},{start + 5 * n}" for n, area in enumerate(areas)]
    return "\n".join([f"Area,2002,2003 ({SYNTHETIC})", *rows, ""]).encode()


def _docx(title: str, text: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{_escaped(line)}</w:t></w:r></w:p>" for line in
                   (title, SYNTHETIC, text))  # fmt: skip
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return made.getvalue()


def _pdf(title: str, text: str) -> bytes:
    """One page A4 in a font that every reader has."""
    import pikepdf  # noqa: PLC0415 slow: only the seeding needs it

    lines = [f"BT /F1 18 Tf 72 760 Td ({_plain(title)}) Tj ET"]
    for n, line in enumerate([SYNTHETIC, "", *wrap(text, 88)]):
        lines.append(f"BT /F1 10.5 Tf 72 {730 - 15 * n} Td ({_plain(line)}) Tj ET")
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream("\n".join(lines).encode("latin-1", "replace"))
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _plain(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")
