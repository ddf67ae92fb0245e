"""What a condition of a draft may look at, and the condition in words."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.questionnaires import conditions
from surveys.questionnaires.conditions import Scope
from surveys.questionnaires.conditions.text import TextFault, parse, text
from surveys.questionnaires.drafting import saying
from surveys.questionnaires.drafting.parts import (
    Document,
    Part,
    end_place,
    first_place,
    position_of,
)
from surveys.questionnaires.structure import Node, Option, Question, Row


class NoCondition(Exception):
    """Why a text is no condition that fits here, in plain words."""


def scope_of(document: Document, before: int | None) -> Scope:
    """The questions a condition may look at: those standing before this place, or all (None)."""
    questions = document["questions"]
    return Scope(
        questions={part["code"]: part for part in questions},
        positions={part["code"]: place for place, part in enumerate(questions)},
        before=before,
    )


def place_of(document: Document, kind: str, code: str) -> int | None:
    """Before which question the conditions of this part stand; None: they may look at all.

    `kind`: "section", "question", "new" (a new question of the section `code`), or another.
    """
    if kind == "section":
        return first_place(document, code)
    if kind == "new":
        return end_place(document, code)
    if kind == "question":
        return position_of(document, "question", code)
    return None


def read(written: str, scope: Scope) -> Node:
    """The condition written there. Raises NoCondition: its form, unknown codes, looking ahead."""
    try:
        node = parse(written)
    except TextFault as fault:
        raise NoCondition(_where(written, fault)) from fault
    faults = conditions.faults(node, "", scope)
    if faults:
        said = dict.fromkeys(f"{saying.capital(saying.message(fault))}." for fault in faults)
        raise NoCondition(" ".join(list(said)[:5]))
    return node


def in_words(node: Node, document: Document) -> str:
    """The condition as pages say it: "you answered ‘Yes’ to A01"; empty for none."""
    return clause(node, questions_named(document)) if node is not None else ""


def clause(node: Node, named: Mapping[str, Question]) -> str:
    """The same with the questions at hand. Codes that are not there are said as they are."""
    if node is None:
        return ""
    try:
        return conditions.words(node, named, name=lambda question: question.code)
    except (KeyError, StopIteration):
        return text(node)


def questions_named(document: Document) -> Mapping[str, Question]:
    """As much of every question as words need, also while the document has faults."""
    return {part["code"]: _question(part) for part in document["questions"]}


def _question(part: Part) -> Question:
    return Question(
        code=part["code"],
        section=part["section"],
        number=0,
        type=part["type"],
        text=part["text"],
        help="",
        required=False,
        show_if=None,
        options=tuple(Option(each["code"], each["label"]) for each in part.get("options", ())),
        rows=tuple(Row(each["code"], each["label"]) for each in part.get("rows", ())),
    )


def _where(written: str, fault: TextFault) -> str:
    before = written[: fault.position]
    line, column = before.count("\n") + 1, fault.position - (before.rfind("\n") + 1) + 1
    where = f"line {line}, character {column}" if "\n" in written.strip() else f"character {column}"
    return f"At {where}: {fault.message[:1].lower()}{fault.message[1:]}"
