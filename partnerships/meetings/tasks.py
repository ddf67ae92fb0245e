"""Background work on minutes and packs, and reminders of actions by the clock."""

from partnerships.meetings.printing import files
from partnerships.meetings.reminders import remind_owners
from partnerships.register.models import Partnership
from partnerships.register.rounds import for_each_partnership
from portal.audit.record import System
from portal.jobs.task import Progress, clock_task, portal_task

CLOCK = System("reminders")


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
    made = files.print_pack(meeting_id=meeting_id, circle=circle, by=progress.by, progress=progress)
    return files.as_result(made, _slug(progress))


@clock_task
def remind_of_actions() -> None:
    """Remind everybody of the actions they owe, partnership by partnership, on working days."""
    for_each_partnership(lambda partnership: remind_owners(by=CLOCK))


def _slug(progress: Progress) -> str:
    partnership_id = progress.job.partnership_id
    assert partnership_id is not None  # minutes and packs are made in a partnership's scope only
    with progress.scope():
        return Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
