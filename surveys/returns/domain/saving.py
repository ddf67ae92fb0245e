"""Saving a section's page: its answers, what was confirmed on it, and that somebody was there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from django.db import transaction

from portal.accounts.models import User
from portal.errors import Refused
from surveys.questionnaires.queries import form_of
from surveys.returns.confirmed_seen import Shown, box_digest, shown_now
from surveys.returns.domain.answering import Edit, Saved, answers_saved
from surveys.returns.domain.carrying import copy_last_year
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.domain.effort import touch
from surveys.returns.domain.locking import lock_return
from surveys.returns.models import Return
from surveys.returns.standing import Standing, standing_of

LOOK_AGAIN = "Somebody changed an answer that this is about. Look at it again, then confirm."
SAID_MEANWHILE = "Somebody else confirmed this, or took that back. Look at it again, then save."


@dataclass(frozen=True)
class Ticking:
    """What a person did with a box: the note of who confirms, None: taken back; and what they saw."""

    note: str | None
    seen: Shown


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
    confirmations: Mapping[str, Ticking],
    copy: str = "",
    by: User,
    within: Collection[str] | None,
) -> SectionSaved:
    """Save what one person did on a section's page. Raises as save_answers.

    `confirmations`: by soft check. One whose answers came out otherwise than this person saw them
    is not taken, nor one in place of what somebody else said meanwhile; one about answers that
    are no longer unusual has nothing to say. `copy`: the question to which to copy last year's answer.
    """
    unseen = _unseen(annual_return, confirmations) if confirmations else {}
    saved = answers_saved(annual_return=annual_return, edits=edits, by=by, within=within)
    touch(annual_return=annual_return, section=section, by=by)
    done = SectionSaved(saved)
    if confirmations:
        taken = {code: each.note for code, each in confirmations.items() if code not in unseen}
        done.unconfirmed = unseen | _confirm(annual_return, taken, saved, by, within)
    if copy:
        try:
            copy_last_year(annual_return=annual_return, questions=[copy], by=by, within=within)
        except Refused as refusal:
            done.uncopied[copy] = refusal.message
    return done


def _unseen(annual_return: Return, confirmations: Mapping[str, Ticking]) -> dict[str, str]:
    """Those that were made on other words or other answers than stand now, with why. The return
    is locked from here on."""
    standing = standing_of(lock_return(annual_return))
    found = {}
    for check in standing.form.checks:
        ticking = confirmations.get(check.code)
        if ticking is None:
            continue
        now = shown_now(standing, check)
        if ticking.note is not None and ticking.seen.elsewhere != now.elsewhere:
            found[check.code] = LOOK_AGAIN
        elif now.box != ticking.seen.box and not _stands(standing, check.code, ticking.note):
            found[check.code] = SAID_MEANWHILE
    return found


def _stands(standing: Standing, code: str, note: str | None) -> bool:
    """Whether just this is said already."""
    said = standing.confirmed.get(code)
    if said is None or note is None:
        return said is None and note is None
    return box_digest(True, said.note) == box_digest(True, note)


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
