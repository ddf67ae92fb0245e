"""manage.py import_register FILE [--dry-run]: the authorities of England from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.register.domain import (
    Difference,
    compare_register,
    import_register,
    register_clashes,
)
from partnerships.register.importing import Fault, Row, read_register
from portal.audit.record import System
from portal.tenancy.context import in_national


class Command(BaseCommand):
    """Writes every line of the file or, if a single one is wrong, nothing."""

    help = "Import authorities from a CSV file; --dry-run prints the difference and writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE and --dry-run."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Read, compare, write, and say what changed."""
        rows = self._read(file)
        with in_national():
            self._refuse(file, register_clashes(rows))
            if dry_run:
                difference = compare_register(rows)
            else:
                difference = import_register(rows=rows, by=System("import_register"))
        self._print(difference, dry_run)

    def _read(self, file: Path) -> list[Row]:
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as UTF-8 text: {error}") from error
        rows, faults = read_register(text)
        self._refuse(file, faults)
        return rows

    def _refuse(self, file: Path, faults: list[Fault]) -> None:
        if faults:
            lines = "\n".join(f"  {fault}" for fault in faults)
            raise CommandError(f"Nothing was imported. Mend these lines of {file}:\n{lines}")

    def _print(self, difference: Difference, dry_run: bool) -> None:
        for sign, lines in (
            ("+", difference.added),
            ("~", difference.changed),
            ("?", difference.absent),
        ):
            for line in lines:
                self.stdout.write(f"{sign} {line}")
        verb = "would be " if dry_run else ""
        self.stdout.write(
            f"{len(difference.added)} {verb}added, {len(difference.changed)} {verb}changed,"
            f" {difference.unchanged} unchanged,"
            f" {len(difference.absent)} in the register but not in the file (kept)."
        )
