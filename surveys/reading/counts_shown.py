"""Counts of themes as tables: for evaluators as they are, for departments as released."""

from collections.abc import Sequence
from typing import Any

from portal.web.components import DataTable
from surveys.reading.counted import Counted
from surveys.reading.models import ThemeRelease
from surveys.reading.theme_counts import SAFE_GROUPS, Safe
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGISTERED

WITHHELD = ".."
BREAKDOWNS = {
    "all": "All partnerships",
    "nrf": "Neighbourhood Renewal Fund",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
}


def exact_tables(found: Counted) -> list[DataTable]:
    """A table a breakdown: answers that hold each theme, and the base. For evaluators only."""
    labels = [theme.label for theme in found.themes]
    tables = []
    for dimension, title in BREAKDOWNS.items():
        at = [i for i, g in enumerate(GROUPS[:REGISTERED]) if g.dimension == dimension]
        rows = [
            _row(GROUPS[i].label, found.tally.bases[i], found.tally.counts[i])
            for i in at
            if found.tally.bases[i]
        ]
        if rows:
            tables.append(_table(title, labels, rows))
    return tables


def safe_tables(labels: Sequence[str], shown: Safe) -> list[DataTable]:
    """The same of what may leave; ".." where a count is withheld."""
    bases, counts = list(shown.bases), [list(row) for row in shown.counts]
    return _safe([group.key for group in SAFE_GROUPS], labels, bases, counts)


def released_tables(release: ThemeRelease) -> list[DataTable]:
    """The same of what has left."""
    table: dict[str, Any] = release.table
    labels = [theme["label"] for theme in table["themes"]]
    return _safe(
        table["groups"], labels, table["bases"], [theme["counts"] for theme in table["themes"]]
    )


def _safe(
    keys: Sequence[str],
    labels: Sequence[str],
    bases: Sequence[int | None],
    counts: Sequence[Sequence[int | None]],
) -> list[DataTable]:
    tables = []
    for dimension, title in BREAKDOWNS.items():
        at = [i for i, key in enumerate(keys) if GROUPS[GROUP_INDEX[key]].dimension == dimension]
        rows = [
            _row(GROUPS[GROUP_INDEX[keys[i]]].label, bases[i], [theme[i] for theme in counts])
            for i in at
        ]
        if rows:
            tables.append(_table(title, labels, rows))
    return tables


def _table(title: str, labels: Sequence[str], rows: list[tuple[str, ...]]) -> DataTable:
    return DataTable(title, ("Group", "Answers", *labels), tuple(rows))


def _row(label: str, base: Any, counts: Any) -> tuple[str, ...]:
    return (label, _said(base), *(_said(count) for count in counts))


def _said(count: int | None) -> str:
    return WITHHELD if count is None else f"{int(count):,}"
