"""Who answered: response rates by every breakdown, the curve, and how the edition is weighted."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.web.charts import Bar, Bars, Earlier, Value
from portal.web.charts import Response as Curve
from portal.web.components import DataTable, Row
from surveys.results import charts, figures, headlines
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGISTERED
from surveys.results.dashboards.breakdowns import BREAKDOWNS, label_of
from surveys.results.dashboards.plates import Plate
from surveys.results.models import Edition
from surveys.results.outcomes import DEFINITIONS
from surveys.results.published import NOT_ASKED, ResponseRate, count_words, per_cent

ABSENT = "Not computed for this edition."
ENDS = ("complete", "partial", "nothing", "eligible", "ineligible")
NAMES = {
    "complete": "Complete",
    "partial": "Partial",
    "nothing": "Nothing",
    "eligible": "Eligible",
    "ineligible": "Ineligible",
    "rate": "Response rate",
}


def definitions() -> list[Row]:
    """What each word of the page means, for a summary list."""
    return [Row(NAMES[key], words) for key, words in DEFINITIONS.items()]


def plates(edition: Edition, earlier: Edition | None) -> list[Plate]:
    """The curve, the map and the rates by every breakdown."""
    rates = edition.response_rates()
    return [_curve(edition, rates[0], earlier), _map(edition, rates), _rates(edition, rates)]


def _curve(edition: Edition, rate: ResponseRate, earlier: Edition | None) -> Plate:
    title = headlines.response_headline(rate)
    measure = f"Returns received since the {edition.wave.year} survey opened, per cent"
    before = earlier_curve(earlier)
    if before:
        measure += f", beside {before.label}"
    chart = Curve(
        title,
        measure,
        tuple(edition.received),
        rate.eligible,
        headlines.rate_words(rate),
        earlier=before,
    )
    table = charts.response_table(rate, edition.received, caption=measure)
    return Plate("curve", title, measure, chart, table, columns=8)


def earlier_curve(earlier: Edition | None) -> Earlier | None:
    """Per cent received day by day in the earlier survey; None without one."""
    if earlier is None or not earlier.eligible[0] or not earlier.received:
        return None
    shares = (per_cent(count, earlier.eligible[0]) or 0.0 for count in earlier.received)
    return Earlier(str(earlier.wave.year), tuple(min(share, 100.0) for share in shares))


def _map(edition: Edition, rates: Sequence[ResponseRate]) -> Plate:
    regions = figures.region_rates(rates)
    measure = f"Complete returns, per cent of eligible partnerships, {edition.wave.year}"
    finding = headlines.regions_headline(regions)
    chart = charts.regions_chart(regions, title="Response by region", description=finding)
    table = charts.rates_table(regions, caption=measure, first="Region")
    return Plate(
        "regions", "Response by region", measure, chart, table, source=f"{finding}.", columns=4
    )


def _rates(edition: Edition, rates: Sequence[ResponseRate]) -> Plate:
    """Every group of the register under the name of its breakdown."""
    known = list(rates[:REGISTERED])
    bars = tuple(
        Bar(
            GROUPS[GROUP_INDEX[rate.group]].label,
            None if rate.per_cent is None else Value(rate.per_cent, rate.words),
            note=f"{rate.complete:,} of {rate.eligible:,}",
            hidden="none asked",
            group=BREAKDOWNS.get(GROUPS[GROUP_INDEX[rate.group]].dimension, ""),
        )
        for rate in known
    )
    title = "Response by every breakdown"
    measure = f"Complete returns, per cent of eligible partnerships, {edition.wave.year}"
    table = charts.rates_table(known, caption=f"{title}: {measure}", first="Partnerships")
    return Plate("rates", title, measure, Bars(title, measure, bars), table)


def outcomes(edition: Edition) -> DataTable | None:
    """What became of every partnership asked, by group; None where the edition does not say.

    For evaluators: of a small group it would tell who has not answered.
    """
    found = edition.quality.get("response")
    if not isinstance(found, Mapping) or not found:
        return None
    rows = tuple(
        (
            group.label,
            *(count_words(_whole(found[group.key].get(end))) for end in ENDS),
            str(found[group.key].get("rate", NOT_ASKED)),
        )
        for group in GROUPS
        if group.key in found
    )
    head = ("Partnerships", *(NAMES[end] for end in ENDS), "Response rate")
    return DataTable("What became of every partnership asked", head, rows)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def weights_table(edition: Edition) -> DataTable | None:
    """The classes that answers are weighted by; None where the edition was not weighted."""
    classes = edition.weights.get("classes")
    if not classes:
        return None
    rows = tuple(
        (
            ", ".join(label_of(member) for member in each["members"]),
            f"{each['eligible']:,}",
            f"{each['complete']:,}",
            f"{each['weight']:.4f}",
        )
        for each in classes
    )
    head = ("Class", "Eligible", "Complete returns", "Weight")
    return DataTable("Weights for non-response by class", head, rows)


def weights_words(weights: Mapping[str, Any]) -> str:
    """How the classes were made, in a sentence or two."""
    if not weights.get("classes"):
        return ABSENT
    words = (
        f"Classes of NRF status by type of authority; a class of fewer than {weights['least']}"
        f" complete returns is merged with its likest, and no weight is above {weights['cap']:g}."
    )
    if weights.get("needed") is False:
        words += " The classes answered nearly alike, so weighting was not needed."
    return words


def effective_bases(weights: Mapping[str, Any]) -> dict[str, str]:
    """Group → effective base of its returns in words; empty where the edition has none."""
    found = weights.get("effective_base") or {}
    return {group: f"{base:,.0f}" for group, base in found.items() if base is not None}


def lateness_words(quality: Mapping[str, Any]) -> str:
    """Whether late answers differ from early ones, in a sentence."""
    mean, chance = quality.get("mean_difference"), quality.get("by_chance")
    if mean is None or chance is None:
        return ABSENT
    return (
        f"The last {quality['late']:,} returns differ from the first {quality['early']:,} by"
        f" {mean:.1f} points on average over all answers; {chance:.1f} points would be expected"
        " by chance alone."
    )


def lateness_table(quality: Mapping[str, Any], labels: Mapping[str, str]) -> DataTable | None:
    """The questions on which late and early returns differ most. `labels`: item → its words."""
    questions = quality.get("questions") or []
    lines = sorted(
        (
            (max((abs(d) for d in one["differences"].values()), default=0.0), one)
            for one in questions
            if one.get("differences")
        ),
        key=lambda each: -each[0],
    )[:20]
    if not lines:
        return None
    rows = tuple(
        (
            labels.get(one["item"], one["item"]),
            f"{most:.1f}",
        )
        for most, one in lines
    )
    head = ("Question", "Largest difference of an answer (points)")
    return DataTable("Late beside early returns: the questions that differ most", head, rows)
