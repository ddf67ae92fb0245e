"""Background work on emails: the sending job, and two rounds by the clock."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.audit.record import System
from portal.jobs.task import Progress, clock_task, portal_task
from portal.mail import domain
from portal.mail.digest import make_digests
from portal.mail.sending import send_queued
from portal.tenancy.context import in_national
from portal.working_days import is_working_day

CLOCK = System("mail clock")


@portal_task
def send_mail(progress: Progress) -> dict[str, Any]:
    """Send the holder's emails that are due; safe to run twice."""
    return send_queued(progress=progress)


@clock_task
def retry_mail() -> None:
    """Ask for another try wherever an email is due."""
    _everywhere(lambda: domain.retry_due(by=CLOCK))


@clock_task
def send_digests() -> None:
    """Make everybody's digest, on working days of England."""
    if is_working_day(timezone.localdate()):
        _everywhere(lambda: make_digests(by=CLOCK))


def _everywhere(work: Callable[[], object]) -> None:
    """In the nation, then in each partnership; the roof says how to go round them."""
    with in_national():
        work()
    import_string(settings.ROUNDS)(lambda partnership: work())
