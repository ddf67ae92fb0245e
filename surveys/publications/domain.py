"""What can happen to a publication: it is asked for, built, released, downloaded."""

import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.audit.record import Actor, Person, actor_words, record
from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.tenancy.context import in_partnership
from portal.web.print import page_count, to_pdf
from portal.web.print.document import Document
from surveys.publications import dft, odpm, partnership
from surveys.publications.models import Publication
from surveys.publications.queries import own_of, publications_here, reading_of
from surveys.results.models import Edition
from surveys.results.queries import edition_by_id

BUILD = "surveys.publications.tasks.build_publication"
BUILD_FOR = "surveys.publications.tasks.build_summary_for"
NATIONAL = {Publication.Kind.ODPM: odpm.compose, Publication.Kind.DFT: dft.compose}
STEPS = 3
NOT_RELEASED = "No national results have been released yet. Your summary can be built after that."


def request_publication(*, edition: Edition, kind: str, by: Person) -> Job:
    """Queue a build in the current scope: the nation's for a national kind, a partnership's for
    its own summary. Refuses a summary from an edition that the partnership may not see yet."""
    if kind == Publication.Kind.PARTNERSHIP and not edition.is_released:
        raise Refused(NOT_RELEASED)
    words = Publication.Kind(kind).label
    return enqueue(
        BUILD,
        key=publication_key(edition, kind),
        by=by,
        label=f"{words}: {edition}",
        edition_id=edition.pk,
        kind=kind,
    )


def request_partnership_summary(*, edition: Edition, slug: str, by: Person) -> Job:
    """A national evaluator asks for one partnership's summary: a national job that opens the
    partnership's room to read its return."""
    found = partnership_by_slug(slug)
    if found is None:
        raise Missing("There is no such partnership. Choose one from the list.")
    job = enqueue(
        BUILD_FOR,
        key=f"partnership-{found.pk}-edition-{edition.pk}",
        by=by,
        label=f"Summary for {found.name}: {edition}",
        edition_id=edition.pk,
        partnership_id=found.pk,
    )
    record("summary.requested", on=found, by=by, edition=edition.pk)
    return job


def build_summary_for(
    *, edition_id: int, partnership_id: int, by: Actor, progress: Progress
) -> Publication:
    """Build one partnership's summary from outside its room; the visit is recorded there."""
    room = InRoom(progress, partnership_id)
    with room.scope():
        record("partnership.visited", on=None, by=by, reason="to build its summary")
    return build_publication(
        edition_id=edition_id,
        kind=Publication.Kind.PARTNERSHIP,
        by=by,
        progress=room,
        partnership_id=partnership_id,
    )


@dataclass(frozen=True)
class InRoom:
    """A national job's progress whose work happens in one partnership's scope."""

    outer: Progress
    partnership_id: int

    def report(self, done: int, total: int, message: str) -> None:
        """Told to the people who see the national job."""
        self.outer.report(done, total, message)

    def scope(self) -> AbstractContextManager[None]:
        """The partnership's."""
        return in_partnership(self.partnership_id)


def publication_key(edition: Edition, kind: str) -> str:
    """The key of the jobs that build this publication."""
    return f"{kind}-edition-{edition.pk}"


def compose(*, edition: Edition, kind: str, partnership_here: Partnership | None) -> Document:
    """The document of a kind from an edition; a partnership's needs its scope open."""
    reading = reading_of(edition)
    if kind in NATIONAL:
        return NATIONAL[Publication.Kind(kind)](reading)
    if partnership_here is None:
        raise Missing("A partnership's summary needs a partnership. Name one.")
    return partnership.compose(reading, own_of(reading, partnership_here))


def build_publication(
    *, edition_id: int, kind: str, by: Actor, progress: Progress, partnership_id: int | None
) -> Publication:
    """Compose, print and store. Built twice from the same edition it is the same file, kept once."""
    progress.report(0, STEPS, "Reading the edition")
    with progress.scope():
        edition = edition_by_id(edition_id, released_only=False)
        here = Partnership.objects.get(pk=partnership_id) if partnership_id else None
        document = compose(edition=edition, kind=kind, partnership_here=here)
    progress.report(1, STEPS, "Printing the pages")
    pdf = to_pdf(document)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(edition, kind, document, pdf, by)


def _store(edition: Edition, kind: str, document: Document, pdf: bytes, by: Actor) -> Publication:
    sha256 = hashlib.sha256(pdf).hexdigest()
    found = publications_here(released_only=False).select_for_update(of=("self",))
    current = found.filter(edition=edition, kind=kind).first()
    if current and current.sha256 == sha256:
        if not default_storage.exists(current.file.name):
            _write(current.file.name, pdf)
            record("publication.restored", on=current, by=by, sha256=sha256)
        return current
    if current and current.state == Publication.State.RELEASED:
        raise Refused(
            "This publication has been released, so it cannot be replaced. Build a new edition and"
            " publish from that."
        )
    made = current or Publication(edition=edition, kind=kind)
    made.title = document.title
    made.sha256, made.size, made.pages = sha256, len(pdf), page_count(pdf)
    made.built_at = timezone.now()
    made.built_by = actor_words(by)
    # Named by content: a build that dies after writing leaves a file that the next one overwrites.
    made.file.name = _write(f"publications/{made.partnership_id or 'national'}/{sha256}.pdf", pdf)
    made.save()
    record("publication.built", on=made, by=by, kind=kind, sha256=sha256, pages=made.pages)
    return made


def _write(name: str, content: bytes) -> str:
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


@transaction.atomic
def release_publication(*, publication: Publication, by: Person) -> None:
    """Let its readers download it. Refuses while its edition is not released."""
    if publication.is_released:
        raise Refused("This publication is already released. There is nothing left to do.")
    if not publication.edition.is_released:
        raise Refused(
            f"{publication.edition} is not released yet. Release the edition first: a publication"
            " may not say more than the results behind it."
        )
    publication.state = Publication.State.RELEASED
    publication.released_at, publication.released_by_id = timezone.now(), by.pk
    publication.save(update_fields=["state", "released_at", "released_by"])
    record("publication.released", on=publication, by=by, sha256=publication.sha256)


def open_publication(*, publication: Publication, by: Person | None) -> IO[bytes]:
    """The file for a download, which is logged; the public's downloads are not."""
    try:
        file = default_storage.open(publication.file.name)
    except FileNotFoundError as error:
        raise Missing(
            "The file of this publication is missing. Ask a national evaluator to build it again."
        ) from error
    if by is not None:
        record("publication.downloaded", on=publication, by=by, sha256=publication.sha256)
    return file


def as_result(publication: Publication, partnership_id: int | None) -> dict[str, str]:
    """What the job's page shows its holder's people when the work is done."""
    address = reverse("publications:national_download", args=[publication.pk])
    if partnership_id is not None:
        slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
        address = reverse("publications:room_download", args=[slug, publication.pk])
    return {"url": address, "words": _download_words(publication)}


def as_national_result(publication: Publication) -> dict[str, str]:
    """The same for an evaluator who asked for a partnership's summary."""
    address = reverse("publications:partnership_download", args=[publication.pk])
    return {"url": address, "words": _download_words(publication)}


def _download_words(publication: Publication) -> str:
    return f"Download {publication.title} (PDF, {publication.pages} pages)"
