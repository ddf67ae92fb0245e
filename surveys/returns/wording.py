"""A return's answers in words, for reading."""

from dataclasses import dataclass, replace

from surveys.questionnaires import types
from surveys.questionnaires.structure import Question, Section
from surveys.returns.models import Cannot
from surveys.returns.standing import Standing

NOT_ANSWERED = "Not answered"
CANNOT = "Cannot be answered"


@dataclass(frozen=True)
class Said:
    """One question as asked, with its answer: `rows` (label, words) of a grid, `points` of a
    question with several answers, else `words`.

    `cannot`: why what is open cannot be answered, `cannot_note` what was said about it; `carried`:
    the year that the answer was copied from and not confirmed since.
    """

    question: Question
    answered: bool
    words: str
    rows: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    cannot: str = ""
    cannot_note: str = ""
    carried: int | None = None

    @property
    def plain(self) -> str:
        """The answer on one line, grids too."""
        return "; ".join(f"{label}: {words}" for label, words in self.rows) or self.words

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
    kind = types.of(question)
    row = standing.cannot.get(question.code)
    said = Said(
        question=question,
        answered=value is not None,
        words=CANNOT if row and value is None else kind.words(question, value),
        cannot=Cannot(row.cannot).label if row else "",
        cannot_note=row.cannot_note if row else "",
        carried=standing.carried.get(question.code),
    )
    if question.rows and value is not None:
        return replace(said, rows=_rows(standing, question, value))
    if isinstance(value, list):
        labels = tuple(o.label for o in question.options if o.code in value)
        return replace(said, points=labels)
    return said


def _rows(
    standing: Standing, question: Question, value: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    labels = {option.code: option.label for option in question.options}
    blank = CANNOT if question.code in standing.cannot else NOT_ANSWERED
    return tuple(
        (item.label, labels.get(value.get(item.row or "", ""), blank))
        for item in question.items
        if standing.routed.asks(item)
    )
