"""What every view of national results shares: who may read, and 304 for who has it already."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from partnerships.membership.access import Requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.models import Edition


class National:
    """Who may read results: everybody with national rights what is released, evaluators all."""

    permission_classes = [Requires.right(P.NATIONAL_READ)]
    request: Request
    kwargs: dict[str, Any]

    @property
    def released_only(self) -> bool:
        """Whether the caller must wait for the release."""
        return not self.request.can(P.RESULTS_READ)

    def edition(self) -> Edition:
        """The edition of the URL. Raises Missing, also before its release."""
        return queries.edition_by_id(self.kwargs["edition_id"], released_only=self.released_only)

    def successors(self) -> dict[int, int]:
        """Replaced edition → the one that stands for it, as far as the caller may read it."""
        newer = queries.successors(released_only=self.released_only)
        return {replaced: edition.pk for replaced, edition in newer.items()}

    def fresh(self, edition: Edition, answer: Callable[[], Response]) -> Response:
        """`answer()` with an ETag of the edition's cells and of what was asked for, or 304.

        An edition never changes, so the same question has the same answer for good; but what it
        says of the edition before depends on whether that is released, and on who asks.
        """
        before = edition.earlier.state if edition.earlier else ""
        question = f"{self.request.get_full_path()} {before} {self.released_only}"
        asked = hashlib.sha256(question.encode()).hexdigest()[:16]
        tag = f'"{edition.cells_sha256[:32]}-{edition.state}-{asked}"'
        known = parse_etags(self.request.headers.get("If-None-Match", ""))
        same = tag in known or known == ["*"]
        response = Response(status=304) if same else answer()
        response["ETag"] = tag
        return response

    def filters(self) -> dict[str, str]:
        """The filters of the address, the last of each name."""
        return self.request.query_params.dict()

    @staticmethod
    def accept(errors: dict[str, list[str]]) -> None:
        """Raises a problem document that names every wrong filter."""
        if errors:
            raise ValidationError(errors)
