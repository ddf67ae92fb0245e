"""Files for packs: PDFs of any page, pictures, and progress that nobody watches."""

import io
from contextlib import AbstractContextManager

import pikepdf
from django.core.files.base import ContentFile
from PIL import Image

from partnerships.meetings.models import AgendaItem, Paper, PaperVersion
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.tenancy.context import in_partnership


class Steps:
    """Progress of a job in a partnership; remembers what was told."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.reports: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, message: str) -> None:
        self.reports.append((done, total, message))

    def scope(self) -> AbstractContextManager[None]:
        return in_partnership(self.partnership.pk)


def pdf_of(*words: str, size: tuple[int, int] = (595, 842), turned: int = 0) -> bytes:
    """A PDF with one page for each of the words, in Helvetica."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for text in words:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        stream = f"BT /F 40 Tf 60 {size[1] - 100} Td ({text}) Tj ET"
        frame = f"2 w 20 20 {size[0] - 40} {size[1] - 40} re S"
        page.obj.Contents = pdf.make_stream(f"{stream} {frame}".encode())
        page.obj.Rotate = turned
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600)) -> bytes:
    """A blue rectangle."""
    out = io.BytesIO()
    Image.new("RGB", size, "#2073bc").save(out, kind)
    return out.getvalue()


def add_paper(
    item: AgendaItem, title: str, content: bytes, content_type: str, by: User, **more: object
) -> Paper:
    """A paper of the item with one file."""
    position = item.papers.count() + 1
    paper = Paper.objects.create(item=item, title=title, position=position, **more)
    pages = None
    if content_type == "application/pdf":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    PaperVersion.objects.create(
        paper=paper, number=1, file=ContentFile(content, name="paper.bin"), file_name=f"{title}.bin",
        content_type=content_type, size=len(content), sha256="0" * 64, pages=pages,
        scan="unscanned", uploaded_by=by,
    )  # fmt: skip
    return paper
