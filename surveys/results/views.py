"""Pages of national results: the picture, editions, questions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.jobs.queries import latest_job
from surveys.results import domain, explorer, queries
from surveys.results.dashboard import picture
from surveys.results.forms import DisclosureSettings, PictureFilters, ReleaseForm
from surveys.results.models import Edition
from surveys.returns.models import Wave


@requires(P.NATIONAL_READ)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The national picture of one edition, for one group of partnerships."""
    readable = list(queries.editions(released_only=_released_only(request)))
    filters = PictureFilters(request.GET or None, editions=readable)
    context = {
        "filters": filters,
        "job": _building(request),
        "edition": None,
        "can_build": request.can(P.EDITION_BUILD),
    }
    if readable and (not filters.is_bound or filters.is_valid()):
        chosen = filters.cleaned_data if filters.is_bound else {}
        edition = next((e for e in readable if e.pk == chosen.get("edition")), readable[0])
        filters.initial = {"edition": edition.pk, "group": "all"}
        context["edition"] = edition
        context["picture"] = picture(edition, chosen.get("group") or "all")
    return render(request, "surveys/results/dashboard.html", context)


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
        "job": _building(request),
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
    found = queries.edition_by_id(edition_id, released_only=_released_only(request))
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


@requires(P.NATIONAL_READ)
@require_safe
def items(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Every question of an edition, by section."""
    found = queries.edition_by_id(edition_id, released_only=_released_only(request))
    context = {"edition": found, "sections": queries.questionnaire_form(found).sections}
    return render(request, "surveys/results/items.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def item(request: HttpRequest, edition_id: int, key: str) -> HttpResponse:
    """One question, or one row of a grid, by every breakdown."""
    found = queries.edition_by_id(edition_id, released_only=_released_only(request))
    cells = queries.published_item(found, key)
    form = queries.questionnaire_form(found)
    context = {"edition": found, "table": explorer.item_table(found, form, cells)}
    return render(request, "surveys/results/item.html", context)


def _released_only(request: HttpRequest) -> bool:
    return not request.can(P.RESULTS_READ)


def _building(request: HttpRequest) -> object:
    """The newest build while it is under way, for those who may see jobs."""
    job = latest_job(domain.BUILD) if request.can(P.JOB_READ) else None
    return job if job and job.is_active else None
