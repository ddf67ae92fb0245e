"""What was found, row by row: each kind's rows of one page in one query, words marked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db.models import F, FloatField, Model, QuerySet, Value
from django.db.models.functions import Coalesce, Left

from partnerships.boardroom.highlighting import Markers
from partnerships.boardroom.queries.search import Asked, What
from partnerships.meetings.models import Action, AgendaItem, Decision, Paper, Passage
from partnerships.protocols.models import Clause, Protocol, ProtocolVersion
from partnerships.protocols.queries.register import protocols

# Long texts are cut in two places around what was found.
EXCERPT = {"max_words": 28, "min_words": 12, "max_fragments": 2, "fragment_delimiter": " … "}
START = 240  # characters of a text that is shown from its start

Rows = dict[tuple[What, int], Any]


def rows_of(keys: Iterable[tuple[What, int]], asked: Asked, markers: Markers) -> Rows:
    """The rows of these keys, with `headline` (and `heading` where the title was searched too),
    still holding the markers. One query for each kind there is; protocols take four."""
    ids: dict[What, list[int]] = {}
    for what, key in keys:
        ids.setdefault(what, []).append(key)
    found: Rows = {}
    for what, wanted in ids.items():
        rows = _LOAD[what](wanted, _Marking(asked, markers))
        found |= {(what, row.pk): row for row in rows}
    return found


class _Marking:
    """Expressions that mark what was asked for; a number marks nothing."""

    def __init__(self, asked: Asked, markers: Markers) -> None:
        self.asked, self.markers = asked, markers

    def excerpt(self, column: str) -> Any:
        """The best pieces of a text."""
        return self._headline(column, **EXCERPT)

    def whole(self, column: str) -> Any:
        """All of a title."""
        return self._headline(column, highlight_all=True)

    def _headline(self, column: str, **options: Any) -> Any:
        if self.asked.number:
            return Left(column, START)
        return SearchHeadline(
            column,
            self.asked.query,
            config="english",
            start_sel=self.markers.opening,
            stop_sel=self.markers.closing,
            **options,
        )


def _passages(ids: list[int], marking: _Marking) -> QuerySet[Passage]:
    rows = Passage.objects.filter(pk__in=ids).select_related("item", "minutes__meeting__body")
    return rows.annotate(headline=marking.excerpt("text")).defer("text", "search", "item__search")


def _decisions(ids: list[int], marking: _Marking) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pk__in=ids).select_related("item", "meeting__body")
    return rows.annotate(headline=marking.excerpt("text")).defer("search", "item__search")


def _actions(ids: list[int], marking: _Marking) -> QuerySet[Action]:
    rows = Action.objects.filter(pk__in=ids).select_related("organisation", "owner", "item")
    return rows.annotate(
        heading=marking.excerpt("text"), headline=marking.excerpt("closing_note")
    ).defer("search")


def _items(ids: list[int], marking: _Marking) -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(pk__in=ids).select_related("meeting__body")
    return rows.annotate(
        heading=marking.whole("title"), headline=marking.excerpt("summary")
    ).defer("search", "summary")


def _papers(ids: list[int], marking: _Marking) -> QuerySet[Paper]:
    rows = Paper.objects.filter(pk__in=ids).select_related("item__meeting__body")
    return rows.annotate(heading=marking.whole("title")).defer("search", "item__search")


def _protocols(ids: list[int], marking: _Marking) -> list[Protocol]:
    """With `listed` as in the register, and the best clause (else the purpose) as `headline`."""
    found = protocols().filter(pk__in=ids).annotate(heading=marking.whole("title"))
    rows = list(found.defer("search"))
    shown = [version.pk for row in rows for version in row.listed]
    best = _best_clauses(shown, marking) if not marking.asked.number else {}
    versions = ProtocolVersion.objects.filter(pk__in=shown)
    purposes = versions.annotate(headline=marking.excerpt("purpose"))
    opening = dict(purposes.values_list("pk", "headline"))
    for row in rows:
        clause = next((best[v.pk] for v in row.listed if v.pk in best), None)
        row.clause = clause
        row.headline = clause.headline if clause else _first(row.listed, opening)
    return rows


def _best_clauses(version_ids: list[int], marking: _Marking) -> dict[int, Clause]:
    query = marking.asked.query
    rank = Coalesce(SearchRank(F("search"), query), Value(0.0), output_field=FloatField())
    rows = Clause.objects.filter(version__in=version_ids, search=query).annotate(
        rank=rank, headline=marking.excerpt("text")
    )
    rows = rows.order_by("version_id", "-rank", "position").distinct("version_id")
    return {clause.version_id: clause for clause in rows.defer("search", "text")}


def _first(listed: list[ProtocolVersion], opening: dict[int, str]) -> str:
    return next((opening[v.pk] for v in listed if opening.get(v.pk)), "")


_LOAD: dict[What, Callable[[list[int], _Marking], Iterable[Model]]] = {
    What.MINUTES: _passages,
    What.DECISION: _decisions,
    What.ACTION: _actions,
    What.ITEM: _items,
    What.PAPER: _papers,
    What.PROTOCOL: _protocols,
}
