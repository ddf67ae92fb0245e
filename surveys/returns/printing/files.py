"""PDFs of a return: made once for each content, stored outside the web root, opened."""

import hashlib
import json
from dataclasses import asdict
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from portal.audit.record import Actor, record
from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.web.print import page_count, to_pdf
from portal.web.print.document import Document
from surveys.returns.models import PrintedReturn, Return
from surveys.returns.printing.composing import compose
from surveys.returns.queries import return_of_year
from surveys.returns.queries.files import printed_return, signed_version
from surveys.returns.standing import Standing, standing_of
from surveys.returns.versions import standing_at

PRINT = "surveys.returns.tasks.print_return"
KIT = 1  # a new layout of the pages needs a new number
STEPS = 3
NEWEST = 0  # in place of a version's number: the return as it stands


def request_print(*, annual_return: Return, version: int, by: Actor) -> Job:
    """Queue the PDF of the return as it stands (NEWEST) or of one signed-off version."""
    year = annual_return.wave.year
    what = f"version {version}" if version else "as it stands"
    return enqueue(
        PRINT,
        key=f"return-{annual_return.pk}-{version}",
        by=by,
        label=f"PDF of the {year} annual return, {what}",
        year=year,
        version=version,
        slug=annual_return.partnership.slug,
    )


def print_return(*, year: int, version: int, by: Actor, progress: Progress) -> PrintedReturn:
    """Compose, print and store; the same content is printed once."""
    progress.report(0, STEPS, "Reading the answers")
    with progress.scope():
        annual_return = return_of_year(year)
        if annual_return is None:
            raise Missing("There is no such return any more.")
        document = compose(standing_to_print(standing_of(annual_return), version))
        content = content_sha256(document)
        found = _made(annual_return, content)
    if found is not None:
        return found
    progress.report(1, STEPS, "Printing the pages")
    pdf = to_pdf(document)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(annual_return, content, pdf, by)


def standing_to_print(standing: Standing, version: int) -> Standing:
    """The return as it stands, or as it stood at a signed-off version. Raises Missing."""
    annual_return = standing.annual_return
    if not version or (annual_return.is_frozen and version == annual_return.version):
        return standing
    return standing_at(annual_return, signed_version(annual_return, version))


def printed(standing: Standing) -> PrintedReturn | None:
    """The PDF of the return exactly as it stands here, if it was made and is still there."""
    return _made(standing.annual_return, content_sha256(compose(standing)))


def open_printed(*, file: PrintedReturn, by: Actor) -> IO[bytes]:
    """The file for a download, which is recorded. Raises Missing."""
    try:
        opened = default_storage.open(file.file.name)
    except FileNotFoundError as error:
        raise Missing("This file is missing. Make it again.") from error
    record("return.pdf_downloaded", on=file.annual_return, by=by, sha256=file.sha256)
    return opened


def as_result(file: PrintedReturn, *, slug: str, year: int, version: int) -> dict[str, str]:
    """What the job's page offers when the work is done."""
    pages = "1 page" if file.pages == 1 else f"{file.pages} pages"
    return {
        "url": address_of(slug=slug, year=year, version=version),
        "words": f"Download the return (PDF, {pages})",
    }


def address_of(*, slug: str, year: int, version: int) -> str:
    """Where the PDF is downloaded."""
    address = reverse("returns:pdf", args=[slug, year])
    return f"{address}?version={version}" if version else address


def file_name(standing: Standing) -> str:
    """return-2004-alpha-version-1.pdf, or return-2004-alpha-draft.pdf"""
    annual_return = standing.annual_return
    tail = f"version-{annual_return.version}" if annual_return.is_frozen else "draft"
    return f"return-{annual_return.wave.year}-{annual_return.partnership.slug}-{tail}.pdf"


def content_sha256(document: Document) -> str:
    """Hash of everything that is printed."""
    plain = json.dumps([KIT, asdict(document)], sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _made(annual_return: Return, content: str) -> PrintedReturn | None:
    found = printed_return(annual_return, content)
    return found if found and default_storage.exists(found.file.name) else None


def _store(annual_return: Return, content: str, pdf: bytes, by: Actor) -> PrintedReturn:
    sha256 = hashlib.sha256(pdf).hexdigest()
    # Named by content: a job that dies after writing leaves a file that the next one overwrites.
    name = f"returns/{annual_return.partnership_id}/{sha256}.pdf"
    if default_storage.exists(name):
        default_storage.delete(name)
    made, _ = PrintedReturn.objects.update_or_create(
        annual_return=annual_return,
        content_sha256=content,
        defaults={
            "file": default_storage.save(name, ContentFile(pdf)),
            "sha256": sha256,
            "size": len(pdf),
            "pages": page_count(pdf),
            "made_at": timezone.now(),
        },
    )
    record("return.printed", on=annual_return, by=by, sha256=sha256)
    return made
