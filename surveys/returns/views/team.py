"""The team: who has which section, giving sections out, changing days, taking back, my sections."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.models import Organisation
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import partners
from portal.accounts.models import User
from portal.errors import Missing, Refused
from surveys.returns import audience
from surveys.returns.domain.team import (
    assign_sections,
    change_due_date,
    not_working,
    refuse_or_name,
    withdraw_assignment,
)
from surveys.returns.emails.team import told
from surveys.returns.endorsed import tally
from surveys.returns.forms.team import PERSON, AssignForm, DueDateForm
from surveys.returns.models import Assignment
from surveys.returns.own_sections import sections_of
from surveys.returns.queries.team import (
    answerers,
    answerers_by_organisation,
    assignment_of,
    assignments_of,
)
from surveys.returns.standing import Standing
from surveys.returns.team_shown import (
    choices_of_sections,
    choices_of_takers,
    own_tasks,
    team_lines,
)
from surveys.returns.views.finding import standing_or_404

PAGES = "surveys/returns/team"


@requires(P.RETURN_READ)
@require_safe
def team(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every section with who has it and until when, and what the partners say."""
    standing = standing_or_404(year)
    annual_return = standing.annual_return
    given = list(assignments_of(annual_return))
    context = {
        "standing": standing,
        "lines": team_lines(standing, given, timezone.localdate()),
        "given": given,
        "may_manage": request.can(P.RETURN_TEAM) and not not_working(annual_return),
        "tally": tally(annual_return, standing),
    }
    return render(request, f"{PAGES}/team.html", context)


@requires(P.RETURN_READ)
@require_safe
def mine(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The reader's own sections."""
    standing = standing_or_404(year)
    own = sections_of(request.user, standing.annual_return)
    group = own_tasks(standing, own, _section_address(slug, year), "Given to you")
    context = {
        "standing": standing,
        "groups": [group] if own else [],
        "coordinators": audience.coordinators(),
    }
    return render(request, f"{PAGES}/mine.html", context)


@requires(P.RETURN_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Choose sections and who gets them (GET), see who will be told (GET with `check`), give them
    out (POST)."""
    standing = standing_or_404(year)
    takers = _Takers()
    form = _assign_form(request, standing, takers)
    if not form.is_bound or not form.is_valid():
        return _assign(request, standing, form)
    person, organisation = takers.chosen(form)
    named: dict[str, Any] = {
        "annual_return": standing.annual_return,
        "sections": form.cleaned_data["section"],
        "person": person,
        "organisation": organisation,
        "due_on": form.cleaned_data["due_on"],
    }
    try:
        if request.method != "POST":
            chosen = refuse_or_name(**named)
            people = takers.told(person, organisation, request.user)
            return _check(request, standing, form, chosen, person or organisation, people)
        given = assign_sections(**named, by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _assign(request, standing, form, status=409)
    what = "1 section is" if len(given) == 1 else f"{len(given)} sections are"
    messages.success(request, f"{what} with {person or organisation} now.")
    return redirect("returns:team", slug, year)


@requires(P.RETURN_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def given(request: HttpRequest, slug: str, year: int, given_id: int) -> HttpResponse:
    """One section given to somebody: another day, or take it back."""
    standing = standing_or_404(year)
    assignment = assignment_of(standing.annual_return, given_id)
    if assignment is None:
        raise Missing("Nobody has this section any more. Open the team page again.")
    withdrawing = request.POST.get("then") == "withdraw"
    sent = request.POST if request.method == "POST" and not withdrawing else None
    form = DueDateForm(sent, initial={"due_on": assignment.due_on})
    if request.method != "POST" or (not withdrawing and not form.is_valid()):
        return _given(request, standing, assignment, form)
    who = assignment.person or assignment.organisation
    try:
        if withdrawing:
            withdraw_assignment(assignment=assignment, by=request.user)
            messages.success(request, f"{who} no longer has this section.")
        else:
            day = form.cleaned_data["due_on"]
            change_due_date(assignment=assignment, due_on=day, by=request.user)
            messages.success(request, f"The day is saved for {who}.")
    except Refused as refusal:
        form = DueDateForm(request.POST)
        form.add_error(None, refusal.message)
        return _given(request, standing, assignment, form, status=409)
    return redirect("returns:team", slug, year)


class _Takers:
    """Whom sections can be given to, read once."""

    def __init__(self) -> None:
        self.today: date = timezone.localdate()
        self.people = answerers()
        self.organisations = list(partners(self.today))

    def chosen(self, form: AssignForm) -> tuple[User | None, Organisation | None]:
        """The person or the organisation that a valid form names."""
        kind, key = form.taker
        if kind == PERSON:
            return next(each for each in self.people if each.pk == key), None
        return None, next(each for each in self.organisations if each.pk == key)

    def told(self, person: User | None, organisation: Organisation | None, by: User) -> list[User]:
        """Who gets an email when it is given to them."""
        if person:
            people = [person]
        else:
            assert organisation is not None  # `chosen` gives one of them
            people = answerers_by_organisation(self.today).get(organisation.pk, [])
        return [each for each in people if each.pk != by.pk]


def _assign_form(request: HttpRequest, standing: Standing, takers: _Takers) -> AssignForm:
    sent = request.POST if request.method == "POST" else None
    if sent is None and "check" in request.GET:
        sent = request.GET
    return AssignForm(
        sent,
        sections=choices_of_sections(standing),
        takers=choices_of_takers(takers.people, takers.organisations),
        initial={
            "section": request.GET.getlist("section"),
            "to": request.GET.get("to", ""),
            "due_on": request.GET.get("due_on", ""),
        },
    )


def _assign(
    request: HttpRequest, standing: Standing, form: AssignForm, status: int = 200
) -> HttpResponse:
    context = {"standing": standing, "form": form, "why_not": not_working(standing.annual_return)}
    return render(request, f"{PAGES}/assign.html", context, status=status)


def _check(
    request: HttpRequest,
    standing: Standing,
    form: AssignForm,
    chosen: Sequence[Any],
    who: User | Organisation | None,
    people: Sequence[User],
) -> HttpResponse:
    due_on = form.cleaned_data["due_on"]
    again = request.GET.copy()
    del again["check"]
    context = {
        "standing": standing,
        "sections": chosen,
        "who": who,
        "is_organisation": isinstance(who, Organisation),
        "due_on": due_on,
        "has_passed": due_on is not None and due_on < timezone.localdate(),
        "told": people,
        "to": form.cleaned_data["to"],
        "change_url": f"{request.path}?{again.urlencode()}",
    }
    return render(request, f"{PAGES}/check.html", context)


def _given(
    request: HttpRequest,
    standing: Standing,
    assignment: Assignment,
    form: DueDateForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "standing": standing,
        "assignment": assignment,
        "who": assignment.person or assignment.organisation,
        "section": standing.section(assignment.section),
        "form": form,
        "told": told(assignment, request.user),
        "why_not": not_working(standing.annual_return),
    }
    return render(request, f"{PAGES}/given.html", context, status=status)


def _section_address(slug: str, year: int) -> Any:
    return lambda code: reverse("returns:section", args=[slug, year, code])
