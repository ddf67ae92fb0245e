"""A partnership says which of its text answers may be quoted, in its own scope."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.reading.models import Quote, QuoteConsent
from surveys.reading.texts import sha256_of
from surveys.returns.models import Return

WITHDRAWN = "The partnership no longer consents to being quoted."


@transaction.atomic
def say_what_may_be_quoted(
    *, annual_return: Return, said: Mapping[str, bool], by: User
) -> list[str]:
    """Question → whether its answer may be quoted. Returns the codes of those that changed.

    Withdrawing takes the answer's quotes back. Refuses where a released publication prints one,
    and unless the return is signed off and counts.
    """
    current = Return.objects.select_for_update(of=("self",)).get(pk=annual_return.pk)
    if not current.is_counted:
        raise Refused(
            "Which answers may be quoted is said about a signed-off return. Come back when the"
            " chair has signed it off."
        )
    answers = (current.document or {})["answers"]
    held = {each.question: each for each in QuoteConsent.objects.filter(annual_return=current)}
    changed = []
    for question, may_quote in said.items():
        text = answers.get(question)
        if not isinstance(text, str):
            raise Refused(f"There is no answer to {question} that could be quoted.")
        sha256 = sha256_of(text)
        before = held.get(question)
        if before and (before.may_quote, before.text_sha256) == (may_quote, sha256):
            continue
        _refuse_printed(current, question)
        _say(current, question, sha256, may_quote=may_quote, by=by)
        changed.append(question)
    return changed


def printed_in(annual_return: Return) -> dict[str, str]:
    """Question → the released publication that quotes the answer, in words."""
    rows = Quote.objects.filter(annual_return=annual_return, published_at__isnull=False)
    return dict(rows.order_by("id").values_list("question", "published_in"))


def _refuse_printed(annual_return: Return, question: str) -> None:
    where = printed_in(annual_return).get(question)
    if where:
        raise Refused(
            f"A quote of your answer to {question} is printed in {where}, which has been released"
            " and cannot be taken back. Ask the evaluation team if this worries you."
        )


def _say(annual_return: Return, question: str, sha256: str, *, may_quote: bool, by: User) -> None:
    consent, _ = QuoteConsent.objects.update_or_create(
        annual_return=annual_return,
        question=question,
        defaults={
            "text_sha256": sha256,
            "may_quote": may_quote,
            "said_by": by,
            "said_at": timezone.now(),
        },
    )
    event = "quoting.consented" if may_quote else "quoting.refused"
    record(event, on=consent, by=by, question=question)
    if not may_quote:
        _withdraw(annual_return, question, by)


def _withdraw(annual_return: Return, question: str, by: User) -> None:
    live = Quote.objects.select_for_update(of=("self",)).filter(
        annual_return=annual_return, question=question, state__in=Quote.LIVE
    )
    for quote in live:
        quote.state, quote.reason = Quote.State.WITHDRAWN, WITHDRAWN
        quote.save(update_fields=["state", "reason"])
        record("quote.withdrawn", on=quote, by=by, reason=WITHDRAWN, question=question)
