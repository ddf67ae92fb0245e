"""manage.py rebuild_returns 2004 [--check]: codes and numbers again from the frozen documents."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.returns.domain.rebuilding import rebuild_returns
from surveys.returns.queries import wave_of_year


class Command(BaseCommand):
    """Names every return that differs; fails while one of them still does."""

    help = "Derive the coded answers of a wave's signed-off returns again from their documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year of the wave, and whether to look only."""
        parser.add_argument("wave", type=int, help="year of the wave, such as 2004")
        parser.add_argument("--check", action="store_true", help="say what differs, change nothing")

    def handle(self, *args: Any, wave: int, check: bool, **options: Any) -> None:
        """Examine and mend, one line for each return that differs, then the sum."""
        with in_national():
            found = wave_of_year(wave)
        if found is None:
            raise CommandError(f"There is no wave of {wave}.")
        examined = rebuild_returns(wave=found, by=System("rebuild_returns"), check=check)
        differing = [one for one in examined if one.differing]
        for one in differing:
            state = "rebuilt" if one.mended else "differs"
            self.stdout.write(f"{one.partnership}: {state}: {', '.join(one.differing)}")
        mended = sum(one.mended for one in differing)
        left = len(differing) - mended
        words = f"{len(examined)} returns examined, {mended} rebuilt, {left} left that differ."
        if left:
            raise CommandError(words)
        self.stdout.write(words)
