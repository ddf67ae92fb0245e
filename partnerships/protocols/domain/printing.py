"""Protocols on paper: asked for, made once for each content, downloaded."""

import hashlib
import json
from dataclasses import asdict
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.protocols.composing import compose
from partnerships.protocols.models import ProtocolPrint, ProtocolVersion
from partnerships.protocols.queries.reading import version_by_id
from portal.audit.record import Actor, record
from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.web.print import page_count, to_pdf
from portal.web.print.document import Document

PRINT = "partnerships.protocols.tasks.print_version"
STEPS = 3


@transaction.atomic
def request_print(*, version: ProtocolVersion, circle: str, by: Actor) -> Job:
    """Queue the PDF of the version as it is now."""
    job = enqueue(
        PRINT,
        key=f"version-{version.pk}-{circle}",
        by=by,
        label=f"{version.protocol.number} version {version.number} as PDF",
        version_id=version.pk,
        circle=circle,
    )
    record("protocol_print.requested", on=version, by=by, circle=circle)
    return job


def print_public_copy(*, version: ProtocolVersion, by: Actor) -> Job:
    """Queue the copy that the public page offers."""
    return request_print(version=version, circle=ProtocolPrint.Circle.PUBLIC, by=by)


def build_print(*, version_id: int, circle: str, by: Actor, progress: Progress) -> ProtocolPrint:
    """Compose, print and store; the same content is printed once."""
    progress.report(0, STEPS, "Reading the protocol")
    with progress.scope():
        version = version_by_id(version_id)
        document = compose(version, circle=circle)
        content = content_sha256(document)
        found = version.prints.filter(circle=circle, content_sha256=content).first()
    if found and default_storage.exists(found.file.name):
        return found
    progress.report(1, STEPS, "Printing the pages")
    pdf = to_pdf(document)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(version, circle, content, pdf, by)


def current_print(*, version: ProtocolVersion, circle: str) -> ProtocolPrint | None:
    """The PDF of the version exactly as it is now, if it was made."""
    content = content_sha256(compose(version, circle=circle))
    return version.prints.filter(circle=circle, content_sha256=content).first()


def open_print(*, printed: ProtocolPrint, by: Actor | None) -> IO[bytes]:
    """The file for a download, which is logged; the public's downloads are not."""
    try:
        file = default_storage.open(printed.file.name)
    except FileNotFoundError as error:
        raise Missing("The file of this PDF is missing. Ask for the PDF again.") from error
    if by is not None:
        record("protocol_print.downloaded", on=printed, by=by, sha256=printed.sha256)
    return file


def as_result(printed: ProtocolPrint) -> dict[str, str]:
    """What the job's page shows when the work is done."""
    version = printed.version
    slug, circle = version.partnership.slug, printed.circle
    address = reverse(
        "protocols:download", args=[slug, version.protocol_id, version.number, circle]
    )
    pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
    return {"url": address, "words": f"Download {version.protocol.number} (PDF, {pages})"}


def filename(printed: ProtocolPrint) -> str:
    """Short, lower case, with hyphens: protocol-p2004-3-version-1.pdf"""
    version = printed.version
    number = version.protocol.number.lower().replace("/", "-")
    tail = "-public" if printed.circle == ProtocolPrint.Circle.PUBLIC else ""
    return f"protocol-{number}-version-{version.number}{tail}.pdf"


def content_sha256(document: Document) -> str:
    """Hash of everything that is printed."""
    plain = json.dumps(asdict(document), sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> str:
    return str(value)


def _store(
    version: ProtocolVersion, circle: str, content: str, pdf: bytes, by: Actor
) -> ProtocolPrint:
    sha256 = hashlib.sha256(pdf).hexdigest()
    name = f"protocols/{version.partnership_id}/{sha256}.pdf"
    if default_storage.exists(name):
        default_storage.delete(name)
    made, _ = ProtocolPrint.objects.update_or_create(
        version=version,
        circle=circle,
        content_sha256=content,
        defaults={
            "file": default_storage.save(name, ContentFile(pdf)),
            "sha256": sha256,
            "size": len(pdf),
            "pages": page_count(pdf),
            "made_at": timezone.now(),
        },
    )
    record("protocol_print.made", on=made, by=by, sha256=sha256, circle=circle)
    return made
