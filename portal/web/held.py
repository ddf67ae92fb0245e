"""What somebody typed in a form and sent after they were signed out: kept until they are back.

A form's secret ends with the session it was drawn in, so such a form fails the check against forged
requests. Its page names its reader in a signed field instead (`mark_of`); nobody can make one for
somebody else. What was typed waits in the session of the browser that sent it, for that reader
and that page alone, and is taken out once.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

View = TypeVar("View", bound=Callable[..., Any])
Fields = dict[str, list[str]]
# The fields of a form worth keeping, given all that was sent and the arguments of its address.
Choose = Callable[..., Fields]

MARK = "reader_mark"  # name of the signed field
SALT = "portal.web.held"
KEPT = "held_form"  # in the session
LARGEST = 100_000  # letters, of names and values together
KEPT_SECONDS = 60 * 60


def holds(choose: Choose) -> Callable[[View], View]:
    """Mark a view whose form is kept: `choose(fields, **arguments of the address)` says what."""

    def mark(view: View) -> View:
        view.holds = choose  # type: ignore[attr-defined]
        return view

    return mark


def mark_of(request: HttpRequest) -> str:
    """The value of the hidden field that names who reads which page."""
    return signing.dumps([request.user.pk, request.path], salt=SALT)


def hold(request: HttpRequest) -> HttpResponse | None:
    """Keep what this refused form says and lead its reader back to it, by way of signing in.

    None for every other request: no such form, another reader, another site, or too much text.
    """
    reader = _reader(request)
    signed_in = request.user.is_authenticated
    if reader is None or (signed_in and request.user.pk != reader):
        return None
    matched = request.resolver_match
    assert matched is not None  # _reader found the view by it
    fields = matched.func.holds(dict(request.POST.lists()), **matched.kwargs)
    if not fields or _size(fields) > LARGEST:
        return None
    until = int(time.time()) + KEPT_SECONDS
    request.session[KEPT] = {
        "reader": reader,
        "path": request.path,
        "fields": fields,
        "until": until,
    }
    if signed_in:
        return redirect(request.path)
    entrance = resolve_url(settings.LOGIN_URL)
    return redirect(f"{entrance}?{urlencode({'next': request.path}, safe='/')}")


def take_held(request: HttpRequest) -> Fields | None:
    """What this reader had typed on this page, once; None without anything.

    Kept for somebody else, or for too long, it goes unread.
    """
    held = request.session.get(KEPT)
    if held is None or (held["path"] != request.path and held["reader"] == request.user.pk):
        return None
    del request.session[KEPT]
    if held["reader"] != request.user.pk or held["until"] < time.time():
        return None
    fields: Fields = held["fields"]
    return fields


def _reader(request: HttpRequest) -> int | None:
    """Whom the form's page was drawn for, by its signed field; None for what is not to be kept."""
    matched = request.resolver_match
    if matched is None or not hasattr(matched.func, "holds"):
        return None
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.get_host()}":
        return None
    if request.headers.get("Accept", "").startswith("application/json"):
        return None  # a script keeps what was typed itself
    try:
        reader, path = signing.loads(request.POST.get(MARK, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(reader) if path == request.path else None


def _size(fields: Mapping[str, list[str]]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in fields.items())
