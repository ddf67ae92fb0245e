"""Building an edition: signed-off returns in, one draft with all its cells out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse

from partnerships.register.models import Partnership
from portal.audit.record import Actor, actor_words, record
from portal.errors import Refused
from portal.jobs.progress import Progress
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.results.aggregation import DamagedCodesError
from surveys.results.breakdowns import group_sizes
from surveys.results.disclosure.protection import protect
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import traits
from surveys.results.domain.beside import (
    earlier_edition,
    matched_with,
    quality_of,
    side_of,
    store_matched,
)
from surveys.results.domain.settings import refuse_bad_settings, usual_settings
from surveys.results.hashing import cells_sha256, code_sha256, inputs_sha256
from surveys.results.inputs import Inputs, group_counts, inputs_of
from surveys.results.layout import layout
from surveys.results.matching import MatchedCells, Side
from surveys.results.models import Edition
from surveys.results.places import Placed, placed
from surveys.results.published import ItemCells
from surveys.results.queries import wave_by_id
from surveys.results.recount import METHOD, counted
from surveys.results.storage import store_inputs, store_items, store_protections
from surveys.results.weighted import weighted
from surveys.results.weighting import Weights, weigh
from surveys.returns.models import Wave
from surveys.returns.queries import CodedReturns, Intake, intake_of, partnerships_asked
from surveys.returns.response import running_total

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
    places: Placed
    weights: Weights
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
    eligible = intake.eligible(asked)
    found = count(wave, form, intake.coded, settings, lambda places: weigh(eligible, places.sizes))
    progress.report(2, STEPS, f"Adding up what {len(found.items):,} items withhold")
    edition = _edition(wave, form, settings, found, intake)
    edition.eligible = group_sizes(eligible).tolist()
    edition.built_by = actor_words(by)
    with progress.scope():
        edition.earlier = earlier_edition(wave)
        then = side_of(edition.earlier) if edition.earlier else None
    matched = _beside(edition, form, found, intake, asked, then)
    progress.report(3, STEPS, "Storing the draft")
    with progress.scope():
        return _store(edition, found, matched, by)


def count(
    wave: Wave,
    form: Form,
    coded: CodedReturns,
    settings: Thresholds,
    weights_of: Callable[[Placed], Weights],
) -> Count:
    """Count these returns; the same ones, with the same weights, give the same cells, to the byte.

    Refuses codes that do not fit the questionnaire.
    """
    place, facts = layout(form), traits(form, settings.public)
    try:
        places = placed(form, coded)
        rows = counted(place, places, settings, facts)
    except DamagedCodesError as damage:
        raise Refused(
            f"The coded answers of the {wave.year} survey are damaged: {damage} Run manage.py"
            f" rebuild_returns {wave.year}, then build the edition again."
        ) from damage
    found = protect(rows.finished, rows.tallies, places.numbers, facts)
    weights = weights_of(places)
    return Count(
        inputs=inputs_of(coded, places),
        places=places,
        weights=weights,
        items=weighted(
            rows.tallies,
            layout=place,
            weights=weights,
            items=list(found.finished.items()),
            witnesses=found.witnesses,
            routes=facts.routes,
        ),
        withheld=found.finished.withheld,
        protections={key: cells for key, cells in found.cells.items() if cells},
        exposed=found.exposed,
    )


def _beside(
    edition: Edition,
    form: Form,
    found: Count,
    intake: Intake,
    asked: Sequence[Partnership],
    then: Side | None,
) -> list[MatchedCells]:
    """Fill in what the edition says beside its cells; gives its matched items."""
    now = Side(form, found.places, {item.key: item for item in found.items}, edition.settings)
    matched, more = matched_with(now, then, asked)
    edition.quality = {**quality_of(intake, now, asked), **more}
    return matched.items


def _edition(wave: Wave, form: Form, settings: Thresholds, found: Count, intake: Intake) -> Edition:
    return Edition(
        wave=wave,
        method=METHOD,
        questionnaire_sha256=form.sha256,
        thresholds=settings.as_json(),
        code_sha256=code_sha256(),
        inputs_sha256=inputs_sha256(intake.coded.inputs),
        cells_sha256=found.cells_sha256,
        complete=group_counts(each.place for each in found.inputs.values()),
        received=received_by_day(wave, intake.by_day),
        withheld=found.withheld,
        weights=found.weights.as_json(),
    )


def _store(edition: Edition, found: Count, matched: Sequence[MatchedCells], by: Actor) -> Built:
    """Write the edition as a draft, or find the one that already says the same.

    Whoever comes second waits here for the first: one wave has one build at a time.
    """
    Wave.objects.select_for_update().get(pk=edition.wave.pk)
    if same := _same(edition):
        return Built(same, reused=True)
    last = Edition.objects.filter(wave=edition.wave).aggregate(last=Max("number"))["last"]
    edition.number = (last or 0) + 1
    edition.save(force_insert=True)
    store_items(edition, found.items)
    store_matched(edition, matched)
    store_inputs(edition, found.inputs)
    store_protections(edition, found.protections)
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
        earlier=edition.earlier,
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
