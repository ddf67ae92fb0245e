"""The codebook as its page shows it: under each question the themes in use, then the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.questionnaires.structure import Question
from surveys.reading.models import Theme
from surveys.reading.queries.codebook import EVERY_QUESTION, Codebook


@dataclass(frozen=True)
class Part:
    """One question's themes; those of every question have none."""

    code: str
    title: str
    offered: Sequence[Theme]
    gone: Sequence[tuple[Theme, str]]  # with what became of it


def parts_of(book: Codebook, questions: Mapping[str, Question]) -> list[Part]:
    """Every text question, with or without themes, then those of every question."""
    titled = {code: f"{code} {question.text}" for code, question in questions.items()}
    old = {t.question: t.question for t in book.themes.values() if t.question not in titled}
    old.pop(EVERY_QUESTION, None)
    every = {EVERY_QUESTION: "Every text question"}
    return [_part(book, code, title) for code, title in (titled | old | every).items()]


def _part(book: Codebook, code: str, title: str) -> Part:
    own = [theme for theme in book.themes.values() if theme.question == code]
    gone = [(theme, _fate(book, theme)) for theme in own if not theme.is_offered]
    return Part(code, title, [theme for theme in own if theme.is_offered], gone)


def _fate(book: Codebook, theme: Theme) -> str:
    if theme.merged_into_id is not None:
        return f"part of “{book.themes[theme.merged_into_id]}”"
    return "retired"
