"""Reads about files made of editions, and of single returns."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.queries import latest_job
from surveys.questionnaires.models import Questionnaire
from surveys.results.exports.formats import FORMATS, Format
from surveys.results.models import Edition, Export, Extract
from surveys.returns.models import Wave

EXPORT = "surveys.results.tasks.make_export"
EXTRACT = "surveys.results.tasks.make_extract"


@dataclass(frozen=True)
class Download:
    """One format of an edition, as far as it is: made, being made, failed or not there yet."""

    format: Format
    export: Export | None
    job: Job | None

    @property
    def state(self) -> str:
        """ready, being_made, failed, unavailable or empty."""
        if self.export is not None:
            return "ready"
        if self.job is not None and self.job.is_active:
            return "being_made"
        if self.format.why_not:
            return "unavailable"
        return "failed" if self.job is not None and self.job.state == Job.State.FAILED else "empty"


def downloads_of(edition: Edition) -> list[Download]:
    """Every format in order."""
    made = {each.format: each for each in Export.objects.filter(edition=edition)}
    return [
        Download(
            format=each,
            export=_kept(made.get(key)),
            job=latest_job(EXPORT, export_key(edition, key)),
        )
        for key, each in FORMATS.items()
    ]


def export_key(edition: Edition, key: str) -> str:
    """The key of the job that makes this file."""
    return f"{key}-edition-{edition.pk}"


def finished_export(edition: Edition, key: str) -> Export | None:
    """The file of this format, if it was made and is still there."""
    found = Export.objects.select_related("edition__wave").filter(edition=edition, format=key)
    return _kept(found.first())


def export_of(edition: Edition, key: str) -> Export:
    """The same. Raises Missing with what to do."""
    found = finished_export(edition, key)
    if found is None:
        raise Missing("This file has not been made yet. Make it on the page Downloads.")
    return found


def _kept(export: Export | None) -> Export | None:
    return export if export and default_storage.exists(export.file.name) else None


def extracts() -> QuerySet[Extract]:
    """Every extract of single returns, newest first."""
    return Extract.objects.select_related("wave", "asked_by")


def questionnaire_of(edition: Edition) -> Questionnaire:
    """The version that the edition's questions come from, without its document."""
    return Questionnaire.objects.defer("document").get(sha256=edition.questionnaire_sha256)


@dataclass(frozen=True)
class Shown:
    """One extract in the list; `state`: ready, being_made, failed or removed."""

    extract: Extract
    state: str
    job: Job | None


def extracts_shown() -> list[Shown]:
    """Every extract with how far it is, newest first."""
    return [_shown(each) for each in extracts()]


def _shown(extract: Extract) -> Shown:
    if extract.removed_at is not None:
        return Shown(extract, "removed", None)
    if extract.made_at is not None:
        return Shown(extract, "ready", None)
    job = latest_job(EXTRACT, extract_key(extract))
    return Shown(extract, "being_made" if job and job.is_active else "failed", job)


def extract_key(extract: Extract) -> str:
    """The key of the job that makes it."""
    return f"extract-{extract.pk}"


def extract_by_id(extract_id: int) -> Extract:
    """One extract. Raises Missing."""
    found = extracts().filter(pk=extract_id).first()
    if found is None:
        raise Missing("There is no such extract. The list of extracts shows them all.")
    return found


def waves_with_returns() -> list[Wave]:
    """Waves that have been opened, newest first."""
    return list(Wave.objects.exclude(state=Wave.State.DRAFT).order_by("-year"))
