"""Background work on results."""

from typing import Any

from portal.jobs.task import Progress, portal_task
from surveys.results import domain


@portal_task
def build_edition(progress: Progress, *, wave_id: int) -> dict[str, Any]:
    """Build an edition of the wave; safe to run twice."""
    return domain.build_edition(wave_id=wave_id, by=progress.by, progress=progress).as_result()
