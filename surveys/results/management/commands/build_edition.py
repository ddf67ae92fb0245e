"""manage.py build_edition 2004: count the signed-off returns of a wave now, without a worker."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national
from surveys.results.domain import DEFAULTS, build_edition
from surveys.results.suppression import Thresholds
from surveys.returns.queries import wave_of_year


class PrintedProgress:
    """Says each step on the terminal."""

    def __init__(self, out: OutputWrapper):
        self.out = out

    def report(self, done: int, total: int, message: str) -> None:
        """One line a step."""
        self.out.write(f"{done + 1}/{total} {message}")

    def scope(self) -> AbstractContextManager[None]:
        """One national transaction."""
        return in_national()


class Command(BaseCommand):
    """Builds the next edition, or names the one that already holds the same cells."""

    help = "Build an edition of the national results of a wave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year of the wave and the disclosure settings."""
        parser.add_argument("wave", type=int, help="year of the wave, such as 2004")
        parser.add_argument(
            "--min-count",
            type=int,
            default=DEFAULTS.min_count,
            metavar="N",
            help=f"withhold counts below N (default {DEFAULTS.min_count})",
        )
        parser.add_argument(
            "--min-base",
            type=int,
            default=DEFAULTS.min_base,
            metavar="N",
            help=f"withhold rows on a base below N (default {DEFAULTS.min_base})",
        )

    def handle(self, *args: Any, wave: int, **options: Any) -> None:
        """Build, then print what was built."""
        with in_national():
            found = wave_of_year(wave)
        if found is None:
            raise CommandError(f"There is no wave of {wave}.")
        try:
            built = build_edition(
                wave_id=found.pk,
                by=System("build_edition"),
                progress=PrintedProgress(self.stdout),
                thresholds=Thresholds(min_count=options["min_count"], min_base=options["min_base"]),
            )
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        edition = built.edition
        state = "already there, nothing has changed" if built.reused else "built"
        self.stdout.write(
            f"{edition}: {state}. {edition.returns} returns, cells {edition.cells_sha256[:12]}."
        )
