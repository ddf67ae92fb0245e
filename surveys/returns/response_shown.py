"""The response of a wave as figures and cards."""

from datetime import date

from django.utils.formats import date_format

from portal.web import charts
from portal.web.charts import Bar, Bars, Response, Value
from portal.web.components import DataTable, FigureCard, Stat
from surveys.returns.models import Wave
from surveys.returns.response import Group, Tally

WEEK = 7
SPAN = 560.0  # drawing width of a figure in half of the twelve-column grid


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


def curve(wave: Wave, tally: Tally, received: tuple[int, ...]) -> FigureCard:
    """Returns signed off day by day."""
    total = max(tally.all.asked, *received, 0) if received else tally.all.asked
    words = f"{tally.all.signed_off} of {tally.all.asked} returns signed off"
    chart = Response("Returns signed off", words, received, total, tally.all.rate_words)
    weeks = range(0, len(received), WEEK)
    table = DataTable(
        "Returns signed off by week",
        ("Week", "Signed off by then"),
        tuple((f"Week {day // WEEK}", f"{received[day]:,}") for day in weeks),
    )
    return FigureCard(
        "response",
        f"{tally.all.rate_words} of partnerships have signed off",
        f"Returns signed off since {date_format(wave.opens_on, 'j F Y')}, by day",
        charts.render(chart, ident="response-chart"),
        charts.render(chart, ident="response-chart", narrow=True),
        table,
        source="Returns signed off after the due date count on its day.",
    )


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
    chart = Bars(title, words, bars)
    head = ("Group", "Asked", "Signed off", "Rate")
    rows = tuple((g.label, str(g.asked), str(g.signed_off), g.rate_words) for g in groups)
    return FigureCard(
        key,
        title,
        "Per cent of partnerships asked whose return is signed off",
        charts.render(chart, ident=f"{key}-chart", width=SPAN),
        charts.render(chart, ident=f"{key}-chart", narrow=True),
        DataTable(title, head, rows),
        columns=6,
    )


def _gap(nrf: Group, other: Group) -> str:
    return f"NRF areas {nrf.rate_words}, others {other.rate_words}"
