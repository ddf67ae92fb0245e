"""Background work on minutes and packs."""

from partnerships.meetings.printing import files
from partnerships.register.models import Partnership
from portal.jobs.task import Progress, portal_task


@portal_task
def print_minutes(progress: Progress, *, version_id: int, circle: str) -> dict[str, str]:
    """Print one copy of a version of minutes; safe to run twice."""
    made = files.print_minutes(
        version_id=version_id, circle=circle, by=progress.by, progress=progress
    )
    return files.as_result(made, _slug(progress))


@portal_task
def print_pack(progress: Progress, *, meeting_id: int, circle: str) -> dict[str, str]:
    """Print one copy of a meeting's pack; safe to run twice."""
    made = files.print_pack(
        meeting_id=meeting_id, circle=circle, by=progress.by, progress=progress
    )
    return files.as_result(made, _slug(progress))


def _slug(progress: Progress) -> str:
    with progress.scope():
        return Partnership.objects.values_list("slug", flat=True).get(
            pk=progress.job.partnership_id
        )
