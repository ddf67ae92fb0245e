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
from surveys.questionnaires.structure import Form
from surveys.returns.freezing import Frozen, freeze
from surveys.returns.models import Return, Version


class Incomplete(Refused):
    """Answers are missing or wrong; `findings` are those that block."""

    def __init__(self, findings: Sequence[Finding]):
        one = len(findings) == 1
        super().__init__(
            f"{len(findings)} {'thing still needs' if one else 'things still need'} an answer or a"
            " correction. The review page lists each one with a link to it."
        )
        self.findings = findings


@dataclass(frozen=True)
class Submission:
    """One partnership's answers to a questionnaire, before they are stored as its return."""

    findings: Sequence[Finding]
    frozen: Frozen

    @property
    def unusual(self) -> bool:
        """Whether a soft check found something that wants a word."""
        return any(not finding.blocks for finding in self.findings)

    def refuse_if_blocked(self) -> None:
        """Raise Incomplete while something is missing or wrong."""
        blocking = [finding for finding in self.findings if finding.blocks]
        if blocking:
            raise Incomplete(blocking)


def submission_of(form: Form, partnership: Partnership, answers: Mapping[str, Any]) -> Submission:
    """The answers checked, and frozen as they would be stored."""
    attributes = survey_attributes(partnership)
    return Submission(
        findings=checks.run(form, answers, attributes),
        frozen=freeze(
            form=form,
            slug=partnership.slug,
            place=(partnership.nrf, partnership.authority_type, partnership.region),
            attributes=attributes,
            answers=answers,
        ),
    )


def submit(*, annual_return: Return, submission: Submission, by: User, at: datetime) -> None:
    """Freeze the return, already locked by the caller: submitted, or not eligible by its answers.

    Raises Incomplete. The caller has seen to it that two people declared and signed.
    """
    submission.refuse_if_blocked()
    frozen = submission.frozen
    annual_return.state = Return.State.SUBMITTED if frozen.eligible else Return.State.INELIGIBLE
    annual_return.submitted_at, annual_return.submitted_by = at, by
    annual_return.document = frozen.document
    annual_return.document_sha256 = frozen.document_sha256
    annual_return.codes = frozen.codes
    annual_return.numbers = frozen.numbers
    annual_return.stratum = frozen.stratum
    annual_return.version += 1
    reason, annual_return.reopening_reason = annual_return.reopening_reason, ""
    annual_return.reopened_sections = []
    annual_return.save()
    Version.objects.create(
        annual_return=annual_return,
        number=annual_return.version,
        document=frozen.document,
        document_sha256=frozen.document_sha256,
        ready_by=annual_return.ready_by,
        ready_at=annual_return.ready_at,
        ready_note=annual_return.ready_note,
        signed_by=by,
        signed_at=at,
        reason=reason,
    )
