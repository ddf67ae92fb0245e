"""What a workbook would change, question by question, as its sender sees it before it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from surveys.questionnaires.routing import asked
from surveys.questionnaires.structure import Section
from surveys.returns.domain.answering import held_by
from surveys.returns.joining import Held, joined
from surveys.returns.models import Workbook
from surveys.returns.queries.files import revisions_at
from surveys.returns.standing import Standing
from surveys.returns.stored import StoredAnswer
from surveys.returns.versions import Answers, Changed, changes

State = Literal["change", "joined", "clash", "already"]


@dataclass(frozen=True)
class Shown:
    """One question that the workbook changes.

    `change`: from what stands on the site to what will (from theirs to mine in a clash). `who` and
    `at`: who changed it after the workbook was made. `counts`: whether it is asked with these
    answers.
    """

    state: State
    change: Changed
    who: str
    at: datetime | None
    seen: int
    counts: bool


@dataclass(frozen=True)
class ShownSection:
    """A section with the questions that the workbook changes."""

    section: Section
    questions: tuple[Shown, ...]


@dataclass(frozen=True)
class Preview:
    """All that a workbook does. `already`: how many of its changes stand on the site anyway."""

    sections: tuple[ShownSection, ...]
    already: int

    @property
    def clashes(self) -> int:
        """How many questions wait for a choice."""
        return self._count("clash")

    @property
    def joined(self) -> int:
        """How many changes are joined with somebody else's."""
        return self._count("joined")

    @property
    def changes(self) -> int:
        """How many questions change."""
        return sum(len(each.questions) for each in self.sections)

    def _count(self, state: State) -> int:
        return sum(q.state == state for each in self.sections for q in each.questions)


@dataclass(frozen=True)
class _Outcome:
    state: State
    after: Held
    answer: StoredAnswer | None


def preview_of(standing: Standing, workbook: Workbook) -> Preview:
    """What applying the workbook would do now."""
    outcomes = _outcomes(standing, workbook)
    already = sum(outcome.state == "already" for outcome in outcomes.values())
    live = {code: outcome for code, outcome in outcomes.items() if outcome.state != "already"}
    after = {**standing.answers, **{code: each.after.value for code, each in live.items()}}
    routed = asked(standing.form, after, standing.attributes)
    before = {code: held_by(outcome.answer) for code, outcome in live.items()}
    said = changes(
        standing.form,
        _answers(before),
        _answers({code: outcome.after for code, outcome in live.items()}),
    )
    sections = tuple(
        ShownSection(
            part.section,
            tuple(
                _shown(live[each.question.code], each, each.question.code in routed.questions)
                for each in part.questions
            ),
        )
        for part in said
    )
    return Preview(sections, already)


def _outcomes(standing: Standing, workbook: Workbook) -> dict[str, _Outcome]:
    edits: Mapping[str, Mapping[str, Any]] = workbook.edits
    bases = revisions_at(standing.annual_return, {code: e["base"] for code, e in edits.items()})
    found = {}
    for code, edit in edits.items():
        answer = standing.stored.get(code)
        mine = Held(edit["value"], edit["cannot"], edit["cannot_note"])
        base = held_by(bases.get(code)) if code in bases or not edit["base"] else None
        found[code] = _outcome(standing, code, answer, mine, edit["base"], base)
    return found


def _outcome(
    standing: Standing,
    code: str,
    answer: StoredAnswer | None,
    mine: Held,
    seen: int,
    base: Held | None,
) -> _Outcome:
    theirs = held_by(answer)
    if theirs.said == mine.said:
        return _Outcome("already", mine, answer)
    if answer is None or answer.revision == seen:
        return _Outcome("change", mine, answer)
    both = None if base is None else joined(standing.form.question(code), base, theirs, mine)
    if both is None:
        return _Outcome("clash", mine, answer)
    return _Outcome("already" if both.said == theirs.said else "joined", both, answer)


def _answers(held: Mapping[str, Held]) -> Answers:
    """As the comparison of versions takes them; what is not asked is shown like the rest."""
    return Answers(
        given={code: each.value for code, each in held.items() if each.value is not None},
        cannot={
            code: {"why": each.cannot, "note": each.cannot_note}
            for code, each in held.items()
            if each.cannot
        },
        asked=frozenset(held),
    )


def _shown(outcome: _Outcome, change: Changed, counts: bool) -> Shown:
    answer = outcome.answer
    late = outcome.state in ("joined", "clash") and answer is not None
    return Shown(
        state=outcome.state,
        change=change,
        who=answer.author if late and answer else "",
        at=answer.answered_at if late and answer else None,
        seen=answer.revision if answer else 0,
        counts=counts,
    )
