"""manage.py import_partnerships FILE: partnerships from a CSV file of name, slug, authorities."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.register.domain import NewPartnership, create_partnerships
from portal.audit.record import System
from portal.errors import PortalError
from portal.tenancy.context import in_national

COLUMNS = ("name", "slug", "authorities")


class Command(BaseCommand):
    """Creates all partnerships of the file or, if one is refused, none."""

    help = "Create partnerships; `authorities` holds codes with blanks between them, lead first."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Read, create, count."""
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                records = list(csv.DictReader(opened))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as UTF-8 text: {error}") from error
        if not records or any(record.get(c) is None for record in records for c in COLUMNS):
            raise CommandError(
                f"{file} needs the columns {', '.join(COLUMNS)} and a line for each."
            )
        planned = [
            NewPartnership(r["name"].strip(), r["slug"].strip(), tuple(r["authorities"].split()))
            for r in records
        ]
        try:
            with in_national():
                made = create_partnerships(partnerships=planned, by=System("import_partnerships"))
        except PortalError as refusal:
            raise CommandError(f"Nothing was created. {refusal.message}") from refusal
        self.stdout.write(f"{len(made)} partnerships created.")
