"""Reads of waves, of the current partnership's returns, and of who works on them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.audit.models import AuditEvent
from surveys.returns.models import Answer, Confirmation, Return, Version, Wave

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
    return _whole_returns().filter(wave__year=year).first()


def newest_return() -> Return | None:
    """The current partnership's return in the newest wave that was opened, or None."""
    return _whole_returns().order_by("-wave__year").first()


def _whole_returns() -> QuerySet[Return]:
    # The questionnaire's document is large and its compiled form is kept by hash.
    joined = _opened().select_related(
        "wave__questionnaire", "partnership", "ready_by", "submitted_by"
    )
    return joined.defer("wave__questionnaire__document", "codes", "numbers")


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


def stored_answers(annual_return: Return) -> dict[str, Answer]:
    """Answer rows of an open return by question code, cleared ones included."""
    rows = annual_return.answers.select_related("answered_by").order_by("id")
    return {answer.question: answer for answer in rows}


def stored_confirmations(annual_return: Return) -> dict[str, Confirmation]:
    """Confirmations of an open return by check code, those of other answers than now included."""
    rows = annual_return.confirmations.select_related("confirmed_by").order_by("id")
    return {confirmation.check_code: confirmation for confirmation in rows}


def signed_document(sha256: str) -> dict[str, Any] | None:
    """The current partnership's newest signed-off document on the questionnaire with this hash."""
    versions = Version.objects.filter(annual_return__wave__questionnaire__sha256=sha256)
    return versions.order_by("-number").values_list("document", flat=True).first()


def values_of(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Question code → value, cleared ones left out."""
    return {code: a.value for code, a in answers.items() if a.value is not None}
