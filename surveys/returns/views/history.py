"""What happened to a return, and its signed-off versions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.returns.queries import return_of_year
from surveys.returns.queries.threads import version_of, versions_of
from surveys.returns.sending_shown import kept_of, since_version
from surveys.returns.timeline import timeline_of
from surveys.returns.versions import standing_at
from surveys.returns.wording import in_words


@requires(P.RETURN_READ)
@require_safe
def history(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Everything that happened to the return, newest first, and its versions."""
    found = return_of_year(year)
    if found is None:
        raise Http404
    context = {
        "annual_return": found,
        "moments": timeline_of(found),
        "versions": list(reversed(versions_of(found))),
    }
    return render(request, "surveys/returns/history.html", context)


@requires(P.RETURN_READ)
@require_safe
def version(request: HttpRequest, slug: str, year: int, version_number: int) -> HttpResponse:
    """One signed-off version: its answers, and what changed since the one before."""
    found = return_of_year(year)
    signed = version_of(found, version_number) if found else None
    if found is None or signed is None:
        raise Http404
    standing = standing_at(found, signed)
    context = {
        "annual_return": found,
        "version": signed,
        "standing": standing,
        "said": in_words(standing),
        "kept": kept_of(signed, standing.form),
        "since": since_version(standing, version_of(found, version_number - 1)),
        "is_newest": version_number == found.version,
    }
    return render(request, "surveys/returns/version.html", context)
