"""The returns of partnerships with people, brought to the stage the demo shows them at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.mail.domain import nothing_leaves
from portal.management.demo.response import STAGES
from portal.tenancy.context import in_partnership
from portal.working_days import add_working_days
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.carrying import copy_last_year
from surveys.returns.domain.confirming import confirm_check
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.querying import raise_query, reply
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import accept_return, declare_ready
from surveys.returns.domain.team import assign_section
from surveys.returns.models import Return, Side, Wave
from surveys.returns.standing import standing_of

# Left for whoever tries the demo: the co-ordinator of this partnership finishes its return.
LEFT_OPEN = ("L", "M")
COPIED = ("M03", "M04")  # answers of 2003 in a section left open, not yet confirmed
GIVEN_OUT = (("M", "health@rotherham.example"), ("L", "business@rotherham.example"))
EXTENDED = "allerdale"
NOTE = "Synthetic note: the figures were checked and are right."
Answers = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """One return on its way, the people who act on it, and the answers it is to have."""

    annual_return: Return
    coordinator: User | None
    evaluator: User
    people: Mapping[str, User]
    document: Mapping[str, Any]
    answers: Answers


def bring_to_stages(
    document: Mapping[str, Any],
    wave: Wave,
    partnerships: Mapping[str, Partnership],
    answers: Mapping[str, Answers],
    people: Mapping[str, User],
) -> None:
    """Each by the people who would do it, in the partnership's own scope; nobody gets an email."""
    evaluator = people["evaluator@evaluation.example"]
    with nothing_leaves():
        for slug, stage in STAGES.items():
            with in_partnership(partnerships[slug].pk, switch=True):
                annual_return = Return.objects.select_related("wave").get(wave=wave)
                coordinator = people.get(f"coordinator@{slug}.example")
                BRING.get(stage, _as_it_is)(
                    Stage(annual_return, coordinator, evaluator, people, document, answers[slug])
                )
        extend_return(
            partnership=partnerships[EXTENDED],
            year=wave.year,
            until=add_working_days(wave.closes_on, 5),
            reason="Synthetic reason: the co-ordinator’s post was vacant for two months.",
            by=evaluator,
        )


def _as_it_is(stage: Stage) -> None:
    """Not started, submitted and not eligible need nothing more."""


def _in_progress(stage: Stage) -> None:
    """Two sections left, given to two members, with answers of last year copied into one."""
    left = {q["code"] for q in stage.document["questions"] if q["section"] in LEFT_OPEN}
    _answer(stage, {code: value for code, value in stage.answers.items() if code not in left})
    copy_last_year(
        annual_return=stage.annual_return, questions=COPIED, by=stage.coordinator, within=None
    )
    due = add_working_days(timezone.localdate() + timedelta(days=5), 0)
    for section, address in GIVEN_OUT:
        assign_section(
            annual_return=stage.annual_return,
            section=section,
            person=stage.people[address],
            due_on=due,
            by=stage.coordinator,
        )


def _ready(stage: Stage) -> None:
    _answer(stage, stage.answers)
    for finding in standing_of(stage.annual_return).to_confirm:
        confirm_check(
            annual_return=stage.annual_return,
            check_code=finding.code,
            note=NOTE,
            by=stage.coordinator,
        )
    declare_ready(
        annual_return=stage.annual_return,
        by=stage.coordinator,
        seen=standing_of(stage.annual_return).digest,
        note="Synthetic note: the board went through the answers at its last meeting.",
    )


def _accepted(stage: Stage) -> None:
    stage.annual_return.refresh_from_db(fields=["document_sha256"])
    seen = stage.annual_return.document_sha256
    accept_return(annual_return=stage.annual_return, by=stage.evaluator, seen=seen)


def _queried(stage: Stage) -> None:
    """One query that waits for an answer, and one that got it."""
    raise_query(
        annual_return=stage.annual_return,
        question="B02",
        text="Synthetic query: is the number of members that of the whole board?",
        by=stage.evaluator,
    )
    answered = raise_query(
        annual_return=stage.annual_return,
        question="E01",
        text="Synthetic query: since when has the performance management system been in place?",
        by=stage.evaluator,
    )
    reply(
        query=answered,
        text="Synthetic reply: since April, after a year of trying it out.",
        side=Side.PARTNERSHIP,
        by=stage.coordinator,
    )


def _reopened(stage: Stage) -> None:
    reopen_return(
        annual_return=stage.annual_return,
        sections=("B", "I"),
        reason="Synthetic reason: two answers about the board do not fit together.",
        due_on=add_working_days(timezone.localdate(), 8),
        by=stage.evaluator,
    )


def _answer(stage: Stage, answers: Answers) -> None:
    edits = {code: Edit(value=value, base=0) for code, value in answers.items()}
    save_answers(annual_return=stage.annual_return, edits=edits, by=stage.coordinator, within=None)


BRING: dict[str, Callable[[Stage], None]] = {
    "in_progress": _in_progress,
    "ready": _ready,
    "accepted": _accepted,
    "queried": _queried,
    "reopened": _reopened,
}
