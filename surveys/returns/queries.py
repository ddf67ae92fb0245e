"""Reads about waves and returns. Those across partnerships go through the evaluator's role and
see signed-off returns only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connections
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries import people_with_roles
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.register.models import Partnership
from partnerships.register.queries import active_partnerships
from portal.audit.models import AuditEvent
from surveys.returns.models import Answer, Return, Wave

EVALUATOR = "evaluator"
PART = (P.RETURN_ANSWER, P.RETURN_DECLARE, P.RETURN_SIGN_OFF)


def waves() -> list[Wave]:
    """All waves, newest first, each with its questionnaire."""
    return list(Wave.objects.select_related("questionnaire").order_by("-year"))


def wave_of_year(year: int) -> Wave | None:
    """The wave of that year with its questionnaire, or None."""
    return Wave.objects.select_related("questionnaire").filter(year=year).first()


def returns_here() -> list[Return]:
    """The current partnership's returns, newest wave first."""
    return list(Return.objects.select_related("wave__questionnaire").order_by("-wave__year"))


def return_of_year(year: int) -> Return | None:
    """The current partnership's return in the wave of that year, or None."""
    return _whole_returns().filter(wave__year=year).first()


def newest_return() -> Return | None:
    """The current partnership's return in the newest wave, or None."""
    return _whole_returns().order_by("-wave__year").first()


def _whole_returns() -> QuerySet[Return]:
    # The questionnaire's document is large and its compiled form is kept by hash.
    joined = Return.objects.select_related(
        "wave__questionnaire", "partnership", "ready_by", "submitted_by"
    )
    return joined.defer("wave__questionnaire__document", "codes", "numbers")


def last_sent_back(annual_return: Return) -> AuditEvent | None:
    """The event of the last time the declared return was sent or taken back, or None."""
    target = f"returns.return:{annual_return.pk}"  # as audit.record writes it
    return AuditEvent.objects.filter(name="return.sent_back", target=target).first()


def people_on_return() -> list[RoleAssignment]:
    """Those in the current partnership who answer, declare or sign off, in that order, by name."""
    held = [(_place(a.role), a) for a in people_with_roles()]
    return [a for place, a in sorted(held, key=lambda pair: pair[0]) if place < len(PART)]


def _place(role: str) -> int:
    rights = PARTNERSHIP_ROLES[role].rights
    return next((place for place, right in enumerate(PART) if right in rights), len(PART))


def stored_answers(annual_return: Return) -> dict[str, Answer]:
    """Answer rows of an open return by question code, cleared ones included."""
    rows = annual_return.answers.select_related("answered_by").order_by("id")
    return {answer.question: answer for answer in rows}


def values_of(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Question code → value, cleared ones left out."""
    return {code: a.value for code, a in answers.items() if a.value is not None}


@dataclass(frozen=True)
class CodedReturns:
    """The signed-off returns of a wave as the count reads them.

    codes: stratum → the code bytes of its returns, one after another, in any order.
    numbers: stratum → [returns, number items], in the same order, NaN where there is no number.
    inputs: (partnership id, document hash) of every return, in order of partnership id.
    """

    codes: dict[int, bytes]
    numbers: dict[int, npt.NDArray[np.float64]]
    inputs: list[tuple[int, str]]


def coded_returns(wave: Wave) -> CodedReturns:
    """Every signed-off, eligible return of the wave, read in one pass through the evaluator."""
    codes: dict[int, bytes] = {}
    numbers: dict[int, npt.NDArray[np.float64]] = {}
    inputs: list[tuple[int, str]] = []
    with connections[EVALUATOR].cursor() as cursor:
        cursor.execute(CODED, [wave.pk])
        for stratum, joined, sent, partnerships, hashes in cursor.fetchall():
            codes[stratum] = bytes(joined)
            numbers[stratum] = _numbers(bytes(sent or b""), len(partnerships))
            inputs += zip(partnerships, hashes, strict=True)
    return CodedReturns(codes, numbers, sorted(inputs))


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
    """Stratum → number of signed-off returns."""
    rows = _signed_off(wave).values_list("stratum").annotate(n=Count("id")).order_by("stratum")
    return dict(rows)


def returned_by_day(wave: Wave) -> list[tuple[date, int]]:
    """(day, returns signed off on it), in order of day."""
    by_day = _signed_off(wave).annotate(day=TruncDate("submitted_at")).values_list("day")
    return list(by_day.annotate(n=Count("id")).order_by("day"))


def signed_off_returns(wave: Wave) -> list[Return]:
    """State and date of every signed-off return, without its answers, newest first."""
    rows = _signed_off(wave).defer("document", "codes", "numbers")
    return list(rows.order_by("-submitted_at", "id"))


def ineligible_partnerships(wave: Wave) -> set[int]:
    """Ids of partnerships whose return does not count as a non-response."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state=Return.State.INELIGIBLE)
    return set(rows.order_by("partnership_id").values_list("partnership_id", flat=True))


def partnerships_asked(wave: Wave, **narrowed: str) -> list[Partnership]:
    """Active partnerships that count as asked in the wave, by name; narrowed as in the register."""
    left_out = ineligible_partnerships(wave)
    active = active_partnerships(**narrowed).prefetch_related(None)
    return [each for each in active if each.pk not in left_out]


def _signed_off(wave: Wave):
    return Return.objects.using(EVALUATOR).filter(wave=wave, state__in=Return.FROZEN)
