"""manage.py build_edition 2004: count the signed-off returns of a wave now, without a worker."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national
from surveys.questionnaires.queries import form_of
from surveys.results import domain
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.returns.models import Wave
from surveys.returns.queries import wave_of_year

BY = System("build_edition")
DEFAULTS = domain.DEFAULTS
NUMBERS = (
    ("min-count", DEFAULTS.min_count, "withhold counts below N"),
    ("min-base", DEFAULTS.min_base, "withhold rows on a base below N"),
    ("dominance", DEFAULTS.dominance, "withhold sums that tell the largest amount to N per cent"),
)


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
    """Builds the next edition, or names the one that already holds the same cells; goes on to
    check and freeze it where that is asked for. Releasing needs a person."""

    help = "Build an edition of the national results of a wave; check it, freeze it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year of the wave, the disclosure settings and how far to go."""
        parser.add_argument("wave", type=int, help="year of the wave, such as 2004")
        for name, default, does in NUMBERS:
            words = f"{does} (default {default})"
            parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=words)
        parser.add_argument(
            "--public",
            nargs="*",
            metavar="QUESTION",
            help="questions whose answers are public facts (default: those that decide whether"
            " whole sections are asked)",
        )
        parser.add_argument("--check", action="store_true", help="check the draft as well")
        parser.add_argument("--freeze", action="store_true", help="check it and freeze it as well")
        parser.add_argument("--note", default="", help="why it replaces the edition that stands")

    def handle(self, *args: Any, wave: int, **options: Any) -> None:
        """Build, and whatever else was asked for; print each step."""
        with in_national():
            found = wave_of_year(wave)
        if found is None:
            raise CommandError(f"There is no wave of {wave}.")
        try:
            edition = self._build(found, options)
            if options["check"] or options["freeze"]:
                edition = self._check(edition)
            if options["freeze"]:
                self._freeze(edition, options["note"])
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal

    def _build(self, wave: Wave, options: dict[str, Any]) -> Edition:
        built = domain.build_edition(
            wave_id=wave.pk,
            by=BY,
            progress=PrintedProgress(self.stdout),
            thresholds=_settings(wave, options),
        )
        edition = built.edition
        state = "already there, nothing has changed" if built.reused else "built"
        self.stdout.write(
            f"{edition}: {state}. {edition.returns} returns, cells {edition.cells_sha256[:12]}."
        )
        return edition

    def _check(self, edition: Edition) -> Edition:
        if edition.state != Edition.State.DRAFT:
            return edition
        checked = domain.check_edition(
            edition_id=edition.pk, by=BY, progress=PrintedProgress(self.stdout)
        ).edition
        for check in checked.checks:
            mark = "holds" if check["passed"] else "DOES NOT HOLD"
            self.stdout.write(f"{check['words']}: {mark}. {check['detail']}")
        if checked.state != Edition.State.CHECKED:
            raise CommandError(f"The {edition} stays a draft: not every check holds.")
        self.stdout.write(f"{edition}: checked.")
        return checked

    def _freeze(self, edition: Edition, note: str) -> None:
        if edition.state in Edition.FINAL:
            return
        with in_national():
            domain.freeze_edition(edition=edition, by=BY, note=note)
        self.stdout.write(f"{edition}: frozen. An evaluator can release it now.")


def _settings(wave: Wave, options: dict[str, Any]) -> Thresholds:
    public = options["public"]
    if public is None:
        public = domain.usual_settings(form_of(wave.questionnaire.sha256)).public
    numbers = {name: options[name] for name in ("min_count", "min_base", "dominance")}
    return Thresholds(**numbers, public=tuple(public))
