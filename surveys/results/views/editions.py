"""Editions: the list, a build, where one comes from, and its steps to release."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.web.forms import PortalForm
from surveys.results import domain, explorer, queries
from surveys.results.forms_editions import (
    DiscardForm,
    DisclosureSettings,
    FreezeForm,
    ReleaseForm,
)
from surveys.results.models import Edition
from surveys.results.provenance import provenance, standings
from surveys.results.views.shared import building, released_only

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@requires(P.RESULTS_READ)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, discarded ones too, newest first, and the waves one can be built of."""
    page = Paginator(queries.every_edition(), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": standings(list(page), released_only=False),
        "waves": queries.waves_with_editions(),
        "job": building(request),
        "can_build": request.can(P.EDITION_BUILD),
    }
    return render(request, "surveys/results/editions.html", context)


@requires(P.EDITION_BUILD)
@form_methods
def build(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The disclosure settings of a build; queues it and shows its progress."""
    wave = queries.wave_by_id(wave_id)
    questions = queries.form_of_wave(wave)
    released = queries.newest_released(wave)
    shared = released.settings if released else None
    form = DisclosureSettings(_posted(request), form=questions, shared=shared)
    if form.is_valid():
        job = domain.request_edition(wave=wave, by=request.user, thresholds=form.thresholds())
        return redirect("national_job", job_id=job.pk)
    context = {"wave": wave, "form": form, "job": building(request), "released": released}
    return render(request, "surveys/results/edition_build.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Where an edition's figures come from: inputs, hashes, settings, checks, response."""
    readers = released_only(request)
    found = queries.edition_by_id(edition_id, released_only=readers)
    context = {
        "edition": found,
        "standing": standings([found], released_only=readers)[0],
        "provenance": provenance(found),
        "rates": explorer.rates_table(found),
        "can_build": request.can(P.EDITION_BUILD),
        "can_release": request.can(P.EDITION_RELEASE),
        "sees_checks": not readers,
    }
    return render(request, "surveys/results/edition.html", context)


@requires(P.EDITION_BUILD)
@require_POST
def check(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Queue every check and show its progress."""
    found = queries.edition_by_id(edition_id, released_only=False)
    job = domain.request_check(edition=found, by=request.user)
    return redirect("national_job", job_id=job.pk)


@requires(P.EDITION_BUILD)
@form_methods
def freeze(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Freeze a checked edition, with a note where it replaces another."""
    found = queries.edition_by_id(edition_id, released_only=False)
    replaced = domain.would_replace(edition=found)
    form = FreezeForm(_posted(request), replaces=replaced.number if replaced else None)
    if form.is_valid():
        note = form.cleaned_data.get("note", "")
        domain.freeze_edition(edition=found, by=request.user, note=note)
        messages.success(request, f"The {found} is frozen.")
        return redirect("results:edition", edition_id=edition_id)
    return _step(request, "freeze", found, form, replaced=replaced)


@requires(P.EDITION_RELEASE)
@form_methods
def release(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Let departments read a frozen edition."""
    found = queries.edition_by_id(edition_id, released_only=False)
    domain.refuse_release(edition=found)
    form = ReleaseForm(_posted(request))
    if form.is_valid():
        released = domain.release_edition(edition=found, by=request.user)
        words = f"The {found} is released. Departments can read it now."
        messages.success(request, f"{words} {domain.finality(released.wave)}".strip())
        return redirect("results:edition", edition_id=edition_id)
    return _step(request, "release", found, form, out=domain.still_out(found.wave))


@requires(P.EDITION_BUILD)
@form_methods
def discard(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Put a draft or checked edition aside."""
    found = queries.edition_by_id(edition_id, released_only=False)
    domain.refuse_discarding(edition=found)
    form = DiscardForm(_posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        domain.discard_edition(edition=found, by=request.user, reason=reason)
        messages.success(request, f"The {found} is discarded.")
        return redirect("results:editions")
    return _step(request, "discard", found, form)


def _posted(request: HttpRequest) -> QueryDict | None:
    # `request.POST or None` would take a post without any field for none at all.
    return request.POST if request.method == "POST" else None


def _step(
    request: HttpRequest,
    name: str,
    found: Edition,
    form: PortalForm,
    **more: object,
) -> HttpResponse:
    context = {"edition": found, "form": form, **more}
    return render(request, f"surveys/results/edition_{name}.html", context)
