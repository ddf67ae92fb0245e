"""Pages of publications: the nation's, a partnership's own, and the public's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.queries import latest_job
from surveys.publications import domain
from surveys.publications.downloads import download
from surveys.publications.forms import NATIONAL_KINDS, NationalKindForm, PartnershipForm
from surveys.publications.models import Publication
from surveys.publications.queries import (
    PARTNERSHIP,
    partnership_summaries,
    partnership_summary,
    publication_here,
    publications_here,
)
from surveys.results.models import Edition
from surveys.results.queries import edition_by_id, newest_edition
from surveys.returns.queries import return_of_year


@requires(P.PUBLICATION_READ)
@require_safe
def national_list(request: HttpRequest) -> HttpResponse:
    """National publications; evaluators also build, release and see every partnership's."""
    drafts = request.can(P.PUBLICATION_READ_DRAFT)
    edition = newest_edition(released_only=not drafts)
    found = list(publications_here(released_only=not drafts))
    context = {
        "edition": edition,
        "earlier": [p for p in found if not edition or p.edition_id != edition.pk],
        "kinds": _kinds(edition, found, drafts),
        "can_build": request.can(P.PUBLICATION_BUILD),
        "can_release": request.can(P.PUBLICATION_RELEASE),
        "form": PartnershipForm() if drafts else None,
        "summaries": partnership_summaries(edition) if edition and drafts else [],
    }
    return render(request, "surveys/publications/national_list.html", context)


def _kinds(edition: Edition | None, found: list[Publication], drafts: bool) -> list[dict[str, Any]]:
    """For each national kind: its publication from this edition, and the job that builds it."""
    if edition is None:
        return []
    made = {p.kind: p for p in found if p.edition_id == edition.pk}
    return [
        {"kind": key, "words": words, "publication": made.get(key),
         "job": _active(edition, key) if drafts else None}
        for key, words in NATIONAL_KINDS
    ]  # fmt: skip


def _active(edition: Edition, kind: str) -> Job | None:
    job = latest_job(domain.BUILD, domain.publication_key(edition, kind))
    return job if job and job.is_active else None


@requires(P.PUBLICATION_BUILD)
@require_POST
def build_national(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Queue a national summary and show its progress."""
    edition = edition_by_id(edition_id, released_only=False)
    form = NationalKindForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose one of the national summaries, then build it.")
    job = domain.request_publication(
        edition=edition, kind=form.cleaned_data["kind"], by=request.user
    )
    return redirect("national_job", job_id=job.pk)


@requires(P.PUBLICATION_BUILD)
@require_POST
def build_for_partnership(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Queue one partnership's summary and show its progress."""
    edition = edition_by_id(edition_id, released_only=False)
    form = PartnershipForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose a partnership from the list, then build its summary.")
    job = domain.request_partnership_summary(
        edition=edition, slug=form.cleaned_data["partnership"], by=request.user
    )
    return redirect("national_job", job_id=job.pk)


@requires(P.PUBLICATION_RELEASE)
@require_POST
def release(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Release a national publication."""
    publication = publication_here(publication_id, released_only=False)
    domain.release_publication(publication=publication, by=request.user)
    messages.success(request, f"{publication.title} is released.")
    return redirect("publications:national_list")


@requires(P.PUBLICATION_READ)
@require_safe
def national_download(request: HttpRequest, publication_id: UUID) -> FileResponse:
    """The file; before its release for evaluators only."""
    released_only = not request.can(P.PUBLICATION_READ_DRAFT)
    return download(request, publication_here(publication_id, released_only=released_only))


@requires(P.PUBLICATION_READ_DRAFT)
@require_safe
def partnership_download(request: HttpRequest, publication_id: UUID) -> FileResponse:
    """A partnership's summary, for a national evaluator."""
    return download(request, partnership_summary(publication_id))


@requires(P.SUMMARY_READ)
@require_safe
def room_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's own summaries, and the button that builds the newest."""
    edition = newest_edition(released_only=True)
    annual_return = return_of_year(edition.wave.year) if edition else None
    found = list(publications_here(released_only=True))
    context = {
        "edition": edition,
        "publications": found,
        "current": next((p for p in found if edition and p.edition_id == edition.pk), None),
        "signed_off": bool(annual_return and annual_return.is_counted),
        "can_build": request.can(P.SUMMARY_BUILD),
        "job": _active(edition, PARTNERSHIP) if edition else None,
    }
    return render(request, "surveys/publications/room_list.html", context)


@requires(P.SUMMARY_BUILD)
@require_POST
def build_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Queue the partnership's summary from the newest released edition."""
    edition = newest_edition(released_only=True)
    if edition is None:
        raise Refused(domain.NOT_RELEASED)
    job = domain.request_publication(edition=edition, kind=PARTNERSHIP, by=request.user)
    return redirect("room_job", slug=slug, job_id=job.pk)


@requires(P.SUMMARY_READ)
@require_safe
def room_download(request: HttpRequest, slug: str, publication_id: UUID) -> FileResponse:
    """The partnership's own file."""
    return download(request, publication_here(publication_id, released_only=True))


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Released national publications, for everybody."""
    context = {"publications": publications_here(released_only=True)}
    return render(request, "surveys/publications/public_list.html", context)


@login_not_required
@require_safe
def public_download(request: HttpRequest, publication_id: UUID) -> FileResponse:
    """A released national publication."""
    return download(request, publication_here(publication_id, released_only=True))
