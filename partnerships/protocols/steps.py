"""What comes next for a version, in words, and on which page it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from partnerships.membership.permissions import P
from partnerships.protocols.models import ProtocolVersion

STATE = ProtocolVersion.State


@dataclass(frozen=True, slots=True)
class Step:
    """A title, what it means, and for those who may do it the action and the page's URL name."""

    title: str
    words: str
    action: str = ""
    page: str = ""


def step_of(version: ProtocolVersion, can: Callable[[P], bool], today: date) -> Step:
    """The next step as this reader may take it."""
    step = _step(version, today)
    needed = {
        "draft": P.PROTOCOL_MANAGE,
        "consultation": P.PROTOCOL_READ,
        "sign": P.PROTOCOL_READ,
        "in_force": P.PROTOCOL_MANAGE,
        "review": P.PROTOCOL_MANAGE,
    }
    if step.page and not can(needed[step.page]):
        return Step(step.title, step.words)
    return step


def _step(version: ProtocolVersion, today: date) -> Step:
    if version.is_ready:
        return _signatures()
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


def _signatures() -> Step:
    return Step(
        "Collect the signatures",
        "The consultation is closed. Every party signs the same text.",
        "Read and sign",
        "sign",
    )


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
    return Step(f"Review it on {when}", "Until then it binds its parties.", "Review it", "review")
