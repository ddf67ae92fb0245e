"""A body's figures, its balance of sectors as a chart, and its rules in words."""

from django.utils.formats import date_format

from partnerships.membership.constitution import words
from partnerships.membership.domain.bodies import quorum_of
from partnerships.membership.models import Constitution
from partnerships.membership.queries.bodies import SOON, SectorSeats, Standing
from portal.web import charts
from portal.web.charts import Bar, Bars, Value
from portal.web.components import DataTable, FigureCard, Row, Stat
from portal.web.percent import whole_per_cent


def standing_stats(standing: Standing) -> list[Stat]:
    """The figures at the top of a body's page."""
    seats, vacant, ending = len(standing.seats), len(standing.vacant), len(standing.ending)
    return [
        Stat("Seats", str(seats), f"{len(standing.voting)} of them vote"),
        Stat("Vacant", str(vacant), "nobody holds them" if vacant else "every seat is held"),
        Stat("Terms ending", str(ending), f"within {SOON} days"),
    ]


def balance_card(
    standing: Standing, balance: list[SectorSeats], rules: Constitution | None
) -> FigureCard | None:
    """Voting seats by sector against the quorum; None for a body without any."""
    if not standing.voting:
        return None
    title = _finding(balance, rules)
    said = "; ".join(f"{b.sector.label} {b.seats} of {b.total}" for b in balance)
    bars = tuple(Bar(b.sector.label, Value(b.share, _share(b)), _note(b)) for b in balance)
    chart = Bars("Voting seats by sector", said, bars)
    head = ("Sector", "Voting seats", "Held", "Vacant", "Share", "Quorum asks for")
    rows = tuple(
        (
            b.sector.label,
            str(b.seats),
            str(b.held),
            str(b.vacant),
            _share(b),
            str(b.needed) if b.needed else "–",
        )
        for b in balance
    )
    return FigureCard(
        "balance",
        title,
        f"Share of the voting seats of {standing.body} by sector,"
        f" {date_format(standing.day, 'j F Y')}",
        charts.render(chart, ident="balance-chart"),
        charts.render(chart, ident="balance-chart", narrow=True),
        DataTable("Voting seats by sector", head, rows),
        source="Vacant seats are counted: the rules speak of the seats that the body has.",
    )


def rule_rows(rules: Constitution) -> list[Row]:
    """The rules as names and values."""
    term = rules.term_months
    return [
        Row("Quorum", _sentence(words(quorum_of(rules)))),
        Row("Substitutes", "Allowed" if rules.substitutes_allowed else "Not allowed"),
        Row("Decides", rules.get_decides_by_display()),
        Row("Term on a seat", f"{term} month{'' if term == 1 else 's'}" if term else "No term"),
        Row("Notice of a meeting", _working_days(rules.notice_days)),
        Row("Confirmed minutes", "Published" if rules.publishes_minutes else "Not published"),
    ]


def _finding(balance: list[SectorSeats], rules: Constitution | None) -> str:
    """What the picture shows, worst news first."""
    short = [b.sector.label for b in balance if b.falls_short]
    if short:
        return f"{' and '.join(short)}: too many vacant seats keep the quorum out of reach"
    most = max(balance, key=lambda b: b.seats)
    if rules and rules.quorum_sectors:
        return "Every sector that the quorum asks for has enough seats held"
    return f"{most.sector.label} have {most.seats} of the {most.total} voting seats"


def _note(sector: SectorSeats) -> str:
    said = f"{sector.seats} seat{'' if sector.seats == 1 else 's'}"
    if sector.vacant:
        said += f", {sector.vacant} vacant"
    return f"{said} (quorum {sector.needed})" if sector.needed else said


def _share(sector: SectorSeats) -> str:
    return f"{whole_per_cent(sector.seats, sector.total)}%"


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _working_days(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}" if days else "None"
