"""Two questionnaire documents side by side: what was added, removed and changed."""

from surveys.questionnaires.comparing.difference import difference
from surveys.questionnaires.comparing.found import Change, Detail, Difference

__all__ = ["Change", "Detail", "Difference", "difference"]
