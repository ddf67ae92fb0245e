"""The question types, in the order in which people are offered them."""

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import FieldError, Parsed, QuestionType, Raw
from surveys.questionnaires.types.grid import Grid
from surveys.questionnaires.types.money import Money
from surveys.questionnaires.types.multi import Multi
from surveys.questionnaires.types.number import Number
from surveys.questionnaires.types.single import Single
from surveys.questionnaires.types.text import Text

TYPES: tuple[QuestionType, ...] = (Single(), Multi(), Grid(), Number(), Money(), Text())
BY_KEY: dict[str, QuestionType] = {kind.key: kind for kind in TYPES}


def of(question: Question) -> QuestionType:
    """The type of a question."""
    return BY_KEY[question.type]


__all__ = ["BY_KEY", "TYPES", "FieldError", "Parsed", "QuestionType", "Raw", "of"]
