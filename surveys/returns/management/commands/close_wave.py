"""manage.py close_wave YEAR: nothing can be answered or signed off in that wave any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national
from surveys.returns.domain.waves import close_wave
from surveys.returns.queries import wave_of_year


class Command(BaseCommand):
    """Closing is recorded; it cannot be undone here."""

    help = "Close the wave of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year."""
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        """Close it, or say why not."""
        try:
            with in_national():
                wave = wave_of_year(year)
                if wave is None:
                    raise CommandError(f"There is no wave of {year}.")
                close_wave(wave=wave, by=System("close_wave"))
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"The {wave} is closed.")
