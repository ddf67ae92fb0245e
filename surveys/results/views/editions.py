"""Editions: the list, a build, where one comes from, its release."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import domain, explorer, queries
from surveys.results.forms import DisclosureSettings, ReleaseForm
from surveys.results.models import Edition
from surveys.results.views.shared import building, released_only
from surveys.returns.models import Wave


@requires(P.RESULTS_READ)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, newest first, and the waves that one can be built of."""
    return _editions(request)


def _editions(request: HttpRequest, form: DisclosureSettings | None = None) -> HttpResponse:
    """The page of editions; `form`: settings that were refused, at the wave they were meant for."""
    page = Paginator(queries.editions(released_only=False), 25).get_page(request.GET.get("page"))
    prefixes = [(wave, _prefix(wave)) for wave in queries.waves_with_editions()]
    context = {
        "page": page,
        "waves": [
            (wave, form if form and form.prefix == prefix else DisclosureSettings(prefix=prefix))
            for wave, prefix in prefixes
        ],
        "form": form,
        "job": building(request),
    }
    return render(request, "surveys/results/editions.html", context)


def _prefix(wave: Wave) -> str:
    return f"wave-{wave.pk}"


@requires(P.EDITION_BUILD)
@require_POST
def build(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Queue the build with the settings given and show its progress."""
    wave = queries.wave_by_id(wave_id)
    form = DisclosureSettings(request.POST, prefix=_prefix(wave))
    if not form.is_valid():
        return _editions(request, form)
    job = domain.request_edition(wave=wave, by=request.user, thresholds=form.thresholds())
    return redirect("national_job", job_id=job.pk)


@requires(P.NATIONAL_READ)
@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Where an edition's figures come from: inputs, hashes, settings, response."""
    found = queries.edition_by_id(edition_id, released_only=released_only(request))
    return _edition_page(request, found, ReleaseForm())


def _edition_page(request: HttpRequest, found: Edition, form: ReleaseForm) -> HttpResponse:
    context = {
        "form": form,
        "edition": found,
        "provenance": explorer.provenance(found),
        "rates": explorer.rates_table(found),
        "can_release": not found.is_released and request.can(P.EDITION_RELEASE),
    }
    return render(request, "surveys/results/edition.html", context)


@requires(P.EDITION_RELEASE)
@require_POST
def release(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Let departments read the edition."""
    found = queries.edition_by_id(edition_id, released_only=False)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _edition_page(request, found, form)
    released = domain.release_edition(edition=found, by=request.user)
    words = f"The {found} is released. Departments can read it now."
    messages.success(request, f"{words} {domain.finality(released.wave)}".strip())
    return redirect("results:edition", edition_id=edition_id)
