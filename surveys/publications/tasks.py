"""Background work on publications."""

from typing import Any

from portal.jobs.task import Progress, portal_task
from surveys.publications import domain


@portal_task
def build_publication(progress: Progress, *, edition_id: int, kind: str) -> dict[str, Any]:
    """Build one publication for the job's holder; safe to run twice."""
    partnership_id = progress.job.partnership_id
    publication = domain.build_publication(
        edition_id=edition_id,
        kind=kind,
        by=progress.by,
        progress=progress,
        partnership_id=partnership_id,
    )
    with progress.scope():
        return domain.as_result(publication, partnership_id)


@portal_task
def build_summary_for(
    progress: Progress, *, edition_id: int, partnership_id: int
) -> dict[str, Any]:
    """Build one partnership's summary for a national evaluator; safe to run twice."""
    publication = domain.build_summary_for(
        edition_id=edition_id, partnership_id=partnership_id, by=progress.by, progress=progress
    )
    return domain.as_national_result(publication)
