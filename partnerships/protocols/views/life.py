"""Into force, review, withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.domain import life as domain
from partnerships.protocols.due import add_months
from partnerships.protocols.forms.life import InForceForm, ReviewDayForm, WhyForm
from partnerships.protocols.models import ProtocolVersion
from partnerships.protocols.queries.people import people_of
from partnerships.protocols.views.finding import about, found_version, posted, went_well
from portal.errors import Refused

A_YEAR = 12
PAGES = "partnerships/protocols"


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def in_force(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """The day from which a signed version binds, and its review day."""
    version = found_version(request, protocol_id, number)
    today = timezone.localdate()
    form = InForceForm(initial={"on": today, "review_on": add_months(today, A_YEAR)})
    if request.method == "POST":
        form = InForceForm(request.POST)
        if went_well(
            form,
            lambda: domain.bring_into_force(version=version, **form.cleaned_data, by=request.user),
        ):
            messages.success(request, f"Version {number} is in force.")
            return redirect("protocols:protocol", slug, protocol_id)
    words = {
        "heading": f"Bring version {number} into force",
        "action": "Bring it into force",
        "told": people_of(version),
        "told_why": "the members of the parties",
        "intro": "The version in force until now, if there is one, is superseded.",
    }
    return _form(request, version, form, words)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """POST sets another review day; the page also offers to start the review."""
    version = found_version(request, protocol_id, number)
    if request.method == "POST" and version.state != ProtocolVersion.State.IN_FORCE:
        raise Refused(
            f"Version {number} is {version.state_words.lower()}: only a version in force gets"
            " another review day. Open the protocol to see what can be done next."
        )
    form = ReviewDayForm(posted(request))
    if request.method == "POST" and went_well(
        form,
        lambda: domain.change_review_day(version=version, **form.cleaned_data, by=request.user),
    ):
        messages.success(
            request, f"The next review is on {form.cleaned_data['review_on']:%-d %B %Y}."
        )
        return redirect("protocols:protocol", slug, protocol_id)
    back = reverse("protocols:protocol", args=[slug, protocol_id])
    context = {**about(request, version), "form": form, "back": back}
    return render(request, f"{PAGES}/review.html", context)


@requires(P.PROTOCOL_MANAGE)
@require_POST
def start_review(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """Something has to change: under review from now on."""
    domain.start_review(version=found_version(request, protocol_id, number), by=request.user)
    messages.success(request, f"Version {number} is under review. It goes on binding meanwhile.")
    return redirect("protocols:protocol", slug, protocol_id)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """End a version with a reason."""
    version = found_version(request, protocol_id, number)
    form = WhyForm(posted(request))
    if request.method == "POST" and went_well(
        form,
        lambda: domain.withdraw_version(
            version=version, why=form.cleaned_data["why"], by=request.user
        ),
    ):
        messages.success(request, f"Version {number} is withdrawn.")
        return redirect("protocols:protocol", slug, protocol_id)
    words = {
        "heading": f"Withdraw version {number}",
        "action": "Withdraw it",
        "warn": True,
        "intro": "It stays in the register with your reason. From then on it binds nobody and"
        " cannot come back.",
    }
    return _form(request, version, form, words)


def _form(
    request: HttpRequest, version: ProtocolVersion, form: Any, words: dict[str, Any]
) -> HttpResponse:
    place = [request.partnership.slug, version.protocol_id, version.number]
    context = {
        **about(request, version),
        "form": form,
        "back": reverse("protocols:version", args=place),
        **words,
    }
    return render(request, f"{PAGES}/form.html", context)
