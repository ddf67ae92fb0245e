"""One ranked list over everything a reader may find: which rows, how many of each kind.

Row security lets no index on words be used (the operator is not leakproof), so the rows of the
partnership are read and matched: one statement, one pass, whatever is asked for.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    FloatField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from partnerships.meetings.models import AgendaItem, Meeting, Paper, Passage
from partnerships.meetings.queries.actions import actions_open_to
from partnerships.meetings.queries.decisions import decisions_open_to
from partnerships.meetings.reading import Reader, open_to, readable_states
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import Belonging
from partnerships.protocols.models import Clause, Protocol, ProtocolVersion
from partnerships.protocols.queries.register import LIVE

NUMBER = re.compile(r"\s*([DAP]?)\s*(\d{4})/(\d{1,6})\s*", re.IGNORECASE)
Statement = tuple[str, tuple[Any, ...]]
_ANY = "the words of a search stand here"
MOST = 500  # rows that the list shows; more words narrow it
AGENDA_IS_OUT = (Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CANCELLED)


class What(StrEnum):
    """Kinds of what is found, in the order of the filter."""

    MINUTES = "minutes"
    DECISION = "decision"
    ACTION = "action"
    ITEM = "item"
    PAPER = "paper"
    PROTOCOL = "protocol"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words as a search engine takes them, or the number of one thing."""

    words: str
    number: tuple[str, int, int] | None = None

    @property
    def query(self) -> SearchQuery:
        """The words for the database: "quoted phrase", or, -without."""
        return SearchQuery(self.words, config="english", search_type="websearch")


@dataclass(frozen=True)
class Found:
    """Keys of what was found, best first and at most MOST of them, and how many of each kind."""

    keys: list[tuple[What, int]] = field(default_factory=list)
    counts: dict[What, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Of every kind, those beyond MOST included."""
        return sum(self.counts.values())


def asked_for(text: str) -> Asked:
    """Words, or a number such as D2004/17, A2004/3, P2004/1 or 2004/17."""
    number = NUMBER.fullmatch(text)
    if number is None:
        return Asked(text)
    return Asked(text, (number[1].upper(), int(number[2]), int(number[3])))


def nothing_to_look_for(asked: Asked) -> str:
    """Why these words can find nothing: "common" (only words like "the"), "leaving out" (only
    words to leave out), or "" if they can."""
    if asked.number:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT querytree(websearch_to_tsquery('english', %s))", [asked.words])
        (tree,) = cursor.fetchone()
    return {"": "common", "T": "leaving out"}.get(tree, "")


def found(reader: Reader, asked: Asked, only: str = "") -> Found:
    """What the reader may find; `only` narrows the list to one kind, not the counts. One query."""
    matches, parameters = _matches_for(reader, asked)
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(matches=matches), [*parameters, only, only, MOST])
        rows = cursor.fetchall()
    counts = {What(what): key for part, what, key in rows if part == 0}
    return Found(
        keys=[(What(what), key) for part, what, key in rows if part == 1],
        counts={what: counts[what] for what in What if what in counts},
    )


def _matches_for(reader: Reader, asked: Asked) -> Statement:
    """The statement that finds everything, with what to fill in."""
    if asked.number:
        return _composed(_by_number(reader, asked))
    rights = frozenset(right for right in P if reader.can(right))
    matches, parameters = _by_words_as(reader.user_id, rights, reader.belonging)
    return matches, tuple(asked.words if each == _ANY else each for each in parameters)


@lru_cache(maxsize=512)
def _by_words_as(user_id: int, rights: frozenset[P], belonging: Belonging) -> Statement:
    """The same for any words, remembered: composing it takes as long as a quarter of the search.
    Nothing of the database stands in it; row security says in each transaction whose rows it sees.
    """
    reader = Reader(user_id, rights.__contains__, belonging)
    return _composed(_by_words(reader, Asked(_ANY)))


def _composed(parts: list[QuerySet[Model]]) -> Statement:
    first, *others = (part.order_by() for part in parts)
    union = first.union(*others, all=True) if others else first
    matches, parameters = union.query.sql_with_params()
    return matches, tuple(parameters)


# A protocol may match by its title, its purpose and many clauses: it is listed once.
_RANKED = """
WITH matches (what, id, rank, moment) AS MATERIALIZED ({matches}),
found AS MATERIALIZED (
  SELECT what, id, max(rank) AS rank, max(moment) AS moment FROM matches GROUP BY what, id
)
SELECT part, what, id FROM (
  SELECT 0 AS part, what, count(*) AS id, 0.0 AS rank, NULL AS moment FROM found GROUP BY what
  UNION ALL (
    SELECT 1, what, id, rank, moment FROM found WHERE %s = '' OR what = %s
    ORDER BY rank DESC, moment DESC, what, id LIMIT %s
  )
) listed ORDER BY part, rank DESC, moment DESC, what, id
"""


def _by_words(reader: Reader, asked: Asked) -> list[QuerySet[Model]]:
    query = asked.query
    versions = current_versions()
    return [
        _matching(_passages(reader), What.MINUTES, query, "minutes__meeting__starts_at"),
        _matching(decisions_open_to(reader), What.DECISION, query, "meeting__starts_at"),
        _matching(actions_open_to(reader), What.ACTION, query, "recorded_at"),
        _matching(_items(reader), What.ITEM, query, "meeting__starts_at"),
        _matching(_papers(reader), What.PAPER, query, "item__meeting__starts_at"),
        _matching(Protocol.objects.all(), What.PROTOCOL, query, "created_at"),
        _matching(versions, What.PROTOCOL, query, "created_at", key="protocol_id"),
        _matching(
            Clause.objects.filter(version__in=versions.values("pk")),
            What.PROTOCOL,
            query,
            "version__created_at",
            key="version__protocol_id",
        ),
    ]


def _by_number(reader: Reader, asked: Asked) -> list[QuerySet[Model]]:
    letter, year, serial = asked.number or ("", 0, 0)
    registers: dict[str, tuple[QuerySet[Any], What, str]] = {
        "D": (decisions_open_to(reader), What.DECISION, "meeting__starts_at"),
        "A": (actions_open_to(reader), What.ACTION, "recorded_at"),
        "P": (Protocol.objects.all(), What.PROTOCOL, "created_at"),
    }
    return [
        _row(rows.filter(year=year, serial=serial), what, Value(1.0), moment)
        for key, (rows, what, moment) in registers.items()
        if letter in ("", key)
    ]


def _matching(
    rows: QuerySet[Model], what: What, query: SearchQuery, moment: str, key: str = "pk"
) -> QuerySet[Model]:
    # 1: divided by the logarithm of the length, so that a title outranks one word in a long text.
    rank = SearchRank(F("search"), query, normalization=Value(1), cover_density=True)
    return _row(rows.filter(search=query), what, rank, moment, key)


def _row(
    rows: QuerySet[Model], what: What, rank: SearchRank | Value, moment: str, key: str = "pk"
) -> QuerySet[Model]:
    return (
        rows.select_related(None)
        .annotate(
            what=Value(what.value, CharField()),
            key=F(key),
            rank=Cast(rank, FloatField()),
            moment=F(moment) if moment else Value(None, DateTimeField()),
        )
        .values_list("what", "key", "rank", "moment")
    )


def _passages(reader: Reader) -> QuerySet[Passage]:
    return Passage.objects.filter(
        open_to(reader, "minutes__meeting__body", "restricted", "item__restricted"),
        minutes__state__in=list(readable_states(reader)),
    )


def _items(reader: Reader) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(open_to(reader), _out(reader, "meeting__"))


def _papers(reader: Reader) -> QuerySet[Paper]:
    return Paper.objects.filter(
        open_to(reader, "item__meeting__body", "restricted", "item__restricted"),
        _out(reader, "item__meeting__"),
        withdrawn_at=None,
    )


def _out(reader: Reader, path: str) -> Q:
    """As reading.may_read_agenda(): a draft agenda is its makers'."""
    if reader.can(P.MEETING_MANAGE):
        return Q()
    return Q(**{f"{path}state__in": AGENDA_IS_OUT})


def current_versions() -> QuerySet[ProtocolVersion]:
    """Versions that bind or are on their way, and the last one there was."""
    others = ProtocolVersion.objects.filter(protocol=OuterRef("protocol"))
    later = others.filter(number__gt=OuterRef("number"))
    return ProtocolVersion.objects.filter(Q(state__in=LIVE) | ~Exists(later))
