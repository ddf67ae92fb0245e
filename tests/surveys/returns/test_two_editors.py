"""Two people at one section at a time, however they go about it: no acknowledged answer is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Clash, Edit, Saved, held_by, save_answers
from surveys.returns.joining import Held
from surveys.returns.models import Answer, AnswerRevision
from tests.surveys.returns.desk import Desk

EDITORS = ("alpha_coordinator", "alpha_member")
NUMBER, OPTIONS, GRID, TEXT = "A02", "B10", "B11", "M06"
LINES = st.lists(st.sampled_from(["Safer", "streets", "for", "all", ""]), max_size=5)
BLANK = Held()
editors = st.sampled_from(EDITORS)
questions = st.sampled_from([NUMBER, OPTIONS, GRID, TEXT])


class TwoEditors(RuleBasedStateMachine):
    """Each editor has a page open, as old as may be; what they see is what they build on.

    `pages`: editor → question → (revision, what it showed). `known`: every (question, held) that
    was acknowledged as saved, by whomever.
    """

    before: str

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, dict[str, tuple[int, Held]]] = {}
        self.known: list[tuple[str, Held]] = []

    @initialize()
    def open_both(self) -> None:
        """From nothing."""
        self.before = transaction.savepoint()
        for editor in EDITORS:
            self.pages[editor] = {}

    def teardown(self) -> None:
        """The next run begins where this one did."""
        transaction.savepoint_rollback(self.before)

    @rule(editor=editors)
    def open_page(self, editor: str) -> None:
        """The page is loaded anew."""
        with self.room():
            rows = {a.question: (a.revision, held_by(a)) for a in Answer.objects.all()}
        self.pages[editor] = rows

    @rule(editor=editors, question=questions, data=st.data())
    def save(self, editor: str, question: str, data: st.DataObject) -> None:
        """An edit of what the page shows, whoever saved what since."""
        base, shown = self.pages[editor].get(question, (0, BLANK))
        held = data.draw(self.edits(question, shown), label=f"{editor} makes {question}")
        saved = self.send(editor, question, held, base)
        if saved.clashes:
            self.decide(editor, saved.clashes[0], data.draw(st.sampled_from(["mine", "theirs"])))

    def decide(self, editor: str, clash: Clash, choice: str) -> None:
        """Nothing was written; the editor has seen theirs and says which counts."""
        with self.room():
            standing = Answer.objects.get(question=clash.question)
        assert held_by(standing) == clash.sides[1]
        if choice == "mine":
            saved = self.send(editor, clash.question, clash.sides[2], clash.revision)
            assert saved.clashes == []
        else:
            self.pages[editor][clash.question] = (clash.revision, clash.sides[1])

    def send(self, editor: str, question: str, held: Held, base: int) -> Saved:
        """Save, and hold what the portal said against what it did."""
        edit = Edit(held.value, base, held.cannot, held.cannot_note)
        before = self.standing(question)
        with self.room():
            by = self.desk.cast.users[editor]
            saved = save_answers(annual_return=self.desk.row(), edits={question: edit}, by=by)
        revision, after = self.standing(question)
        if saved.clashes:
            assert (revision, after) == before
            return saved
        if question in saved.questions and question not in saved.merged:
            assert after == held
            unseen = before[0] > base and before[1].said != held.said
            assert not unseen, "overwritten unseen"
        if question in saved.merged:
            self.holds_both(question, before[1], held, after, base)
        else:
            self.known.append((question, held))
        self.pages[editor][question] = (revision, after)
        return saved

    def holds_both(self, question: str, theirs: Held, mine: Held, after: Held, base: int) -> None:
        """Nothing of either side that the other had not taken out is missing after joining."""
        with self.room():
            row = AnswerRevision.objects.filter(question=question, revision=base).first()
        began = held_by(row)
        for part in self.parts(mine) - self.parts(began):
            assert part in self.parts(after)
        for part in self.parts(theirs) - self.parts(began):
            assert part in self.parts(after)
        self.known.append((question, after))

    @staticmethod
    def parts(held: Held) -> set[Any]:
        """Rows, options or lines."""
        if isinstance(held.value, dict):
            return set(held.value.items())
        if isinstance(held.value, list):
            return set(held.value)
        return {line for line in str(held.value or "").split("\n") if line}

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        """Every acknowledged answer stands, or stands in the history."""
        with self.room():
            rows = AnswerRevision.objects.order_by("revision")
            kept = [(row.question, held_by(row).said) for row in rows]
            current = {a.question: (a.revision, held_by(a)) for a in Answer.objects.all()}
            newest = {row.question: (row.revision, held_by(row)) for row in rows}
        assert current == newest
        for question, held in self.known:
            assert held == BLANK or (question, held.said) in kept

    def edits(self, question: str, shown: Held) -> st.SearchStrategy[Held]:
        """What somebody may make of what they see."""
        asked = self.desk.form.question(question)
        codes = [option.code for option in asked.options if not option.exclusive][:3]
        if question == NUMBER:
            numbers = st.sampled_from([None, 1998, 2001]).map(Held)
            return numbers | st.just(Held(None, "not_yet", "Soon"))
        if question == OPTIONS:
            ticked = st.lists(st.sampled_from(codes), unique=True)
            return ticked.map(lambda some: Held([c for c in codes if c in some] or None))
        if question == TEXT:
            return LINES.map(lambda lines: Held("\n".join(lines).strip() or None))
        rows = [row.code for row in asked.rows][:3]
        changed = st.dictionaries(st.sampled_from(rows), st.sampled_from([*codes, None]))
        return changed.map(lambda given: Held(_kept({**(shown.value or {}), **given})))

    def standing(self, question: str) -> tuple[int, Held]:
        with self.room():
            answer = Answer.objects.filter(question=question).first()
        return (answer.revision if answer else 0, held_by(answer))

    @contextmanager
    def room(self) -> Iterator[None]:
        with in_partnership(self.desk.cast.alpha.pk):
            yield


def _kept(rows: dict[str, str | None]) -> dict[str, str] | None:
    return {row: code for row, code in rows.items() if code is not None} or None


@pytest.mark.slow
def test_no_acknowledged_answer_is_ever_lost(desk: Desk) -> None:
    run_state_machine_as_test(
        type("AtThisDesk", (TwoEditors,), {"desk": desk}),
        settings=settings(
            max_examples=60,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
