"""A questionnaire as an evaluator reads it: every question, its options and routing in words."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.questionnaires import conditions, types
from surveys.questionnaires.structure import Check, Form, Node, Option, Question, Row, Section

SOURCES = {
    "seed": "Topic from the executive summary; our wording",
    "found": "Another published source",
    "inferred": "Ours",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An option or row: its code, its words, and remarks."""

    code: str
    label: str
    remarks: str


@dataclass(frozen=True, slots=True)
class QuestionOutline:
    """One question; `asked` is empty when it is asked of everybody who gets the section."""

    code: str
    number: int
    text: str
    help: str
    kind: str
    required: bool
    asked: str
    answer: str
    options: tuple[Line, ...]
    rows: tuple[Line, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SectionOutline:
    """One section; `asked` is empty when everybody gets it."""

    code: str
    title: str
    intro: str
    asked: str
    questions: tuple[QuestionOutline, ...]


@dataclass(frozen=True, slots=True)
class CheckOutline:
    """One check; `when` is empty when it always applies."""

    code: str
    hard: bool
    when: str
    require: str
    message: str
    remedy: str
    note: str


def outline_sections(form: Form) -> tuple[SectionOutline, ...]:
    """Every section with its questions."""
    return tuple(_section(form, section) for section in form.sections)


def outline_eligibility(form: Form) -> str:
    """Which returns count; empty when all do."""
    if form.eligible_if is None:
        return ""
    return f"A return counts only if {_words(form, form.eligible_if)}."


def outline_checks(form: Form) -> tuple[CheckOutline, ...]:
    """Every check."""
    return tuple(_check(form, check) for check in form.checks)


def _section(form: Form, section: Section) -> SectionOutline:
    return SectionOutline(
        code=section.code,
        title=section.title,
        intro=section.intro,
        asked=_asked(form, section.show_if),
        questions=tuple(_question(form, question) for question in section.questions),
    )


def _question(form: Form, question: Question) -> QuestionOutline:
    source = SOURCES.get(question.source, "")
    return QuestionOutline(
        code=question.code,
        number=question.number,
        text=question.text,
        help=question.help,
        kind=types.of(question).label,
        required=question.required,
        asked=_asked(form, question.show_if),
        answer=types.of(question).how(question),
        options=tuple(_option(option) for option in question.options),
        rows=tuple(_row(form, row) for row in question.rows),
        source=f"{source}: {question.source_ref}" if question.source_ref else source,
    )


def _option(option: Option) -> Line:
    remarks = []
    if option.score is not None:
        remarks.append(f"score {option.score:g}")
    if option.group:
        remarks.append(f"counts as {option.group}")
    if not option.in_base:
        remarks.append("not in the percentage base")
    if option.exclusive:
        remarks.append("stands alone")
    return Line(option.code, option.label, ", ".join(remarks))


def _row(form: Form, row: Row) -> Line:
    return Line(row.code, row.label, _asked(form, row.show_if))


def _check(form: Form, check: Check) -> CheckOutline:
    return CheckOutline(
        code=check.code,
        hard=check.kind == "hard",
        when=_words(form, check.when) if check.when is not None else "",
        require=_words(form, check.require),
        message=check.message,
        remedy=check.remedy,
        note=check.note,
    )


def _asked(form: Form, node: Node) -> str:
    return "" if node is None else f"Asked only if {_words(form, node)}."


def _words(form: Form, node: Node) -> str:
    return conditions.words(node, form.by_code, name=lambda question: question.code)
