"""Figures and tables that several publications share, numbered as they are laid down."""

from collections.abc import Iterable, Sequence

from portal.web.charts import Bar as ChartBar
from portal.web.charts import Bars, Chart
from portal.web.components import DataTable
from portal.web.print.document import Figure, Stat, Stats, Table
from surveys.publications.reading import ALL, NON_NRF, NRF, TYPES, Reading
from surveys.publications.sentences import compared, known, listed, said
from surveys.results.charts import (
    gaps_chart,
    gaps_table,
    panel_chart,
    panel_table,
    rates_table,
    regions_chart,
    response_chart,
    response_table,
    value_of,
)
from surveys.results.figures import (
    Bar,
    Category,
    Gap,
    Panel,
    Share,
    group_label,
    profile,
    region_rates,
)
from surveys.results.headlines import group_words
from surveys.results.published import NONE, UNDER_HALF, base_words

SYMBOLS = {
    "..": "withheld to protect single answers",
    "-": "none",
    "*": "above 0 and below 0.5%",
    "N/A": "not asked",
}


class Numbers:
    """Counts figures and tables of one document, in reading order."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self._figures = 0
        self._tables = 0

    def figure(
        self, title: str, subtitle: str, chart: Chart, data: DataTable, source: str
    ) -> Figure:
        """The next figure with its data."""
        self._figures += 1
        table = Table(data.caption, tuple(data.head), tuple(data.rows))
        return Figure(self._figures, title, subtitle, chart, source, table)

    def table(
        self, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *notes: str,
        text_columns: int = 1,
    ) -> Table:  # fmt: skip
        """The next table; the symbols that occur in it are explained below it."""
        self._tables += 1
        cells = tuple(tuple(row) for row in rows)
        note = " ".join((*explained(cells), *notes))  # one paragraph: a page break would split two
        return Table(
            caption,
            tuple(head),
            cells,
            self._tables,
            (note,) if note else (),
            text_columns=text_columns,
        )

    def panels(self, panels: Sequence[Panel], *, title: str, first: str, source: str) -> Figure:
        """Stacked bars of one panel or several."""
        bars = [b for p in panels for b in p.bars]
        table = panel_table(panels, caption=f"{title} (per cent)", first=first)
        chart = panel_chart(panels, title=title, description=described(bars))
        return self.figure(
            title, f"Per cent of partnerships, {self.reading.year}", chart, table, source
        )

    def ranking(self, bars: Sequence[Bar], *, title: str, first: str, source: str) -> Figure:
        """Plain bars, largest first, of one share each; the table has the bases."""
        ranked = by_share(bars)
        rows = tuple((b.label, b.shares[0].words, base_words(b.base)) for b in ranked)
        data = DataTable(f"{title} (per cent)", (first, "Per cent", "Base (n)"), rows)
        drawn = tuple(
            ChartBar(b.label, value_of(b.shares[0]), f"n = {base_words(b.base)}") for b in ranked
        )
        chart = Bars(title, described(ranked), drawn)
        return self.figure(
            title, f"Per cent of partnerships, {self.reading.year}", chart, data, source
        )

    def gaps(self, gaps: Sequence[Gap], *, title: str, first: str, source: str) -> Figure:
        """NRF beside non-NRF."""
        both = compared(gaps)
        ahead = sum(1 for g in both if (g.points or 0) > 0)
        words = f"NRF areas are ahead on {ahead} of {len(both)} rows; the table has every figure"
        chart = gaps_chart(gaps, title=title, description=words)
        data = gaps_table(gaps, caption=f"{title} (per cent)")
        data = DataTable(data.caption, (first, *data.head[1:]), data.rows)
        return self.figure(
            title, f"Per cent of partnerships, {self.reading.year}", chart, data, source
        )

    def response(self) -> Figure:
        """Returns received day by day."""
        reading, rate = self.reading, self.reading.rate(ALL)
        title = "Returns received"
        words = f"{rate.complete} of {rate.eligible} returns were received, {rate.words}"
        chart = response_chart(rate, reading.received, title=title, description=words)
        data = response_table(rate, reading.received, caption=title)
        return self.figure(
            title, "Per cent of eligible partnerships", chart, data, _of_edition(reading)
        )

    def regions(self) -> Figure:
        """Response by region on the map."""
        rates = region_rates(self.reading.rates)
        title = "Response by region"
        words = "; ".join(f"{group_label(r.group)} {r.words}" for r in rates)
        chart = regions_chart(rates, title=title, description=words)
        data = rates_table(rates, caption=title, first="Region")
        return self.figure(
            title, "Per cent of eligible partnerships", chart, data, _of_edition(self.reading)
        )

    def by_type(self, caption: str, wanted: Sequence[tuple[str, str, tuple[str, ...]]]) -> Table:
        """Rows of (label, item, options) for all, NRF, non-NRF and the five types."""
        groups = (ALL, NRF, NON_NRF, *TYPES)
        head = ("", "All", "NRF", "Non-NRF", *(group_label(t) for t in TYPES))
        rows = [
            (label, *(self.reading.share(key, *options, group=g).words for g in groups))
            for label, key, options in wanted
        ]
        keys = [key for _, key, _ in wanted]
        notes = self._indicative(keys, groups)
        return self.table(f"{caption} (per cent)", ("Result", *head[1:]), rows, *notes)

    def answers(self, code: str, caption: str, groups: Sequence[str]) -> Table:
        """The answers to one question, one column for each group."""
        key = self.reading.keys(code)[0]
        item = self.reading.form.item(key)
        rows = [
            (o.label, *(self.reading.share(key, o.code, group=g).words for g in groups))
            for o in item.options
            if o.in_base
        ]
        bases = [base_words(self.reading.bar(key, ANY, g).base) for g in groups]
        head = ("Answer", *(group_label(g) for g in groups))
        notes = self._indicative([key], groups)
        return self.table(f"{caption} (per cent)", head, [*rows, ("Base (n)", *bases)], *notes)

    def _indicative(self, keys: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
        """Which groups are so small that their shares are only indicative, as a note."""
        bases = {
            g: max((self.reading.bar(k, ANY, g).base or 0 for k in keys), default=0) for g in groups
        }
        settings = self.reading.settings
        small = [g for g in groups if settings.note(bases[g]) == "indicative"]
        if not small:
            return ()
        named = listed([group_words(g) for g in small])
        return (f"Indicative, on a base under {settings.indicative_base}: {named}.",)

    def grid(self, code: str, caption: str, first: str, *options: str) -> Table:
        """The rows of a grid by the share of some options together, largest first, with bases."""
        ranked = by_share(bars_of(self.reading, code, *options))
        rows = [
            (
                bar.label,
                *(
                    self.reading.share(bar.key, *options, group=g).words
                    for g in (ALL, NRF, NON_NRF)
                ),
                base_words(bar.base),
            )
            for bar in ranked
        ]
        head = (first, "All", "NRF", "Non-NRF", "Base, all (n)")
        return self.table(f"{caption} (per cent)", head, rows)


ANY = Category("any", "", ())


def by_share(bars: Sequence[Bar]) -> list[Bar]:
    """Largest first share first; those that may not be shown last."""
    return [*known(bars), *(b for b in bars if b.shares[0].per_cent is None)]


def explained(cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One note that explains the symbols used in a table's cells, if any."""
    used = {cell for row in cells for cell in row}
    words = [f"{symbol} {meaning}" for symbol, meaning in SYMBOLS.items() if symbol in used]
    return (f"{'; '.join(words)}.",) if words else ()


def bars_of(reading: Reading, code: str, *options: str, group: str = ALL) -> list[Bar]:
    """Every row of a grid by the share of some options together."""
    category = Category("wanted", "", options)
    return [reading.bar(key, category, group) for key in reading.keys(code)]


def panel_of(reading: Reading, code: str, title: str = "", group: str = ALL) -> Panel:
    """A question as stacked bars."""
    made = profile(reading.form, reading.items, code, group, reading.settings)
    return Panel(title or made.title, made.categories, made.bars)


def described(bars: Sequence[Bar]) -> str:
    """What a chart shows, in words, for those who cannot see it."""
    shown = [b for b in bars if b.shares[-1].per_cent is not None]
    if not shown:
        return "Every share is withheld; the table says why"
    top = max(shown, key=lambda b: b.shares[-1].per_cent or 0.0)
    low = min(shown, key=lambda b: b.shares[-1].per_cent or 0.0)
    return (
        f"{len(bars)} rows, from {top.label} ({said(top.shares[-1])}) to {low.label}"
        f" ({said(low.shares[-1])}); the table has every figure"
    )


def stats(*wanted: tuple[Share, str]) -> tuple[Stats, ...]:
    """Large numbers for the summary: those that may be shown; no block for fewer than two."""
    shown = tuple(
        Stat(_large(share), label) for share, label in wanted if share.per_cent is not None
    )
    return (Stats(shown),) if len(shown) > 1 else ()


def _large(share: Share) -> str:
    return {NONE: "0%", UNDER_HALF: "<1%"}.get(share.words, f"{share.words}%")


def _of_edition(reading: Reading) -> str:
    kind = "synthetic returns" if reading.synthetic else "returns"
    return f"Source: {kind} to the {reading.year} survey, edition {reading.number}."
