"""Background work on waves and returns, and reminders by the clock."""

from typing import Any

from django.utils import timezone

from partnerships.register.rounds import for_each_partnership
from portal.audit.record import System
from portal.jobs.task import Progress, clock_task, portal_task
from surveys.returns.domain import opening, reminding, sections_due
from surveys.returns.printing import blank, files

CLOCK = System("reminders")


@portal_task
def open_wave(progress: Progress, *, wave_id: int) -> dict[str, Any]:
    """Open a drafted wave for every partnership; safe to run twice."""
    return opening.open_drafted_wave(wave_id=wave_id, by=progress.by, progress=progress)


@portal_task
def send_reminder(progress: Progress, *, reminder_id: int, year: int) -> dict[str, Any]:
    """Send a reminder that an evaluator asked for; safe to run twice."""
    return reminding.send_reminder(
        reminder_id=reminder_id, year=year, by=progress.by, progress=progress
    )


@portal_task
def print_return(progress: Progress, *, year: int, version: int, slug: str) -> dict[str, str]:
    """Print a return as it stands or one of its versions; safe to run twice."""
    made = files.print_return(year=year, version=version, by=progress.by, progress=progress)
    return files.as_result(made, slug=slug, year=year, version=version)


@portal_task
def print_blank(
    progress: Progress, *, questionnaire_id: int, year: int, slug: str
) -> dict[str, str]:
    """Print the blank questionnaire for somebody in a partnership's room; safe to run twice."""
    made = blank.print_blank(questionnaire_id=questionnaire_id, by=progress.by, progress=progress)
    return blank.as_result(made, slug=slug, year=year)


@clock_task
def remind_of_returns() -> None:
    """Remind those who owe a return, partnership by partnership, on its reminder days."""
    for_each_partnership(lambda partnership: reminding.remind_here(by=CLOCK))


@clock_task
def remind_of_sections() -> None:
    """Remind those whose sections are due, partnership by partnership, on working days."""
    today = timezone.localdate()
    for_each_partnership(lambda partnership: sections_due.remind_of_sections(today=today, by=CLOCK))
