"""What an edition holds beside its cells: matched tables and the quality of its returns."""

from collections.abc import Iterable
from typing import Any

from partnerships.register.models import Partnership
from partnerships.register.stratum import stratum_of
from surveys.questionnaires.queries import form_of
from surveys.results.breakdowns import BANDS
from surveys.results.inputs import inputs_of, narrowed
from surveys.results.lateness import late_beside_early
from surveys.results.layout import layout
from surveys.results.matching import Matched, MatchedCells, Side, counted_as_is, match
from surveys.results.models import Edition, MatchedItem
from surveys.results.outcomes import as_json, outcomes_of
from surveys.results.places import placed
from surveys.results.queries import inputs_recorded, published_items, standing_edition
from surveys.returns.models import Wave
from surveys.returns.queries import Intake, coded_returns


def earlier_edition(wave: Wave) -> Edition | None:
    """The frozen or released edition that stands for the newest earlier wave that has one."""
    earlier = Wave.objects.filter(year__lt=wave.year, editions__state__in=Edition.FINAL)
    newest = earlier.order_by("-year").first()
    return standing_edition(newest) if newest else None


def side_of(edition: Edition) -> Side | None:
    """An edition with the returns it counted, those left out that have changed since; None for one
    that did not keep which they were."""
    recorded = inputs_recorded(edition)
    if recorded is None:
        return None
    form = form_of(edition.questionnaire_sha256)
    coded = coded_returns(edition.wave)
    now = inputs_of(coded, placed(form, coded))
    same = [pk for pk, counted in recorded.items() if now.get(pk) == counted]
    kept = placed(form, narrowed(coded, same))
    return Side(form, kept, published_items(edition), edition.settings)


def matched_with(
    now: Side, then: Side | None, asked: Iterable[Partnership]
) -> tuple[Matched, dict[str, Any]]:
    """The matched tables against the earlier edition, and what they add to Edition.quality. Pure."""
    if then is None:
        return Matched(), {}
    matched = match(now, then)
    strata = {each.pk: stratum_of(each.nrf, each.authority_type, each.region) for each in asked}
    strata |= {
        one: place // (len(BANDS) + 1)
        for place, ids in now.placed.partnerships.items()
        for one in ids
    }
    return matched, {"matched": matched.summary, "as_is": counted_as_is(now, then, strata)}


def quality_of(intake: Intake, now: Side, asked: Iterable[Partnership]) -> dict[str, Any]:
    """Late beside early returns, and what became of everybody asked. For evaluators."""
    outcomes = outcomes_of(
        asked,
        intake.coded.partnerships,
        started=intake.started,
        ineligible=intake.ineligible,
    )
    placed_now = now.placed
    late = late_beside_early(
        layout(now.form), placed_now.codes, placed_now.partnerships, intake.order
    )
    return {"late": late, "response": as_json(outcomes)}


def store_matched(edition: Edition, items: Iterable[MatchedCells]) -> None:
    """Store the matched items of an edition that is being built."""
    rows = [
        MatchedItem(
            edition=edition,
            position=item.position,
            key=item.key,
            earlier_key=item.earlier_key,
            options=list(item.options),
            counts_now=[count for row in item.counts_now for count in row],
            counts_then=[count for row in item.counts_then for count in row],
            bases_now=list(item.bases_now),
            bases_then=list(item.bases_then),
        )
        for item in items
    ]
    MatchedItem.objects.bulk_create(rows, batch_size=500)
