"""Copying last year's answers into this year's return, and confirming that they still hold."""

from collections.abc import Collection

from django.db import transaction

from portal.accounts.models import User
from portal.errors import Refused
from surveys.questionnaires.routing import asked
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.locking import lock_return
from surveys.returns.earlier import Earlier, earlier_of, may_be_copied
from surveys.returns.models import Return
from surveys.returns.standing import Standing, standing_of

NO_EARLIER = "There is no signed-off return of an earlier year to copy from. Answer the questions."
NOTHING_TO_COPY = (
    "Nothing was copied: these questions are answered by now, are not asked of you, or were not"
    " the same the time before."
)
NOTHING_TO_CONFIRM = (
    "Nothing was confirmed: these answers are confirmed by now, or have changed since you opened"
    " the page."
)


@transaction.atomic
def copy_last_year(
    *,
    annual_return: Return,
    questions: Collection[str],
    by: User,
    within: Collection[str] | None = None,
) -> list[str]:
    """Copy the earlier answers to these questions, marked as not yet confirmed.

    Only questions without an answer are copied to, so that nobody's work is replaced, those too
    that are asked because of another copy; returns the codes. `within` as in save_answers. Raises
    Refused when nothing can be copied or the return takes no answers, Denied for sections of others.
    """
    current = lock_return(annual_return)
    earlier = earlier_of(current)
    if earlier is None:
        raise Refused(NO_EARLIER)
    edits = copies(standing_of(current), earlier, questions)
    if not edits:
        raise Refused(NOTHING_TO_COPY)
    save_answers(annual_return=current, edits=edits, by=by, within=within)
    return list(edits)


def copies(standing: Standing, earlier: Earlier, questions: Collection[str]) -> dict[str, Edit]:
    """Question → what to copy, in rounds: a copied answer may be what leads to the next question."""
    wanted = [q for q in standing.form.questions if q.code in questions]
    edits: dict[str, Edit] = {}
    routed = standing.routed
    while found := [
        q for q in wanted if q.code not in edits and may_be_copied(standing, earlier, q, routed)
    ]:
        for question in found:
            stored = standing.stored.get(question.code)
            base = stored.revision if stored else 0
            value = earlier.value_for(question)
            edits[question.code] = Edit(value, base, carried_from=earlier.year)
        copied = {code: edit.value for code, edit in edits.items()}
        routed = asked(standing.form, {**standing.answers, **copied}, standing.attributes)
    return edits


@transaction.atomic
def confirm_carried(
    *,
    annual_return: Return,
    questions: Collection[str],
    by: User,
    within: Collection[str] | None = None,
) -> list[str]:
    """Say that these copied answers hold for this year too; returns the codes of those confirmed.

    Raises as copy_last_year.
    """
    current = lock_return(annual_return)
    standing = standing_of(current)
    edits = {}
    for question in standing.form.questions:
        if question.code in questions and question.code in standing.carried:
            row = standing.stored[question.code]
            edits[question.code] = Edit(row.value, row.revision, row.cannot, row.cannot_note)
    if not edits:
        raise Refused(NOTHING_TO_CONFIRM)
    save_answers(annual_return=current, edits=edits, by=by, within=within)
    return list(edits)
