"""Background work on results."""

from typing import Any

from portal.jobs.task import Progress, portal_task
from surveys.results import domain
from surveys.results.suppression import Thresholds


@portal_task
def build_edition(progress: Progress, *, wave_id: int, **settings: int) -> dict[str, Any]:
    """Build an edition of the wave; safe to run twice. `settings`: fields of Thresholds."""
    built = domain.build_edition(
        wave_id=wave_id, by=progress.by, progress=progress, thresholds=Thresholds(**settings)
    )
    return built.as_result()
