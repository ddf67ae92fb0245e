"""Saving a section's page: its answers, what was confirmed on it, and that somebody was there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from django.db import transaction

from portal.accounts.models import User
from portal.errors import Refused
from surveys.questionnaires.queries import form_of
from surveys.returns.domain.answering import Edit, Saved, save_answers
from surveys.returns.domain.carrying import copy_last_year
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.domain.effort import touch
from surveys.returns.models import Return
from surveys.returns.standing import standing_of

LOOK_AGAIN = "Somebody changed an answer that this is about. Look at it again, then confirm."


class _About(TypedDict):
    """What both confirming and taking back need."""

    annual_return: Return
    check_code: str
    by: User
    within: Collection[str] | None


@dataclass
class SectionSaved:
    """What became of the answers; soft check → why its confirmation was not taken; question →
    why last year's answer was not copied."""

    answers: Saved
    unconfirmed: dict[str, str] = field(default_factory=dict)
    uncopied: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_section(
    *,
    annual_return: Return,
    section: str,
    edits: Mapping[str, Edit],
    confirmations: Mapping[str, str | None],
    copy: str = "",
    by: User,
    within: Collection[str] | None,
) -> SectionSaved:
    """Save what one person did on a section's page. Raises as save_answers.

    `confirmations`: soft check → note of who confirms it, None: taken back. One whose answers
    came out otherwise than this person saw them is not taken; one about answers that are no
    longer unusual has nothing to say. `copy`: the question to which to copy last year's answer.
    """
    saved = save_answers(annual_return=annual_return, edits=edits, by=by, within=within)
    touch(annual_return=annual_return, section=section, by=by)
    done = SectionSaved(saved)
    if confirmations:
        done.unconfirmed = _confirm(annual_return, confirmations, saved, by, within)
    if copy:
        try:
            copy_last_year(annual_return=annual_return, questions=[copy], by=by, within=within)
        except Refused as refusal:
            done.uncopied[copy] = refusal.message
    return done


def _confirm(
    annual_return: Return,
    confirmations: Mapping[str, str | None],
    saved: Saved,
    by: User,
    within: Collection[str] | None,
) -> dict[str, str]:
    form = form_of(annual_return.wave.questionnaire.sha256)
    looked_at = {check.code: set(check.questions) for check in form.checks}
    unusual = {finding.code for finding in standing_of(annual_return).unusual}
    unseen = {*saved.merged, *(clash.question for clash in saved.clashes)}
    refused = {}
    for code in confirmations.keys() & unusual:
        note = confirmations[code]
        about = _About(annual_return=annual_return, check_code=code, by=by, within=within)
        try:
            if note is None:
                withdraw_confirmation(**about)
            elif looked_at[code] & unseen:
                refused[code] = LOOK_AGAIN
            else:
                confirm_check(**about, note=note)
        except Refused as refusal:
            refused[code] = refusal.message
    return refused
