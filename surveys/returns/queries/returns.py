"""Reads of waves, of the current partnership's returns, and of who works on them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, SmallIntegerField

from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.register.models import Coverage
from portal.audit.models import AuditEvent
from portal.prepared import Prepared, Slot
from surveys.returns.models import Confirmation, Return, Version, Wave
from surveys.returns.stored import StoredAnswer

PART = (P.RETURN_ANSWER, P.RETURN_DECLARE, P.RETURN_SIGN_OFF)


def waves() -> list[Wave]:
    """All waves, newest first, each with its questionnaire."""
    return list(Wave.objects.select_related("questionnaire").order_by("-year"))


def wave_of_year(year: int) -> Wave | None:
    """The wave of that year with its questionnaire, or None."""
    return Wave.objects.select_related("questionnaire").filter(year=year).first()


def returns_here() -> list[Return]:
    """The current partnership's returns in waves that were opened, newest first."""
    return list(_opened().select_related("wave__questionnaire").order_by("-wave__year"))


def return_of_year(year: int) -> Return | None:
    """The current partnership's return in that year's wave; None before that is open."""
    return _RETURN_OF_YEAR.first(year=year)


def newest_return() -> Return | None:
    """The current partnership's return in the newest wave that was opened, or None."""
    return _whole_returns().order_by("-wave__year").first()


def _whole_returns() -> QuerySet[Return]:
    # The questionnaire's document is large and its compiled form is kept by hash.
    joined = _opened().select_related(
        "wave__questionnaire", "partnership", "ready_by", "submitted_by"
    )
    return joined.defer("wave__questionnaire__document", "codes", "numbers")


def with_authority_codes(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Each with the codes of what its partnership covers, which the questionnaire may ask about."""
    covered = Coverage.objects.filter(partnership=OuterRef("partnership_id"))
    codes = covered.order_by("authority__code").values("authority__code")
    return returns.annotate(authority_codes=ArraySubquery(codes))


def _return_of_year() -> QuerySet[Return]:
    of_year = _whole_returns().filter(wave__year=Slot("year", SmallIntegerField()))
    return with_authority_codes(of_year).order_by("id")[:1]


_RETURN_OF_YEAR: Prepared[Return] = Prepared(_return_of_year)


def _opened() -> QuerySet[Return]:
    """The job that opens a wave makes its returns one by one; nobody sees them before its end."""
    return Return.objects.exclude(wave__state=Wave.State.DRAFT)


def last_sent_back(annual_return: Return) -> AuditEvent | None:
    """The event of the last time the declared return was sent or taken back, or None.

    What was sent back before the last version was signed is over.
    """
    target = f"returns.return:{annual_return.pk}"  # as audit.record writes it
    events = AuditEvent.objects.filter(name="return.sent_back", target=target)
    if annual_return.version:
        signed = Version.objects.filter(annual_return=annual_return)
        events = events.filter(at__gt=signed.order_by("-number").values("signed_at")[:1])
    return events.first()


def people_on_return() -> list[RoleAssignment]:
    """Those in the current partnership who answer, declare or sign off, in that order, by name."""
    held = [(_place(a.role), a) for a in people_with_roles()]
    return [a for place, a in sorted(held, key=lambda pair: pair[0]) if place < len(PART)]


def _place(role: str) -> int:
    rights = PARTNERSHIP_ROLES[role].rights
    return next((place for place, right in enumerate(PART) if right in rights), len(PART))


def stored_answers(annual_return: Return) -> dict[str, StoredAnswer]:
    """Answer rows of an open return by question code, cleared ones included."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [annual_return.partnership_id, annual_return.pk])
        (rows,) = cursor.fetchone()
    return {row[0]: StoredAnswer(*row) for row in rows or ()}


# One value with all the rows in it, in the order of StoredAnswer: a row each would cost five times
# as much, and an account beside each as much again.
STORED = """
SELECT json_agg(json_build_array(
    answer.question, answer.value, answer.cannot, answer.cannot_note, answer.carried_from,
    answer.revision, answer.answered_by_id, coalesce(nullif(person.name, ''), person.email),
    answer.answered_at
) ORDER BY answer.id)
FROM returns_answer AS answer JOIN accounts_user AS person ON person.id = answer.answered_by_id
WHERE answer.partnership_id = %s AND answer.annual_return_id = %s
"""


def stored_confirmations(annual_return: Return) -> dict[str, Confirmation]:
    """Confirmations of an open return by check code, those of other answers than now included."""
    rows = _CONFIRMATIONS(annual_return=annual_return.pk)
    return {confirmation.check_code: confirmation for confirmation in rows}


def _confirmations() -> QuerySet[Confirmation]:
    own = Confirmation.objects.filter(annual_return=Slot("annual_return", BigIntegerField()))
    return own.select_related("confirmed_by").order_by("id")


_CONFIRMATIONS: Prepared[Confirmation] = Prepared(_confirmations)


def newest_signed(sha256: str) -> tuple[int, str] | None:
    """Id and document hash of the current partnership's newest version on the questionnaire with
    this hash."""
    return _NEWEST_SIGNED.first(sha256=sha256)


def _newest_signed() -> QuerySet[Version, tuple[int, str]]:
    on = Slot("sha256", CharField())
    versions = Version.objects.filter(annual_return__wave__questionnaire__sha256=on)
    return versions.order_by("-number").values_list("pk", "document_sha256")[:1]


_NEWEST_SIGNED: Prepared[tuple[int, str]] = Prepared(_newest_signed)


def signed_document(version_id: int) -> dict[str, Any]:
    """The document of a version."""
    return Version.objects.values_list("document", flat=True).get(pk=version_id)


def values_of(answers: Mapping[str, StoredAnswer]) -> dict[str, Any]:
    """Question code → value, cleared ones left out."""
    return {code: a.value for code, a in answers.items() if a.value is not None}
