"""E-mails about protocols: what happened and where to read on, never the text itself."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from partnerships.membership.queries.seats import accounts_here, accounts_of
from partnerships.protocols.models import Comment, Obligation, ProtocolVersion, Signature
from partnerships.protocols.queries.people import keepers, people_of
from partnerships.protocols.queries.signing import signatories_of
from portal.audit.record import Actor
from portal.mail.domain import notify


def page_of(version: ProtocolVersion, name: str = "version") -> str:
    """The address of one of the version's pages."""
    return reverse(
        f"protocols:{name}",
        args=[version.partnership.slug, version.protocol_id, version.number],
    )


def consultation_opened(version: ProtocolVersion, *, by: Actor) -> None:
    """To the parties' members."""
    until = f"{version.comment_until:%-d %B %Y}"
    notify(
        kind="protocol_consultation",
        to=people_of(version),
        subject=f"Comment on {version.protocol} by {until}",
        lines=[
            (
                f"Version {version.number} of “{version.protocol.title}” is out for comments until"
                f" {until}."
            ),
            "You can comment on each clause.",
        ],
        path=page_of(version, "consultation"),
        by=by,
        about=version,
    )


def signatures_asked(version: ProtocolVersion, *, by: Actor) -> None:
    """To those who may sign for a party."""
    parties = version.parties.values_list("organisation_id", flat=True)
    _ask(version, parties, f"Version {version.number} is ready for signature.", by)


def ask_again(version: ProtocolVersion, lapsed: Iterable[Signature], *, by: Actor) -> None:
    """To those who may sign for the parties whose signature lapsed."""
    parties = [signature.party.organisation_id for signature in lapsed]
    words = "The text changed, so your organisation’s signature no longer counts."
    _ask(version, parties, words, by)


def changed_while_signing(version: ProtocolVersion, *, by: Actor, day: date) -> None:
    """To those who may sign for a party: the text is another than they were asked to sign."""
    parties = version.parties.values_list("organisation_id", flat=True)
    words = "The text changed while it is out for signature."
    _ask(version, parties, words, by, once=f"text {day.isoformat()}")


def comment_answered(comment: Comment, version: ProtocolVersion, *, by: Actor) -> None:
    """To who wrote the comment, if they still belong here."""
    notify(
        kind="protocol_answered",
        to=accounts_here([comment.written_by_id]),
        subject=f"Your comment on {version.protocol} is answered",
        lines=[f"{comment.get_state_display()}: read the answer beside your comment."],
        path=page_of(version, "consultation"),
        by=by,
        about=comment,
    )


def signature_withdrawn(version: ProtocolVersion, signature: Signature, *, by: Actor) -> None:
    """To the parties' members."""
    notify(
        kind="protocol_ended",
        to=people_of(version),
        subject=f"A signature under {version.protocol} was taken back",
        lines=[
            f"{signature.party.organisation} took its signature under version {version.number} back.",
            "The reason stands with the signatures.",
        ],
        path=page_of(version),
        by=by,
        about=version,
    )


def withdrawn(version: ProtocolVersion, *, by: Actor) -> None:
    """To the parties' members."""
    notify(
        kind="protocol_ended",
        to=people_of(version),
        subject=f"{version.protocol}: version {version.number} is withdrawn",
        lines=["It stays in the register with the reason."],
        path=page_of(version),
        by=by,
        about=version,
    )


def in_force(version: ProtocolVersion, *, by: Actor) -> None:
    """To the parties' members."""
    notify(
        kind="protocol_in_force",
        to=people_of(version),
        subject=f"{version.protocol} is in force",
        lines=[
            (
                f"Version {version.number} of “{version.protocol.title}” is in force from"
                f" {version.in_force_on:%-d %B %Y}."
            ),
            f"It is due for review on {version.review_on:%-d %B %Y}.",
        ],
        path=page_of(version),
        by=by,
        about=version,
    )


def review_due(version: ProtocolVersion, *, by: Actor, today: date) -> None:
    """To those who keep the protocols."""
    came = version.review_on is not None and version.review_on <= today
    when = f"{version.review_on:%-d %B %Y}"
    notify(
        kind="protocol_review",
        to=keepers(),
        subject=f"{version.protocol} {'was' if came else 'is'} due for review on {when}",
        lines=[
            (
                f"Version {version.number} of “{version.protocol.title}” {'was' if came else 'is'} due"
                f" for review on {when}."
            ),
            "Start its review, or give it another review day if nothing has to change.",
        ],
        path=page_of(version, "review"),
        by=by,
        about=version,
    )


def obligation_due(obligation: Obligation, day: date, *, by: Actor, today: date) -> None:
    """To the members of the organisation that owes it."""
    came = day <= today
    when = f"{day:%-d %B %Y}"
    version = obligation.version
    notify(
        kind="obligation_due",
        to=accounts_of([obligation.organisation_id]),
        subject=f"An obligation {'was' if came else 'is'} due on {when}: {version.protocol}",
        lines=[
            f"{obligation.organisation} undertook under {version.protocol}:",
            obligation.what,
            f"It {'was' if came else 'is'} due on {when}. Say whether it was kept.",
        ],
        path=reverse("protocols:obligation", args=[version.partnership.slug, obligation.pk]),
        by=by,
        about=obligation,
    )


def _ask(
    version: ProtocolVersion, parties: Iterable[int], words: str, by: Actor, once: str = ""
) -> None:
    notify(
        kind="protocol_signature",
        to=signatories_of(parties),
        subject=f"{version.protocol} waits for your signature",
        lines=[
            f"{version.protocol}: {words}",
            "Read the text, then sign it for your organisation.",
        ],
        path=page_of(version, "sign"),
        by=by,
        about=version,
        once=once,
    )
