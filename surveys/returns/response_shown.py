"""The response of a wave as figures and cards."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from portal.web import charts
from portal.web.charts import Bar, Bars, Earlier, Response, Value
from portal.web.components import DataTable, FigureCard, Stat
from portal.web.percent import whole_per_cent
from surveys.questionnaires.structure import Form
from surveys.returns.burden import WaveBurden, minutes_words
from surveys.returns.models import Return, Wave
from surveys.returns.response import Group, Tally

WEEK = 7
SPAN = 560.0  # drawing width of a figure in half of the twelve-column grid


@dataclass(frozen=True)
class Before:
    """The wave before: its year, and per cent signed off by the end of each of its days."""

    year: int
    shares: tuple[float, ...]


def stats(wave: Wave, tally: Tally, today: date) -> list[Stat]:
    """The figures at the top of the page."""
    nrf, other = tally.by_nrf
    asked = f"of {tally.all.asked:,} asked"
    if tally.ineligible:
        asked += f"; {tally.ineligible:,} not eligible"
    return [
        Stat("Returns signed off", f"{tally.all.signed_off:,}", asked),
        Stat("Response rate", tally.all.rate_words, _gap(nrf, other)),
        Stat("Outstanding", f"{tally.outstanding:,}", "not signed off yet"),
        Stat("Closes", date_format(wave.closes_on, "j M Y"), days_words(wave, today)),
    ]


def days_words(wave: Wave, today: date) -> str:
    """How long the wave still runs."""
    if wave.state == Wave.State.CLOSED:
        return "closed"
    left = (wave.closes_on - today).days
    if left < 0:
        return "date has passed; still open"
    return "today" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"


def curve(
    wave: Wave, tally: Tally, received: tuple[int, ...], before: Before | None = None
) -> FigureCard:
    """Returns signed off day by day, beside those of the wave before."""
    total = max(tally.all.asked, *received, 0) if received else tally.all.asked
    words = f"{tally.all.signed_off} of {tally.all.asked} returns signed off"
    earlier = Earlier(str(before.year), before.shares) if before else None
    chart = Response(
        "Returns signed off", words, received, total, tally.all.rate_words, earlier=earlier
    )
    measure = f"Returns signed off since {date_format(wave.opens_on, 'j F Y')}, by day"
    if before:
        measure += f"; dashed: the {before.year} survey, from its own opening"
    return FigureCard(
        "response",
        f"{tally.all.rate_words} of partnerships have signed off",
        measure,
        charts.render(chart, ident="response-chart"),
        charts.render(chart, ident="response-chart", narrow=True),
        _weeks(wave, total, received, before),
        source="Returns signed off after the due date count on its day.",
    )


def _weeks(wave: Wave, total: int, received: tuple[int, ...], before: Before | None) -> DataTable:
    """The curve's numbers at the end of each week."""
    head = ("Week", "Signed off by then", "Per cent", *([f"{before.year}"] if before else []))
    last = max(len(received), len(before.shares) if before else 0)
    rows = []
    for day in range(0, last, WEEK):
        here = day < len(received)
        count = f"{received[day]:,}" if here else "–"
        share = f"{whole_per_cent(received[day], total)}%" if here and total else "–"
        row = [f"Week {day // WEEK}", count, share]
        if before:
            row.append(f"{before.shares[day]:.0f}%" if day < len(before.shares) else "–")
        rows.append(tuple(row))
    return DataTable("Returns signed off by week", head, tuple(rows))


def states_card(counts: list[tuple[Return.State, int]]) -> FigureCard:
    """Where the returns stand, in the order of work."""
    total = sum(n for _, n in counts)
    shown = [(state, n) for state, n in counts if n]
    bars = tuple(Bar(state.label, Value(100 * n / total, f"{n:,}")) for state, n in shown)
    words = "; ".join(f"{state.label} {n:,}" for state, n in shown)
    rows = tuple((str(state.label), f"{n:,}") for state, n in counts)
    table = DataTable("Where the returns stand", ("State", "Returns"), rows)
    return _half("states", "Where the returns stand", "Returns by state", words, bars, table)


def burden_card(burden: WaveBurden, form: Form) -> FigureCard:
    """How long the sections took in the returns that were signed off."""
    spent = [(s, burden.sections[s.code]) for s in form.sections if s.code in burden.sections]
    most = max((each.median for _, each in spent), default=0) or 1
    bars = tuple(
        Bar(section.title, Value(100 * each.median / most, minutes_words(each.median)))
        for section, each in spent
    )
    rows = tuple(
        (s.title, minutes_words(e.median), minutes_words(e.total), str(e.returns)) for s, e in spent
    )
    whole = (
        f"A return took {minutes_words(burden.median)} (median of {burden.returns:,} signed off),"
        f" all of them {minutes_words(burden.total)}"
    )
    head = ("Section", "Median", "In all", "Returns")
    table = DataTable("Time by section", head, rows)
    return _half("burden", "Time it takes", f"{whole}. Median by section", whole, bars, table)


def rates(tally: Tally) -> list[FigureCard]:
    """Rates by region, and by type of authority with NRF."""
    kinds = (*tally.by_nrf, *tally.by_type)
    return [
        _bars("by-region", "Response by region", tally.by_region),
        _bars("by-type", "Response by kind of area", kinds),
    ]


def _bars(key: str, title: str, groups: tuple[Group, ...]) -> FigureCard:
    shown = [group for group in groups if group.asked]
    bars = tuple(
        Bar(g.label, Value(g.rate, g.rate_words), f"{g.signed_off} of {g.asked}") for g in shown
    )
    words = "; ".join(f"{g.label} {g.rate_words}" for g in shown)
    head = ("Group", "Asked", "Signed off", "Rate")
    rows = tuple((g.label, str(g.asked), str(g.signed_off), g.rate_words) for g in groups)
    measure = "Per cent of partnerships asked whose return is signed off"
    return _half(key, title, measure, words, bars, DataTable(title, head, rows))


def _half(
    key: str, title: str, measure: str, words: str, bars: tuple[Bar, ...], table: DataTable
) -> FigureCard:
    """Bars in a card of half the page."""
    chart = Bars(title, words, bars)
    wide = charts.render(chart, ident=f"{key}-chart", width=SPAN)
    narrow = charts.render(chart, ident=f"{key}-chart", narrow=True)
    return FigureCard(key, title, measure, wide, narrow, table, columns=6)


def _gap(nrf: Group, other: Group) -> str:
    return f"NRF areas {nrf.rate_words}, others {other.rate_words}"
