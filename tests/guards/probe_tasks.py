"""Tasks for tests only: a worker process loads them with `--include`."""

import time
from typing import Any

from portal.audit.record import record
from portal.errors import Refused
from portal.jobs.task import Progress, cancellable_task

RAN: list[str] = []


@cancellable_task
def probe(
    progress: Progress, *, word: str = "", fails: str = "", sleep: float = 0
) -> dict[str, Any]:
    """Record an event in the job's scope; `fails`: refuse or crash; `sleep`: at the first try."""
    RAN.append(str(progress.job.pk))
    if fails == "refuse":
        raise Refused("There is nothing to build yet. Sign a return off first.")
    with progress.scope():
        record("probe.ran", on=progress.job, by=progress.by, word=word)
    if fails == "crash":
        raise ZeroDivisionError
    if sleep and progress.job.attempts == 1:
        progress.report(1, 2, "sleeping")
        time.sleep(sleep)
    return {"word": word, "attempt": progress.job.attempts}
