"""The answers of the time before beside those of now, question by question."""

from collections.abc import Collection
from dataclasses import dataclass

from surveys.questionnaires.mapping import RELATIONS
from surveys.questionnaires.structure import Question, Section
from surveys.returns.checks_shown import may_write
from surveys.returns.earlier import Earlier, may_be_copied
from surveys.returns.standing import Standing
from surveys.returns.wording import Said, section_in_words

COPY, CONFIRM = "copy", "confirm"


@dataclass(frozen=True)
class Then:
    """What one earlier question was and what was answered; `words` empty: nothing."""

    text: str
    words: str


@dataclass(frozen=True)
class Compared:
    """One question of now. `relation`: in words, empty where it is the same; `act`: what a tick
    means, "copy", "confirm" or nothing."""

    said: Said
    relation: str
    then: tuple[Then, ...]
    act: str

    @property
    def question(self) -> Question:
        """The question of now."""
        return self.said.question


@dataclass(frozen=True)
class ComparedSection:
    """A section that is asked, with its questions."""

    section: Section
    questions: tuple[Compared, ...]


def compared(
    standing: Standing, earlier: Earlier, within: Collection[str] | None
) -> list[ComparedSection]:
    """Every section that is asked now. `within`: those the reader may write; None: all."""
    return [
        ComparedSection(section, _questions(standing, earlier, section, within))
        for section in standing.form.sections
        if section.code in standing.routed.sections
    ]


def to_act_on(sections: list[ComparedSection], act: str) -> list[str]:
    """Codes of the questions in which a tick means this."""
    return [each.question.code for s in sections for each in s.questions if each.act == act]


def _questions(
    standing: Standing, earlier: Earlier, section: Section, within: Collection[str] | None
) -> tuple[Compared, ...]:
    writes = may_write(standing, section.code, within)
    return tuple(
        _compared(standing, earlier, said, writes) for said in section_in_words(standing, section)
    )


def _compared(standing: Standing, earlier: Earlier, said: Said, writes: bool) -> Compared:
    question = said.question
    match = earlier.match(question)
    act = ""
    if writes and may_be_copied(standing, earlier, question):
        act = COPY
    elif writes and question.code in standing.carried:
        act = CONFIRM
    if match is None:
        return Compared(said, RELATIONS["new"], (), act)
    return Compared(
        said=said,
        relation="" if match.is_same else RELATIONS[match.relation],
        then=tuple(
            Then("" if match.is_same else _text(earlier, question, code), earlier.words(code))
            for code in match.earlier
        ),
        act=act,
    )


def _text(earlier: Earlier, question: Question, code: str) -> str:
    """The earlier wording where it was another one."""
    before = earlier.form.by_code.get(code)
    return before.text if before and before.text != question.text else ""
