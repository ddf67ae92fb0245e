"""The scope of a request or job: one partnership or the nation, in one transaction.

The database reads three settings, all local to the transaction:
`app.partnership_id` (set inside a partnership only), `app.holder` (the partnership's id, or 0 for
the nation) and `app.user_id` (0 for nobody). Without a scope every tenant table answers with an
SQL error, so a forgotten scope can never look like an empty list.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


class ScopeError(RuntimeError):
    """Code asked for a second scope inside another one, or for a partnership outside any."""


@dataclass(frozen=True)
class Scope:
    """Who is reading and writing, and for which partnership (None: the nation)."""

    partnership_id: int | None
    user_id: int = 0

    def settings(self) -> list[str]:
        """Values of app.partnership_id, app.holder and app.user_id."""
        own = str(self.partnership_id) if self.partnership_id is not None else ""
        return [own, own or "0", str(self.user_id)]


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope | None:
    """The open scope, or None."""
    return _current.get()


def current_partnership_id() -> int | None:
    """Default of every tenant row's partnership; None becomes a NOT NULL error."""
    scope = _current.get()
    return scope.partnership_id if scope else None


@contextmanager
def in_partnership(
    partnership_id: int, *, user_id: int = 0, switch: bool = False
) -> Iterator[None]:
    """Open one transaction that sees one partnership. Raises ScopeError inside another scope
    unless `switch` says that leaving it for a while is meant."""
    with _open(Scope(partnership_id, user_id), switch):
        yield


@contextmanager
def in_national(*, user_id: int = 0, switch: bool = False) -> Iterator[None]:
    """Open one transaction that belongs to no partnership: tenant tables stay closed."""
    with _open(Scope(None, user_id), switch):
        yield


@contextmanager
def _open(scope: Scope, switch: bool) -> Iterator[None]:
    outer = _current.get()
    if outer is not None and outer.partnership_id != scope.partnership_id and not switch:
        raise ScopeError(f"already in {outer}, asked for {scope}")
    nested = connection.in_atomic_block
    with transaction.atomic():
        _set(scope.settings())
        token = _current.set(scope)
        try:
            yield
        finally:
            _current.reset(token)
        # Releasing a savepoint keeps its settings, so the outer values are put back by hand.
        if nested and not connection.needs_rollback:
            _set(outer.settings() if outer else ["", "", ""])


def _set(values: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.partnership_id', %s, true),"
            " set_config('app.holder', %s, true), set_config('app.user_id', %s, true)",
            values,
        )
