"""Waves, returns with their versions, answers with their history, the team, queries."""

from surveys.returns.models.answers import (
    Answer,
    AnswerRevision,
    Cannot,
    Confirmation,
    Workbook,
)
from surveys.returns.models.asking import Query, QueryMessage, Side
from surveys.returns.models.returns import PrintedReturn, Return, Version
from surveys.returns.models.team import Assignment, Effort, Endorsement
from surveys.returns.models.waves import Reminder, Wave

__all__ = [
    "Answer",
    "AnswerRevision",
    "Assignment",
    "Cannot",
    "Confirmation",
    "Effort",
    "Endorsement",
    "PrintedReturn",
    "Query",
    "QueryMessage",
    "Reminder",
    "Return",
    "Side",
    "Version",
    "Wave",
    "Workbook",
]
