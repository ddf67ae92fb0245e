"""Checking an edition: what a person should not have to take on trust before it is frozen."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from portal.audit.record import Actor, Person, record
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from surveys.results.domain.examining import Check, examine
from surveys.results.domain.rebuilding import rebuild
from surveys.results.domain.steps import held, person_of, refuse_unless
from surveys.results.models import Edition
from surveys.results.queries import edition_by_id

CHECK = "surveys.results.tasks.check_edition"
STEPS = 3


@dataclass(frozen=True)
class Checked:
    """An edition after its checks: checked, or still a draft where one of them failed."""

    edition: Edition

    def as_result(self) -> dict[str, str | int]:
        """What the job's page shows when the work is done."""
        edition = self.edition
        failed = sum(not check["passed"] for check in edition.checks)
        found = (
            f"{failed} of {len(edition.checks)} checks did not hold" if failed else "it is checked"
        )
        return {
            "url": reverse("results:edition", args=[edition.pk]),
            "words": f"See edition {edition.number} of the {edition.wave.year} survey: {found}",
            "failed": failed,
        }


def request_check(*, edition: Edition, by: Person) -> Job:
    """Queue the checks of a draft; while they are under way, that job is given back."""
    refuse_unless(edition, Edition.State.DRAFT, doing="checked")
    return enqueue(
        CHECK,
        key=f"edition-{edition.pk}",
        by=by,
        label=f"Check the {edition}",
        edition_id=edition.pk,
    )


def check_edition(*, edition_id: int, by: Actor, progress: Progress) -> Checked:
    """Run every check and keep what was found; a draft that passes all of them is checked.

    One that fails stays a draft, with what failed in `checks`; one that is checked stays as it
    is. Refuses what has come further.
    """
    progress.report(0, STEPS, "Counting the same returns again")
    with progress.scope():
        edition = edition_by_id(edition_id, released_only=False)
    if edition.state == Edition.State.CHECKED:  # by a worker that was killed right after
        return Checked(edition)
    refuse_unless(edition, Edition.State.DRAFT, doing="checked")
    rebuilt = rebuild(edition)
    progress.report(1, STEPS, "Looking for what the figures give away")
    found = examine(edition, rebuilt)
    progress.report(2, STEPS, "Keeping what was found")
    with progress.scope():
        return Checked(_keep(edition, found, by))


def _keep(edition: Edition, found: list[Check], by: Actor) -> Edition:
    edition = held(edition)
    refuse_unless(edition, Edition.State.DRAFT, doing="checked")
    failed = [check.key for check in found if not check.passed]
    edition.checks = [check.as_json() for check in found]
    edition.checked_at = timezone.now()
    edition.checked_by_id = person_of(by)
    if not failed:
        edition.state = Edition.State.CHECKED
    edition.save(update_fields=["checks", "checked_at", "checked_by", "state"])
    record(
        "edition.checked",
        on=edition,
        by=by,
        year=edition.wave.year,
        number=edition.number,
        failed=failed,
    )
    return edition
