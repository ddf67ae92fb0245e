"""What makes a return signed off, whoever brings it: checked, frozen, stored as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.errors import Refused
from surveys.questionnaires import checks
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.endorsed import Kept
from surveys.returns.freezing import Frozen, freeze
from surveys.returns.models import Return, Version
from surveys.returns.standing import Standing

CLOSED = (
    " Some of it is in sections that the reopening left closed: change your new answers so that they"
    " fit, or ask the national evaluation team to reopen those sections too."
)


class Incomplete(Refused):
    """Answers are missing, wrong or not confirmed; `findings` are those that block."""

    def __init__(self, findings: Sequence[Finding], more: str = ""):
        one = len(findings) == 1
        super().__init__(
            f"{len(findings)} {'thing still needs' if one else 'things still need'} an answer, a"
            " correction or a confirmation. The review page lists each one with a link to it."
            f"{more}"
        )
        self.findings = findings


@dataclass(frozen=True)
class Submission:
    """One partnership's answers to a questionnaire, before they are stored as its return.

    `blocking`: what has to be put right before; `closed`: a reopening left some of it closed.
    """

    blocking: Sequence[Finding]
    frozen: Frozen
    closed: bool = False

    def refuse_if_blocked(self) -> None:
        """Raise Incomplete while something is missing or wrong."""
        if self.blocking:
            raise Incomplete(self.blocking, CLOSED if self.closed else "")


def submission_of(form: Form, partnership: Partnership, answers: Mapping[str, Any]) -> Submission:
    """Whole answers from elsewhere, checked and frozen as they would be stored.

    Nobody is there to confirm what is unusual about them, so it does not block.
    """
    attributes = survey_attributes(partnership)
    findings = checks.run(form, answers, attributes)
    return Submission(
        blocking=[each for each in findings if each.kind != "soft"],
        frozen=freeze(
            form=form,
            slug=partnership.slug,
            place=_place(partnership),
            attributes=attributes,
            answers=answers,
        ),
    )


def frozen_from(document: Mapping[str, Any], partnership: Partnership) -> Frozen:
    """A frozen document, frozen once more: the same document, coded for the count."""
    return freeze(
        form=form_of(document["questionnaire"]),
        slug=document["partnership"],
        place=_place(partnership),
        attributes=document["attributes"],
        answers=document["answers"],
        cannot=document.get("cannot", {}),
        confirmed=document.get("confirmed", {}),
    )


def submission_from(standing: Standing) -> Submission:
    """The open return as it stands, checked and frozen as it would be stored."""
    partnership = standing.annual_return.partnership
    return Submission(
        blocking=standing.blocking,
        closed=_is_closed(standing),
        frozen=freeze(
            form=standing.form,
            slug=partnership.slug,
            place=_place(partnership),
            attributes=standing.attributes,
            answers=standing.answers,
            cannot=standing.unable,
            confirmed=standing.notes,
        ),
    )


def submit(
    *,
    annual_return: Return,
    submission: Submission,
    by: User,
    at: datetime,
    tally: Sequence[Kept] = (),
) -> None:
    """Freeze the return, already locked by the caller: submitted, or not eligible by its answers.

    Every submission is a version that stays, with its decision and effort and the `tally` of what
    partners say (none where nobody was asked). Raises Incomplete. The caller has seen to it that
    two people declared and signed.
    """
    submission.refuse_if_blocked()
    frozen = submission.frozen
    annual_return.submitted_at, annual_return.submitted_by = at, by
    _put_in(annual_return, frozen)
    annual_return.version += 1
    reason = _end_reopening(annual_return)
    annual_return.save()
    Version.objects.create(
        annual_return=annual_return,
        number=annual_return.version,
        state=annual_return.state,
        document=frozen.document,
        document_sha256=frozen.document_sha256,
        ready_by=annual_return.ready_by,
        ready_at=annual_return.ready_at,
        ready_note=annual_return.ready_note,
        signed_by=by,
        signed_at=at,
        reason=reason,
        decision=annual_return.decision,
        effort=annual_return.effort,
        tally=list(tally),
    )


def _put_in(annual_return: Return, frozen: Frozen) -> None:
    annual_return.state = Return.State.SUBMITTED if frozen.eligible else Return.State.INELIGIBLE
    annual_return.document = frozen.document
    annual_return.document_sha256 = frozen.document_sha256
    annual_return.codes = frozen.codes
    annual_return.numbers = frozen.numbers
    annual_return.stratum = frozen.stratum


def _end_reopening(annual_return: Return) -> str:
    """Why it was reopened, if it was; the day named for that is done with."""
    reason, annual_return.reopening_reason = annual_return.reopening_reason, ""
    if annual_return.reopened_sections and not annual_return.extension_reason:
        annual_return.extended_to = None
    annual_return.reopened_sections = []
    return reason


def _is_closed(standing: Standing) -> bool:
    opened = standing.open_sections
    return opened is not None and any(f.section not in opened for f in standing.blocking)


def _place(partnership: Partnership) -> tuple[bool, str, str]:
    return partnership.nrf, partnership.authority_type, partnership.region
