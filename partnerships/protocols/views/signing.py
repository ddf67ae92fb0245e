"""The signing page: the exact text with its hash, who signed, who is missing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.domain import signing as domain
from partnerships.protocols.forms.life import SignForm, WhyForm
from partnerships.protocols.models import ProtocolVersion
from partnerships.protocols.queries.signing import (
    Place,
    past_signatures,
    places_of,
    signature_of,
)
from partnerships.protocols.text import document_of, sha256_of
from partnerships.protocols.views.finding import about, found_version, posted, went_well
from portal.errors import Conflict, Missing
from portal.web.components import PageError

PAGES = "partnerships/protocols"


@requires(P.PROTOCOL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """GET: the text and the signatures. POST signs for one party; a second click finds it done."""
    version = found_version(request, protocol_id, number)
    if request.method != "POST":
        return _sign(request, version)
    if not request.can(P.PROTOCOL_SIGN):
        raise PermissionDenied(f"You do not have the right to {P.PROTOCOL_SIGN.value}.")
    form = SignForm(request.POST)
    place = _chosen(version, request)
    try:
        signed = went_well(
            form,
            lambda: domain.sign(
                version=version,
                party=place.party,
                seen=request.POST.get("seen", ""),
                by=request.user,
            ),
        )
    except Conflict as changed:
        return _sign(request, found_version(request, protocol_id, number), changed=changed)
    if not signed:
        return _sign(request, version, form)
    messages.success(request, f"The protocol is signed for {place.party.organisation}.")
    return redirect("protocols:sign", slug, protocol_id, number)


@requires(P.PROTOCOL_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_signature(
    request: HttpRequest, slug: str, protocol_id: int, number: int, signature_id: int
) -> HttpResponse:
    """Take a signature back, with a reason."""
    version = found_version(request, protocol_id, number)
    signature = signature_of(version, signature_id)
    if signature is None:
        raise Missing("There is no such signature here. Open the protocol again.")
    form = WhyForm(posted(request))
    if request.method == "POST" and went_well(
        form,
        lambda: domain.withdraw_signature(
            signature=signature, why=form.cleaned_data["why"], by=request.user
        ),
    ):
        messages.success(request, f"The signature of {signature.party.organisation} is taken back.")
        return redirect("protocols:sign", slug, protocol_id, number)
    context = {
        **about(request, version),
        "form": form,
        "heading": f"Take back the signature of {signature.party.organisation}",
        "action": "Take the signature back",
        "warn": True,
        "back": reverse("protocols:sign", args=[slug, protocol_id, number]),
        "intro": "The version then waits for this signature again. The reason stays beside it.",
    }
    return render(request, f"{PAGES}/form.html", context)


def _chosen(version: ProtocolVersion, request: HttpRequest) -> Place:
    """The party named, or the only one this person may sign for."""
    places = places_of(version, request.user)
    wanted = request.POST.get("party", "")
    found = next((p for p in places if str(p.party.pk) == wanted), None)
    own = next((p for p in places if p.mine), None)
    place = found or own or (places[0] if places else None)
    if place is None:
        raise Missing("This version has no parties yet, so there is nobody to sign for.")
    return place


def _sign(
    request: HttpRequest,
    version: ProtocolVersion,
    form: SignForm | None = None,
    *,
    changed: Conflict | None = None,
) -> HttpResponse:
    text = document_of(version)
    places = places_of(version, request.user)
    context = {
        **about(request, version, places),
        "text": text,
        "sha256": sha256_of(text),
        "places": places,
        "missing": [place for place in places if place.signature is None],
        "past": past_signatures(version),
        "mine": [p for p in places if p.mine and p.signature is None and not p.has_left]
        if version.is_ready and request.can(P.PROTOCOL_SIGN)
        else [],
        "form": form or SignForm(),
        "chosen": request.POST.get("party", ""),
        "page_errors": [PageError(changed.message)] if changed else [],
        "may_take_back": version.state in ("consultation", "signed")
        and request.can(P.PROTOCOL_SIGN),
    }
    return render(request, f"{PAGES}/sign.html", context, status=409 if changed else 200)
