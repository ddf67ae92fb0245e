"""Money: whole pounds between min and max. Value: int. Blank: empty box."""

from __future__ import annotations

from typing import Any

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.number import Number, said


class Money(Number):
    """A number in pounds; "£1,200" and "1 200.00" are read as 1200."""

    key = "money"
    label = "An amount of money"
    prefix = "£"

    def how(self, question: Question) -> str:
        """What to do."""
        return f"{self._bounds(question)}; enter 0 if there is none."

    def _bounds(self, question: Question, what: str = "an amount in whole pounds") -> str:
        return f"Enter {what} between £{said(question.min)} and £{said(question.max)}"

    def _too_fine(self, question: Question) -> str:
        return f"{self._bounds(question)}, without pence"

    def _words(self, question: Question, value: Any) -> str:
        return f"£{said(value)}"
