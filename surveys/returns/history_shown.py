"""The history of one answer as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from surveys.questionnaires.structure import Question
from surveys.returns.clashes import held_lines
from surveys.returns.domain.answering import held_by
from surveys.returns.models import AnswerRevision


@dataclass(frozen=True)
class Moment:
    """One answer of the past: lines in words; for running text what it was before and then."""

    by: str
    at: datetime
    lines: tuple[str, ...]
    before: str = ""
    text: str | None = None
    carried_from: int | None = None


def shown_history(question: Question, newest_first: Sequence[AnswerRevision]) -> list[Moment]:
    """One moment for each revision, compared with the next one given."""
    older = [*newest_first[1:], None]
    return [
        _moment(question, row, before) for row, before in zip(newest_first, older, strict=False)
    ]


def _moment(question: Question, row: AnswerRevision, before: AnswerRevision | None) -> Moment:
    held = held_by(row)
    was = before.value if before and isinstance(before.value, str) else ""
    running = question.type == "text" and isinstance(held.value, str) and not held.cannot
    return Moment(
        by=str(row.answered_by),
        at=row.answered_at,
        lines=held_lines(question, held),
        before=was,
        text=held.value if running else None,
        carried_from=row.carried_from,
    )
