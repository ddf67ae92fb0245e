"""The blank questionnaire for people in a partnership's room."""

from django.urls import reverse

from portal.audit.record import Actor
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from surveys.questionnaires.models import PrintedQuestionnaire
from surveys.questionnaires.printing.files import print_questionnaire, result_words
from surveys.returns.models import Return

PRINT = "surveys.returns.tasks.print_blank"


def request_blank(*, annual_return: Return, by: Actor) -> Job:
    """Queue the PDF of the questionnaire that this return answers."""
    questionnaire = annual_return.wave.questionnaire
    return enqueue(
        PRINT,
        key=f"questionnaire-{questionnaire.pk}",
        by=by,
        label=f"Blank questionnaire of the {annual_return.wave}",
        questionnaire_id=questionnaire.pk,
        year=annual_return.wave.year,
        slug=annual_return.partnership.slug,
    )


def print_blank(*, questionnaire_id: int, by: Actor, progress: Progress) -> PrintedQuestionnaire:
    """Print it; a version is printed once, whoever asks."""
    return print_questionnaire(questionnaire_id=questionnaire_id, by=by, progress=progress)


def as_result(made: PrintedQuestionnaire, *, slug: str, year: int) -> dict[str, str]:
    """What the job's page offers when the work is done."""
    address = reverse("returns:blank", args=[slug, year])
    return {"url": address, "words": result_words(made)}
