"""Lays pages of other files into the free sheets of a printed document.

A page is drawn as a picture of itself: fitted into the sheet, its links and forms left behind, its
form fields and stamps as they look. It counts as decoration for a reader of tags, since nobody
knows how its authors tagged it; the text stays text that can be selected and searched.
"""

import io
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf, Rectangle
from PIL import Image, ImageOps

from portal.web.print.document import Document
from portal.web.print.record import PageOf, Sheet

POINTS = 72 / 25.4
# Where a page is laid, in mm from the bottom left corner of A4: between head and stamp.
LEFT, BOTTOM, RIGHT, TOP = 12, 17, 198, 278
LARGEST = (1800, 2500)  # pixels: 220 a inch on A4


def fill_sheets(pdf: bytes, document: Document) -> bytes:
    """The PDF with every sheet's page laid in; the sheets are its last pages, in order."""
    sheets = [block for block in document.blocks() if isinstance(block, Sheet)]
    if not any(sheet.laid for sheet in sheets):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as into:
        first = len(into.pages) - len(sheets)
        sources = _Sources()
        for number, sheet in enumerate(sheets, first):
            if sheet.laid is not None:
                _lay(into, into.pages[number], sources.page(sheet.laid))
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        into.save(out, deterministic_id=True, object_stream_mode=mode)
        sources.close()
        return out.getvalue()


class _Sources:
    """Files that pages are taken from, each opened once."""

    def __init__(self) -> None:
        self._open: dict[int, Pdf] = {}

    def page(self, of: PageOf) -> Page:
        """The page that is asked for."""
        key = id(of.content)
        if key not in self._open:
            self._open[key] = opened(of.content, of.content_type)
        return self._open[key].pages[of.number]

    def close(self) -> None:
        """Let go of all of them."""
        for each in self._open.values():
            each.close()


def opened(content: bytes, content_type: str) -> Pdf:
    """A file as a PDF whose pages can be laid in. Raises PdfError, OSError or ValueError."""
    if content_type.startswith("image/"):
        return _pictured(content)
    pdf = pikepdf.open(io.BytesIO(content))
    pdf.flatten_annotations("print")
    return pdf


def _lay(into: Pdf, sheet: Page, page: Page) -> None:
    """Draw the page into the sheet, upright, as large as fits and never enlarged."""
    form = into.copy_foreign(page.as_form_xobject())
    name = sheet.add_resource(form, Name.XObject)
    room = Rectangle(LEFT * POINTS, BOTTOM * POINTS, RIGHT * POINTS, TOP * POINTS)
    drawn = sheet.calc_form_xobject_placement(
        form, name, room, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    # Before the sheet's own content, which turns the page upside down for itself.
    sheet.contents_add(b"/Artifact BMC\n" + drawn + b"\nEMC\n", prepend=True)


def _pictured(content: bytes) -> Pdf:
    """A picture as a PDF of one page, turned as its camera says, on white where it is clear."""
    with Image.open(io.BytesIO(content)) as file:
        upright = ImageOps.exif_transpose(file).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    paper.thumbnail(LARGEST)
    width, height = _size(paper)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    picture = pdf.make_stream(
        zlib.compress(paper.tobytes(), 6),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=paper.width,
        Height=paper.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    page.obj.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Picture Do Q".encode())
    return pdf


def _size(picture: Image.Image) -> tuple[float, float]:
    """In points: 150 pixels an inch, less where that is wider or higher than the room."""
    scale = 72 / 150
    room = ((RIGHT - LEFT) * POINTS, (TOP - BOTTOM) * POINTS)
    scale = min(scale, room[0] / picture.width, room[1] / picture.height)
    return round(picture.width * scale, 2), round(picture.height * scale, 2)


def pages_of(content: bytes, content_type: str) -> Iterator[PageOf]:
    """Every page of the file; none if it cannot be opened."""
    try:
        with opened(content, content_type) as pdf:
            count = len(pdf.pages)
    except (pikepdf.PdfError, OSError, ValueError, Image.DecompressionBombError):
        return
    yield from (PageOf(content, content_type, number) for number in range(count))
