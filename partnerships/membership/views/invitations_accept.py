"""The page behind an invitation's link: for everybody who holds the link."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnerships.membership import emails
from partnerships.membership.access_shown import GIST
from partnerships.membership.domain import joining
from partnerships.membership.forms.roles import JoinForm
from partnerships.membership.queries.invitations import State
from partnerships.membership.views.form_page import bound
from portal.web.errors import too_many

PLACE = "partnerships/membership/roles"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Open an account or use one's own, and come in; or the reason why the link does not work."""
    # A secret of 256 bits cannot be guessed; what a limit saves is the work of hashing passwords.
    if not ratelimit.consume(request, action="invitation", key=joining.fingerprint(secret)):
        return too_many(request)
    offer = joining.offer_of(slug=slug, secret=secret)
    if offer is None:
        return render(request, f"{PLACE}/link_unknown.html", status=404)
    if offer.state != State.OPEN:
        return render(request, f"{PLACE}/link_closed.html", {"offer": offer}, status=410)
    if request.user.is_authenticated:
        return _accept(request, offer, secret)
    if offer.account is not None:
        return render(request, f"{PLACE}/link_sign_in.html", _context(offer))
    return _join(request, offer, secret)


def _accept(request: HttpRequest, offer: joining.Offer, secret: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, f"{PLACE}/link_accept.html", _context(offer))
    joining.accept(offer=offer, secret=secret, by=request.user)
    return _welcome(request, offer)


def _join(request: HttpRequest, offer: joining.Offer, secret: str) -> HttpResponse:
    first = {"name": offer.invitation.name}
    form = JoinForm(bound(request), email=offer.invitation.email, initial=first)
    if not form.is_valid():
        return render(request, f"{PLACE}/link_join.html", {**_context(offer), "form": form})
    user = joining.join(offer=offer, secret=secret, **form.cleaned_data)
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    return _welcome(request, offer)


def _welcome(request: HttpRequest, offer: joining.Offer) -> HttpResponse:
    words = f"Welcome to {offer.partnership}. Your role here: {emails.named(offer.invitation)}."
    messages.success(request, words)
    return redirect("boardroom:home", slug=offer.partnership.slug)


def _context(offer: joining.Offer) -> dict[str, object]:
    return {
        "offer": offer,
        "gist": GIST[offer.invitation.role],
        "until": emails.last_moment(offer.invitation),
    }
