"""What can happen to an edition: it is asked for, built, released."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from portal.audit.record import Actor, Person, System, record
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from surveys.questionnaires.queries import form_of
from surveys.results.breakdowns import group_sizes
from surveys.results.hashing import cells_sha256, inputs_sha256
from surveys.results.layout import layout
from surveys.results.models import Edition
from surveys.results.published import ItemCells
from surveys.results.queries import eligible_by_stratum, wave_by_id
from surveys.results.recount import METHOD, recount
from surveys.results.storage import store_items
from surveys.results.suppression import Thresholds
from surveys.returns.models import Wave
from surveys.returns.queries import coded_returns, returned_by_day, returned_by_stratum

BUILD = "surveys.results.tasks.build_edition"
STEPS = 4


class Progress(Protocol):
    """How a running build says where it is, and opens its transactions."""

    def report(self, done: int, total: int, message: str) -> None:
        """Tell the person waiting."""

    def scope(self) -> AbstractContextManager[None]:
        """One national transaction."""


@dataclass(frozen=True)
class Built:
    """An edition, and whether it was there already."""

    edition: Edition
    reused: bool

    def as_result(self) -> dict[str, str | int | bool]:
        """What the job's page shows when the work is done."""
        edition = self.edition
        words = f"See edition {edition.number} of the {edition.wave.year} survey"
        if self.reused:
            words += ": nothing has changed since it was built"
        return {
            "url": reverse("results:edition", args=[edition.pk]),
            "words": words,
            "edition": edition.pk,
            "reused": self.reused,
        }


def request_edition(*, wave: Wave, by: Person) -> Job:
    """Queue the build of an edition. Refuses a wave without a signed-off return."""
    if not returned_by_stratum(wave):
        raise Refused(_nothing_to_count(wave))
    return enqueue(
        BUILD,
        key=edition_key(wave),
        by=by,
        label=f"Build an edition of the {wave.year} survey",
        wave_id=wave.pk,
    )


def edition_key(wave: Wave) -> str:
    """The key of the jobs that build editions of a wave."""
    return f"wave-{wave.year}"


def build_edition(
    *, wave_id: int, by: Actor, progress: Progress, thresholds: Thresholds | None = None
) -> Built:
    """Count the signed-off returns of a wave and freeze the result as its next edition.

    If nothing has changed since an earlier edition (same returns, same eligible partnerships,
    same settings, same cells), that edition is given back instead. Raises Missing and Refused.
    """
    thresholds = thresholds or Thresholds()
    progress.report(0, STEPS, "Reading signed-off returns")
    with progress.scope():
        wave = wave_by_id(wave_id)
        form = form_of(wave.questionnaire.sha256)
        eligible = eligible_by_stratum(wave)
    returns = coded_returns(wave)
    if not returns.inputs:
        raise Refused(_nothing_to_count(wave))
    progress.report(1, STEPS, f"Counting {len(returns.inputs):,} returns")
    place = layout(form)
    finished = recount(place, returns.codes, returns.numbers, thresholds)
    progress.report(2, STEPS, f"Checking disclosure in {len(place.items)} items")
    items = list(finished.items())
    complete = {s: len(joined) // place.columns for s, joined in returns.codes.items()}
    edition = Edition(
        wave=wave,
        method=METHOD,
        questionnaire_sha256=form.sha256,
        thresholds=thresholds.as_json(),
        inputs_sha256=inputs_sha256(returns.inputs),
        cells_sha256=cells_sha256(items),
        complete=group_sizes(complete).tolist(),
        eligible=group_sizes(eligible).tolist(),
        received=received_by_day(wave, returned_by_day(wave)),
        withheld=finished.withheld,
        built_by=_words(by),
    )
    progress.report(3, STEPS, "Freezing the edition")
    with progress.scope():
        return _freeze(edition, items, by)


def _freeze(edition: Edition, items: list[ItemCells], by: Actor) -> Built:
    """Write the edition as a set, or find the one that already says the same."""
    Wave.objects.select_for_update().get(pk=edition.wave.pk)
    same = Edition.objects.select_related("wave").filter(
        wave=edition.wave,
        method=edition.method,
        questionnaire_sha256=edition.questionnaire_sha256,
        thresholds=edition.thresholds,
        inputs_sha256=edition.inputs_sha256,
        cells_sha256=edition.cells_sha256,
        complete=edition.complete,
        eligible=edition.eligible,
    )
    if found := same.order_by("-number").first():
        return Built(found, reused=True)
    last = Edition.objects.filter(wave=edition.wave).aggregate(last=Max("number"))["last"]
    edition.number = (last or 0) + 1
    edition.save(force_insert=True)
    store_items(edition, items)
    edition.state = Edition.State.FROZEN
    edition.save(update_fields=["state"])
    record(
        "edition.built",
        on=edition,
        by=by,
        year=edition.wave.year,
        number=edition.number,
        returns=edition.returns,
        inputs_sha256=edition.inputs_sha256,
        cells_sha256=edition.cells_sha256,
    )
    return Built(edition, reused=False)


@transaction.atomic
def release_edition(*, edition: Edition, by: Person) -> Edition:
    """Let departments read the edition from now on. Refuses one that is already released."""
    edition = (
        Edition.objects.select_for_update(of=("self",)).select_related("wave").get(pk=edition.pk)
    )
    if edition.is_released:
        raise Refused(f"{edition} is already released. There is nothing left to do.")
    edition.state = Edition.State.RELEASED
    edition.released_at = timezone.now()
    edition.released_by_id = by.pk
    edition.save(update_fields=["state", "released_at", "released_by"])
    record("edition.released", on=edition, by=by, year=edition.wave.year, number=edition.number)
    return edition


def received_by_day(wave: Wave, by_day: list[tuple[date, int]]) -> list[int]:
    """Returns received by the end of each day, from opening to the last day one came in.

    Returns dated outside the wave count on its first or last day.
    """
    length = (wave.closes_on - wave.opens_on).days + 1
    daily = [0] * length
    last = 0
    for day, returns in by_day:
        place = min(max((day - wave.opens_on).days, 0), length - 1)
        daily[place] += returns
        last = max(last, place)
    total, received = 0, []
    for returns in daily[: last + 1]:
        total += returns
        received.append(total)
    return received


def _nothing_to_count(wave: Wave) -> str:
    return (
        f"No return of the {wave.year} survey has been signed off yet, so there is nothing to"
        " count. Build the edition when the first return is in."
    )


def _words(by: Actor) -> str:
    return f"system: {by.name}" if isinstance(by, System) else str(by)
