"""The start of a return: its sections, who is working on it, what comes next."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.returns.asking_shown import queries_said
from surveys.returns.mail_said import mail_of_signing
from surveys.returns.models import Assignment, Return
from surveys.returns.named import people_of
from surveys.returns.next_step import SECTION, Step, next_step
from surveys.returns.own_sections import sections_of
from surveys.returns.presence import here_now
from surveys.returns.queries import last_sent_back, newest_return, people_on_return
from surveys.returns.queries.team import assignments_of
from surveys.returns.queries.threads import is_answered
from surveys.returns.reading import may_read
from surveys.returns.standing import Standing
from surveys.returns.states_said import more_time, reopened, state_said
from surveys.returns.tasks_shown import Reader, Team, task_groups
from surveys.returns.views.finding import standing_or_404
from surveys.returns.wording import in_words
from surveys.returns.writing import NONE


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
    """The task list; for an observer the accepted return, and only its state before."""
    standing = standing_or_404(year)
    if not request.can(P.RETURN_READ):
        return _observed(request, standing)
    annual_return = standing.annual_return
    reader = _reader(request, annual_return)
    people = people_on_return()
    given = _by_section(assignments_of(annual_return))
    step = next_step(
        standing,
        request.can,
        people=people_of(people, others=bool(given)),
        own=reader.own,
        answered=is_answered(annual_return),
        signing_mails=_signing_mails(request, annual_return),
    )
    groups = task_groups(
        standing,
        lambda page, *code: _address(slug, year, page, *code),
        reader=reader,
        team=Team(given, here_now(annual_return, but=request.user)),
    )
    context = {
        "standing": standing,
        "said": state_said(standing),
        "more_time": more_time(annual_return),
        "reopened": reopened(standing),
        "queries_said": queries_said(annual_return, mine=request.can(P.RETURN_REPLY)),
        "step": step,
        "step_url": step_url(slug, year, step),
        "groups": groups,
        "people": people,
        "days_left": (annual_return.due_on - today()).days,
        "last_saved": standing.last_saved(),
        "sent_back": last_sent_back(annual_return) if standing.takes_answers else None,
        "may_share": request.can(P.RETURN_TEAM),
        "today": today(),
    }
    return render(request, "surveys/returns/task_list.html", context)


def _reader(request: HttpRequest, annual_return: Return) -> Reader:
    """What the reader may write and was given. At most one query."""
    if request.can(P.RETURN_ANSWER):
        return Reader()
    if not request.can(P.RETURN_CONTRIBUTE):
        return Reader(NONE)
    own = sections_of(request.user, annual_return)
    return Reader(frozenset(each.section.code for each in own), own)


def _signing_mails(request: HttpRequest, annual_return: Return) -> str:
    """Who gets an email once the return is signed off, while it waits for that."""
    if annual_return.state != Return.State.READY:
        return ""
    signs = request.can(P.RETURN_SIGN_OFF) and annual_return.ready_by_id != request.user.pk
    return mail_of_signing(annual_return, request.user, signs=signs).words


def _by_section(assignments: Iterable[Assignment]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for each in assignments:
        found.setdefault(each.section, []).append(each)
    return found


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
    context = {
        "standing": standing,
        "readable": readable,
        "state": state_said(standing),
        "more_time": more_time(standing.annual_return, why=False),
    }
    if readable:
        context["said"] = in_words(standing)
    return render(request, "surveys/returns/observed.html", context)
