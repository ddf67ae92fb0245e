"""The answers of single returns: taken out for a reason, by name, for a few days."""

import hashlib
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.audit.record import Actor, Person, actor_words, record
from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.results.domain.exporting import format_of, store_file
from surveys.results.exports.formats import Format
from surveys.results.extracts.files import WRITERS, Origin
from surveys.results.extracts.microdata import microdata
from surveys.results.models import Extract
from surveys.results.queries_files import extract_by_id, extract_key
from surveys.returns.models import Wave
from surveys.returns.queries import returned_by_stratum
from surveys.returns.queries.single import single_returns

EXTRACT = "surveys.results.tasks.make_extract"
KEPT = timedelta(days=7)
STEPS = 3


@transaction.atomic
def request_extract(
    *,
    wave: Wave,
    format: str,  # noqa: A002 the word of the pages
    reason: str,
    by: Person,
    texts_reason: str = "",
) -> Job:
    """Queue an extract of every signed-off return of the wave; free texts with a reason alone.

    Refuses one without a reason, of a wave without returns, or in a format that cannot be written.
    """
    wanted = format_of(format)
    _refuse(wanted, reason, wave)
    extract = Extract.objects.create(
        wave=wave,
        format=wanted.key,
        reason=reason.strip(),
        texts_reason=texts_reason.strip(),
        asked_by_id=by.pk,
    )
    facts = {"year": wave.year, "format": wanted.key, "texts": extract.texts_reason}
    record("extract.requested", on=extract, by=by, reason=extract.reason, **facts)
    return enqueue(
        EXTRACT,
        key=extract_key(extract),
        by=by,
        label=f"Returns of the {wave}: {wanted.words}",
        extract_id=extract.pk,
    )


def _refuse(wanted: Format, reason: str, wave: Wave) -> None:
    if wanted.key not in WRITERS:
        raise Refused("Returns can be taken out as CSV, Parquet or SPSS. Choose one of these.")
    if wanted.why_not:
        raise Refused(wanted.why_not)
    if not reason.strip():
        raise Refused("Say why you need the answers of single returns. The reason is kept.")
    if not returned_by_stratum(wave):
        raise Refused(
            f"No return of the {wave} has been signed off yet, so there is nothing to take out."
            " Ask again when the first return is in."
        )


def make_extract(*, extract_id: int, by: Actor, progress: Progress) -> Extract:
    """Write the file of an extract and store it; one that was made stays as it is."""
    progress.report(0, STEPS, "Reading the returns")
    with progress.scope():
        extract = extract_by_id(extract_id)
        if extract.made_at is not None:
            return extract
        form = form_of(extract.wave.questionnaire.sha256)
        found = single_returns(extract.wave, texts=_texts(form) if extract.texts_reason else ())
        origin = _origin(extract, form)
    if not found:
        raise Refused(f"No return of the {extract.wave} is signed off any more. Ask again later.")
    progress.report(1, STEPS, f"Writing {len(found):,} returns")
    variables = microdata(form, found, texts=bool(extract.texts_reason))
    content = WRITERS[extract.format](variables, origin)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(extract, content, len(found), by)


def _texts(form: Form) -> tuple[str, ...]:
    return tuple(item.question for item in form.items if item.kind == "text")


def _origin(extract: Extract, form: Form) -> Origin:
    return Origin(
        year=extract.wave.year,
        form=form,
        reason=extract.reason,
        texts_reason=extract.texts_reason,
        asked_by=actor_words(extract.asked_by),
        at=extract.asked_at,
        synthetic=settings.SYNTHETIC_DEMO,
    )


def _store(extract: Extract, content: bytes, returns: int, by: Actor) -> Extract:
    current = Extract.objects.select_for_update(of=("self",)).get(pk=extract.pk)
    if current.made_at is not None:
        return current
    current.sha256 = hashlib.sha256(content).hexdigest()
    ending = format_of(current.format).extension
    # Named by its row and content: a dead worker's half file is overwritten by the next one.
    current.file.name = store_file(f"extracts/{current.pk}-{current.sha256}{ending}", content)
    current.size, current.returns, current.made_at = len(content), returns, timezone.now()
    current.save(update_fields=["sha256", "file", "size", "returns", "made_at"])
    record("extract.made", on=current, by=by, returns=returns, sha256=current.sha256)
    return current


@transaction.atomic
def open_extract(*, extract: Extract, by: Person) -> IO[bytes]:
    """The file for a download, which is logged. Raises Missing for one that was removed."""
    if not extract.file or not default_storage.exists(extract.file.name):
        raise Missing(
            "This file is not there: it is still being made, or it was removed after seven days."
            " Ask for a new extract, with the reason for it."
        )
    record("extract.downloaded", on=extract, by=by, sha256=extract.sha256)
    return default_storage.open(extract.file.name)


@transaction.atomic
def remove_old_extracts(*, by: Actor) -> int:
    """Remove the files that were made a week ago or earlier; the rows stay. Returns how many."""
    due = Extract.objects.select_for_update(skip_locked=True).filter(
        made_at__lte=timezone.now() - KEPT, removed_at=None
    )
    removed = list(due)
    for extract in removed:
        default_storage.delete(extract.file.name)
        extract.file.name, extract.removed_at = "", timezone.now()
        extract.save(update_fields=["file", "removed_at"])
        record("extract.removed", on=extract, by=by, sha256=extract.sha256)
    return len(removed)


def extract_result(extract: Extract) -> dict[str, str]:
    """What the job's page shows when the work is done."""
    return {"url": reverse("results:extracts"), "words": "See the list of extracts"}
