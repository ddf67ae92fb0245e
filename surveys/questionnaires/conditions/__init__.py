"""The one language of routing and checks: evaluate, reduce, list references, find faults, words."""

from surveys.questionnaires.conditions.evaluate import evaluate
from surveys.questionnaires.conditions.faults import Scope, faults
from surveys.questionnaires.conditions.nodes import (
    bind,
    plain,
    references,
    row_references,
    rows_looked_at,
)
from surveys.questionnaires.conditions.reduce import reduce
from surveys.questionnaires.conditions.words import words

__all__ = [
    "Scope",
    "bind",
    "evaluate",
    "faults",
    "plain",
    "reduce",
    "references",
    "row_references",
    "rows_looked_at",
    "words",
]
