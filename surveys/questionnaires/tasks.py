"""Background work on questionnaires."""

from django.urls import reverse

from portal.jobs.task import Progress, portal_task
from surveys.questionnaires.printing import files


@portal_task
def print_questionnaire(progress: Progress, *, questionnaire_id: int) -> dict[str, str]:
    """Print the blank questionnaire; safe to run twice."""
    made = files.print_questionnaire(
        questionnaire_id=questionnaire_id, by=progress.by, progress=progress
    )
    address = reverse("questionnaires:pdf", args=[questionnaire_id])
    return {"url": address, "words": files.result_words(made)}
