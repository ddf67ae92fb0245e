"""The national picture: one edition, one group, as key figures and cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from portal.web.charts import Chart, render
from portal.web.components import DataTable, FigureCard, Stat
from portal.web.templatetags.portal_ui import figure
from surveys.questionnaires.structure import Form
from surveys.results import charts, figures, headlines
from surveys.results.breakdowns import GROUP_INDEX
from surveys.results.figures import Category, Panel
from surveys.results.models import Edition
from surveys.results.published import ItemCells, ResponseRate
from surveys.results.queries import edition_by_id, published_items, questionnaire_form

WIDTHS = {12: 1090.0, 8: 700.0, 7: 610.0, 5: 420.0, 4: 330.0}  # pixels of a card's inside
SYMBOLS = "“..” withheld, “*” above 0 and below 0.5, “-” none, “N/A” not asked"
GAPS_DRAWN = 12
CONSTRAINTS = (
    "J03",
    Category("important", "Important or very important for mainstreaming", ("2", "3")),
)


@dataclass(frozen=True)
class Picture:
    """What the dashboard shows: key figures, and cards as finished HTML.

    `withheld`: the group is too small to show any answers.
    """

    group: str
    label: str
    rate: ResponseRate
    stats: tuple[Stat, ...]
    cards: tuple[SafeString, ...]
    withheld: bool
    indicative: bool


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
    rates = edition.response_rates()
    rate = rates[GROUP_INDEX[group]]
    activity = figures.activity(form, items, group, settings)
    progress = figures.progress(form, items, group, settings)
    note = settings.note(rate.complete, national=group == "all")
    cards = (
        _activity_card(edition, group, activity),
        _regions_card(edition, rates),
        _response_card(edition, rates[0]),
        _gaps_card(edition, figures.activity_gaps(form, items, settings)),
        _constraints_card(
            edition, group, figures.shares_of(form, items, *CONSTRAINTS, group, settings)
        ),
        _progress_card(edition, group, progress),
    )
    return Picture(
        group=group,
        label=figures.group_label(group),
        rate=rate,
        stats=_stats(rate, activity, progress),
        cards=tuple(figure(card) for card in cards),
        withheld=note == "suppressed",
        indicative=note == "indicative",
    )


def _stats(rate: ResponseRate, activity: Panel, progress: Sequence[Panel]) -> tuple[Stat, ...]:
    stats = [
        Stat("Complete returns", f"{rate.complete:,}", f"of {rate.eligible:,} partnerships"),
        Stat("Response rate", rate.words, "complete returns of all eligible"),
    ]
    leading = activity.bars[0]
    if leading.shares[-1].per_cent is not None:
        share = f"{leading.shares[-1].words}%"
        stats.append(Stat("Measurable outcomes, leading issue", share, leading.label))
    outcomes = headlines.ranked_outcomes(progress)
    if outcomes:
        share = f"{outcomes[0].shares[-1].words}%"
        stats.append(Stat("Major progress, leading outcome", share, outcomes[0].label))
    return tuple(stats)


def _activity_card(edition: Edition, group: str, panel: Panel) -> FigureCard:
    title = headlines.activity_headline(panel)
    measure = f"Figure 1: activity by policy issue, per cent, {_of(edition, group)}"
    chart = charts.panel_chart([panel], title=title, description=measure)
    table = charts.panel_table([panel], caption=measure, first="Policy issue")
    return _card("figure-1", title, measure, chart, table, columns=8, source=_bases([panel]))


def _progress_card(edition: Edition, group: str, panels: Sequence[Panel]) -> FigureCard:
    title = headlines.progress_headline(panels)
    measure = f"Figure 2: progress made, per cent, {_of(edition, group)}"
    chart = charts.panel_chart(panels, title=title, description=measure)
    table = charts.panel_table(panels, caption=measure, first="Outcome")
    return _card("figure-2", title, measure, chart, table, columns=12, source=_bases(panels))


def _regions_card(edition: Edition, rates: Sequence[ResponseRate]) -> FigureCard:
    regions = figures.region_rates(rates)
    title = "Response by region"
    measure = f"Complete returns, per cent of eligible partnerships, {edition.wave.year}"
    finding = headlines.regions_headline(regions)
    chart = charts.regions_chart(regions, title=title, description=f"{finding}. {measure}")
    table = charts.rates_table(regions, caption=measure, first="Region")
    return _card("regions", title, measure, chart, table, columns=4, source=f"{finding}.")


def _gaps_card(edition: Edition, gaps: Sequence[figures.Gap]) -> FigureCard:
    title = headlines.gaps_headline(gaps)
    measure = f"Measurable outcomes, per cent of partnerships, {edition.wave.year}"
    chart = charts.gaps_chart(gaps[:GAPS_DRAWN], title=title, description=measure)
    table = charts.gaps_table(gaps, caption=measure)
    source = f"The {GAPS_DRAWN} issues highest in NRF areas; the table has all. {SYMBOLS}."
    return _card("nrf", title, measure, chart, table, columns=7, source=source)


def _response_card(edition: Edition, rate: ResponseRate) -> FigureCard:
    title = headlines.response_headline(rate)
    measure = f"Returns received since the {edition.wave.year} survey opened, per cent"
    chart = charts.response_chart(rate, edition.received, title=title, description=measure)
    table = charts.response_table(rate, edition.received, caption=measure)
    return _card("response", title, measure, chart, table, columns=4)


def _constraints_card(edition: Edition, group: str, bars: Sequence[figures.Bar]) -> FigureCard:
    title = headlines.constraints_headline(bars)
    measure = f"{CONSTRAINTS[1].label}, per cent, {_of(edition, group)}"
    panel = Panel("Mainstreaming", (CONSTRAINTS[1],), tuple(bars))
    chart = charts.shares_chart(bars, title=title, description=measure)
    table = charts.panel_table([panel], caption=measure, first="Constraint")
    return _card("constraints", title, measure, chart, table, columns=5, source=_bases([panel]))


def _card(
    key: str,
    title: str,
    measure: str,
    chart: Chart,
    table: DataTable,
    *,
    columns: int,
    source: str = "",
) -> FigureCard:
    return FigureCard(
        key=key,
        title=title,
        measure=measure,
        wide=render(chart, ident=f"chart-{key}", width=WIDTHS[columns]),
        narrow=render(chart, ident=f"chart-{key}", narrow=True),
        table=table,
        source=source,
        columns=columns,
    )


def _of(edition: Edition, group: str) -> str:
    return f"{headlines.group_words(group)}, {edition.wave.year}"


def _bases(panels: Sequence[Panel]) -> str:
    bases = [bar.base for panel in panels for bar in panel.bars if bar.base is not None] or [0]
    low, high = min(bases), max(bases)
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"Base: {span} partnerships that gave a valid answer. {SYMBOLS}."
