"""Background work on protocols: printing, and reminders by the clock."""

from typing import Any

from django.utils import timezone

from partnerships.protocols.domain import printing, reminding
from partnerships.register.models import Partnership
from partnerships.register.rounds import for_each_partnership
from portal.audit.record import System
from portal.jobs.task import Progress, clock_task, portal_task


@portal_task
def print_version(progress: Progress, *, version_id: int, circle: str) -> dict[str, Any]:
    """Make one version's PDF for one circle of readers; safe to run twice."""
    printed = printing.build_print(
        version_id=version_id, circle=circle, by=progress.by, progress=progress
    )
    with progress.scope():
        return printing.as_result(printed)


@clock_task
def remind_of_protocols() -> None:
    """Reviews and obligations that are due soon or now; nothing on weekends and bank holidays."""
    today = timezone.localdate()

    def remind(partnership: Partnership) -> None:
        reminding.remind_protocols(today=today, by=System("protocol reminders"))

    for_each_partnership(remind)
