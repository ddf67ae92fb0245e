"""What still stands between the answers and signing off: required, hard and soft findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.questionnaires import conditions, types
from surveys.questionnaires.routing import Routed, asked
from surveys.questionnaires.structure import Answers, Attributes, Check, Form, Question

NAMED_ROWS = 3  # as many rows are named in one message; the rest are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right ("required", "hard") or to confirm with a note ("soft").

    `item` is the item the person is sent to, `anchor` the id of its first control.
    """

    kind: Literal["required", "hard", "soft"]
    code: str
    section: str
    question: str
    item: str
    anchor: str
    message: str
    remedy: str

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be sent with it."""
        return self.kind != "soft"


def run(
    form: Form, answers: Answers, attributes: Attributes, *, routed: Routed | None = None
) -> list[Finding]:
    """All findings about questions that are asked: required ones in order, then checks in order.

    A check is passed over when one of its questions is not asked of this partnership.
    """
    routed = routed or asked(form, answers, attributes)
    findings = [
        finding
        for question in form.questions
        if question.required and question.code in routed.questions
        for finding in _required(form, question, routed)
    ]
    for check in form.checks:
        if not all(code in routed.questions for code in check.questions):
            continue
        if conditions.evaluate(check.when, routed.answers, attributes) and not conditions.evaluate(
            check.require, routed.answers, attributes
        ):
            findings.append(_broken(form, check))
    return findings


def _required(form: Form, question: Question, routed: Routed) -> list[Finding]:
    value = routed.answers.get(question.code)
    if not question.rows:
        if value is not None:
            return []
        message = f"Answer question {question.number}: {question.text}"
        return [_finding(form, question, question.items[0].key, message)]
    open_items = [
        item for item in question.items if routed.asks(item) and item.row not in (value or {})
    ]
    if not open_items:
        return []
    labels = [item.label for item in open_items]
    if value:
        message = _rows_left(question, labels)
    else:
        message = (
            f"Choose {question.option_name} for each {question.row_name} "
            f"in question {question.number}: {question.text}"
        )
    return [_finding(form, question, open_items[0].key, message)]


def _rows_left(question: Question, labels: list[str]) -> str:
    count = len(labels)
    noun = question.row_name if count == 1 else question.rows_name
    named = "; ".join(labels[:NAMED_ROWS])
    rest = f"; and {count - NAMED_ROWS} more" if count > NAMED_ROWS else ""
    return f"Choose {question.option_name} for {count} more {noun}: {named}{rest}"


def _finding(form: Form, question: Question, item: str, message: str) -> Finding:
    return Finding(
        kind="required",
        code="required",
        section=question.section,
        question=question.code,
        item=item,
        anchor=form.item(item).anchor,
        message=message,
        remedy=types.of(question).how(question),
    )


def _broken(form: Form, check: Check) -> Finding:
    question = form.question(check.questions[0])
    row = check.rows.get(question.code)
    item = f"{question.code}.{row}" if row else question.items[0].key
    return Finding(
        kind=check.kind,
        code=check.code,
        section=question.section,
        question=question.code,
        item=item,
        anchor=form.item(item).anchor,
        message=check.message,
        remedy=check.remedy,
    )
