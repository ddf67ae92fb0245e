"""Queries about a signed-off return: asked, answered in a thread, settled.

The evaluation team asks about an answer; the partnership asks to have sections reopened. Threads
are never changed or removed.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.audit.record import record
from portal.errors import Refused
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.types.base import cleaned
from surveys.returns.domain.locking import lock_return
from surveys.returns.emails import asking
from surveys.returns.models import Query, QueryMessage, Return, Side

OPEN, ANSWERED, SETTLED = Query.State.OPEN, Query.State.ANSWERED, Query.State.SETTLED
STATE = Return.State


@transaction.atomic
def raise_query(*, annual_return: Return, question: str, text: str, by: User) -> Query:
    """The evaluation team asks about one answer, or about the whole return (no `question`).

    A submitted or accepted return is queried until every query is settled. Raises Refused for a
    return that was never signed off, a question that there is not, and no text.
    """
    current = lock_return(annual_return)
    if not current.version:
        raise Refused("This return has not been signed off yet, so there is nothing to ask about.")
    if question and question not in form_of(current.wave.questionnaire.sha256).by_code:
        raise Refused(f"There is no question {question} in this questionnaire. Choose another one.")
    query = _raise(current, question, text, Side.EVALUATOR, by)
    _mark_queried(current)
    record("query.raised", on=current, by=by, number=query.number, question=question)
    asking.query_raised(current, query, by)
    return query


@transaction.atomic
def ask_reopening(
    *, annual_return: Return, sections: Collection[str], reason: str, by: User
) -> Query:
    """The partnership asks the evaluation team to open sections of its signed-off return, or more
    of one that is reopened.

    Raises Refused for a return that is open, one whose results are final, without sections or a
    reason, and while an earlier request waits for an answer.
    """
    current = lock_return(annual_return)
    if why_not := why_no_asking(current):
        raise Refused(why_not)
    form = form_of(current.wave.questionnaire.sha256)
    chosen = [each for each in form.sections if each.code in sections]
    if not chosen or len(chosen) < len(set(sections)):
        raise Refused("Choose at least one section of this return to open.")
    named = "\n".join(f"{each.number}. {each.title}" for each in chosen)
    words = f"Please reopen:\n{named}\n\n{_words(reason, 'Say why the sections should open.')}"
    query = _raise(current, "", words, Side.PARTNERSHIP, by)
    codes = [each.code for each in chosen]
    record("query.reopening_asked", on=current, by=by, number=query.number, sections=codes)
    asking.reopening_asked(current, query, by)
    return query


@transaction.atomic
def reply(*, query: Query, text: str, side: str, by: User) -> QueryMessage:
    """One more message. From the side that asked it opens the query again, from the other it
    answers it. Raises Refused without text, and for the partnership once a query is settled."""
    current, locked = _locked(query)
    if locked.state == SETTLED and side == Side.PARTNERSHIP:
        raise Refused(
            "This query is settled. Ask for a reopening if an answer of the return has to change."
        )
    message = _write(locked, text, side, by)
    locked.state = OPEN if side == locked.raised_by_side else ANSWERED
    locked.settled_by = locked.settled_at = None
    locked.save(update_fields=["state", "settled_by", "settled_at"])
    if locked.raised_by_side == Side.EVALUATOR:
        _mark_queried(current)
    record("query.replied", on=current, by=by, number=locked.number, side=side)
    asking.query_replied(current, locked, side, by)
    return message


@transaction.atomic
def settle_query(*, query: Query, by: User, text: str = "") -> None:
    """The evaluation team is done with a query; with the last one the return is no longer queried.

    A request of the partnership is not turned down without a word.
    """
    current, locked = _locked(query)
    if locked.state == SETTLED:
        raise Refused("This query is settled already. There is nothing left to do.")
    if cleaned(text):
        _write(locked, text, Side.EVALUATOR, by)
    elif locked.raised_by_side == Side.PARTNERSHIP and locked.state == OPEN:
        raise Refused("Say why the return stays as it is, so that the partnership knows.")
    locked.state, locked.settled_by, locked.settled_at = SETTLED, by, timezone.now()
    locked.save(update_fields=["state", "settled_by", "settled_at"])
    _no_longer_queried(current)
    record("query.settled", on=current, by=by, number=locked.number)
    asking.query_settled(current, locked, by)


def why_no_asking(current: Return) -> str:
    """Why the partnership cannot ask for a reopening now; empty when it can. A query at most."""
    if current.is_reopened and current.state == STATE.READY:
        return (
            "This return waits for the chair’s sign-off. Take it back on the review page, then ask"
            " for more sections."
        )
    if not current.is_frozen and not current.reopened_sections:
        return "This return is not signed off, so you can change its answers without asking."
    if current.wave.settled_at is not None:
        return f"The results of the {current.wave} are final, so none of its returns is reopened."
    waiting = current.queries.filter(raised_by_side=Side.PARTNERSHIP).exclude(state=SETTLED)
    if waiting.exists():
        return "You have asked for a reopening already. Add to that request on the page of queries."
    return ""


def _raise(current: Return, question: str, text: str, side: str, by: User) -> Query:
    words = _words(text, "Write what you want to know.")
    last = current.queries.aggregate(last=Max("number"))["last"] or 0
    query = Query.objects.create(
        annual_return=current,
        number=last + 1,
        question=question,
        raised_by_side=side,
        raised_by=by,
        raised_at=timezone.now(),
    )
    _write(query, words, side, by)
    return query


def _locked(query: Query) -> tuple[Return, Query]:
    """The return first, as everywhere: whoever holds its row is alone with its queries."""
    current = lock_return(query.annual_return)
    return current, current.queries.get(pk=query.pk)


def _write(query: Query, text: str, side: str, by: User) -> QueryMessage:
    return QueryMessage.objects.create(
        query=query,
        side=side,
        text=_words(text, "Write a message."),
        written_by=by,
        written_at=timezone.now(),
    )


def _words(text: str, missing: str) -> str:
    words = cleaned(text)
    if not words:
        raise Refused(missing)
    return words


def _mark_queried(current: Return) -> None:
    if current.state in (STATE.SUBMITTED, STATE.ACCEPTED):
        current.state = STATE.QUERIED
        current.save(update_fields=["state"])


def _no_longer_queried(current: Return) -> None:
    """Back to what it was: accepted, if this version had been."""
    asked = current.queries.filter(raised_by_side=Side.EVALUATOR)
    if current.state != STATE.QUERIED or asked.exclude(state=SETTLED).exists():
        return
    current.state = STATE.ACCEPTED if _was_accepted(current) else STATE.SUBMITTED
    current.save(update_fields=["state"])


def _was_accepted(current: Return) -> bool:
    target = f"returns.return:{current.pk}"  # as audit.record writes it
    accepted = AuditEvent.objects.filter(name="return.accepted", target=target)
    return accepted.filter(at__gte=current.submitted_at).exists()
