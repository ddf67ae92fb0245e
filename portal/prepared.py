"""Queries whose SQL Django writes once and that are then only sent, with other values each time.

Building a query and writing its SQL costs three times what sending it costs. Where many people open
a page all day, its queries are prepared; everywhere else a plain query set is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Slot(Expression):
    """The place of a value in a prepared query: filter(year=Slot("year", IntegerField()))."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """A placeholder whose value is this slot until the query is sent."""
        return "%s", [self]


class _Kept(NamedTuple):
    """A query with the SQL that Django wrote for it."""

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class _Sent:
    """Stands for a query set, and for its query, where Django turns rows into objects."""

    def __init__(self, kept: _Kept, compiler: SQLCompiler) -> None:
        self._kept = kept
        self._compiler = compiler
        self.query = self

    def get_compiler(self, using: str) -> SQLCompiler:
        """The compiler that has written its SQL already."""
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        queryset = self._kept.queryset
        return getattr(queryset if hasattr(queryset, name) else queryset.query, name)


class Prepared(Generic[Row]):
    """A query with slots, built when it is first needed.

    Called with a value for each slot it answers with the rows, read anew: one query. It must not
    depend on anything but its slots. Row security judges each sending in the scope of its moment.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._lock = Lock()
        self._kept: _Kept | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values of the slots."""
        kept = self._kept or self._keep()
        given = tuple([values[p.name] if isinstance(p, Slot) else p for p in kept.params])
        mine = copy(kept.compiler)
        # A connection belongs to one thread: a new compiler has this thread's.
        mine.connection = kept.queryset.query.get_compiler(using=kept.queryset.db).connection
        mine.as_sql = lambda *_args, **_options: (kept.sql, given)  # type: ignore[method-assign]
        mine.get_converters = lambda *_args: kept.converters  # type: ignore[method-assign]
        rows: Callable[[Any], Any] = kept.queryset._iterable_class  # noqa: SLF001
        return list(rows(_Sent(kept, mine)))

    def first(self, **values: Any) -> Row | None:
        """The first of them, or None. How many are read is for the query to say."""
        return next(iter(self(**values)), None)

    def _keep(self) -> _Kept:
        with self._lock:
            if self._kept is None:
                queryset = self._build()
                compiler = queryset.query.get_compiler(using=queryset.db)
                sql, params = compiler.as_sql()
                read = [each[0] for each in compiler.select[: compiler.col_count]]
                converters = compiler.get_converters(read)
                self._kept = _Kept(queryset, compiler, sql, tuple(params), converters)
            return self._kept
