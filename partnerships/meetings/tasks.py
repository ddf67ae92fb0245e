"""Background work of meetings: reminders by the clock."""

from partnerships.meetings.reminders import remind_owners
from partnerships.register.rounds import for_each_partnership
from portal.audit.record import System
from portal.jobs.task import clock_task

CLOCK = System("reminders")


@clock_task
def remind_of_actions() -> None:
    """Remind everybody of the actions they owe, partnership by partnership, on working days."""
    for_each_partnership(lambda partnership: remind_owners(by=CLOCK))
