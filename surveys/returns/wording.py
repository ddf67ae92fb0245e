"""A return's answers in words, for reading."""

from dataclasses import dataclass

from surveys.questionnaires import types
from surveys.questionnaires.structure import Question, Section
from surveys.returns.standing import Standing


@dataclass(frozen=True)
class Said:
    """One question as asked, with its answer: `rows` (label, words) of a grid, `points` of a
    question with several answers, else `words`."""

    question: Question
    answered: bool
    words: str
    rows: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Id of the question's first control on its section's page."""
        return self.question.items[0].anchor


@dataclass(frozen=True)
class SaidSection:
    """A section that is asked, with its questions."""

    section: Section
    questions: tuple[Said, ...]


def in_words(standing: Standing) -> tuple[SaidSection, ...]:
    """Every section that is asked of the partnership, in order."""
    return tuple(
        SaidSection(section, section_in_words(standing, section))
        for section in standing.form.sections
        if section.code in standing.routed.sections
    )


def section_in_words(standing: Standing, section: Section) -> tuple[Said, ...]:
    """The questions of a section that are asked of the partnership, in order."""
    asked = [q for q in section.questions if q.code in standing.routed.questions]
    return tuple(_said(standing, question) for question in asked)


def _said(standing: Standing, question: Question) -> Said:
    value = standing.routed.answers.get(question.code)
    words = types.of(question).words(question, value)
    if question.rows and value is not None:
        return Said(question, True, words, rows=_rows(standing, question, value))
    if isinstance(value, list):
        labels = tuple(o.label for o in question.options if o.code in value)
        return Said(question, True, words, points=labels)
    return Said(question, value is not None, words)


def _rows(
    standing: Standing, question: Question, value: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    labels = {option.code: option.label for option in question.options}
    return tuple(
        (item.label, labels.get(value.get(item.row or "", ""), "Not answered"))
        for item in question.items
        if standing.routed.asks(item)
    )
