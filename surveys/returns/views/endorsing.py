"""The page on which a partner organisation says what it thinks of the sections."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.models import Organisation
from partnerships.membership.permissions import P
from portal.errors import Conflict, Missing, Refused
from portal.web.components import PageError
from portal.web.forms import page_errors
from surveys.returns.domain.endorsing import Said, endorse_sections
from surveys.returns.domain.team import not_working
from surveys.returns.endorsed import SILENT, Part, parts_of, words_digest
from surveys.returns.forms.team import EndorsementForm
from surveys.returns.queries.team import own_organisations
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404

PAGE = "surveys/returns/team/endorse.html"
Forms = dict[str, EndorsementForm]
SENT = ("verdict", "note", "seen", "was")


@requires(P.RETURN_ENDORSE)
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """GET: the sections with what the reader's organisation says; POST saves what it says of some
    of them. Who belongs to several organisations chooses one (`organisation`)."""
    standing = standing_or_404(year)
    own = own_organisations(request.user)
    organisation = _chosen(request, own)
    if organisation is None:
        if request.method == "POST":
            raise Refused(
                "You are not a member of an organisation here, or did not choose one. Open the page"
                " again and choose the organisation that you speak for."
            )
        return _show(request, standing, own, None, [], {})
    parts = parts_of(standing, organisation)
    if request.method != "POST":
        return _show(request, standing, own, organisation, parts, _forms(parts))
    forms = _forms(parts, request.POST)
    if not all(form.is_valid() for form in forms.values()):
        return _show(request, standing, own, organisation, parts, forms)
    return _save(request, standing, own, organisation, parts, forms)


def _save(
    request: HttpRequest,
    standing: Standing,
    own: list[Organisation],
    organisation: Organisation,
    parts: list[Part],
    forms: Forms,
) -> HttpResponse:
    words = {code: form.cleaned_data for code, form in forms.items() if not _untouched(form)}
    said = {
        part.section.code: Said(**{name: words[part.section.code][name] for name in SENT})
        for part in parts
        if part.section.code in words and part.says_otherwise(words[part.section.code])
    }
    annual_return = standing.annual_return
    changed = 0
    try:
        if said:
            changed = endorse_sections(
                annual_return=annual_return, organisation=organisation, said=said, by=request.user
            )
    except Conflict as refusal:
        standing = standing_or_404(annual_return.wave.year)
        parts = parts_of(standing, organisation)
        kept = _forms(parts, _seen_anew(request, parts, forms))
        return _show(request, standing, own, organisation, parts, kept, refusal.message)
    except Refused as refusal:
        return _show(request, standing, own, organisation, parts, forms, refusal.message)
    messages.success(request, _done(organisation, changed))
    here = reverse("returns:endorse", args=[request.partnership.slug, annual_return.wave.year])
    return redirect(f"{here}?organisation={organisation.pk}" if len(own) > 1 else here)


def _done(organisation: Organisation, changed: int) -> str:
    if not changed:
        return f"{organisation} says the same as before. Nothing was changed."
    what = "1 section" if changed == 1 else f"{changed} sections"
    return f"What {organisation} says about {what} is saved."


def _chosen(request: HttpRequest, own: list[Organisation]) -> Organisation | None:
    """The organisation named, or the only one; None where there is none or a choice to make."""
    wanted = (request.POST if request.method == "POST" else request.GET).get("organisation", "")
    if not wanted:
        return own[0] if len(own) == 1 else None
    found = next((each for each in own if str(each.pk) == wanted), None)
    if found is None:
        raise Missing(
            "You are not a member of that organisation. Open the page again and choose one that"
            " you speak for."
        )
    return found


def _forms(parts: list[Part], sent: QueryDict | None = None) -> Forms:
    """A form for each section that something can be said about.

    What was said about an earlier version is not ticked: it has to be said again.
    """
    return {
        part.section.code: EndorsementForm(
            sent,
            prefix=part.section.code,
            title=part.section.title,
            initial=_drawn(part),
        )
        for part in parts
        if part.answered
    }


def _drawn(part: Part) -> dict[str, str]:
    """The fields of a section as it stands."""
    verdict, note = _ticked(part), part.voice.note if part.voice else ""
    drawn = _digest(verdict, note)
    return {"verdict": verdict, "note": note, "seen": part.seen, "was": part.was, "drawn": drawn}


def _untouched(form: EndorsementForm) -> bool:
    """Whether the fields came back as the page drew them: then nothing was said with them."""
    said = form.cleaned_data
    return _digest(said["verdict"], said["note"]) == said["drawn"]


def _digest(verdict: str, note: str) -> str:
    """Whichever line ends a browser sends."""
    return words_digest(verdict, "\n".join(note.splitlines()))


def _ticked(part: Part) -> str:
    if part.voice is None:
        return SILENT
    return "" if part.voice.is_earlier else part.voice.verdict


def _seen_anew(request: HttpRequest, parts: list[Part], forms: Forms) -> QueryDict:
    """What was sent, with the digests of what the page shows now; fields that nobody touched show
    what stands now, or sending them again would take it back."""
    sent = request.POST.copy()
    for part in parts:
        code, now = part.section.code, _drawn(part)
        typed = code in forms and not _untouched(forms[code])
        for name, value in now.items():
            if not (typed and name in ("verdict", "note")):
                sent[f"{code}-{name}"] = value
    return sent


def _show(
    request: HttpRequest,
    standing: Standing,
    own: list[Organisation],
    organisation: Organisation | None,
    parts: list[Part],
    forms: Forms,
    refusal: str = "",
) -> HttpResponse:
    why_not = not_working(standing.annual_return)
    errors = [PageError(refusal)] if refusal else []
    errors += [error for form in forms.values() if form.is_bound for error in page_errors(form)]
    context: dict[str, Any] = {
        "standing": standing,
        "own": own,
        "organisation": organisation,
        "parts": [(part, None if why_not else forms.get(part.section.code)) for part in parts],
        "why_not": why_not,
        "page_errors": errors,
    }
    return render(request, PAGE, context, status=409 if refusal else 200)
