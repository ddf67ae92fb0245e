"""Reads about questionnaires."""

from typing import Any

from django.db.models import QuerySet

from surveys.questionnaires.form import compiled
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.structure import Form


def form_of(sha256: str) -> Form:
    """The compiled form of the version with this hash; its document is read once per process."""

    def load() -> dict[str, Any]:
        return Questionnaire.objects.values_list("document", flat=True).get(sha256=sha256)

    return compiled(sha256, load)


def published_questionnaires() -> QuerySet[Questionnaire]:
    """Published versions, newest first."""
    published = Questionnaire.objects.filter(state=Questionnaire.State.PUBLISHED)
    return published.order_by("-year", "-version", "id")
