"""manage.py build_publication KIND --wave YEAR [--partnership SLUG] --out FILE: one PDF, now."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerships.register.queries import partnership_by_slug
from portal.audit.record import System, record
from portal.errors import PortalError
from portal.tenancy.context import in_national, in_partnership
from portal.web.print import to_pdf
from portal.web.print.document import Document
from surveys.publications.domain import compose
from surveys.publications.models import Publication
from surveys.results.models import Edition
from surveys.results.queries import newest_edition


class Command(BaseCommand):
    """Prints from the newest edition of the wave into a file; stores and releases nothing."""

    help = "Build a publication from the newest edition of a wave into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Kind, wave, partnership and file."""
        parser.add_argument("kind", choices=Publication.Kind.values)
        parser.add_argument("--wave", type=int, required=True, help="year, such as 2004")
        parser.add_argument("--partnership", default="", help="slug, for the kind partnership")
        parser.add_argument("--out", type=Path, required=True, help="PDF file to write")

    def handle(
        self, *args: Any, kind: str, wave: int, partnership: str, out: Path, **options: Any
    ) -> None:
        """Compose, print, write."""
        own = kind == Publication.Kind.PARTNERSHIP
        if own != bool(partnership):
            raise CommandError(
                "Name a partnership with --partnership SLUG for the kind partnership only."
            )
        with in_national():
            edition = newest_edition(released_only=False, year=wave)
        if edition is None:
            raise CommandError(
                f"There is no edition of the {wave} wave. Run: manage.py build_edition {wave}"
            )
        try:
            document = self._own(edition, partnership) if own else self._national(edition, kind)
            out.write_bytes(to_pdf(document))
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{out}: {document.title}, from {edition}.")

    def _national(self, edition: Edition, kind: str) -> Document:
        with in_national():
            return compose(edition=edition, kind=kind, partnership_here=None)

    def _own(self, edition: Edition, slug: str) -> Document:
        with in_national():
            found = partnership_by_slug(slug)
        if found is None:
            raise CommandError(f"There is no partnership '{slug}'.")
        with in_partnership(found.pk):
            record(
                "partnership.visited",
                on=None,
                by=System("build_publication"),
                reason="to print its summary",
            )
            return compose(
                edition=edition, kind=Publication.Kind.PARTNERSHIP, partnership_here=found
            )
