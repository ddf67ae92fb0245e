"""Waves: the list, a new one, its dates, opening, closing, settling, discarding; more time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.queries import partnership_by_slug
from portal.errors import Missing, Refused
from portal.jobs.queries import latest_job
from surveys.returns import waves_shown
from surveys.returns.domain.discarding import discard_wave
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.opening import OPEN, request_opening
from surveys.returns.domain.waves import change_wave, close_wave, create_wave, settle_wave
from surveys.returns.forms.waves import MoreTime, NewWave, Sure, WaveDates
from surveys.returns.models import Wave
from surveys.returns.queries.collecting import (
    every_wave,
    questionnaires_without_wave,
    returns_of,
    wave_by_year,
)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; a sent form without a field is still a sent one."""
    return request.POST if request.method == "POST" else None


form_page = require_http_methods(["GET", "HEAD", "POST"])


@requires(P.WAVE_MANAGE)
@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """Every wave, newest first, and the way to the next one."""
    context = {"waves": every_wave(), "waiting": questionnaires_without_wave()}
    return render(request, "surveys/returns/waves/waves.html", context)


@requires(P.WAVE_MANAGE)
@form_page
def new_wave(request: HttpRequest) -> HttpResponse:
    """Draft a wave from a published questionnaire, its dates those of the last wave moved on."""
    published = questionnaires_without_wave()
    if not published:
        return render(request, "surveys/returns/waves/new.html")
    initial = waves_shown.proposed(published[0].year, every_wave())
    form = NewWave(posted(request), published=published, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wave = create_wave(
            questionnaire=form.chosen,
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            reminder_days=given["reminder_days"],
            by=request.user,
        )
        messages.success(request, f"The {wave} is drafted. Nobody else sees it before it is open.")
        return redirect("response:wave", year=wave.year)
    context = {"form": form, "published": published, "copied_from": initial.get("copied_from")}
    return render(request, "surveys/returns/waves/new.html", context)


@requires(P.WAVE_MANAGE)
@require_safe
def wave(request: HttpRequest, year: int) -> HttpResponse:
    """One wave: its dates, what can happen to it, its reminders, who has more time."""
    found = wave_by_year(year)
    job = latest_job(OPEN, f"wave-{year}")
    context = {
        "wave": found,
        "job": job if job and job.is_active else None,
        "may_remind": request.can(P.REMINDER_SEND),
        **waves_shown.overview(found, timezone.localdate()),
    }
    return render(request, "surveys/returns/waves/wave.html", context)


@requires(P.WAVE_MANAGE)
@form_page
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Other dates or reminder days."""
    found = wave_by_year(year)
    if found.state == Wave.State.CLOSED:
        raise Refused(f"The {found} is closed, so its dates cannot change.")
    before = {name: getattr(found, name) for name in ("opens_on", "closes_on", "reminder_days")}
    opened = found.state == Wave.State.OPEN
    form = WaveDates(posted(request), initial=before, opened=opened)
    if request.method == "POST" and form.is_valid():
        change_wave(wave=found, by=request.user, **(before | form.cleaned_data))
        messages.success(request, f"The dates of the {found} are saved.")
        return redirect("response:wave", year=year)
    return render(request, "surveys/returns/waves/change.html", {"wave": found, "form": form})


@requires(P.WAVE_MANAGE)
@form_page
def open_(request: HttpRequest, year: int) -> HttpResponse:
    """Say who will be emailed, then open the wave in the background."""
    found = wave_by_year(year)
    if found.state != Wave.State.DRAFT:
        raise Refused(f"The {found} has been opened already.")
    form = Sure(posted(request), words="Every partnership can begin now")
    if request.method == "POST" and form.is_valid():
        job = request_opening(wave=found, by=request.user)
        return redirect("national_job", job_id=job.pk)
    context = {
        "wave": found,
        "form": form,
        "told": waves_shown.told_of_opening(),
        "dates": waves_shown.dates_against_today(found, timezone.localdate()),
    }
    return render(request, "surveys/returns/waves/open.html", context)


@dataclass(frozen=True)
class Step:
    """What happens to a wave at a click that has to be meant. `why_not(wave)`: why it cannot, in
    words that follow the wave's name, or ""; `sure`: what one ticks; `done`: words that follow it,
    too. `behind`: the page says who would be left behind."""

    name: str
    why_not: Callable[[Wave], str]
    sure: str
    act: Callable[..., object]
    done: str
    behind: bool = True


def _take(request: HttpRequest, year: int, step: Step) -> HttpResponse | None:
    """The page that asks whether it is meant; None once it is done."""
    found = wave_by_year(year)
    if why_not := step.why_not(found):
        raise Refused(f"The {found} {why_not}")
    form = Sure(posted(request), words=step.sure)
    if request.method == "POST" and form.is_valid():
        step.act(wave=found, by=request.user)
        messages.success(request, step.done.format(wave=found))
        return None
    context: dict[str, Any] = {"wave": found, "form": form}
    if step.behind:
        missing, longer = waves_shown.left_behind(found, timezone.localdate())
        context |= {"missing": missing, "longer": longer}
    return render(request, f"surveys/returns/waves/{step.name}.html", context)


DISCARD = Step(
    "discard",
    lambda wave: (
        "has been opened, so it cannot be discarded." if wave.state != Wave.State.DRAFT else ""
    ),
    "Discard this draft for good",
    discard_wave,
    "The draft of the {wave} is discarded.",
    behind=False,
)
CLOSE = Step(
    "close",
    lambda wave: "is not open." if wave.state != Wave.State.OPEN else "",
    "Nobody else signs off a return any more",
    close_wave,
    "The {wave} is closed.",
)
SETTLE = Step(
    "settle",
    lambda wave: (
        "is settled already."
        if wave.settled_at
        else "is not closed yet. Close it first."
        if wave.state != Wave.State.CLOSED
        else ""
    ),
    "No return of this survey is reopened any more",
    settle_wave,
    "The {wave} is settled. Its national results are final.",
)


@requires(P.WAVE_MANAGE)
@form_page
def discard(request: HttpRequest, year: int) -> HttpResponse:
    """Delete a drafted wave, after a warning."""
    return _take(request, year, DISCARD) or redirect("response:waves")


@requires(P.WAVE_MANAGE)
@form_page
def close(request: HttpRequest, year: int) -> HttpResponse:
    """Say who has not signed off and who has more time, then close the wave."""
    return _take(request, year, CLOSE) or redirect("response:wave", year=year)


@requires(P.WAVE_MANAGE)
@form_page
def settle(request: HttpRequest, year: int) -> HttpResponse:
    """Make a closed wave's results final."""
    return _take(request, year, SETTLE) or redirect("response:wave", year=year)


@requires(P.WAVE_MANAGE)
@form_page
def more_time(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """More time for one partnership, with the reason that its team reads."""
    found, partnership = wave_by_year(year), partnership_by_slug(partnership_slug)
    if partnership is None:
        raise Http404
    own = returns_of(found).get(partnership.pk)
    if own is None:
        raise Missing(f"{partnership} has no return in the {found}.")
    initial: dict[str, Any] = {"until": own.extended_to, "reason": own.extension_reason}
    form, status = MoreTime(posted(request), initial=initial), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            extended = extend_return(partnership=partnership, year=year, by=request.user, **given)
        except Refused as refusal:  # the reason may be long: it stays in the form
            form.add_error("until", refusal.message)
            status = 409
        else:
            day = date_format(extended.due_on, "j F Y")
            messages.success(request, f"{partnership} has until {day}. Its team is told by email.")
            return redirect("response:wave", year=year)
    context = {"wave": found, "partnership": partnership, "form": form, "annual_return": own}
    return render(request, "surveys/returns/waves/more_time.html", context, status=status)
