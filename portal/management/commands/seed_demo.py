"""manage.py seed_demo: the synthetic demo, loaded once and left alone afterwards."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.errors import Refused
from portal.management.demo.seed import seed


class Command(BaseCommand):
    """Loads 388 authorities, 365 partnerships, their people, the 2004 survey and board rooms."""

    help = "Load the synthetic demo: partnerships, people, survey, board rooms. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and say what is there; refuses where SYNTHETIC_DEMO is false."""
        start = monotonic()
        try:
            seed(say=self._say)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self._say(f"Demo ready in {monotonic() - start:.0f} s. All of its data is synthetic.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
