"""Quotes: proposed by one evaluator, approved or refused by another, withdrawn, printed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Conflict, Denied, Missing, Refused
from portal.tenancy.context import in_partnership
from surveys.reading.attribution import large_enough
from surveys.reading.domain.opening import TextAnswer, opened
from surveys.reading.models import Quote, QuoteConsent
from surveys.reading.naming import names_found
from surveys.reading.passages import (
    LONGEST_QUOTE,
    SHORTEST_QUOTE,
    why_not_a_passage,
    why_not_the_passage,
)
from surveys.reading.queries.quotes import quote_by_id
from surveys.reading.queries.settings import settings_of
from surveys.reading.texts import sha256_of, shown
from surveys.returns.models import Return
from surveys.returns.queries import returned_by_stratum

OWN = "You proposed this quote, so another evaluator approves it or refuses it."


@dataclass(frozen=True)
class Wording:
    """A passage of an answer, and how it is to be printed."""

    passage: str
    text: str
    group: str
    themes: Collection[int] = ()


@transaction.atomic
def propose_quote(
    *, partnership: Partnership, year: int, question: str, seen: str, wording: Wording, by: User
) -> Quote:
    """Make a quote of a passage. Refuses what is not in the answer, what names anybody, a group
    that is too small, and an answer that may not be quoted."""
    with opened(partnership, year, question, by, seen=seen) as answer:
        _refuse_without_consent(answer.may_quote)
        _refuse_wording(wording, shown(answer.text))
        _refuse_group(answer, wording.group)
        _refuse_names(wording.text, answer.annual_return.partnership)
        known = {theme.pk for theme in answer.book.offered(question)}
        quote = Quote.objects.create(
            annual_return=answer.annual_return,
            question=question,
            text_sha256=seen,
            passage=wording.passage,
            text=wording.text,
            group=wording.group,
            themes=sorted(set(wording.themes) & known),
            proposed_by=by,
            proposed_at=timezone.now(),
        )
        record("quote.proposed", on=quote, by=by, question=question, group=wording.group)
        return quote


@transaction.atomic
def approve_quote(*, quote_id: int, by: User) -> Quote:
    """Offer a quote to publications. Refuses the one who proposed it, and anything that has changed
    since: consent, the answer, the names of partners."""
    with _locked(quote_id, by.pk) as quote:
        _refuse_decided(quote)
        if quote.proposed_by_id == by.pk:
            raise Denied(OWN)
        _refuse_without_consent(_consent(quote))
        _refuse_other_text(quote)
        _refuse_names(quote.text, quote.annual_return.partnership)
        _decide(quote, Quote.State.OFFERED, by)
        record("quote.offered", on=quote, by=by, question=quote.question)
        return quote


@transaction.atomic
def refuse_quote(*, quote_id: int, reason: str, by: User) -> Quote:
    """Say why it should not be printed so. Refuses the one who proposed it."""
    with _locked(quote_id, by.pk) as quote:
        _refuse_decided(quote)
        if quote.proposed_by_id == by.pk:
            raise Denied(OWN)
        quote.reason = _reason(reason)
        _decide(quote, Quote.State.REFUSED, by)
        record("quote.refused", on=quote, by=by, reason=quote.reason, question=quote.question)
        return quote


@transaction.atomic
def withdraw_quote(*, quote_id: int, reason: str, by: User) -> Quote:
    """Take a quote back. Refuses one that a released publication prints."""
    with _locked(quote_id, by.pk) as quote:
        if quote.is_published:
            raise Refused(
                f"{quote.published_in} prints this quote and has been released. It cannot be taken"
                " back."
            )
        if quote.state not in Quote.LIVE:
            raise Refused("This quote is not offered any more. There is nothing left to do.")
        quote.state, quote.reason = Quote.State.WITHDRAWN, _reason(reason)
        quote.save(update_fields=["state", "reason"])
        record("quote.withdrawn", on=quote, by=by, reason=quote.reason, question=quote.question)
        return quote


@transaction.atomic
def print_quote(*, quote_id: int, publication: str, by: Actor, user_id: int = 0) -> Quote:
    """Note that a publication (in words) prints the quote and is released now: it stays from here
    on. Refuses one that is not offered, or to which the partnership no longer consents.

    For publications, in the transaction of their release.
    """
    with _locked(quote_id, user_id) as quote:
        if quote.state != Quote.State.OFFERED:
            raise Refused("A quote in it is not offered any more. Take the quote out of it first.")
        _refuse_without_consent(_consent(quote))
        _refuse_other_text(quote)
        if not quote.is_published:
            quote.published_in, quote.published_at = publication, timezone.now()
            quote.save(update_fields=["published_in", "published_at"])
            record(
                "quote.printed", on=quote, by=by, question=quote.question, publication=publication
            )
        return quote


def groups_for(annual_return: Return, quotes: Collection[Quote] = ()) -> dict[str, str]:
    """Key → attribution of the groups that a quote of this return may be signed with.

    All quotes of one answer are signed alike: two groups together would narrow it down.
    """
    wave = annual_return.wave
    found = large_enough(
        annual_return.stratum or 0, returned_by_stratum(wave), settings_of(wave).min_base
    )
    used = {quote.group for quote in quotes if quote.state in Quote.LIVE}
    return {key: words for key, words in found.items() if not used or key in used}


@contextmanager
def _locked(quote_id: int, user_id: int) -> Iterator[Quote]:
    """The quote, locked, in its own partnership's scope. Its return is locked first, as where a
    partnership withdraws its consent."""
    known = quote_by_id(quote_id)
    with in_partnership(cast("int", known.partnership_id), user_id=user_id, switch=True):
        Return.objects.select_for_update(of=("self",)).only("pk").get(pk=known.annual_return_id)
        rows = Quote.objects.select_for_update(of=("self",)).filter(pk=quote_id)
        quote = rows.select_related("annual_return__partnership", "annual_return__wave").first()
        if quote is None:
            raise Missing("There is no such quote. The list of quotes shows them all.")
        yield quote


def _decide(quote: Quote, state: Quote.State, by: User) -> None:
    quote.state, quote.decided_by, quote.decided_at = state, by, timezone.now()
    quote.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _consent(quote: Quote) -> bool | None:
    rows = QuoteConsent.objects.filter(
        annual_return=quote.annual_return_id, question=quote.question, text_sha256=quote.text_sha256
    )
    return rows.values_list("may_quote", flat=True).first()


def _refuse_without_consent(may_quote: bool | None) -> None:
    if may_quote is None:
        raise Refused(
            "The partnership has not said whether this answer may be quoted. Its co-ordinator and"
            " its chair can say so on the page of their receipt."
        )
    if not may_quote:
        raise Refused("The partnership does not want this answer to be quoted. Choose another one.")


def _refuse_decided(quote: Quote) -> None:
    if quote.state != Quote.State.PROPOSED:
        raise Refused(
            f"This quote is decided already: {quote.get_state_display().lower()}. There is nothing"
            " left to approve or refuse."
        )


def _refuse_other_text(quote: Quote) -> None:
    document = quote.annual_return.document
    text = document["answers"].get(quote.question) if document else None
    if not isinstance(text, str) or sha256_of(text) != quote.text_sha256:
        raise Conflict(
            "The return has been reopened or signed again since this quote was made. Withdraw it,"
            " and make a new one of what the answer says now."
        )


def _refuse_wording(wording: Wording, answer: str) -> None:
    if len(wording.text) > LONGEST_QUOTE:
        raise Refused(f"Shorten the quote to {LONGEST_QUOTE} characters or fewer.")
    if len(wording.text.strip()) < SHORTEST_QUOTE:
        raise Refused(f"Choose a passage of {SHORTEST_QUOTE} characters or more.")
    wrong = why_not_a_passage(wording.passage, answer) or why_not_the_passage(
        wording.text, wording.passage
    )
    if wrong:
        raise Refused(f"{wrong}.")


def _refuse_group(answer: TextAnswer, group: str) -> None:
    if group not in groups_for(answer.annual_return, answer.quotes):
        raise Refused(
            "A quote cannot be attributed to this group: it is too small, the partnership is not in"
            " it, or another quote of the answer is attributed otherwise. Choose one of those"
            " offered."
        )


def _refuse_names(text: str, partnership: Partnership) -> None:
    """In the partnership's own scope: its organisations are read there."""
    authorities = partnership.authorities.values_list("name", "county__name")
    places = [partnership.name, *(name for pair in authorities for name in pair if name)]
    organisations = Organisation.objects.values_list("name", flat=True)
    found = names_found(text, places=places, organisations=organisations)
    if found:
        raise Refused(
            f"The quote gives the partnership away. Put […] in place of: {', '.join(found)}."
        )


def _reason(words: str) -> str:
    if not words.strip():
        raise Refused("Give a reason, so that others know why the quote is not printed.")
    return words.strip()
