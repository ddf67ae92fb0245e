"""Consultation: it opens with an end day, people comment, every comment is answered, it closes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.membership.queries.seats import belonging_of
from partnerships.membership.queries.serving import ended
from partnerships.protocols import emails
from partnerships.protocols.domain.locking import locked, refuse_unless, text_changed
from partnerships.protocols.models import Clause, Comment, ProtocolVersion
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused

STATE = ProtocolVersion.State
FEWEST_PARTIES = 2


@transaction.atomic
def open_consultation(*, version: ProtocolVersion, until: date, by: User) -> None:
    """Ask everybody for comments until and with the day given. Tells the parties' members."""
    current = locked(version)
    refuse_unless(current, STATE.DRAFT, verb="opened for comments")
    _refuse_unfinished(current)
    _refuse_past(until)
    current.state, current.comment_until, current.ready_at = STATE.CONSULTATION, until, None
    current.save(update_fields=["state", "comment_until", "ready_at"])
    record("consultation.opened", on=current, by=by, until=str(until))
    emails.consultation_opened(current, by=by)


@transaction.atomic
def extend_consultation(*, version: ProtocolVersion, until: date, by: User) -> None:
    """Give more time. Refuses an earlier end: people were promised the time they have."""
    current = locked(version)
    _refuse_not_commenting(current)
    if current.comment_until and until <= current.comment_until:
        raise Refused(
            f"Comments may be made until {current.comment_until:%-d %B %Y} already. Choose a later"
            " day: time that was promised is not taken back."
        )
    _refuse_past(until)
    current.comment_until = until
    current.save(update_fields=["comment_until"])
    record("consultation.extended", on=current, by=by, until=str(until))
    emails.consultation_opened(current, by=by)


@transaction.atomic
def comment(
    *,
    version: ProtocolVersion,
    text: str,
    by: User,
    clause: Clause | None = None,
    organisation: Organisation | None = None,
) -> Comment:
    """Say something on the whole or on one clause, for oneself or for one's organisation."""
    current = locked(version)
    _refuse_not_commenting(current)
    today = timezone.localdate()
    if current.comment_until and today > current.comment_until:
        raise Refused(
            f"Comments were taken until {current.comment_until:%-d %B %Y}. Ask the co-ordinator to"
            " give more time."
        )
    if not text.strip():
        raise Refused("Write your comment, then send it.")
    if clause is not None and clause.version_id != current.pk:
        raise Refused("That clause is in another version. Choose a clause of this one.")
    if organisation and organisation.pk not in belonging_of(by, today).organisation_ids:
        raise Refused(
            f"You are not a member for {organisation}, so you cannot comment for it. Choose your"
            " own organisation, or comment for yourself."
        )
    made = Comment.objects.create(
        version=current,
        clause=clause,
        organisation=organisation,
        about=f"Clause {clause.position}, {clause.heading}" if clause else "",
        text=text.strip(),
        written_by=by,
    )
    record("comment.made", on=made, by=by)
    return made


@transaction.atomic
def answer_comment(*, comment: Comment, taken: bool, answer: str, by: User) -> None:
    """Say what became of a comment. A comment that is not taken up needs a reason."""
    version = locked(comment.version)
    refuse_unless(version, STATE.DRAFT, STATE.CONSULTATION, verb="given answers to comments")
    if version.is_ready:
        raise Refused(
            "The consultation is closed and the parties are asked to sign, so answers stay as they"
            " are. Take the text back to a draft first if something has to change."
        )
    if not taken and not answer.strip():
        raise Refused("Say why the comment is not taken up: its author and everybody reads it.")
    comment.state = Comment.State.TAKEN if taken else Comment.State.DECLINED
    comment.answer = answer.strip()
    comment.save(update_fields=["state", "answer"])
    record("comment.answered", on=comment, by=by, state=comment.state)
    emails.comment_answered(comment, version, by=by)


@transaction.atomic
def close_consultation(*, version: ProtocolVersion, ready: bool, by: User) -> None:
    """End the consultation: `ready` asks the parties to sign, else the text is a draft again.

    For signing: the end day has passed, every comment has an answer, the text is whole, and every
    party is still in the partnership. Back to a draft it may go at any time; signatures lapse.
    """
    current = locked(version)
    refuse_unless(current, STATE.CONSULTATION, verb="taken out of consultation")
    if not ready:
        _back_to_draft(current, by)
        return
    _refuse_not_commenting(current)
    _refuse_too_early(current)
    _refuse_unfinished(current)
    current.ready_at = timezone.now()
    current.save(update_fields=["ready_at"])
    text_changed(current, by=by)
    record("consultation.closed", on=current, by=by, text_sha256=current.text_sha256)
    emails.signatures_asked(current, by=by)


def _back_to_draft(version: ProtocolVersion, by: User) -> None:
    now = timezone.now()
    version.signatures.filter(lapsed_at=None, withdrawn_at=None).update(lapsed_at=now)
    version.state, version.ready_at = STATE.DRAFT, None
    version.save(update_fields=["state", "ready_at"])
    record("version.back_to_draft", on=version, by=by)


def _refuse_not_commenting(version: ProtocolVersion) -> None:
    refuse_unless(version, STATE.CONSULTATION, verb="commented on")
    if version.is_ready:
        raise Refused(
            "The consultation is closed and the parties are asked to sign. Take the text back to a"
            " draft first if something has to change."
        )


def _refuse_past(until: date) -> None:
    if until <= timezone.localdate():
        raise Refused("Choose a day after today, so that people have time to comment.")


def _refuse_too_early(version: ProtocolVersion) -> None:
    today = timezone.localdate()
    if version.comment_until and today <= version.comment_until:
        raise Refused(
            f"Comments may be made until {version.comment_until:%-d %B %Y}. Wait until that day has"
            " passed, or take the text back to a draft."
        )
    waiting = version.comments.filter(state=Comment.State.OPEN).count()
    if waiting:
        words = "1 comment has" if waiting == 1 else f"{waiting} comments have"
        raise Refused(f"{words} no answer yet. Answer every comment, then close the consultation.")


def _refuse_unfinished(version: ProtocolVersion) -> None:
    parties = list(version.parties.select_related("organisation"))
    today = timezone.localdate()
    missing = []
    if not version.purpose:
        missing.append("a purpose")
    if not version.clauses.exists():
        missing.append("at least one clause")
    if len(parties) < FEWEST_PARTIES:
        missing.append("at least two parties")
    if missing:
        words = ", ".join(missing[:-1]) + (" and " if missing[:-1] else "") + missing[-1]
        raise Refused(f"The text still needs {words}. Add what is missing, then go on.")
    for party in parties:
        left_on = party.organisation.left_on
        if ended(left_on, today):
            raise Refused(
                f"{party.organisation} left the partnership on {left_on:%-d %B %Y}. Take it out of"
                " the parties, then go on."
            )
