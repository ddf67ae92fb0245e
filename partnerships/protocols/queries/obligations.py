"""Obligations of protocols that bind, and how each stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from partnerships.protocols.due import Standing, due_days, standing_of
from partnerships.protocols.models import Obligation, ObligationReport, ProtocolVersion
from portal.errors import Missing
from portal.web.components import Stat

OVERDUE, SOON, BREACHED, KEPT, EXCEPTED = "overdue", "soon", "breached", "kept", "excepted"
MOST_CHOICES = 12


@dataclass(frozen=True)
class Line:
    """One obligation with its standing."""

    obligation: Obligation
    standing: Standing

    @property
    def state(self) -> str:
        """overdue | soon | later | done: what its open due day says."""
        if self.standing.open_day is None:
            return "done"
        if self.standing.is_overdue:
            return OVERDUE
        return SOON if self.standing.is_soon else "later"


def live_obligations(today: date) -> list[Line]:
    """Obligations of every binding version, the first due first. Two queries."""
    found = Obligation.objects.filter(version__state__in=ProtocolVersion.BINDING)
    rows = found.select_related(
        "organisation", "clause", "version__protocol", "version__partnership"
    ).prefetch_related("reports")
    return sorted((line_of(obligation, today) for obligation in rows), key=_by_day)


def narrowed(
    lines: Iterable[Line], *, organisation_ids: Collection[int] | None = None, state: str = ""
) -> list[Line]:
    """Those of some organisations (None: of all) that stand so. `state`: overdue, soon, or the
    latest outcome (kept, breached, excepted)."""
    return [
        line
        for line in lines
        if (organisation_ids is None or line.obligation.organisation_id in organisation_ids)
        and state in ("", line.state, line.standing.latest)
    ]


def counts_of(lines: Collection[Line]) -> list[Stat]:
    """What stands above the register of obligations."""
    overdue = sum(line.state == OVERDUE for line in lines)
    soon = sum(line.state == SOON for line in lines)
    kept = sum(line.standing.count(KEPT) for line in lines)
    breached = sum(line.standing.count(BREACHED) for line in lines)
    excepted = sum(line.standing.count(EXCEPTED) for line in lines)
    return [
        Stat("Overdue", str(overdue), "nobody has reported yet"),
        Stat("Due within 30 days", str(soon)),
        Stat("Kept", str(kept), "due days reported"),
        Stat("Breached", str(breached), f"{excepted} with an exception agreed"),
    ]


def lines_of(version: ProtocolVersion, today: date) -> list[Line]:
    """Every obligation of one version, the first due first. Two queries."""
    rows = version.obligations.select_related("organisation", "clause").prefetch_related("reports")
    lines = []
    for obligation in rows:
        obligation.version = version
        lines.append(line_of(obligation, today))
    return sorted(lines, key=_by_day)


def line_of(obligation: Obligation, today: date) -> Line:
    """One obligation's standing; its reports are read if they were not prefetched."""
    reports = sorted(obligation.reports.all(), key=lambda report: report.pk)
    standing = standing_of(
        first=obligation.due_on,
        recurs=obligation.recurs,
        since=obligation.version.in_force_on,
        reports=[(report.due_on, report.outcome) for report in reports],
        today=today,
    )
    return Line(obligation, standing)


def obligation_by_id(obligation_id: int) -> Obligation:
    """One obligation of any version. Raises Missing."""
    found = Obligation.objects.filter(pk=obligation_id).select_related(
        "organisation", "clause", "version__protocol", "version__partnership"
    )
    obligation = found.prefetch_related("reports__reported_by").first()
    if obligation is None:
        raise Missing("There is no such obligation here. Choose one from the register.")
    return obligation


def reports_on(obligation: Obligation) -> list[ObligationReport]:
    """Newest due day first, of each day the latest report first."""
    return list(obligation.reports.select_related("reported_by").order_by("-due_on", "-id"))


def days_to_report(obligation: Obligation, today: date) -> list[date]:
    """Due days that have come and the next one, newest first; at most MOST_CHOICES."""
    days = []
    for day in due_days(obligation.due_on, obligation.recurs, obligation.version.in_force_on):
        days.append(day)
        if day > today:
            break
    return days[::-1][:MOST_CHOICES]


def _by_day(line: Line) -> tuple[date, int]:
    return line.standing.open_day or date.max, line.obligation.pk
