"""When obligations fall due, and how they stand; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from partnerships.membership.months import add_months

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
SOON_DAYS = 30


def due_days(first: date, recurs: str, since: date | None = None) -> Iterator[date]:
    """Every due day from the first on. Of a recurring one, those before `since` do not count; what
    is due once counts whenever it is due."""
    if recurs not in MONTHS:
        yield first
        return
    number = 0
    while True:
        day = add_months(first, number * MONTHS[recurs])
        if since is None or day >= since:
            yield day
        number += 1


@dataclass(frozen=True, slots=True)
class Standing:
    """How one obligation stands: its open due day (None when nothing is left to do), whether that
    day has passed, and the latest outcome for each day that was reported."""

    open_day: date | None
    is_overdue: bool
    is_soon: bool
    outcomes: tuple[tuple[date, str], ...]

    def count(self, outcome: str) -> int:
        """How many due days came to this."""
        return sum(1 for _, each in self.outcomes if each == outcome)

    @property
    def latest(self) -> str:
        """The outcome of the last due day that was reported, or an empty string."""
        return self.outcomes[-1][1] if self.outcomes else ""


def standing_of(
    *,
    first: date,
    recurs: str,
    since: date | None,
    reports: Iterable[tuple[date, str]],
    today: date,
) -> Standing:
    """`since`: when the version came into force; `reports`: (due day, outcome), oldest first."""
    outcomes = dict(sorted(reports, key=lambda report: report[0]))
    open_day = next((day for day in due_days(first, recurs, since) if day not in outcomes), None)
    return Standing(
        open_day=open_day,
        is_overdue=open_day is not None and open_day < today,
        is_soon=open_day is not None and 0 <= (open_day - today).days <= SOON_DAYS,
        outcomes=tuple(sorted(outcomes.items())),
    )


def may_report(first: date, recurs: str, since: date | None, day: date, today: date) -> bool:
    """Whether `day` is a due day that has come, or the next one ahead."""
    for due in due_days(first, recurs, since):
        if due == day:
            return True
        if due > day or due > today:
            return False
    return False
