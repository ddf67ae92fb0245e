"""Background work on results."""

from typing import Any

from portal.audit.record import System
from portal.jobs.task import Progress, cancellable_task, clock_task, portal_task
from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.domain import exporting, extracting
from surveys.results.domain.settings import from_payload


@cancellable_task
def build_edition(
    progress: Progress, *, wave_id: int, public: str = "", **settings: int
) -> dict[str, Any]:
    """Build an edition of the wave; safe to run twice.

    `settings`: fields of Thresholds; `public`: codes of questions with blanks between.
    """
    built = domain.build_edition(
        wave_id=wave_id,
        by=progress.by,
        progress=progress,
        thresholds=from_payload(public, settings),
    )
    return built.as_result()


@cancellable_task
def check_edition(progress: Progress, *, edition_id: int) -> dict[str, Any]:
    """Check a draft; one that is checked already is refused."""
    checked = domain.check_edition(edition_id=edition_id, by=progress.by, progress=progress)
    return checked.as_result()


@portal_task
def make_export(progress: Progress, *, edition_id: int, format: str) -> dict[str, Any]:  # noqa: A002
    """Write one file of an edition; safe to run twice."""
    made = exporting.make_export(
        edition_id=edition_id, format=format, by=progress.by, progress=progress
    )
    return exporting.export_result(made)


@portal_task
def make_extract(progress: Progress, *, extract_id: int) -> dict[str, Any]:
    """Write the file of an extract; safe to run twice."""
    made = extracting.make_extract(extract_id=extract_id, by=progress.by, progress=progress)
    return extracting.extract_result(made)


@clock_task
def remove_old_extracts() -> None:
    """Every night: remove the files of extracts that are a week old."""
    with in_national():
        extracting.remove_old_extracts(by=System("remove_old_extracts"))
