"""What was found, row by row: each kind's rows of one page in one query, words marked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db.models import Case, F, Model, QuerySet, When
from django.db.models.functions import Left, Length
from django.db.models.lookups import LessThanOrEqual

from partnerships.boardroom.highlighting import Markers
from partnerships.boardroom.queries.search import Asked, What, current_versions
from partnerships.meetings.models import Action, AgendaItem, Decision, Paper, Passage
from partnerships.protocols.models import Clause

# Long texts are cut in two places around what was found.
EXCERPT = {
    "max_words": 32,
    "min_words": 12,
    "short_word": 0,
    "max_fragments": 2,
    "fragment_delimiter": " … ",
}
START = 240  # characters of a text that is shown from its start

Rows = dict[tuple[What, int], Any]


def rows_of(keys: Iterable[tuple[What, int]], asked: Asked, markers: Markers) -> Rows:
    """The rows of these keys, with `headline` (and `heading` where the title was searched too),
    still holding the markers. A protocol is found as the version to show. One query for each kind
    there is, and one more for the clauses of protocols."""
    ids: dict[What, list[int]] = {}
    for what, key in keys:
        ids.setdefault(what, []).append(key)
    found: Rows = {}
    for what, wanted in ids.items():
        rows = _LOAD[what](wanted, _Marking(asked, markers))
        found |= {(what, getattr(row, _KEY.get(what, "pk"))): row for row in rows}
    return found


class _Marking:
    """Expressions that mark what was asked for; a number marks nothing."""

    def __init__(self, asked: Asked, markers: Markers) -> None:
        self.asked, self.markers = asked, markers

    def excerpt(self, column: str) -> Any:
        """A short text as it is, the best pieces of a long one."""
        if self.asked.number:
            return Left(column, START)
        short = When(LessThanOrEqual(Length(column), START), then=self.whole(column))
        return Case(short, default=self._headline(column, **EXCERPT))

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
    return rows.annotate(heading=marking.whole("title"), headline=marking.excerpt("summary")).defer(
        "search", "summary"
    )


def _papers(ids: list[int], marking: _Marking) -> QuerySet[Paper]:
    rows = Paper.objects.filter(pk__in=ids).select_related("item__meeting__body")
    return rows.annotate(heading=marking.whole("title")).defer("search", "item__search")


def _protocols(ids: list[int], marking: _Marking) -> list[Any]:
    """For each protocol the version with the best clause, else the one that binds or comes; with
    that `clause` (or None), whose excerpt is the `headline`, else the purpose's."""
    rows = (
        current_versions()
        .filter(protocol__in=ids)
        .select_related("protocol")
        .annotate(heading=marking.whole("protocol__title"), headline=marking.excerpt("purpose"))
        .defer("purpose", "document", "search", "protocol__search")
        .order_by("-number")
    )
    versions: list[Any] = list(rows)
    best = {} if marking.asked.number else _best_clauses(versions, marking)
    shown: dict[int, Any] = {}
    for version in sorted(versions, key=lambda v: (v.pk in best, v.is_binding)):
        version.clause = best.get(version.pk)
        if version.clause:
            version.headline = version.clause.headline
        shown[version.protocol_id] = version
    return list(shown.values())


def _best_clauses(versions: list[Any], marking: _Marking) -> dict[int, Clause]:
    rows = Clause.objects.filter(version__in=versions, search=marking.asked.query).annotate(
        rank=SearchRank(F("search"), marking.asked.query), headline=marking.excerpt("text")
    )
    rows = rows.order_by("version_id", "-rank", "position").distinct("version_id")
    return {clause.version_id: clause for clause in rows.defer("search", "text")}


_KEY = {What.PROTOCOL: "protocol_id"}
_LOAD: dict[What, Callable[[list[int], _Marking], Iterable[Model]]] = {
    What.MINUTES: _passages,
    What.DECISION: _decisions,
    What.ACTION: _actions,
    What.ITEM: _items,
    What.PAPER: _papers,
    What.PROTOCOL: _protocols,
}
