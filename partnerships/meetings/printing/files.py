"""PDFs of minutes and packs: made once for each content, stored outside the web root, opened."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from partnerships.meetings import freezing
from partnerships.meetings.models import Meeting, MinutesVersion, PrintedFile
from partnerships.meetings.printing.agenda import SHOWN, pack_document, pack_pages
from partnerships.meetings.printing.minutes import minutes_pages
from partnerships.meetings.printing.requests import refuse_unpublished
from partnerships.meetings.queries.life import (
    full_twin,
    meeting_for_pack,
    pack_papers,
    printed,
    version_by_id,
)
from partnerships.meetings.queries.record import items_in_order
from portal.audit.record import Actor, record
from portal.errors import Missing
from portal.jobs.progress import Progress
from portal.web.print import page_count, to_pdf
from portal.web.print.document import Document

KIT = 2  # a new layout of the pages needs a new number
STEPS = 3
KIND = PrintedFile.Kind
CIRCLE = PrintedFile.Circle


@dataclass(frozen=True)
class Order:
    """What to print. `compose` makes the pages of this copy and, if it leaves something out, those
    of the full one whose numbers it keeps; it is slow and reads files, but no database."""

    meeting_id: int
    kind: str
    circle: str
    content_sha256: str
    compose: Callable[[], tuple[Document, Document | None]]
    version: MinutesVersion | None = None


def print_minutes(*, version_id: int, circle: str, by: Actor, progress: Progress) -> PrintedFile:
    """Print one circle's copy of a version; the same content is printed once."""
    progress.report(0, STEPS, "Reading the minutes")
    with progress.scope():
        order = _minutes_order(version_by_id(version_id), circle)
    return _print(order, by, progress)


def print_pack(*, meeting_id: int, circle: str, by: Actor, progress: Progress) -> PrintedFile:
    """Print one circle's copy of a meeting's pack; the same content is printed once."""
    progress.report(0, STEPS, "Reading the agenda and the papers")
    with progress.scope():
        meeting = meeting_for_pack(meeting_id)
        if meeting is None:
            raise Missing("There is no such meeting any more.")
        refuse_unpublished(meeting)
        order = _pack_order(meeting, circle)
    return _print(order, by, progress)


def minutes_content(version: MinutesVersion, circle: str) -> str:
    """Hash of all that a copy of a version is made of."""
    return _digest("minutes", circle, version.sha256, full_twin(version).sha256)


def pack_content(meeting: Meeting, circle: str) -> str:
    """Hash of all that a copy of the pack is made of, as agenda and papers are now."""
    return _digest("pack", circle, freezing.document_hash(_pack(meeting)))


def pack_circle(meeting: Meeting, *, entitled: bool) -> str:
    """Whose copy of the pack somebody gets."""
    return CIRCLE.FULL if entitled and freezing.has_restricted(_pack(meeting)) else CIRCLE.MEMBERS


def open_printed(*, file: PrintedFile, by: Actor | None) -> IO[bytes]:
    """The file for a download. One with restricted parts is recorded. Raises Missing."""
    try:
        opened = default_storage.open(file.file.name)
    except FileNotFoundError as error:
        raise Missing("This file is missing. Make it again from the meeting’s page.") from error
    if by is not None and file.circle == CIRCLE.FULL:
        record(f"{file.kind}.downloaded", on=file, by=by, sha256=file.sha256)
    return opened


def as_result(file: PrintedFile, slug: str) -> dict[str, str]:
    """What the job's page offers when the work is done."""
    what = "the minutes" if file.kind == KIND.MINUTES else "the agenda pack"
    name = "meetings:minutes_pdf" if file.kind == KIND.MINUTES else "meetings:pack_pdf"
    address = reverse(name, args=[slug, file.meeting_id])
    if file.circle == CIRCLE.PUBLIC:
        address, what = f"{address}?copy=public", "the public copy"
    pages = "1 page" if file.pages == 1 else f"{file.pages} pages"
    return {"url": address, "words": f"Download {what} (PDF, {pages})"}


def _minutes_order(version: MinutesVersion, circle: str) -> Order:
    twin = full_twin(version)
    public = version.kind == MinutesVersion.Kind.PUBLIC
    document = version.document if public else freezing.copy_for(version.document, circle)

    def pages(shown: freezing.Document, of: str) -> Document:
        return minutes_pages(
            shown, circle=of, kind=version.kind, sha256=version.sha256, frozen_at=version.frozen_at
        )

    return Order(
        meeting_id=version.minutes.meeting_id,
        kind=KIND.MINUTES,
        circle=circle,
        content_sha256=minutes_content(version, circle),
        compose=lambda: (
            pages(document, circle),
            pages(twin.document, freezing.FULL) if circle != CIRCLE.FULL else None,
        ),
        version=version,
    )


def _pack(meeting: Meeting) -> freezing.Document:
    return pack_document(meeting, items_in_order(meeting), pack_papers(meeting))


def _pack_order(meeting: Meeting, circle: str) -> Order:
    pack = _pack(meeting)
    names = {version.pk: version.file.name for version in pack_papers(meeting)}
    issued = datetime.fromisoformat(pack["issued"])

    def compose() -> tuple[Document, Document | None]:
        shown = freezing.copy_for(pack, circle)
        files = _contents(shown, names)
        whole = pack_pages(pack, {}, circle=freezing.FULL, issued=issued)
        made = pack_pages(shown, files, circle=circle, issued=issued)
        return made, whole if circle != CIRCLE.FULL else None

    return Order(meeting.pk, KIND.PACK, circle, pack_content(meeting, circle), compose)


def _contents(shown: freezing.Document, names: Mapping[int, str]) -> dict[int, bytes]:
    """Files of the papers that this copy shows page by page: nothing else is even opened."""
    papers = [paper for item in shown["items"] for paper in item["papers"]]
    found = {}
    for paper in papers:
        name = names.get(paper["id"], "")
        withheld = paper.get("withheld") or paper["content_type"] not in SHOWN
        if not withheld and default_storage.exists(name):
            with default_storage.open(name) as file:
                found[paper["id"]] = file.read()
    return found


def _print(order: Order, by: Actor, progress: Progress) -> PrintedFile:
    with progress.scope():
        made = _made(order)
    if made is not None:
        return made
    progress.report(1, STEPS, "Printing the pages")
    pages, like = order.compose()
    pdf = to_pdf(pages, like=like)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(order, pdf, by)


def _made(order: Order) -> PrintedFile | None:
    found = printed(order.meeting_id, order.kind, order.circle, order.content_sha256)
    return found if found and default_storage.exists(found.file.name) else None


def _store(order: Order, pdf: bytes, by: Actor) -> PrintedFile:
    sha256 = hashlib.sha256(pdf).hexdigest()
    found = printed(order.meeting_id, order.kind, order.circle, order.content_sha256)
    file = found or PrintedFile(
        meeting_id=order.meeting_id,
        kind=order.kind,
        circle=order.circle,
        version=order.version,
        content_sha256=order.content_sha256,
    )
    file.sha256, file.size, file.pages = sha256, len(pdf), page_count(pdf)
    file.made_at = timezone.now()
    # Named by content: a job that dies after writing leaves a file that the next one overwrites.
    name = f"printed/{file.partnership_id or 'new'}/{sha256}.pdf"
    if default_storage.exists(name):
        default_storage.delete(name)
    file.file.name = default_storage.save(name, ContentFile(pdf))
    file.save()
    record(f"{order.kind}.printed", on=file, by=by, circle=order.circle, sha256=sha256)
    return file


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join((str(KIT), *map(str, parts))).encode()).hexdigest()
