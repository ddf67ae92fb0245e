"""The national picture: one edition, one group, as key figures and cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString

from portal.web.components import Stat
from surveys.questionnaires.structure import Form
from surveys.results import charts, figures, headlines
from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.dashboards.plates import Plate, card, query
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.figures import Category, Panel
from surveys.results.forms import absent_groups
from surveys.results.models import Edition
from surveys.results.published import ItemCells, ResponseRate
from surveys.results.queries import edition_by_id, published_items, questionnaire_form

SYMBOLS = "“..” withheld, “*” above 0 and below 0.5, “-” none, “N/A” not asked"
GAPS_DRAWN = 12
CONSTRAINTS = (
    "J03",
    Category("important", "Important or very important for mainstreaming", ("2", "3")),
)


@dataclass(frozen=True)
class Picture:
    """What the dashboard shows: key figures, and cards as finished HTML.

    `withheld`: the group is too small to show any answers; `nobody` says that it has no members.
    """

    group: str
    label: str
    rate: ResponseRate
    stats: tuple[Stat, ...]
    cards: tuple[SafeString, ...]
    withheld: bool
    indicative: bool
    nobody: str


def picture(edition: Edition, group: str) -> Picture:
    """The national picture for the group of this key.

    Editions never change, so each process keeps the pictures it has drawn.
    """
    return _drawn(edition.pk, edition.cells_sha256, group)


@lru_cache(maxsize=64)
def _drawn(edition_id: int, cells_sha256: str, group: str) -> Picture:
    edition = edition_by_id(edition_id, released_only=False)
    return draw(edition, questionnaire_form(edition), published_items(edition), group)


def draw(edition: Edition, form: Form, items: Mapping[str, ItemCells], group: str) -> Picture:
    """The national picture from the edition's items."""
    settings = edition.settings
    rate = rate_of(edition, group)
    note = settings.note(rate.complete, national=group == "all")

    def address(kind: str, key: str) -> str:
        return reverse(f"results:picture_{kind}_download", args=[edition.pk, key]) + query(
            group=group
        )

    return Picture(
        group=group,
        label=figures.group_label(group),
        rate=rate,
        stats=_stats(rate, *_panels(form, items, group, settings)),
        cards=tuple(card(plate, address) for plate in plates(edition, form, items, group)),
        withheld=note == "suppressed",
        indicative=note == "indicative",
        nobody=headlines.nobody(group) if group in absent_groups(edition) else "",
    )


def rate_of(edition: Edition, group: str) -> ResponseRate:
    """The response of a group; of one that the edition does not have, none."""
    rates = edition.response_rates()
    at = GROUP_INDEX[group]
    return rates[at] if at < len(rates) else ResponseRate(group, 0, 0)


def picture_plates(edition: Edition, group: str) -> list[Plate]:
    """The plates of the picture, for its files."""
    return plates(edition, questionnaire_form(edition), published_items(edition), group)


def plates(edition: Edition, form: Form, items: Mapping[str, ItemCells], group: str) -> list[Plate]:
    """Every chart of the picture with its data."""
    settings = edition.settings
    rates = edition.response_rates()
    activity, progress = _panels(form, items, group, settings)
    found = [_activity(edition, group, activity)] if activity else []
    found += [_regions(edition, rates), _response(edition, rates[0])]
    if activity:
        found.append(_gaps(edition, figures.activity_gaps(form, items, settings)))
    if CONSTRAINTS[0] in form.by_code:
        shares = figures.shares_of(form, items, *CONSTRAINTS, group, settings)
        found.append(_constraints(edition, group, shares))
    return [*found, _progress(edition, group, progress)] if progress else found


def _panels(
    form: Form, items: Mapping[str, ItemCells], group: str, settings: Thresholds
) -> tuple[Panel | None, tuple[Panel, ...]]:
    """Figures 1 and 2, as far as the questionnaire defines them."""
    has = {figure["figure"] for figure in form.figures}
    activity = figures.activity(form, items, group, settings) if "1" in has else None
    return activity, figures.progress(form, items, group, settings) if "2" in has else ()


def _stats(
    rate: ResponseRate, activity: Panel | None, progress: Sequence[Panel]
) -> tuple[Stat, ...]:
    stats = [
        Stat("Complete returns", f"{rate.complete:,}", f"of {rate.eligible:,} partnerships"),
        Stat("Response rate", rate.words, "complete returns of all eligible"),
    ]
    if not rate.eligible:  # nobody knows how many partnerships of a maturity there are to ask
        of = "of this maturity" if GROUPS[GROUP_INDEX[rate.group]].dimension == "maturity" else ""
        stats = [Stat("Complete returns", f"{rate.complete:,}", of)]
    leading = activity.bars[0] if activity else None
    if activity and leading and leading.shares[-1].count:
        which = _shown(activity.bars)
        share = f"{leading.shares[-1].words}%"
        stats.append(Stat(f"Measurable outcomes, leading issue{which}", share, leading.label))
    outcomes = headlines.ranked_outcomes(progress)
    if outcomes and outcomes[0].shares[-1].count:
        which = _shown([bar for panel in progress for bar in panel.bars])
        share = f"{outcomes[0].shares[-1].words}%"
        stats.append(Stat(f"Major progress, leading outcome{which}", share, outcomes[0].label))
    return tuple(stats)


def _shown(bars: Sequence[figures.Bar]) -> str:
    return " of those that can be shown" if headlines.withholds(bars) else ""


def _activity(edition: Edition, group: str, panel: Panel) -> Plate:
    title = headlines.activity_headline(panel)
    measure = f"Figure 1: activity by policy issue, per cent, {_of(edition, group)}"
    chart = charts.panel_chart([panel], title=title, description=measure)
    table = charts.panel_table([panel], caption=measure, first="Policy issue")
    return Plate("figure-1", title, measure, chart, table, columns=8, source=_bases([panel]))


def _progress(edition: Edition, group: str, panels: Sequence[Panel]) -> Plate:
    title = headlines.progress_headline(panels)
    measure = f"Figure 2: progress made, per cent, {_of(edition, group)}"
    chart = charts.panel_chart(panels, title=title, description=measure)
    table = charts.panel_table(panels, caption=measure, first="Outcome")
    return Plate("figure-2", title, measure, chart, table, columns=12, source=_bases(panels))


def _regions(edition: Edition, rates: Sequence[ResponseRate]) -> Plate:
    regions = figures.region_rates(rates)
    title = "Response by region"
    measure = f"Complete returns, per cent of eligible partnerships, {edition.wave.year}"
    finding = headlines.regions_headline(regions)
    chart = charts.regions_chart(regions, title=title, description=f"{finding}. {measure}")
    table = charts.rates_table(regions, caption=measure, first="Region")
    return Plate("regions", title, measure, chart, table, columns=4, source=f"{finding}.")


def _gaps(edition: Edition, gaps: Sequence[figures.Gap]) -> Plate:
    title = headlines.gaps_headline(gaps)
    measure = f"Measurable outcomes, per cent of partnerships, {edition.wave.year}"
    chart = charts.gaps_chart(gaps[:GAPS_DRAWN], title=title, description=measure)
    table = charts.gaps_table(gaps, caption=measure)
    source = f"The {GAPS_DRAWN} issues highest in NRF areas; the table has all. {SYMBOLS}."
    return Plate("nrf", title, measure, chart, table, columns=7, source=source)


def _response(edition: Edition, rate: ResponseRate) -> Plate:
    title = headlines.response_headline(rate)
    measure = f"Returns received since the {edition.wave.year} survey opened, per cent"
    chart = charts.response_chart(rate, edition.received, title=title, description=measure)
    table = charts.response_table(rate, edition.received, caption=measure)
    return Plate("response", title, measure, chart, table, columns=4)


def _constraints(edition: Edition, group: str, bars: Sequence[figures.Bar]) -> Plate:
    title = headlines.constraints_headline(bars)
    measure = f"{CONSTRAINTS[1].label}, per cent, {_of(edition, group)}"
    panel = Panel("Mainstreaming", (CONSTRAINTS[1],), tuple(bars))
    chart = charts.shares_chart(bars, title=title, description=measure)
    table = charts.panel_table([panel], caption=measure, first="Constraint")
    return Plate("constraints", title, measure, chart, table, columns=5, source=_bases([panel]))


def _of(edition: Edition, group: str) -> str:
    return f"{headlines.group_words(group)}, {edition.wave.year}"


def _bases(panels: Sequence[Panel]) -> str:
    bases = [bar.base for panel in panels for bar in panel.bars if bar.base is not None]
    if not bases:
        return f"Bases are withheld. {SYMBOLS}."
    low, high = min(bases), max(bases)
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"Base: {span} partnerships that gave a valid answer. {SYMBOLS}."
