"""Saving answers while a return is open. Nobody's answer is ever overwritten unseen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Denied, Refused
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.domain.locking import lock_return
from surveys.returns.joining import Held, joined
from surveys.returns.models import Answer, AnswerRevision, Return
from surveys.returns.openness import why_not
from surveys.returns.queries import stored_answers
from surveys.returns.standing import standing_of
from surveys.returns.stored import StoredAnswer

FIELDS = ("value", "cannot", "cannot_note", "carried_from")
WRITTEN = ("question", "revision", "answered_by_id", "answered_at", *FIELDS)


@dataclass(frozen=True)
class Edit:
    """A new answer to one question and the revision its editor saw (0: none).

    `value` None: cleared, or not to be answered for the reason `cannot`; grids may have both.
    """

    value: Any
    base: int
    cannot: str = ""
    cannot_note: str = ""
    carried_from: int | None = None

    @property
    def held(self) -> Held:
        """What the answer would say."""
        return Held(self.value, self.cannot, self.cannot_note, self.carried_from)


class Sides(NamedTuple):
    """Three answers to one question: what both began with, theirs, and mine."""

    base: Held
    theirs: Held
    mine: Held


@dataclass(frozen=True)
class Clash:
    """Somebody else's answer that the editor had not seen; theirs stands, the edit was not saved."""

    question: str
    sides: Sides
    by: str
    at: datetime
    revision: int

    @property
    def base(self) -> Any:
        """The value both began with."""
        return self.sides.base.value

    @property
    def theirs(self) -> Any:
        """The value that stands."""
        return self.sides.theirs.value

    @property
    def mine(self) -> Any:
        """The value that was not saved."""
        return self.sides.mine.value


@dataclass
class Saved:
    """What became of a save.

    `questions`: written; `merged`: those of them, or of the unwritten ones, in which a change of
    somebody else was joined with the edit; `clashes`: for the editor to decide; `answers`: the
    rows of all questions of the save as they stand now.
    """

    questions: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    answers: dict[str, StoredAnswer] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    *,
    annual_return: Return,
    edits: Mapping[str, Edit],
    by: User,
    within: Collection[str] | None = None,
) -> Saved:
    """Save the edits that do not clash, joining those made from an older revision.

    `within`: codes of the sections that this person may write; None: all of them. Raises Denied
    for any other section, and Refused if the return, its wave or a section takes no answers.
    """
    return answers_saved(annual_return=annual_return, edits=edits, by=by, within=within)


def answers_saved(
    *,
    annual_return: Return,
    edits: Mapping[str, Edit],
    by: User,
    within: Collection[str] | None = None,
) -> Saved:
    """save_answers inside the caller's own atomic block, which no refusal leaves half-done."""
    locked = _lock_open(annual_return)
    form = form_of(locked.wave.questionnaire.sha256)
    _check_sections(locked, form, {form.question(code).section for code in edits}, within)
    stored = {code: row for code, row in stored_answers(locked).items() if code in edits}
    bases = _bases(locked, edits, stored)
    saved = Saved(answers=stored)
    now = timezone.now()
    writes = []
    for code, edit in edits.items():
        held = _settled(form, code, edit, stored.get(code), bases, saved)
        if held is not None:
            writes.append(_row(code, held, stored.get(code), by, now))
    _write(locked, writes, by)
    saved.questions = [answer.question for answer in writes]
    saved.answers |= {answer.question: answer for answer in writes}
    return saved


def held_by(answer: StoredAnswer | AnswerRevision | None) -> Held:
    """What a stored answer says."""
    if answer is None:
        return Held()
    return Held(answer.value, answer.cannot, answer.cannot_note, answer.carried_from)


def _lock_open(annual_return: Return) -> Return:
    current = lock_return(annual_return)
    refusal = why_not(current, timezone.localdate())
    if refusal:
        raise Refused(refusal)
    return current


def _check_sections(
    locked: Return, form: Form, sections: Collection[str], within: Collection[str] | None
) -> None:
    named = {section.code: f"section {section.number}" for section in form.sections}
    for code in sorted(sections, key=list(named).index):
        if within is not None and code not in within:
            raise Denied(
                f"You cannot answer {named[code]}, because it was not given to you."
                " Ask the co-ordinator for it."
            )
    if not locked.reopened_sections:
        return  # and so spare the whole standing
    opened = standing_of(locked).open_sections
    for code in sorted(sections, key=list(named).index):
        if opened is not None and code not in opened:
            raise Refused(
                f"The answers of {named[code]} cannot change, because the reopening left it"
                " closed. Ask the national evaluation team to reopen it if something has to change."
            )


def _bases(
    locked: Return, edits: Mapping[str, Edit], stored: Mapping[str, StoredAnswer]
) -> dict[str, Held | None]:
    """What each editor of a stale answer began with; None when that is not known."""
    stale = {
        code: edit.base
        for code, edit in edits.items()
        if code in stored and edit.base != stored[code].revision
    }
    bases: dict[str, Held | None] = {code: None if at else Held() for code, at in stale.items()}
    wanted = {code: at for code, at in stale.items() if at}
    if wanted:
        rows = locked.revisions.filter(question__in=wanted, revision__in=set(wanted.values()))
        bases |= {r.question: held_by(r) for r in rows if r.revision == wanted[r.question]}
    return bases


def _settled(
    form: Form,
    code: str,
    edit: Edit,
    answer: StoredAnswer | None,
    bases: Mapping[str, Held | None],
    saved: Saved,
) -> Held | None:
    """What to write for this edit, or None; says in `saved` what was joined and what clashed."""
    theirs = held_by(answer)
    if edit.held.said == theirs.said:  # copied from last year and now said by a person: confirmed
        return edit.held if theirs.carried_from and not edit.carried_from else None
    if answer is None or code not in bases:
        return edit.held
    base = bases[code]
    both = None if base is None else joined(form.question(code), base, theirs, edit.held)
    if both is None:
        sides = Sides(base or Held(), theirs, edit.held)
        saved.clashes.append(Clash(code, sides, answer.author, answer.answered_at, answer.revision))
        return None
    saved.merged.append(code)
    return None if both == theirs else both


def _row(
    code: str, held: Held, before: StoredAnswer | None, by: User, now: datetime
) -> StoredAnswer:
    return StoredAnswer(
        question=code,
        value=held.value,
        cannot=held.cannot,
        cannot_note=held.cannot_note,
        carried_from=held.carried_from,
        revision=before.revision + 1 if before else 1,
        answered_by_id=by.pk,
        author=str(by),
        at=str(now),
    )


def _write(annual_return: Return, writes: list[StoredAnswer], by: User) -> None:
    if not writes:
        return
    write_rows(annual_return, writes)
    if annual_return.state == Return.State.NOT_STARTED:
        Return.objects.filter(pk=annual_return.pk).update(state=Return.State.IN_PROGRESS)
    record(
        "return.answered", on=annual_return, by=by, questions=[answer.question for answer in writes]
    )


def write_rows(annual_return: Return, rows: Sequence[StoredAnswer]) -> None:
    """Store the rows over those of their questions, each with its revision."""
    said = [
        {name: getattr(row, name) for name in WRITTEN} | {"annual_return": annual_return}
        for row in rows
    ]
    Answer.objects.bulk_create(
        [Answer(**each) for each in said],
        update_conflicts=True,
        unique_fields=["partnership", "annual_return", "question"],
        update_fields=[*FIELDS, "revision", "answered_by", "answered_at"],
    )
    AnswerRevision.objects.bulk_create([AnswerRevision(**each) for each in said])
