"""What the national evaluator does with signed-off returns.

Each verb about one return opens that one partnership, and leaves an event in its own audit trail.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing
from portal.tenancy.context import in_partnership
from surveys.returns.domain.closing import close_reopening
from surveys.returns.domain.querying import raise_query, reply, settle_query
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import accept_return
from surveys.returns.models import Query, QueryMessage, Return, Side, Version, Wave
from surveys.returns.queries import return_of_year
from surveys.returns.queries.threads import queries_of, query_of, versions_of
from surveys.returns.standing import Standing, standing_of
from surveys.returns.timeline import Moment, timeline_of
from surveys.returns.versions import standing_at


@dataclass(frozen=True)
class Reading:
    """A return as the evaluation team reads it: what was signed, never what is being changed.

    `standing`: of the newest version, or the one asked for; `state`: of the return now.
    """

    partnership: Partnership
    state: Return.State
    annual_return: Return
    standing: Standing
    versions: Sequence[Version]
    queries: Sequence[Query]

    @property
    def version(self) -> Version | None:
        """The version whose answers these are; None for a row older than versions."""
        number = self.standing.annual_return.version
        return next((each for each in self.versions if each.number == number), None)

    @property
    def before(self) -> Version | None:
        """The version before it."""
        number = self.standing.annual_return.version - 1
        return next((each for each in self.versions if each.number == number), None)

    @property
    def is_open(self) -> bool:
        """Whether the partnership is changing it at the moment."""
        return not self.annual_return.is_frozen


@transaction.atomic
def read_response(*, wave: Wave, by: User) -> None:
    """Write down that somebody looked at who has answered and who has not."""
    record("response.read", on=wave, by=by, year=wave.year)


@transaction.atomic
def read_return(
    *, partnership: Partnership, year: int, by: User, version: int | None = None
) -> Reading:
    """What the partnership signed off, newest or of that version.

    Raises Missing for a return that is still its own affair, or a version that there is not.
    """
    with _opened(partnership, year, by) as found:
        versions = versions_of(found)
        standing = _standing(found, versions, version)
        record("return.read", on=found, by=by)
        state = Return.State(found.state)
        return Reading(partnership, state, found, standing, versions, queries_of(found))


@transaction.atomic
def read_history(*, partnership: Partnership, year: int, by: User) -> tuple[Return, list[Moment]]:
    """What happened to the return between partnership and evaluation team. Raises Missing."""
    with _opened(partnership, year, by) as found:
        moments = timeline_of(found, shared_only=True)
        record("return.history_read", on=found, by=by)
        return found, moments


@transaction.atomic
def accept_submitted(*, partnership: Partnership, year: int, seen: str, by: User) -> None:
    """Accept the partnership's return as it was read. Raises Missing and what accept_return does."""
    with _opened(partnership, year, by) as found:
        if not found.is_frozen:
            raise Missing(NOT_SIGNED)
        accept_return(annual_return=found, by=by, seen=seen)


@transaction.atomic
def ask_partnership(
    *, partnership: Partnership, year: int, question: str, text: str, by: User
) -> Query:
    """Ask about an answer of the partnership's return. Raises Missing and what raise_query does."""
    with _opened(partnership, year, by) as found:
        return raise_query(annual_return=found, question=question, text=text, by=by)


@transaction.atomic
def reply_to_partnership(
    *, partnership: Partnership, year: int, number: int, text: str, by: User
) -> QueryMessage:
    """One more message of the evaluation team. Raises Missing and what reply does."""
    with _opened(partnership, year, by) as found:
        return reply(query=_query(found, number), text=text, side=Side.EVALUATOR, by=by)


@transaction.atomic
def settle_with_partnership(
    *, partnership: Partnership, year: int, number: int, by: User, text: str = ""
) -> None:
    """Settle a query. Raises Missing and what settle_query does."""
    with _opened(partnership, year, by) as found:
        settle_query(query=_query(found, number), by=by, text=text)


@transaction.atomic
def reopen_submitted(
    *,
    partnership: Partnership,
    year: int,
    sections: Collection[str],
    reason: str,
    due_on: date,
    by: User,
) -> None:
    """Open sections of the partnership's return. Raises Missing and what reopen_return does."""
    with _opened(partnership, year, by) as found:
        reopen_return(annual_return=found, sections=sections, reason=reason, due_on=due_on, by=by)


@transaction.atomic
def close_reopened(*, partnership: Partnership, year: int, reason: str, by: User) -> Return:
    """Let what was signed last stand again. Raises Missing and what close_reopening does."""
    with _opened(partnership, year, by) as found:
        return close_reopening(annual_return=found, reason=reason, by=by)


NOT_SIGNED = "This partnership has not signed off a return of that year."


@contextmanager
def _opened(partnership: Partnership, year: int, by: User) -> Iterator[Return]:
    """The return that was signed off at least once, in its own partnership's scope."""
    with in_partnership(partnership.pk, user_id=by.pk, switch=True):
        found = return_of_year(year)
        if found is None or not (found.is_frozen or found.version):
            raise Missing(NOT_SIGNED)
        yield found


def _standing(found: Return, versions: Sequence[Version], number: int | None) -> Standing:
    if number is None and found.is_frozen:
        return standing_of(found)
    wanted = number or found.version
    version = next((each for each in versions if each.number == wanted), None)
    if version is None:
        raise Missing(f"There is no version {wanted} of this return.")
    return standing_at(found, version)


def _query(found: Return, number: int) -> Query:
    query = query_of(found, number)
    if query is None:
        raise Missing(f"There is no query {number} about this return.")
    return query
