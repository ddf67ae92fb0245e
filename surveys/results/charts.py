"""Figures as charts and tables: the same words in the drawing and in the table beside it."""

from collections.abc import Iterable, Sequence

from portal.web.charts import Bar, Bars, Dumbbell, Pair, Response, Row, Stacked, Tile, Tiles, Value
from portal.web.components import DataTable
from portal.web.percent import whole_points
from surveys.results.changes import point_words
from surveys.results.figures import Bar as ShareBar
from surveys.results.figures import Gap, Panel, Share, group_label
from surveys.results.headlines import rate_words
from surveys.results.published import NONE, NOT_ASKED, SUPPRESSED, ResponseRate, base_words

HIDDEN = "withheld"
UNASKED = "not asked"


def value_of(share: Share) -> Value | None:
    """A share for a chart; None where it may not be shown."""
    return None if share.per_cent is None else Value(share.per_cent, share.words)


def panel_chart(
    panels: Sequence[Panel], *, title: str, description: str, falling: bool = True
) -> Stacked:
    """Panels of the same categories as stacked bars, the last category first if `falling`."""
    step = -1 if falling else 1
    rows = tuple(
        Row(
            bar.label,
            tuple(value_of(share) for share in bar.shares[::step]),
            group=panel.title if len(panels) > 1 else "",
            hidden=UNASKED if _unasked(bar) else HIDDEN,
        )
        for panel in panels
        for bar in panel.bars
    )
    levels = tuple(category.label for category in panels[0].categories[::step])
    return Stacked(title, description, levels, rows)


def panel_table(panels: Sequence[Panel], *, caption: str, first: str) -> DataTable:
    """The same panels as a table of per cents with the base of each row."""
    head = (first, *(f"{c.label} (%)" for c in panels[0].categories[::-1]), "Base (n)")
    rows = tuple(
        (bar.label, *(share.words for share in bar.shares[::-1]), base_words(bar.base))
        for panel in panels
        for bar in panel.bars
    )
    return DataTable(caption, head, rows)


def gaps_chart(gaps: Iterable[Gap], *, title: str, description: str) -> Dumbbell:
    """NRF beside non-NRF as dumbbells."""
    rows = tuple(Pair(g.label, value_of(g.nrf), value_of(g.non_nrf), "withheld") for g in gaps)
    return Dumbbell(title, description, ("NRF areas", "Non-NRF areas"), rows)


def gaps_table(gaps: Iterable[Gap], *, caption: str) -> DataTable:
    """The same with the difference in points and both bases."""
    head = ("Policy issue", "NRF (%)", "Non-NRF (%)", "Difference", "NRF (n)", "Non-NRF (n)")
    rows = tuple(
        (
            gap.label,
            gap.nrf.words,
            gap.non_nrf.words,
            points_words(gap.points),
            base_words(gap.nrf_base),
            base_words(gap.non_nrf_base),
        )
        for gap in gaps
    )
    return DataTable(caption, head, rows)


def points_words(points: float | None) -> str:
    """A difference in percentage points, halves away from zero, with its sign."""
    return SUPPRESSED if points is None else point_words(whole_points(points))


def shares_chart(bars: Iterable[ShareBar], *, title: str, description: str) -> Bars:
    """One category of several rows as plain bars."""
    rows = tuple(
        Bar(bar.label, _with_sign(bar.shares[0]), hidden=UNASKED if _unasked(bar) else HIDDEN)
        for bar in bars
    )
    return Bars(title, description, rows)


def _with_sign(share: Share) -> Value | None:
    if share.per_cent is None:
        return None
    return Value(share.per_cent, "0%" if share.words == NONE else f"{share.words}%")


def _unasked(bar: ShareBar) -> bool:
    return bar.shares[0].words == NOT_ASKED


def regions_chart(rates: Iterable[ResponseRate], *, title: str, description: str) -> Tiles:
    """Response by region on the hexagon map."""
    tiles = tuple(Tile(rate.group, _rate_value(rate), "none asked") for rate in rates)
    return Tiles(title, description, tiles)


def rates_table(rates: Iterable[ResponseRate], *, caption: str, first: str) -> DataTable:
    """Response rates with complete returns and eligible partnerships."""
    rows = tuple(
        (group_label(rate.group), f"{rate.complete:,}", f"{rate.eligible:,}", rate.words)
        for rate in rates
    )
    return DataTable(caption, (first, "Complete returns", "Eligible", "Response rate"), rows)


def response_chart(
    rate: ResponseRate, received: Sequence[int], *, title: str, description: str
) -> Response:
    """Returns received day by day."""
    return Response(title, description, tuple(received), rate.eligible, rate_words(rate))


def response_table(rate: ResponseRate, received: Sequence[int], *, caption: str) -> DataTable:
    """The same by week: returns received by the end of each week and the rate reached."""
    ends = [*range(6, len(received), 7)]
    if received and (not ends or ends[-1] != len(received) - 1):
        ends.append(len(received) - 1)
    rows = tuple(
        (
            f"Week {week}" if (day + 1) % 7 == 0 else f"Week {week}, so far",
            f"{received[day]:,}",
            rate_words(ResponseRate(rate.group, received[day], rate.eligible)),
        )
        for week, day in enumerate(ends, start=1)
    )
    return DataTable(caption, ("By the end of", "Returns received", "Of all eligible"), rows)


def _rate_value(rate: ResponseRate) -> Value | None:
    return None if rate.per_cent is None else Value(rate.per_cent, rate_words(rate))
