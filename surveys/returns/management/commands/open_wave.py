"""manage.py open_wave YEAR --opens DATE --closes DATE: open the wave of a published questionnaire."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national
from surveys.questionnaires.queries import published_questionnaires
from surveys.returns.domain.waves import open_wave


class Command(BaseCommand):
    """Every active partnership gets its return."""

    help = "Open the wave of the newest published questionnaire of that year."

    def add_arguments(self, parser: CommandParser) -> None:
        """Year and dates (2004-10-01)."""
        parser.add_argument("year", type=int)
        parser.add_argument("--opens", type=date.fromisoformat, required=True)
        parser.add_argument("--closes", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, year: int, opens: date, closes: date, **options: Any) -> None:
        """Open it, or say why not."""
        if closes < opens:
            raise CommandError("A wave closes after it opens. Swap the dates.")
        try:
            with in_national():
                questionnaire = published_questionnaires().filter(year=year).first()
                if questionnaire is None:
                    raise CommandError(
                        f"No questionnaire of {year} is published. Run:"
                        " manage.py import_questionnaire FILE --publish"
                    )
                wave = open_wave(
                    questionnaire=questionnaire,
                    opens_on=opens,
                    closes_on=closes,
                    by=System("open_wave"),
                )
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"The {wave} is open until {closes:%-d %B %Y}.")
