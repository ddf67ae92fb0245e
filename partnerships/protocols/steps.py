"""What comes next for a version, in words, and on which page it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from partnerships.membership.permissions import P
from partnerships.protocols.models import ProtocolVersion
from partnerships.protocols.queries.signing import Place

STATE = ProtocolVersion.State


@dataclass(frozen=True, slots=True)
class Step:
    """A title, what it means, and for those who may do it the action and the page's URL name."""

    title: str
    words: str
    action: str = ""
    page: str = ""
    is_urgent: bool = True  # a button; else a link


def step_of(
    version: ProtocolVersion,
    can: Callable[[P], bool],
    today: date,
    *,
    places: Sequence[Place] = (),
    reader_id: int | None = None,
) -> Step:
    """The next step as this reader may take it; `places` while the version is out for signature."""
    if version.is_ready:
        return _signatures(places, can, reader_id)
    step = _step(version, today)
    needed = {
        "draft": P.PROTOCOL_MANAGE,
        "consultation": P.PROTOCOL_READ,
        "in_force": P.PROTOCOL_MANAGE,
        "review": P.PROTOCOL_MANAGE,
    }
    if step.page and not can(needed[step.page]):
        return Step(step.title, step.words)
    return step


def _step(version: ProtocolVersion, today: date) -> Step:
    match version.state:
        case STATE.DRAFT:
            return Step(
                "Finish the draft",
                "The co-ordinator writes clauses, parties and obligations, then opens it for"
                " comments.",
                "Open the draft",
                "draft",
            )
        case STATE.CONSULTATION:
            return _comments(version, today)
        case STATE.SIGNED:
            return Step(
                "Bring it into force",
                "Every party has signed. The co-ordinator sets the day from which it binds.",
                "Bring it into force",
                "in_force",
            )
        case STATE.IN_FORCE:
            return _review(version, today)
        case STATE.UNDER_REVIEW:
            return Step(
                "Finish the review",
                "It goes on binding until its next version comes into force or it is withdrawn.",
            )
    return Step(version.state_words, version.ended_why)


def _signatures(places: Sequence[Place], can: Callable[[P], bool], reader_id: int | None) -> Step:
    title = "Collect the signatures" if can(P.PROTOCOL_MANAGE) else "Signatures"
    signs = [p for p in places if p.mine and not p.has_left and can(P.PROTOCOL_SIGN)]
    if any(place.signature is None for place in signs):
        words = "The consultation is closed. Every party signs the same text."
        return Step(title, words, "Read and sign", "sign")
    words = f"{_signed(signs, reader_id)} {_missing(places)}".strip()
    return Step(title, words, "See the signatures", "sign", is_urgent=False)


def _signed(signs: Sequence[Place], reader_id: int | None) -> str:
    done = [(place, place.signature) for place in signs if place.signature]
    own = [given for _, given in done if given.signed_by_id == reader_id]
    if own:
        return f"You signed on {_day(max(given.signed_at for given in own))}."
    return " ".join(
        f"{place.party.organisation} signed on {_day(given.signed_at)}." for place, given in done
    )


def _missing(places: Sequence[Place]) -> str:
    missing = sum(place.signature is None for place in places)
    if not missing:
        return "Everybody has signed."
    return f"{missing} {'party is' if missing == 1 else 'parties are'} missing."


def _day(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%-d %B %Y}"


def _comments(version: ProtocolVersion, today: date) -> Step:
    if version.comment_until and today > version.comment_until:
        return Step(
            "Answer the comments",
            f"Comments were taken until {version.comment_until:%-d %B %Y}. Every comment gets an"
            " answer, then the parties are asked to sign.",
            "See the comments",
            "consultation",
        )
    return Step(
        f"Comment by {version.comment_until:%-d %B %Y}",
        "Everybody in the partnership can comment on each clause.",
        "Read and comment",
        "consultation",
    )


def _review(version: ProtocolVersion, today: date) -> Step:
    when = f"{version.review_on:%-d %B %Y}"
    if version.review_on and version.review_on <= today:
        return Step(
            "Review it now", f"Its review was due on {when}.", "See what a review can do", "review"
        )
    return Step(
        f"Review it on {when}",
        "It goes on binding its parties while it is reviewed.",
        "Review it",
        "review",
    )
