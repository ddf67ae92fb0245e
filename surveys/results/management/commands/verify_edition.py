"""manage.py verify_edition 2004: do the same returns still give the same cells?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.errors import PortalError
from surveys.results.domain import verify_edition
from surveys.results.models import Edition
from surveys.results.queries import edition_of_year

MOST = 50


class Command(BaseCommand):
    """Ends with 0 when the rebuilt cells are byte-identical, with 1 when anything differs."""

    help = "Count the returns of an edition again and compare the cells, byte by byte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year of the wave and the number of the edition."""
        parser.add_argument("wave", type=int, help="year of the wave, such as 2004")
        parser.add_argument(
            "--edition",
            type=int,
            metavar="N",
            help="its number (default: the one that stands, or else the newest)",
        )

    def handle(self, *args: Any, wave: int, edition: int | None = None, **options: Any) -> None:
        """Rebuild and say what was found."""
        found = edition_of_year(wave, edition)
        if found is None:
            raise CommandError(f"There is no such edition of the {wave} wave.")
        self.stdout.write(f"{found} ({found.get_state_display().lower()}):")
        try:
            verified = verify_edition(edition=found)
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self._say(verified.lines)
        if not verified.identical:
            raise CommandError(_what_now(found))

    def _say(self, lines: tuple[str, ...]) -> None:
        for line in lines[:MOST]:
            self.stdout.write(line)
        if len(lines) > MOST:
            self.stdout.write(f"And {len(lines) - MOST:,} differences more.")


def _what_now(edition: Edition) -> str:
    if edition.state in Edition.FINAL:
        return (
            "The edition cannot be rebuilt as it is. It stays valid as it was frozen; find out why"
            " before you build another one."
        )
    return "The edition cannot be rebuilt as it is. Discard it and build a new one."
