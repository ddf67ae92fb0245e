"""Files of an edition: asked for, made once, opened."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from portal.audit.record import Actor, Person, record
from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from surveys.results.exports.formats import FORMATS, Format
from surveys.results.exports.reading import about_of, view_of
from surveys.results.models import Edition, Export
from surveys.results.queries import edition_by_id, questionnaire_form
from surveys.results.queries_files import export_key, finished_export

EXPORT = "surveys.results.tasks.make_export"
STEPS = 3


def request_export(*, edition: Edition, format: str, by: Person) -> Job | None:  # noqa: A002
    """Queue one file of a frozen edition; None where it is there already.

    While it is being made, the job that makes it is given back. Refuses an edition that can still
    change, and a format that cannot be written here.
    """
    wanted = format_of(format)
    if edition.state not in Edition.FINAL:
        raise Refused(
            f"The {edition} is not frozen yet, so its figures are not to be taken away. Check and"
            " freeze it first."
        )
    if finished_export(edition, wanted.key) is not None:
        return None
    if wanted.why_not:
        raise Refused(wanted.why_not)
    return enqueue(
        EXPORT,
        key=export_key(edition, wanted.key),
        by=by,
        label=f"{wanted.words}: {edition}",
        edition_id=edition.pk,
        format=wanted.key,
    )


def make_export(*, edition_id: int, format: str, by: Actor, progress: Progress) -> Export:  # noqa: A002
    """Write the file and store it; made twice it is the same file, kept once."""
    wanted = format_of(format)
    progress.report(0, STEPS, "Reading the edition")
    with progress.scope():
        edition = edition_by_id(edition_id, released_only=False)
        found = finished_export(edition, wanted.key)
        if found is not None:
            return found
        view, about = view_of(edition), about_of(edition)
        form = questionnaire_form(edition)
    progress.report(1, STEPS, f"Writing {len(view.lines):,} figures")
    content = wanted.write(view, about, form)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(edition, wanted, content, by)


def _store(edition: Edition, wanted: Format, content: bytes, by: Actor) -> Export:
    sha256 = hashlib.sha256(content).hexdigest()
    # Named by content, and the row comes last: a worker that dies on the way leaves nothing that
    # anybody is offered, and the next one writes the file anew.
    name = store_file(f"exports/{sha256}{wanted.extension}", content)
    made, _ = Export.objects.update_or_create(
        edition=edition,
        format=wanted.key,
        defaults={"file": name, "sha256": sha256, "size": len(content)},
    )
    record("edition.exported", on=edition, by=by, format=wanted.key, sha256=sha256)
    return made


def store_file(name: str, content: bytes) -> str:
    """Put a file in its place, instead of what a dead worker may have left there."""
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


@transaction.atomic
def open_export(*, export: Export, by: Person) -> IO[bytes]:
    """The file for a download, which is logged. Raises Missing."""
    try:
        file = default_storage.open(export.file.name)
    except FileNotFoundError as error:
        raise Missing("This file is missing. Make it again on the page Downloads.") from error
    record(
        "edition.downloaded", on=export.edition, by=by, format=export.format, sha256=export.sha256
    )
    return file


def format_of(key: str) -> Format:
    """The format of this key. Raises Missing."""
    if key not in FORMATS:
        raise Missing("There is no such format. The page Downloads shows those there are.")
    return FORMATS[key]


def export_result(export: Export) -> dict[str, str]:
    """What the job's page shows when the work is done."""
    return {
        "url": reverse("results:downloads", args=[export.edition_id]),
        "words": f"See the downloads of the {export.edition}",
    }
