"""What still stands between the answers and signing off: required, carried, hard, soft findings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from surveys.questionnaires import conditions, types
from surveys.questionnaires.routing import Routed, asked
from surveys.questionnaires.structure import Answers, Attributes, Check, Form, Question

NAMED_ROWS = 3  # as many rows are named in one message; the rest are counted
NOTHING: Mapping[str, int] = {}
CARRIED = "Tick “This still holds”, or change it."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to answer ("required"), to confirm since it was copied from an earlier year
    ("carried"), to put right ("hard"), or to confirm since it is unusual ("soft").

    `code`: of the check, else the kind. `item` is the item the person is sent to, `anchor` the id
    of its first control. `confirmed`: somebody has said that the unusual answer is right.
    """

    kind: Literal["required", "carried", "hard", "soft"]
    code: str
    section: str
    question: str
    item: str
    anchor: str
    message: str
    remedy: str
    confirmed: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be sent with it."""
        return not self.confirmed


def run(
    form: Form,
    answers: Answers,
    attributes: Attributes,
    *,
    routed: Routed | None = None,
    cannot: Collection[str] = (),
    carried: Mapping[str, int] = NOTHING,
    confirmed: Collection[str] = (),
) -> list[Finding]:
    """All findings about questions that are asked: by question in order, then checks in order.

    `cannot`: questions reported as not answerable; what is open in them is not required, and a
    check that looks at it is passed over, like one about a question that is not asked.
    `carried`: question → year that its answer was copied from. `confirmed`: codes of soft checks
    that somebody has confirmed for these very answers (see `seen`).
    """
    routed = routed or asked(form, answers, attributes)
    findings = []
    for question in form.questions:
        if question.code not in routed.questions:
            continue
        if question.required and question.code not in cannot:
            findings += _required(form, question, routed)
        if question.code in carried and question.code in routed.answers:
            findings.append(_carried(form, question, carried[question.code]))
    findings += [
        _broken(form, check, check.kind == "soft" and check.code in confirmed)
        for check in form.checks
        if _applies(check, routed, cannot) and _fails(check, routed)
    ]
    return findings


def left_open(question: Question, routed: Routed) -> bool:
    """Whether some of this question, which is asked, has no answer."""
    value = routed.answers.get(question.code)
    if value is None or not question.rows:
        return value is None
    return any(routed.asks(item) and item.row not in value for item in question.items)


def seen(check: Check, answers: Answers) -> str:
    """SHA-256 (hex) of the answers that the check looks at: what a person who confirms it saw."""
    parts = {code: _looked_at(check, code, answers.get(code)) for code in check.questions}
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _looked_at(check: Check, code: str, value: Any) -> Any:
    rows = check.rows_of.get(code)
    if rows is None or not isinstance(value, Mapping):
        return value
    return {row: value[row] for row in rows if row in value}


def _applies(check: Check, routed: Routed, cannot: Collection[str]) -> bool:
    """Whether everything the check looks at is asked, and none of it was reported unanswerable."""
    for code in check.questions:
        if code not in routed.questions:
            return False
        if code in cannot and _is_open(check, code, routed.answers.get(code)):
            return False
    return True


def _is_open(check: Check, code: str, value: Any) -> bool:
    if value is None:
        return True
    rows = check.rows_of.get(code)
    return rows is not None and any(row not in value for row in rows)


def _fails(check: Check, routed: Routed) -> bool:
    def holds(node: Any) -> bool:
        return conditions.evaluate(node, routed.answers, routed.attributes)

    return holds(check.when) and not holds(check.require)


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


def _carried(form: Form, question: Question, year: int) -> Finding:
    item = question.items[0]
    return Finding(
        kind="carried",
        code="carried",
        section=question.section,
        question=question.code,
        item=item.key,
        anchor=item.anchor,
        message=(
            f"Confirm the answer copied from {year} to question {question.number}: {question.text}"
        ),
        remedy=CARRIED,
    )


def _broken(form: Form, check: Check, confirmed: bool) -> Finding:
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
        confirmed=confirmed,
    )
