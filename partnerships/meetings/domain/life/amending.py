"""Amendments to circulated minutes: proposed by those who were there, answered by their writers."""

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.life.versions import locked
from partnerships.meetings.emails import life as emails
from partnerships.meetings.models import Amendment, Minutes, Passage
from partnerships.meetings.queries.life import attended, words_amended
from partnerships.meetings.reading import for_the_trail
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Denied, Refused
from portal.merge import Clash, merge_text

STATE = Amendment.State


@transaction.atomic
def propose_amendment(*, passage: Passage, text: str, reason: str, by: User) -> Amendment:
    """What a passage should say instead. Raises Refused after the window, for words that change
    nothing and while one of the same person waits; Denied to who was not there."""
    minutes = locked(
        passage.minutes, allowed=(Minutes.State.CIRCULATED,), verb="amended on this page"
    )
    refuse_late(minutes)
    if not attended(minutes.meeting, by.pk):
        raise Denied(
            "Only people who were at this meeting can propose amendments. Ask somebody who was"
            " there, or raise it at the next meeting."
        )
    words = text.replace("\r\n", "\n").strip()
    if words == passage.text.replace("\r\n", "\n").strip():
        raise Refused("This is what the minutes say already. Change the words, then propose them.")
    if Amendment.objects.filter(passage=passage, proposed_by=by, state=STATE.OPEN).exists():
        raise Refused(
            "Your amendment to this passage waits for an answer. Withdraw it first, then propose"
            " another one."
        )
    made = Amendment.objects.create(
        minutes=minutes, passage=passage, text=words, reason=reason.strip(), proposed_by=by
    )
    record("amendment.proposed", on=made, by=by)
    emails.amendment_proposed(made, by)
    return made


@transaction.atomic
def answer_amendment(*, amendment: Amendment, accept: bool, answer: str, by: User) -> None:
    """Accept it for the meeting that confirms the minutes, or decline it with a reason.

    Raises Refused when it changes the words that an accepted one changes too.
    """
    current = _locked(amendment, "answered")
    words = answer.strip()
    if not accept and not words:
        raise Refused("Say why the amendment is declined, so that its author understands it.")
    if accept:
        _refuse_clash(current)
    current.state = STATE.ACCEPTED if accept else STATE.DECLINED
    current.answer = words
    current.save(update_fields=["state", "answer"])
    hidden = current.passage.restricted or current.passage.item.restricted
    reason = for_the_trail(words, restricted=hidden)
    record(f"amendment.{current.state}", on=current, by=by, reason=reason)
    emails.amendment_answered(current, by)


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: User) -> None:
    """Its author takes it back while it waits."""
    current = _locked(amendment, "withdrawn")
    if current.proposed_by_id != by.pk:
        raise Denied("Only the person who proposed an amendment can withdraw it.")
    current.state = STATE.WITHDRAWN
    current.save(update_fields=["state"])
    record("amendment.withdrawn", on=current, by=by)


def refuse_late(minutes: Minutes) -> None:
    """Raises Refused after the last day for amendments."""
    last = minutes.amend_until
    if last and timezone.localdate() > last:
        raise Refused(
            f"Amendments could be proposed until {day_words(last)}. Raise it at the next meeting:"
            " it can correct the minutes when it confirms them."
        )


def proposed_text(passage: Passage, accepted: list[Amendment]) -> str | None:
    """The passage with every accepted amendment in it, or None if two change the same words."""
    text = passage.text
    base = words_amended(passage.minutes, accepted)
    for amendment in accepted:
        joined = merge_text(base[amendment.pk], text, amendment.text)
        if isinstance(joined, Clash):
            return None
        text = joined.value
    return text


def _refuse_clash(amendment: Amendment) -> None:
    same = Amendment.objects.filter(passage=amendment.passage_id, state=STATE.ACCEPTED)
    accepted = list(same.select_related("proposed_by").order_by("id"))
    if proposed_text(amendment.passage, [*accepted, amendment]) is None:
        if not accepted:
            raise Refused(
                "The minutes were changed in the same words after this amendment was proposed."
                " Decline it and say in the answer what the minutes say now."
            )
        names = " and ".join(str(each.proposed_by) for each in accepted)
        raise Refused(
            f"This amendment changes the same words as the one by {names}, which is accepted."
            " Decline this one and say in the answer what the minutes will say."
        )


def _locked(amendment: Amendment, verb: str) -> Amendment:
    locked(amendment.minutes, allowed=(Minutes.State.CIRCULATED,), verb="amended any more")
    rows = Amendment.objects.select_for_update(of=("self",))
    rows = rows.select_related("passage__item", "proposed_by", "minutes__meeting__body")
    current = rows.get(pk=amendment.pk)
    if current.state != STATE.OPEN:
        words = current.get_state_display().lower()
        raise Refused(f"This amendment is {words} already, so it cannot be {verb} now.")
    return current
