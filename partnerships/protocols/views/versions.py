"""Reading a version, and how it differs from the one before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.comparing import compared, lines_changed
from partnerships.protocols.queries.reading import version_before
from partnerships.protocols.queries.signing import past_signatures, places_of
from partnerships.protocols.text import Document, document_of, sha256_of, undertaking_words
from partnerships.protocols.views.finding import about, found_version


@requires(P.PROTOCOL_READ_IN_FORCE)
@require_safe
def version(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """The whole text, who signed it, and what comes next."""
    found = found_version(request, protocol_id, number)
    text = document_of(found)
    places = places_of(found, request.user)
    context = {
        **about(request, found, places),
        "text": text,
        "sha256": sha256_of(text),
        "places": places,
        "past": past_signatures(found) if request.can(P.PROTOCOL_READ) else [],
        "has_earlier": request.can(P.PROTOCOL_READ) and version_before(found) is not None,
    }
    return render(request, "partnerships/protocols/version.html", context)


@requires(P.PROTOCOL_READ)
@require_safe
def changes(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """What is new against the version before, word by word."""
    found = found_version(request, protocol_id, number)
    before = version_before(found)
    context: dict[str, Any] = {**about(request, found), "before": before}
    if before is not None:
        context |= _differences(document_of(before), document_of(found))
    return render(request, "partnerships/protocols/changes.html", context)


def _differences(old: Document, new: Document) -> dict[str, Any]:
    pairs = compared(old["clauses"], new["clauses"])
    return {
        "old": old,
        "new": new,
        "pairs": pairs,
        "changed": [pair for pair in pairs if pair.kind != "same" or pair.moved],
        "parties": lines_changed(_names(old), _names(new)),
        "obligations": lines_changed(undertaking_words(old), undertaking_words(new)),
    }


def _names(text: Document) -> list[str]:
    return [party["name"] for party in text["parties"]]
