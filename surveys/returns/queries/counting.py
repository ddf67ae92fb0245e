"""Reads across partnerships, through the evaluator's role: what has come in of a wave."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connections, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from psycopg import Cursor

from partnerships.register.models import Partnership
from partnerships.register.queries import active_partnerships
from partnerships.register.stratum import stratum_of
from surveys.returns.models import Return, Wave

EVALUATOR = "evaluator"


@dataclass(frozen=True)
class CodedReturns:
    """The signed-off returns of a wave as the count reads them.

    codes: stratum → the code bytes of its returns, one after another, in any order.
    numbers: stratum → [returns, number items], in the same order, NaN where there is no number.
    partnerships: stratum → ids of those whose returns they are, in the same order.
    inputs: (partnership id, document hash) of every return, in order of partnership id.
    """

    codes: dict[int, bytes]
    numbers: dict[int, npt.NDArray[np.float64]]
    partnerships: dict[int, list[int]]
    inputs: list[tuple[int, str]]

    def by_stratum(self) -> dict[int, int]:
        """Stratum → number of complete returns."""
        return {stratum: len(ids) for stratum, ids in self.partnerships.items()}


@dataclass(frozen=True)
class Intake:
    """What has come in of a wave, all of it read at one moment.

    by_day: (day, complete returns signed off on it); ineligible: ids of partnerships; started:
    ids of those who began a return and have not signed it off; order: ids of those whose return is
    complete, by time of sign-off.
    """

    coded: CodedReturns
    by_day: list[tuple[date, int]]
    ineligible: set[int]
    started: set[int]
    order: list[int]

    def eligible(self, asked: Iterable[Partnership]) -> dict[int, int]:
        """Stratum → partnerships that count as asked: those asked and not found ineligible.

        A partnership with a complete return counts in the stratum frozen in it, also when it has
        moved or closed since, so that no group has more returns than eligible partnerships.
        """
        places = {
            each.pk: stratum_of(each.nrf, each.authority_type, each.region)
            for each in asked
            if each.pk not in self.ineligible
        }
        for stratum, partnerships in self.coded.partnerships.items():
            places.update(dict.fromkeys(partnerships, stratum))
        return dict(Counter(places.values()))


def intake_of(wave: Wave) -> Intake:
    """Everything a count of the wave needs of its returns: nothing signed off meanwhile is half in."""
    with _one_moment():
        return Intake(
            coded=coded_returns(wave),
            by_day=returned_by_day(wave),
            ineligible=ineligible_partnerships(wave),
            started=started_partnerships(wave),
            order=order_of_sign_off(wave),
        )


@contextmanager
def _one_moment() -> Iterator[None]:
    """One transaction of the evaluator in which every query sees the same rows."""
    outermost = not connections[EVALUATOR].in_atomic_block
    with transaction.atomic(using=EVALUATOR):
        if outermost:  # PostgreSQL takes it from the first statement only
            with connections[EVALUATOR].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def coded_returns(wave: Wave) -> CodedReturns:
    """Every complete return of the wave, read in one pass through the evaluator."""
    found = CodedReturns({}, {}, {}, [])
    for stratum, joined, sent, partnerships, hashes in _coded_rows(wave):
        found.codes[stratum] = joined
        found.numbers[stratum] = _numbers(sent or b"", len(partnerships))
        found.partnerships[stratum] = partnerships
        found.inputs.extend(zip(partnerships, hashes, strict=True))
    found.inputs.sort()
    return found


def _coded_rows(wave: Wave) -> list[tuple[Any, ...]]:
    """The rows of CODED in PostgreSQL's binary form: as text, every byte would come as two digits."""
    connection = connections[EVALUATOR]
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:  # Django's own kind knows text only
        return cursor.execute(CODED, [wave.pk], binary=True).fetchall()


def _numbers(sent: bytes, returns: int) -> npt.NDArray[np.float64]:
    """The values of an array in PostgreSQL's binary form: lists of floats would cost more than
    the rest of the count. Each value stands behind its length; two dimensions make a 28-byte head.
    """
    if not sent:
        return np.empty((returns, 0))
    values = np.frombuffer(sent, np.dtype([("length", ">i4"), ("value", ">f8")]), offset=28)
    return values["value"].astype(np.float64).reshape(returns, -1)


# The aggregates of one row read the same rows in one order; sorting them would double the time.
CODED = """
SELECT stratum,
    string_agg(codes, ''::bytea),
    array_send(array_agg(numbers) FILTER (WHERE cardinality(numbers) > 0)),
    array_agg(partnership_id),
    array_agg(document_sha256::text)
FROM returns_return
WHERE wave_id = %s AND state IN ('submitted', 'accepted', 'queried')
GROUP BY stratum
ORDER BY stratum
"""


def returned_by_stratum(wave: Wave) -> dict[int, int]:
    """Stratum → number of complete returns."""
    rows = _counted(wave).values_list("stratum").annotate(n=Count("id")).order_by("stratum")
    return dict(rows)


def returned_by_day(wave: Wave) -> list[tuple[date, int]]:
    """(day, complete returns signed off on it), in order of day."""
    by_day = _counted(wave).annotate(day=TruncDate("submitted_at")).values_list("day")
    return list(by_day.annotate(n=Count("id")).order_by("day"))


def signed_off_returns(wave: Wave) -> list[Return]:
    """State and date of every signed-off return, eligible or not, without its answers; newest
    first."""
    found = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=Return.FROZEN)
    rows = found.defer("document", "codes", "numbers")
    return list(rows.order_by("-submitted_at", "id"))


def ineligible_partnerships(wave: Wave) -> set[int]:
    """Ids of partnerships whose answers say that they are none to ask: neither a complete return
    nor a missing one."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state=Return.State.INELIGIBLE)
    return set(rows.order_by("partnership_id").values_list("partnership_id", flat=True))


def started_partnerships(wave: Wave) -> set[int]:
    """Ids of partnerships that began a return and have not signed it off, or not again."""
    partial = (Return.State.IN_PROGRESS, Return.State.READY, Return.State.REOPENED)
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=partial)
    return set(rows.order_by("partnership_id").values_list("partnership_id", flat=True))


def order_of_sign_off(wave: Wave) -> list[int]:
    """Ids of partnerships with a complete return, by the time it was signed off."""
    rows = _counted(wave).order_by("submitted_at", "id")
    return list(rows.values_list("partnership_id", flat=True))


def efforts_of_wave(wave: Wave) -> list[dict[str, dict[str, int]]]:
    """Return.effort of every signed-off return of the wave that was measured."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=Return.FROZEN)
    efforts = rows.order_by("id").values_list("effort", flat=True)
    return [effort for effort in efforts if effort]


def partnerships_asked(**narrowed: str) -> list[Partnership]:
    """Active partnerships, those a wave asks, by name; narrowed as in the register."""
    return list(active_partnerships(**narrowed).prefetch_related(None))


def _counted(wave: Wave) -> QuerySet[Return]:
    return Return.objects.using(EVALUATOR).filter(wave=wave, state__in=Return.COUNTED)
