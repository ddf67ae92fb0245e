"""The partnership's own first page."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.boardroom.queries.home import (
    Beginnings,
    beginnings,
    coming_meetings,
    latest_decisions,
    latest_minutes,
)
from partnerships.boardroom.waiting_shown import waiting_tasks
from partnerships.meetings.reading import Reader, reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.queries import covered_authorities, other_tier
from portal.web.components import Task, TaskGroup


@requires(P.PARTNERSHIP_READ)
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the reader, what comes next, what was decided last."""
    reader, now = reader_of(request), timezone.now()
    context = {
        "authorities": covered_authorities(request.partnership),
        "other_tier": other_tier(request.partnership),
        "sees_people": request.can(P.MEMBERS_READ),
        "sees_summaries": request.can(P.SUMMARY_READ),
        "may_search": request.can(P.SEARCH_USE),
        "may_set_public": request.can(P.MEMBERS_MANAGE),
        "waiting": waiting_tasks(reader, request.user, slug, now),
        "minutes": latest_minutes(reader),
        **_room(request, reader, slug, timezone.localdate(now)),
    }
    if request.can(P.MEETING_READ):
        context |= {"sees_meetings": True, "meetings": coming_meetings(reader, now)}
    if request.can(P.DECISION_READ):
        context |= {"sees_decisions": True, "decisions": latest_decisions(reader)}
    return render(request, "partnerships/boardroom/home.html", context)


def _room(request: HttpRequest, reader: Reader, slug: str, today: date) -> dict[str, Any]:
    """First steps while the room is being set up, to whoever can take them."""
    if not request.can(P.MEETING_READ):
        return {}
    done = beginnings(request.partnership, today)
    may_set_up = reader.can(P.MEMBERS_MANAGE) and reader.can(P.MEETING_MANAGE)
    steps = _first_steps(done, slug) if may_set_up and done.is_new else []
    return {"first_steps": steps, "is_empty": not done.meetings and not may_set_up}


def _first_steps(done: Beginnings, slug: str) -> list[TaskGroup]:
    steps = (
        ("organisations", "Add the organisations", "organisations", "The partners, by sector."),
        ("bodies", "Found a body", "bodies", "The board first; its rules say what makes a quorum."),
        ("seats", "Fill its seats", "bodies", "Who sits on it, for whom, and who may stand in."),
        ("meetings", "Plan a meeting", "", "One, or a series at once."),
    )
    tasks = []
    for key, name, page, hint in steps:
        is_done = getattr(done, key)
        target = f"membership:{page}" if page else "meetings:meeting_plan"
        tasks.append(
            Task(
                key=f"step-{key}",
                name=name,
                status="Done" if is_done else "To do",
                colour=None if is_done else "blue",
                url=reverse(target, args=[slug]),
                hint=hint,
            )
        )
    return [TaskGroup("first-steps", "First steps", tuple(tasks))]
