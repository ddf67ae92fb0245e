"""The start of a return: its sections, who is working on it, what comes next."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.returns.next_step import SECTION, Step, next_step
from surveys.returns.queries import last_sent_back, newest_return, people_on_return
from surveys.returns.reading import may_read
from surveys.returns.standing import Standing
from surveys.returns.tasks_shown import task_groups
from surveys.returns.views.finding import standing_or_404
from surveys.returns.wording import in_words


@requires(P.PARTNERSHIP_READ)
@require_safe
def task_list_latest(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the newest wave's return."""
    newest = newest_return()
    if newest is None:
        return render(request, "surveys/returns/no_survey.html")
    return redirect("returns:task_list", slug, newest.wave.year)


@requires(P.PARTNERSHIP_READ)
@require_safe
def task_list(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The task list; for an observer the accepted return, and nothing of it before."""
    standing = standing_or_404(year)
    if not request.can(P.RETURN_READ):
        return _observed(request, standing)
    step = next_step(standing, request.can)
    context = {
        "standing": standing,
        "step": step,
        "step_url": step_url(slug, year, step),
        "groups": task_groups(standing, lambda page, *code: _address(slug, year, page, *code)),
        "people": people_on_return(),
        "days_left": (standing.annual_return.wave.closes_on - today()).days,
        "last_saved": standing.last_saved(),
        "sent_back": last_sent_back(standing.annual_return) if standing.takes_answers else None,
        "today": today(),
    }
    return render(request, "surveys/returns/task_list.html", context)


def today() -> date:
    """The date in England."""
    return timezone.localdate()


def step_url(slug: str, year: int, step: Step) -> str:
    """Where the next step's link goes, or an empty string."""
    if not step.page:
        return ""
    code = [step.section] if step.page == SECTION else []
    return _address(slug, year, step.page, *code)


def _address(slug: str, year: int, page: str, *code: str) -> str:
    return reverse(f"returns:{page}", args=[slug, year, *code])


def _observed(request: HttpRequest, standing: Standing) -> HttpResponse:
    """What a Government Office observer sees."""
    readable = may_read(standing.annual_return, request.can)
    context = {"standing": standing, "readable": readable}
    if readable:
        context["said"] = in_words(standing)
    return render(request, "surveys/returns/observed.html", context)
