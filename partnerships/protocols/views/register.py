"""The register of protocols, overlaps, and the page of one protocol."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.domain.drafting import (
    change_protocol,
    draft_next_version,
    draft_protocol,
)
from partnerships.protocols.forms.drafting import NewProtocolForm, NextVersionForm, ProtocolForm
from partnerships.protocols.forms.searching import ProtocolSearch
from partnerships.protocols.models import ProtocolVersion
from partnerships.protocols.queries.obligations import lines_of
from partnerships.protocols.queries.register import (
    overlaps_here,
    parties_ever,
    register_counts,
    rows_of,
)
from partnerships.protocols.queries.register import (
    protocols as register_of,
)
from partnerships.protocols.queries.signing import waiting_for
from partnerships.protocols.views.finding import (
    about,
    found_protocol,
    only_binding,
    posted,
    went_well,
)

A_PAGE = 25
PAGES = "partnerships/protocols"


@requires(P.PROTOCOL_READ_IN_FORCE)
@require_safe
def protocols(request: HttpRequest, slug: str) -> HttpResponse:
    """The register with its filters; observers see what is in force."""
    binding = only_binding(request)
    form = ProtocolSearch(request.GET or None, parties=parties_ever(), binding_only=binding)
    wanted = _wanted(form)
    page = Paginator(register_of(binding_only=binding, **wanted), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list),
        "filtered": any(wanted.values()),
        "may_manage": request.can(P.PROTOCOL_MANAGE),
        "may_read_all": not binding,
        "waiting": [] if binding else waiting_for(request.user),
        "stats": register_counts(timezone.localdate(), binding_only=binding),
        "today": timezone.localdate(),
    }
    return render(request, f"{PAGES}/protocols.html", context)


@requires(P.PROTOCOL_READ)
@require_safe
def overlaps(request: HttpRequest, slug: str) -> HttpResponse:
    """Pairs of live protocols that cover the same ground."""
    page = Paginator(overlaps_here(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, f"{PAGES}/overlaps.html", {"page": page})


@requires(P.PROTOCOL_READ_IN_FORCE)
@require_safe
def protocol(request: HttpRequest, slug: str, protocol_id: int) -> HttpResponse:
    """One protocol: what binds, what comes, who is party to it, what they owe, its history."""
    found, versions = found_protocol(request, protocol_id)
    binding = next((each for each in versions if each.is_binding), None)
    shown = binding or versions[0]
    coming = [each for each in versions if each.state in ProtocolVersion.COMING and each != shown]
    context = {
        **about(request, shown),
        "protocol": found,
        "versions": versions,
        "coming": coming[0] if coming else None,
        "lines": lines_of(shown, timezone.localdate()),
        "parties": shown.parties.select_related("organisation").order_by("organisation__name"),
        "overlaps": [] if only_binding(request) else overlaps_here(among=[found.pk]),
        "may_draft_next": request.can(P.PROTOCOL_MANAGE)
        and not any(each.state in ProtocolVersion.COMING for each in versions),
    }
    return render(request, f"{PAGES}/protocol.html", context)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a protocol; its draft opens next."""
    form = NewProtocolForm(posted(request))
    made: list[Any] = []
    if request.method == "POST" and went_well(
        form, lambda: made.append(draft_protocol(**form.cleaned_data, by=request.user))
    ):
        return redirect("protocols:draft", slug, made[0].pk, 1)
    words = {
        "heading": "Draft a protocol",
        "action": "Start the draft",
        "back": reverse("protocols:protocols", args=[slug]),
        "intro": "It gets its number now. Nobody is told before you open it for comments.",
    }
    return render(request, f"{PAGES}/form.html", {"form": form, **words})


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, slug: str, protocol_id: int) -> HttpResponse:
    """Title, kind, subject, and whether the public sees it."""
    found, _ = found_protocol(request, protocol_id)
    names = ("title", "kind", "subject", "is_public")
    form = ProtocolForm(posted(request), initial={n: getattr(found, n) for n in names})
    if request.method == "POST" and went_well(
        form, lambda: change_protocol(protocol=found, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"{found.number} is changed.")
        return redirect("protocols:protocol", slug, protocol_id)
    words = {
        "protocol": found,
        "heading": "Change the details",
        "action": "Save",
        "back": reverse("protocols:protocol", args=[slug, protocol_id]),
        "intro": "The title is part of what is signed: it stays once a version was signed.",
    }
    return render(request, f"{PAGES}/form.html", {"form": form, **words})


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def next_version(request: HttpRequest, slug: str, protocol_id: int) -> HttpResponse:
    """Draft the next version from the one that binds."""
    found, versions = found_protocol(request, protocol_id)
    form = NextVersionForm(posted(request))
    made: list[Any] = []
    if request.method == "POST" and went_well(
        form,
        lambda: made.append(
            draft_next_version(protocol=found, **form.cleaned_data, by=request.user)
        ),
    ):
        return redirect("protocols:draft", slug, protocol_id, made[0].number)
    words = {
        "protocol": found,
        "heading": f"Draft version {versions[0].number + 1}",
        "action": "Start the draft",
        "back": reverse("protocols:protocol", args=[slug, protocol_id]),
        "intro": "The draft begins as a copy of the text. What is in force comes under review by it"
        " and goes on binding until the new version is in force.",
    }
    return render(request, f"{PAGES}/form.html", {"form": form, **words})


def _wanted(form: ProtocolSearch) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    given = form.cleaned_data
    within = given["review"]
    review_by = None if within is None else timezone.localdate() + timedelta(days=within)
    return {
        "search": given["q"],
        "kind": given["kind"],
        "subject": given["subject"],
        "party": given["party"],
        "state": given.get("state", ""),
        "review_by": review_by,
    }
