"""Who has to act next on a return, by when, and who gets an email then, in words. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format

from partnerships.membership.permissions import P
from surveys.returns.models import Return, Wave
from surveys.returns.named import NAMELESS, People, every
from surveys.returns.own_sections import OwnSection
from surveys.returns.progress import ATTENTION, CANNOT_START, IN_PROGRESS, NOT_STARTED
from surveys.returns.standing import Standing

STATE = Return.State
TO_DO = (NOT_STARTED, IN_PROGRESS, ATTENTION)
SECTION, REVIEW, RECEIPT, CHECK, QUERIES = "section", "review", "receipt", "check", "queries"


@dataclass(frozen=True)
class Step:
    """What comes next: `page` (name of a page of this return, or "") and the words of its link.

    `mine`: the reader is the one who has to act. `mailed`: a sentence on who gets an email then.
    """

    title: str
    words: str
    page: str = ""
    action: str = ""
    section: str = ""
    mine: bool = False
    mailed: str = ""


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
    STATE.INELIGIBLE: Step(
        "Signed off: the area is not eligible",
        "By its answers the area is not one that this survey counts: neither in the national results"
        " nor as a missing return. There is nothing left to do.",
        RECEIPT,
        "See the receipt",
    ),
}
ANSWERED = Step(
    "The evaluation team has your reply",
    "It settles its questions next or asks again. The answers stand as signed off in the meantime.",
    QUERIES,
    "Read the questions",
)
CLOSED = Step(
    "The survey is closed",
    "This return was not signed off in time, so it does not count in the national results."
    " Ask the national evaluation team if you think that this is wrong.",
    REVIEW,
    "Read the answers",
)
Can = Callable[[P], bool]


def next_step(
    standing: Standing,
    can: Can,
    *,
    people: People = NAMELESS,
    own: Sequence[OwnSection] = (),
    answered: bool = False,
    signing_mails: str = "",
) -> Step:
    """The next step of this return as it concerns a reader with these rights.

    `people`: who acts, by name; `own`: the sections given to the reader; `answered`: nobody waits
    for an answer to a query of the evaluation team; `signing_mails`: who gets an email of the
    sign-off that the return waits for, by name (mail_said).
    """
    annual_return = standing.annual_return
    state = STATE(annual_return.state)
    if state in SETTLED:
        return _settled(state, people)
    if state == STATE.QUERIED:
        return _answered(people) if answered else _queried(can, people)
    if not standing.in_time:
        return _too_late(annual_return)
    if state == STATE.READY:
        return _waiting_for_chair(standing, can, people, signing_mails)
    return _answering(standing, can, people, own)


def _settled(state: STATE, people: People) -> Step:
    if state != STATE.SUBMITTED:
        return SETTLED[state]
    return replace(
        SETTLED[state],
        mailed=f"When the team accepts the return or opens it again, {_get(people.everybody())}.",
    )


def _answered(people: People) -> Step:
    told = every((*people.coordinators, *people.chairs)) or "the co-ordinator and the chair"
    mailed = f"When the team writes again or settles a question, {_get(told)}."
    return replace(ANSWERED, mailed=mailed)


def _queried(can: Can, people: People) -> Step:
    mine = can(P.RETURN_REPLY)
    asked = every((*people.coordinators, *people.chairs)) or "the co-ordinator and the chair"
    who = "You are" if mine else f"{_first_letter(asked)} {_are(asked)}"
    return Step(
        "The evaluation team has a question",
        f"{who} asked about some answers. They stand as signed off while you talk about them."
        if mine
        else f"{who} asked about some answers. They stand as signed off in the meantime.",
        QUERIES,
        "Read and reply" if mine else "Read the questions",
        mine=mine,
        mailed="A reply sends an email to the evaluation team.",
    )


def _too_late(annual_return: Return) -> Step:
    wave = annual_return.wave
    if wave.state == Wave.State.DRAFT:
        opens = date_format(wave.opens_on, "l j F Y")
        return Step(
            "The survey is not open yet", f"It opens on {opens}.", REVIEW, "Read the questions"
        )
    if not annual_return.version:
        return CLOSED
    return replace(
        CLOSED,
        words="This return was reopened and not signed off again in time, so it does not count in"
        " the national results. Ask the national evaluation team for more time.",
    )


def _waiting_for_chair(standing: Standing, can: Can, people: People, mails: str) -> Step:
    signed = f"Signing off sends an email to {mails}." if mails else ""
    if can(P.RETURN_SIGN_OFF):
        who = people.answering if people.coordinators else "The co-ordinator"
        declared = standing.annual_return.ready_by
        return Step(
            "Your sign-off is needed",
            f"{declared or who} has declared the return ready. Read the answers, then sign it off"
            f" or send it back with a reason{_by(standing)}.",
            REVIEW,
            "Read and sign off",
            mine=True,
            mailed=signed,
        )
    return Step(
        "Waiting for the chair",
        f"The return has been declared ready. {_first_letter(people.signing)} signs it off"
        f" next{_by(standing)}. Until then the co-ordinator can take it back.",
        REVIEW,
        "Read the answers",
        mailed=signed,
    )


def _answering(standing: Standing, can: Can, people: People, own: Sequence[OwnSection]) -> Step:
    if not can(P.RETURN_ANSWER):
        return _contributing(standing, people, own) or _others_answer(standing, people)
    if standing.progress.can_be_declared:
        return Step(
            "Check the answers and declare the return ready",
            f"Everything that has to be answered is. {_first_letter(people.signing)} signs off"
            f" after you{_by(standing)}.",
            REVIEW,
            "Check the answers",
            mine=True,
            mailed=f"When you declare it ready, {_get(people.signers)}.",
        )
    words = "Answer the sections in any order. What you save stays until you change it."
    if standing.open_sections is not None:
        words = "Only the reopened sections, and what follows from them, can change."
    step = _with_section(standing, [s.code for s in standing.form.sections], words)
    mailed = f"No email is sent until you declare the return ready. Then {_get(people.signers)}."
    if step is None:
        return Step(
            "Put right what is listed",
            "Some answers are missing or wrong.",
            CHECK,
            "See which",
            mine=True,
            mailed=mailed,
        )
    return replace(step, mailed=mailed)


def _contributing(standing: Standing, people: People, own: Sequence[OwnSection]) -> Step | None:
    """For somebody with sections: the first of theirs to do, or that they are done."""
    if not own:
        return None
    codes = [each.section.code for each in own]
    step = _with_section(standing, codes, "")
    if step is None and _cannot_start(standing, codes):
        return Step(
            "Your sections cannot start yet",
            "An answer in another section decides whether they are asked.",
            REVIEW,
            "Read the answers so far",
        )
    if step is None:
        return Step(
            "Your sections are complete",
            f"There is nothing for you to do. {_first_letter(people.answering)} declares the return"
            " ready when the others are complete too.",
            REVIEW,
            "Read the answers so far",
        )
    mine = next(each for each in own if each.section.code == step.section)
    due = f", due on {date_format(mine.due_on, 'l j F Y')}" if mine.due_on else ""
    return replace(step, words=f"{mine.whose}{due}. What you save stays until somebody changes it.")


def _cannot_start(standing: Standing, codes: Sequence[str]) -> bool:
    return any(s.code in codes and s.state == CANNOT_START for s in standing.progress.sections)


def _others_answer(standing: Standing, people: People) -> Step:
    named = bool(people.coordinators)
    return Step(
        "The co-ordinator is answering",
        "You can read the answers as they stand."
        f" {_first_letter(people.signing)} signs off when all of them are in{_by(standing)}.",
        REVIEW,
        "Read the answers so far",
        mailed=f"When {people.answering if named else 'the co-ordinator'} declares the return"
        f" ready, {_get(people.signers)}.",
    )


def _with_section(standing: Standing, codes: Sequence[str], words: str) -> Step | None:
    """Go on with the first of these sections that has something to do and takes answers."""
    opened = standing.open_sections
    first = next(
        (
            s
            for s in standing.progress.sections
            if s.code in codes and s.state in TO_DO and (opened is None or s.code in opened)
        ),
        None,
    )
    if first is None:
        return None
    begun = standing.annual_return.state != STATE.NOT_STARTED
    return Step(
        f"{'Continue' if begun else 'Start'} with section {first.number}: {first.title}",
        words,
        SECTION,
        "Continue" if begun else "Start now",
        section=first.code,
        mine=True,
    )


def _by(standing: Standing) -> str:
    return f", by {date_format(standing.annual_return.due_on, 'l j F Y')}"


def _get(names: str) -> str:
    """A gets an email; A and B get an email"""
    return f"{names} {'get' if ' and ' in names else 'gets'} an email"


def _are(names: str) -> str:
    return "are" if " and " in names else "is"


def _first_letter(words: str) -> str:
    return words[:1].upper() + words[1:]
