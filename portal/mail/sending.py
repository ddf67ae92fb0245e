"""Sending: each email is claimed first, in a transaction of its own, so nobody sends it twice."""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from portal.jobs.progress import Progress
from portal.mail.emails import message
from portal.mail.models import Delivery
from portal.mail.queries import due_deliveries

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=5)  # each further one is three times as long
LEASE = timedelta(minutes=15)
LOST = "The portal stopped while it was sending this email."
LONGEST_ERROR = 1000


@dataclass(frozen=True)
class Failure:
    """What the mail server said. `final`: trying again by itself is no use."""

    words: str
    final: bool = False
    unreachable: bool = False


def send_queued(*, progress: Progress) -> dict[str, Any]:
    """Send every email of the holder that is due; {"sent": …, "failed": …}.

    Stops when the mail server cannot be reached: the round of the clock tries again.
    """
    counts = {"sent": 0, "failed": 0}
    connection = get_connection()
    try:
        while True:
            with progress.scope():
                delivery = claim_next()
            if delivery is None:
                return counts
            failure = _send(delivery, connection)
            with progress.scope():
                _note(delivery, failure)
            counts["failed" if failure else "sent"] += 1
            if failure and failure.unreachable:
                return counts
    finally:
        _close(connection)


def claim_next() -> Delivery | None:
    """Take the oldest email that is due, or None. What another worker holds is passed over."""
    now = timezone.now()
    delivery = due_deliveries(now).select_for_update(skip_locked=True).first()
    if delivery is None:
        return None
    delivery.state = Delivery.State.SENDING
    delivery.attempts += 1
    delivery.next_at = now + LEASE
    delivery.save(update_fields=["state", "attempts", "next_at"])
    # The letter names both; they are read here because sending happens outside any scope.
    return Delivery.objects.select_related("recipient", "partnership").get(pk=delivery.pk)


def give_up_lost() -> datetime:
    """Emails whose worker died may have gone out: never sent again by themselves. Returns now."""
    now = timezone.now()
    lost = Delivery.objects.filter(state=Delivery.State.SENDING, next_at__lt=now)
    for delivery in lost:
        _fail(delivery, LOST, Delivery.Fault.UNSURE)
    return now


def _send(delivery: Delivery, connection: BaseEmailBackend) -> Failure | None:
    """None if the mail server took it."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return Failure(_words(error), unreachable=True)
    try:
        connection.send_messages([message(delivery)])
    except smtplib.SMTPServerDisconnected as error:
        return Failure(_words(error), unreachable=True)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _close(connection)  # in whatever state it is; the next email opens a new one
        return Failure(_words(error), final=_is_final(error))
    return None


def _is_final(error: Exception) -> bool:
    """RFC 5321: answers from 500 on stay the same; so does an address that cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError | ValueError)


def _words(error: Exception) -> str:
    """What the mail server said, for the log; else what the machine says."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [f"{code} {_text(words)}" for code, words in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        said = [f"{error.smtp_code} {_text(error.smtp_error)}"]
    else:
        said = [str(error) or type(error).__name__]
    return "; ".join(said)[:LONGEST_ERROR]


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _note(delivery: Delivery, failure: Failure | None) -> None:
    if failure is None:
        _succeed(delivery)
    elif failure.final:
        _fail(delivery, failure.words, Delivery.Fault.REFUSED)
    elif delivery.attempts >= MOST_ATTEMPTS:
        _fail(delivery, failure.words, Delivery.Fault.UNREACHABLE)
    else:
        pause = FIRST_PAUSE * 3 ** (delivery.attempts - 1)
        _still_mine(delivery).update(
            state=Delivery.State.QUEUED, error=failure.words, next_at=timezone.now() + pause
        )


def _succeed(delivery: Delivery) -> None:
    done = {"state": Delivery.State.SENT, "sent_at": timezone.now(), "error": "", "fault": ""}
    kept = {} if delivery.recipient_id else {"path": ""}
    _still_mine(delivery).update(**done, **kept, next_at=None)
    Delivery.objects.filter(digest=delivery).update(**done)


def _fail(delivery: Delivery, words: str, fault: Delivery.Fault) -> None:
    logger.warning("email %s was not delivered: %s", delivery.pk, words)
    failed = {"state": Delivery.State.FAILED, "error": words, "fault": fault}
    _still_mine(delivery).update(**failed, next_at=None)
    Delivery.objects.filter(digest=delivery).update(**failed)


def _still_mine(delivery: Delivery) -> Any:
    return Delivery.objects.filter(
        pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        logger.info("the mail server closed the connection first")
