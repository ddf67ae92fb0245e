"""A person's choice of emails, and the log of a room's emails (the roof says who may read it)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.mail import domain
from portal.mail.forms import DeliveryFilter, PreferencesForm
from portal.mail.kinds import kinds
from portal.mail.queries import deliveries, delivery_by_id, failed_count, wishes_of
from portal.web.access import signed_in

A_PAGE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    """When the person gets each kind of email."""
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(posted, wishes=wishes_of(request.user))
    if form.is_valid():
        domain.choose_notifications(wishes=form.cleaned_data, by=request.user)
        messages.success(request, "Your choice of emails is saved.")
        return redirect("mail:settings")
    always = [kind for kind in kinds().values() if not kind.optional]
    return render(request, "mail/settings.html", {"form": form, "always": always})


@require_safe
def delivery_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Every email that the portal sent for this partnership, narrowed by state and kind."""
    form = DeliveryFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = deliveries(state=wanted.get("state", ""), kind=wanted.get("kind", ""))
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "failed": failed_count(),
        "narrowed": any(wanted.values()),
    }
    return render(request, "mail/deliveries.html", context)


@require_POST
def send_again(request: HttpRequest, slug: str, delivery_id: UUID) -> HttpResponse:
    """Send one failed email again."""
    delivery = delivery_by_id(delivery_id)
    domain.send_again(delivery=delivery, by=request.user)
    messages.success(request, f"“{delivery.subject}” will be sent again now.")
    return redirect("mail:deliveries", slug=slug)
