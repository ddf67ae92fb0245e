"""The PDF of a version: made once, stored outside the web root, opened."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.audit.record import Actor, record
from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.web.print import page_count, to_pdf
from surveys.questionnaires.models import PrintedQuestionnaire, Questionnaire
from surveys.questionnaires.printing.composing import compose
from surveys.questionnaires.queries import form_of, questionnaire_by_id

PRINT = "surveys.questionnaires.tasks.print_questionnaire"
STEPS = 3
NOT_MADE = "This PDF has not been made yet. Make it here."


def request_print(*, questionnaire: Questionnaire, by: Actor) -> Job:
    """Queue the PDF of a version."""
    return enqueue(
        PRINT,
        key=f"questionnaire-{questionnaire.pk}",
        by=by,
        label=f"Blank questionnaire: {questionnaire}",
        questionnaire_id=questionnaire.pk,
    )


def print_questionnaire(
    *, questionnaire_id: int, by: Actor, progress: Progress
) -> PrintedQuestionnaire:
    """Compose, print and store; a version is printed once."""
    progress.report(0, STEPS, "Reading the questionnaire")
    with progress.scope():
        questionnaire = questionnaire_by_id(questionnaire_id)
        found = printed_questionnaire(questionnaire)
        document = compose(questionnaire, form_of(questionnaire.sha256))
    if found is not None:
        return found
    progress.report(1, STEPS, "Printing the pages")
    pdf = to_pdf(document)
    progress.report(2, STEPS, "Storing the file")
    with progress.scope():
        return _store(questionnaire, pdf, by)


def printed_questionnaire(questionnaire: Questionnaire) -> PrintedQuestionnaire | None:
    """The PDF of the version, if it was made and is still there."""
    found = PrintedQuestionnaire.objects.filter(questionnaire=questionnaire).first()
    return found if found and default_storage.exists(found.file.name) else None


def open_printed(printed: PrintedQuestionnaire) -> IO[bytes]:
    """The file for a download. Raises Missing."""
    try:
        return default_storage.open(printed.file.name)
    except FileNotFoundError as error:
        raise Missing("This file is missing. Make it again.") from error


def file_name(questionnaire: Questionnaire) -> str:
    """questionnaire-lsp2004-version-1.pdf"""
    return f"questionnaire-{questionnaire.code.lower()}-version-{questionnaire.version}.pdf"


def result_words(printed: PrintedQuestionnaire) -> str:
    """What the job's page says of the file."""
    pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
    return f"Download the blank questionnaire (PDF, {pages})"


def _store(questionnaire: Questionnaire, pdf: bytes, by: Actor) -> PrintedQuestionnaire:
    sha256 = hashlib.sha256(pdf).hexdigest()
    # Named by content: a job that dies after writing leaves a file that the next one overwrites.
    name = f"questionnaires/{sha256}.pdf"
    if default_storage.exists(name):
        default_storage.delete(name)
    made, _ = PrintedQuestionnaire.objects.update_or_create(
        questionnaire=questionnaire,
        defaults={
            "file": default_storage.save(name, ContentFile(pdf)),
            "sha256": sha256,
            "size": len(pdf),
            "pages": page_count(pdf),
            "made_at": timezone.now(),
        },
    )
    record("questionnaire.printed", on=made, by=by, sha256=sha256)
    return made
