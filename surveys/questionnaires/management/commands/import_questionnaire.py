"""manage.py import_questionnaire FILE [--publish]: one version of the survey from a JSON file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national
from surveys.questionnaires import document
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.questionnaires.models import Questionnaire


class Command(BaseCommand):
    """Stores a valid document as a draft; the same file again changes nothing."""

    help = "Import a questionnaire from a JSON file as a draft; --publish publishes it too."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE and --publish."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true")

    def handle(self, *args: Any, file: Path, publish: bool, **options: Any) -> None:
        """Read, validate, store, and say what there is now."""
        content = self._read(file)
        by = System("import_questionnaire")
        try:
            with in_national():
                questionnaire = import_questionnaire(document=content, by=by)
                if publish:
                    questionnaire = publish_questionnaire(questionnaire=questionnaire, by=by)
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self._print(questionnaire)

    def _read(self, file: Path) -> dict[str, Any]:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        content, faults = document.read(data)
        faults = faults or document.validate(content)
        if content is None or faults:
            lines = "\n".join(f"  {fault}" for fault in faults)
            raise CommandError(f"Nothing was imported. Mend these places of {file}:\n{lines}")
        return content

    def _print(self, questionnaire: Questionnaire) -> None:
        questions = questionnaire.document["questions"]
        self.stdout.write(
            f"{questionnaire}: {len(questionnaire.document['sections'])} sections,"
            f" {len(questions)} questions, {questionnaire.get_state_display().lower()}.\n"
            f"SHA-256 {questionnaire.sha256}"
        )
