"""Reads about questionnaires."""

from typing import Any

from surveys.questionnaires.form import compiled
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.structure import Form


def form_of(sha256: str) -> Form:
    """The compiled form of the version with this hash; its document is read once per process."""

    def load() -> dict[str, Any]:
        return Questionnaire.objects.values_list("document", flat=True).get(sha256=sha256)

    return compiled(sha256, load)
