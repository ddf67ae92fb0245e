"""Who has to act next on a return, in words."""

from collections.abc import Callable
from dataclasses import dataclass

from partnerships.membership.permissions import P
from surveys.returns.models import Return, Wave
from surveys.returns.progress import ATTENTION, IN_PROGRESS, NOT_STARTED
from surveys.returns.standing import Standing

STATE = Return.State
TO_DO = (NOT_STARTED, IN_PROGRESS, ATTENTION)
SECTION, REVIEW, RECEIPT = "section", "review", "receipt"


@dataclass(frozen=True)
class Step:
    """What comes next: `page` ("section", "review", "receipt" or "") and the words of its link.

    `mine`: the reader is the one who has to act.
    """

    title: str
    words: str
    page: str = ""
    action: str = ""
    section: str = ""
    mine: bool = False


SETTLED = {
    STATE.SUBMITTED: Step(
        "Signed off and sent",
        "The national evaluation team reads the return next. There is nothing for you to do.",
        RECEIPT,
        "See the receipt",
    ),
    STATE.ACCEPTED: Step(
        "Accepted by the evaluation team",
        "Your answers count in the national results. There is nothing left to do.",
        RECEIPT,
        "See the receipt",
    ),
    STATE.QUERIED: Step(
        "The evaluation team has a question",
        "It asks the co-ordinator and the chair about some answers. They stay as signed off.",
        RECEIPT,
        "See the receipt",
    ),
    STATE.INELIGIBLE: Step(
        "Signed off: the area is not eligible",
        "By its answers the area is not one that this survey counts: neither in the national results"
        " nor as a missing return. There is nothing left to do.",
        RECEIPT,
        "See the receipt",
    ),
}
CLOSED = Step(
    "The survey is closed",
    "This return was not signed off in time, so it does not count in the national results."
    " Ask the national evaluation team if you think that this is wrong.",
    REVIEW,
    "Read the answers",
)


def next_step(standing: Standing, can: Callable[[P], bool]) -> Step:
    """The next step of this return as it concerns a reader with these rights."""
    state = STATE(standing.annual_return.state)
    if state in SETTLED:
        return SETTLED[state]
    if standing.annual_return.wave.state != Wave.State.OPEN:
        return CLOSED
    return _waiting_for_chair(can) if state == STATE.READY else _answering(standing, can)


def _waiting_for_chair(can: Callable[[P], bool]) -> Step:
    if can(P.RETURN_SIGN_OFF):
        return Step(
            "Your sign-off is needed",
            "The co-ordinator has declared the return ready. Read the answers, then sign it off"
            " or send it back with a reason.",
            REVIEW,
            "Read and sign off",
            mine=True,
        )
    return Step(
        "Waiting for the chair",
        "The return has been declared ready. The chair or the vice-chair signs it off next."
        " Until then the co-ordinator can take it back.",
        REVIEW,
        "Read the answers",
    )


def _answering(standing: Standing, can: Callable[[P], bool]) -> Step:
    if not can(P.RETURN_ANSWER):
        return Step(
            "The co-ordinator is answering",
            "You can read the answers as they stand. The chair signs off when all of them are in.",
            REVIEW,
            "Read the answers so far",
        )
    if standing.progress.can_be_declared:
        return Step(
            "Check the answers and declare the return ready",
            "Everything that has to be answered is. The chair signs off after you.",
            REVIEW,
            "Check the answers",
            mine=True,
        )
    first = next((s for s in standing.progress.sections if s.state in TO_DO), None)
    if first is None:
        return Step("Put right what is listed", "Some answers are missing.", REVIEW, "See which")
    begun = standing.annual_return.state != STATE.NOT_STARTED
    return Step(
        f"{'Continue' if begun else 'Start'} with section {first.number}: {first.title}",
        "Answer the sections in any order. What you save stays until you change it.",
        SECTION,
        "Continue" if begun else "Start now",
        section=first.code,
        mine=True,
    )
