"""Bodies: the list, one page each with its seats on a day, formed, changed, dissolved, new rules."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.bodies_shown import balance_card, rule_rows, standing_stats
from partnerships.membership.domain.bodies import (
    change_body,
    dissolve_body,
    found_body,
    set_constitution,
)
from partnerships.membership.forms.bodies import BodyForm, ConstitutionForm, OnDay
from partnerships.membership.forms.directory import LeaveForm
from partnerships.membership.models import Body, Constitution
from partnerships.membership.permissions import P
from partnerships.membership.queries.bodies import (
    bodies_open,
    constitutions_of,
    sector_balance,
    standing_on,
    standings,
)
from partnerships.membership.queries.serving import ended
from partnerships.membership.views.finding import body_or_404
from partnerships.membership.views.form_page import FormPage, answer, bound
from partnerships.membership.wording import day_words

FORM = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = ("name", "kind", "purpose", "parent", "formed_on", "is_public")
RULES = (
    "quorum_number", "quorum_share", "decides_by", "term_months", "notice_days",
    "substitutes_allowed", "publishes_minutes",
)  # fmt: skip


@requires(P.MEMBERS_READ)
@require_safe
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """Every body by kind, with what is vacant and which terms end; ?all=1 shows dissolved ones."""
    with_dissolved = bool(request.GET.get("all"))
    context = {
        "standings": standings(timezone.localdate(), with_dissolved=with_dissolved),
        "with_dissolved": with_dissolved,
        "may_manage": request.can(P.MEMBERS_MANAGE),
    }
    return render(request, "partnerships/membership/bodies.html", context)


@requires(P.MEMBERS_READ)
@require_safe
def body(request: HttpRequest, slug: str, body_id: int) -> HttpResponse:
    """One body today, or on the day of ?on=: seats, balance of sectors, rules."""
    found = body_or_404(body_id)
    today = timezone.localdate()
    form = OnDay(request.GET if "on" in request.GET else None)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or today
    standing = standing_on(found, day)
    is_over = ended(found.dissolved_on, today)
    every = list(constitutions_of(found))
    rules = _in_force(every, day)
    context = {
        "body": found,
        "standing": standing,
        "day": day,
        "is_today": day == today,
        "form": form if form.is_bound else OnDay(initial={"on": today}),
        "stats": standing_stats(standing),
        "balance": balance_card(standing, sector_balance(standing, rules), rules),
        "rules": rules,
        "rule_rows": rule_rows(rules) if rules else [],
        "other_rules": [(each, rule_rows(each)) for each in every if each != rules],
        "below": [each for each in bodies_open(today) if each.parent_id == found.pk],
        "may_manage": request.can(P.MEMBERS_MANAGE) and not is_over and day == today,
        "is_over": is_over,
    }
    return render(request, "partnerships/membership/body.html", context)


@requires(P.MEMBERS_MANAGE)
@FORM
def form_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Form a body."""
    form = BodyForm(bound(request), bodies=bodies_open(timezone.localdate()))
    page = FormPage("Add a body", _way(slug), "Add the body")

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = found_body(**given, by=request.user)
        return f"{made} is formed. Add its seats next.", url_of(slug, made)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def edit(request: HttpRequest, slug: str, body_id: int) -> HttpResponse:
    """Change a body."""
    found = body_or_404(body_id)
    form = BodyForm(
        bound(request),
        bodies=bodies_open(timezone.localdate()).exclude(pk=found.pk),
        initial={key: getattr(found, key) for key in FIELDS},
    )
    page = FormPage("Change the body", _way(slug, found), caption=found.name)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        changed = change_body(body=found, **given, by=request.user)
        return f"{changed} is saved.", url_of(slug, found)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def dissolve(request: HttpRequest, slug: str, body_id: int) -> HttpResponse:
    """A body is dissolved."""
    found = body_or_404(body_id)
    page = FormPage(
        "Dissolve the body",
        _way(slug, found),
        "Dissolve the body",
        caption=found.name,
        note=(
            "Until that day it works on and stays public. Then its seats end and everybody’s time on"
            " them. Its meetings, minutes and decisions stay. Meetings planned after that day have"
            " to be cancelled or moved first. This cannot be undone. Nobody is told by email."
        ),
        warning=True,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        over = dissolve_body(body=found, **given, by=request.user)
        last = day_words(given["on"])
        return f"The last day of {found} is {last}. Seats given up: {over}.", url_of(slug, found)

    form = LeaveForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def new_rules(request: HttpRequest, slug: str, body_id: int) -> HttpResponse:
    """Set new rules, starting from those in force."""
    found = body_or_404(body_id)
    today = timezone.localdate()
    now = _in_force(list(constitutions_of(found)), today)
    form = ConstitutionForm(bound(request), initial={"in_force_from": today, **_as_typed(now)})
    page = FormPage(
        "Set new rules",
        _way(slug, found),
        "Set the rules",
        caption=found.name,
        note=(
            "Rules are never overwritten: these take over on their first day, and meetings before"
            " it go on being judged by the earlier ones. The quorum is counted against the seats that"
            " the body has on that first day."
        ),
        template="partnerships/membership/constitution.html",
        more={"standing": standing_on(found, today)},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        set_constitution(body=found, **form.rules(), by=request.user)
        return f"The rules of {found} are set.", f"{url_of(slug, found)}#rules"

    return answer(request, form, page, act)


def url_of(slug: str, found: Body) -> str:
    """The page of the body."""
    return reverse("membership:body", args=[slug, found.pk])


def _in_force(every: list[Constitution], day: date) -> Constitution | None:
    """Of the rules, newest first, those in force on the day."""
    return next((rules for rules in every if rules.in_force_from <= day), None)


def _as_typed(rules: Constitution | None) -> dict[str, Any]:
    if rules is None:
        return {}
    sectors = {f"sector_{key}": least for key, least in rules.quorum_sectors.items()}
    return {key: getattr(rules, key) for key in RULES} | sectors


def _way(slug: str, found: Body | None = None) -> tuple[tuple[str, str], ...]:
    way = (("Bodies", reverse("membership:bodies", args=[slug])),)
    return (*way, (found.name, url_of(slug, found))) if found else way
