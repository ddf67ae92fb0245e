"""Building an edition: signed-off returns in, one draft with all its cells out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse

from portal.audit.record import Actor, actor_words, record
from portal.errors import Refused
from portal.jobs.progress import Progress
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.results.aggregation import DamagedCodesError
from surveys.results.breakdowns import group_sizes
from surveys.results.domain.settings import refuse_bad_settings, usual_settings
from surveys.results.hashing import cells_sha256, code_sha256, inputs_sha256
from surveys.results.inputs import Inputs, group_counts, inputs_of
from surveys.results.layout import layout
from surveys.results.models import Edition
from surveys.results.places import placed
from surveys.results.published import ItemCells
from surveys.results.queries import wave_by_id
from surveys.results.recount import METHOD, recount
from surveys.results.storage import store_inputs, store_items, store_protections
from surveys.results.suppression import Thresholds
from surveys.results.traits import traits
from surveys.returns.models import Wave
from surveys.returns.queries import CodedReturns, Intake, intake_of, partnerships_asked
from surveys.returns.response import running_total

BUILD = "surveys.results.tasks.build_edition"
STEPS = 4


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


@dataclass(frozen=True)
class Count:
    """What a count of some returns gives; `exposed`: withheld cells (item, group, cell) that
    nothing keeps from being found, because all returns outside the group say the same."""

    inputs: Inputs
    items: list[ItemCells]
    withheld: dict[str, int]
    protections: dict[str, list[dict[str, Any]]]
    exposed: tuple[tuple[str, str, str], ...]

    @property
    def cells_sha256(self) -> str:
        """The hash of the cells."""
        return cells_sha256(self.items)


def build_edition(
    *, wave_id: int, by: Actor, progress: Progress, thresholds: Thresholds | None = None
) -> Built:
    """Count the signed-off returns of a wave and store the result as its next edition, a draft.

    If nothing has changed since an earlier edition (same returns, same eligible partnerships,
    same settings, same cells), that edition is given back instead. Raises Missing and Refused.
    """
    progress.report(0, STEPS, "Reading signed-off returns")
    with progress.scope():
        wave = wave_by_id(wave_id)
        form = form_of(wave.questionnaire.sha256)
        asked = partnerships_asked()
    settings = thresholds or usual_settings(form)
    refuse_bad_settings(settings, form)
    intake = intake_of(wave)
    if not intake.coded.inputs:
        raise Refused(nothing_to_count(wave))
    progress.report(1, STEPS, f"Counting {len(intake.coded.inputs):,} returns")
    counted = count(wave, form, intake.coded, settings)
    progress.report(2, STEPS, f"Adding up what {len(counted.items):,} items withhold")
    edition = _edition(wave, form, settings, counted, intake)
    edition.eligible = group_sizes(intake.eligible(asked)).tolist()
    edition.built_by = actor_words(by)
    progress.report(3, STEPS, "Storing the draft")
    with progress.scope():
        return _store(edition, counted, by)


def count(wave: Wave, form: Form, coded: CodedReturns, settings: Thresholds) -> Count:
    """Count these returns; the same ones give the same cells, to the byte.

    Refuses codes that do not fit the questionnaire.
    """
    try:
        places = placed(form, coded)
        found = recount(layout(form), places, settings, traits(form, settings.public))
    except DamagedCodesError as damage:
        raise Refused(
            f"The coded answers of the {wave.year} survey are damaged: {damage} Run manage.py"
            f" rebuild_returns {wave.year}, then build the edition again."
        ) from damage
    return Count(
        inputs=inputs_of(coded, places),
        items=list(found.finished.items()),
        withheld=found.finished.withheld,
        protections={key: cells for key, cells in found.cells.items() if cells},
        exposed=found.exposed,
    )


def _edition(
    wave: Wave, form: Form, settings: Thresholds, counted: Count, intake: Intake
) -> Edition:
    return Edition(
        wave=wave,
        method=METHOD,
        questionnaire_sha256=form.sha256,
        thresholds=settings.as_json(),
        code_sha256=code_sha256(),
        inputs_sha256=inputs_sha256(intake.coded.inputs),
        cells_sha256=counted.cells_sha256,
        complete=group_counts(each.place for each in counted.inputs.values()),
        received=received_by_day(wave, intake.by_day),
        withheld=counted.withheld,
    )


def _store(edition: Edition, counted: Count, by: Actor) -> Built:
    """Write the edition as a draft, or find the one that already says the same.

    Whoever comes second waits here for the first: one wave has one build at a time.
    """
    Wave.objects.select_for_update().get(pk=edition.wave.pk)
    if found := _same(edition):
        return Built(found, reused=True)
    last = Edition.objects.filter(wave=edition.wave).aggregate(last=Max("number"))["last"]
    edition.number = (last or 0) + 1
    edition.save(force_insert=True)
    store_items(edition, counted.items)
    store_inputs(edition, counted.inputs)
    store_protections(edition, counted.protections)
    edition.state = Edition.State.DRAFT
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


def _same(edition: Edition) -> Edition | None:
    same = Edition.objects.exclude(state=Edition.State.DISCARDED).filter(
        wave=edition.wave,
        method=edition.method,
        questionnaire_sha256=edition.questionnaire_sha256,
        thresholds=edition.thresholds,
        inputs_sha256=edition.inputs_sha256,
        cells_sha256=edition.cells_sha256,
        complete=edition.complete,
        eligible=edition.eligible,
    )
    return same.select_related("wave").order_by("-number").first()


def received_by_day(wave: Wave, by_day: list[tuple[date, int]]) -> list[int]:
    """Returns received by the end of each day, from opening to the last day one came in.

    Returns dated outside the wave count on its first or last day.
    """
    last = max((day for day, _ in by_day), default=wave.opens_on)
    until = min(max(last, wave.opens_on), wave.closes_on)
    return list(running_total(by_day, wave.opens_on, until))


def nothing_to_count(wave: Wave) -> str:
    """Why an edition without returns is refused."""
    return (
        f"No return of the {wave.year} survey has been signed off yet, so there is nothing to"
        " count. Build the edition when the first return is in."
    )
