"""What can happen to an edition: it is asked for, built, released."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from portal.audit.record import Actor, Person, actor_words, record
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from surveys.questionnaires.queries import form_of
from surveys.results.aggregation import DamagedCodesError, returns_by_stratum
from surveys.results.breakdowns import group_sizes
from surveys.results.cells import Finished
from surveys.results.hashing import cells_sha256, inputs_sha256
from surveys.results.layout import Layout, layout
from surveys.results.models import Edition
from surveys.results.published import ItemCells
from surveys.results.queries import wave_by_id
from surveys.results.recount import METHOD, recount
from surveys.results.storage import store_items
from surveys.results.suppression import MIN_BASES, MIN_COUNTS, Thresholds
from surveys.returns.domain.waves import locked, settle_wave, why_not_settled
from surveys.returns.models import Wave
from surveys.returns.queries import Intake, intake_of, partnerships_asked, returned_by_stratum
from surveys.returns.queries.collecting import reopened_in
from surveys.returns.response import running_total

BUILD = "surveys.results.tasks.build_edition"
STEPS = 4
DEFAULTS = Thresholds()


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


def request_edition(*, wave: Wave, by: Person, thresholds: Thresholds = DEFAULTS) -> Job:
    """Queue the build of an edition with these settings.

    Refuses a wave without a signed-off return, and settings that are out of bounds.
    """
    _refuse_out_of_bounds(thresholds)
    if not returned_by_stratum(wave):
        raise Refused(_nothing_to_count(wave))
    return enqueue(
        BUILD,
        key=f"wave-{wave.year}-{thresholds.min_count}-{thresholds.min_base}",
        by=by,
        label=f"Build an edition of the {wave.year} survey",
        wave_id=wave.pk,
        min_count=thresholds.min_count,
        min_base=thresholds.min_base,
    )


def build_edition(
    *, wave_id: int, by: Actor, progress: Progress, thresholds: Thresholds = DEFAULTS
) -> Built:
    """Count the signed-off returns of a wave and freeze the result as its next edition.

    If nothing has changed since an earlier edition (same returns, same eligible partnerships,
    same settings, same cells), that edition is given back instead. Raises Missing and Refused.
    """
    _refuse_out_of_bounds(thresholds)
    progress.report(0, STEPS, "Reading signed-off returns")
    with progress.scope():
        wave = wave_by_id(wave_id)
        form = form_of(wave.questionnaire.sha256)
        asked = partnerships_asked()
    intake = intake_of(wave)
    returns = intake.coded
    if not returns.inputs:
        raise Refused(_nothing_to_count(wave))
    progress.report(1, STEPS, f"Counting {len(returns.inputs):,} returns")
    place = layout(form)
    finished = _count(wave, place, intake, thresholds)
    progress.report(2, STEPS, f"Checking disclosure in {len(place.items)} items")
    items = list(finished.items())
    edition = Edition(
        wave=wave,
        method=METHOD,
        questionnaire_sha256=form.sha256,
        thresholds=thresholds.as_json(),
        inputs_sha256=inputs_sha256(returns.inputs),
        cells_sha256=cells_sha256(items),
        complete=group_sizes(returns.by_stratum()).tolist(),
        eligible=group_sizes(intake.eligible(asked)).tolist(),
        received=received_by_day(wave, intake.by_day),
        withheld=finished.withheld,
        built_by=actor_words(by),
    )
    progress.report(3, STEPS, "Freezing the edition")
    with progress.scope():
        return _freeze(edition, items, by)


def _count(wave: Wave, place: Layout, intake: Intake, thresholds: Thresholds) -> Finished:
    coded = intake.coded
    try:
        if returns_by_stratum(coded.codes, columns=place.columns) != coded.by_stratum():
            raise DamagedCodesError("Some codes are longer or shorter than a return.")
        return recount(place, coded.codes, coded.numbers, thresholds)
    except DamagedCodesError as damage:
        raise Refused(
            f"The coded answers of the {wave.year} survey are damaged: {damage} Run manage.py"
            f" rebuild_returns {wave.year}, then build the edition again."
        ) from damage


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
    """Let departments read the edition from now on. Refuses one that is already released.

    The results of a closed wave are final with that, unless a return of it is reopened.
    """
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
    _settle(edition.wave, by)
    return edition


def _settle(wave: Wave, by: Person) -> None:
    # Held from here on, so that no return is reopened between looking and settling.
    current = locked(wave)
    closed = current.state == Wave.State.CLOSED and current.settled_at is None
    if closed and not reopened_in(wave):
        settle_wave(wave=wave, by=by)


def finality(wave: Wave) -> str:
    """Whether the wave's results are final, in words; empty while it is open."""
    if wave.settled_at is not None:
        return f"The results of the {wave} are final."
    if wave.state != Wave.State.CLOSED:
        return ""
    return why_not_settled(len(reopened_in(wave)))


def received_by_day(wave: Wave, by_day: list[tuple[date, int]]) -> list[int]:
    """Returns received by the end of each day, from opening to the last day one came in.

    Returns dated outside the wave count on its first or last day.
    """
    last = max((day for day, _ in by_day), default=wave.opens_on)
    until = min(max(last, wave.opens_on), wave.closes_on)
    return list(running_total(by_day, wave.opens_on, until))


def _refuse_out_of_bounds(thresholds: Thresholds) -> None:
    for name, value, allowed in (
        ("count", thresholds.min_count, MIN_COUNTS),
        ("base", thresholds.min_base, MIN_BASES),
    ):
        if value not in allowed:
            raise Refused(
                f"The smallest {name} shown must be {allowed[0]} to {allowed[-1]}, not {value}."
            )


def _nothing_to_count(wave: Wave) -> str:
    return (
        f"No return of the {wave.year} survey has been signed off yet, so there is nothing to"
        " count. Build the edition when the first return is in."
    )
