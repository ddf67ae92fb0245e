"""Reads about questionnaires."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from portal.errors import Missing
from surveys.questionnaires.form import compiled
from surveys.questionnaires.models import Draft, Questionnaire
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


def published_by_sha(sha256: str) -> Questionnaire:
    """The published version with this hash. Raises Missing."""
    found = published_questionnaires().filter(sha256=sha256).first()
    if found is None:
        raise Missing("There is no such questionnaire. The list of questionnaires shows them all.")
    return found


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


def drafts() -> QuerySet[Draft]:
    """Every draft, the one last worked on first, without its document."""
    found = Draft.objects.select_related("based_on", "published_as", "edited_by")
    return found.defer("document", "based_on__document", "published_as__document").order_by(
        "-edited_at", "-id"
    )


def open_drafts() -> QuerySet[Draft]:
    """Drafts that can still be written."""
    return drafts().filter(published_as=None)


def draft_by_id(draft_id: int) -> Draft:
    """One draft with its document and that of the version it is mapped to. Raises Missing."""
    rows = Draft.objects.select_related("based_on", "published_as", "edited_by", "created_by")
    found = rows.filter(pk=draft_id).first()
    if found is None:
        raise Missing(
            "There is no such draft. It may have been discarded; the list of drafts shows those"
            " there are."
        )
    return found


def version_with_document(questionnaire_id: int) -> Questionnaire:
    """One version with its document. Raises Missing."""
    found = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if found is None:
        raise Missing("There is no such questionnaire. The list of questionnaires shows them all.")
    return found


def version_mapped_to(document: Mapping[str, Any]) -> Questionnaire | None:
    """The published version that a document's mapping speaks of, or None when it is not here."""
    mapping = document.get("mapping")
    if not mapping:
        return None
    published = Questionnaire.objects.filter(state=Questionnaire.State.PUBLISHED)
    return published.filter(sha256=mapping["to"]["sha256"]).first()
