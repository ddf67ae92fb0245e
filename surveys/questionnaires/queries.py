"""Reads about questionnaires."""

from typing import Any

from django.db.models import QuerySet

from portal.errors import Missing
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


def all_questionnaires() -> QuerySet[Questionnaire]:
    """Every version, drafts too, newest first, without its document."""
    found = Questionnaire.objects.select_related("published_by").defer("document")
    return found.order_by("-year", "-version", "id")


def questionnaire_by_id(questionnaire_id: int) -> Questionnaire:
    """One version without its document. Raises Missing."""
    found = all_questionnaires().filter(pk=questionnaire_id).first()
    if found is None:
        raise Missing("There is no such questionnaire. The list of questionnaires shows them all.")
    return found
