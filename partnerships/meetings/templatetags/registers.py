"""Words of the registers in templates: `{% load registers %}`."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from partnerships.meetings.composing import votes_words
from partnerships.meetings.everywhere import Work
from partnerships.meetings.everywhere import my_open_work as open_work
from partnerships.meetings.models import Action, ActionUpdate, Decision
from portal.accounts.models import User
from portal.web.markdown import to_plain
from portal.web.templatetags.portal_ui import tag

register = template.Library()

SOON, NEAR = 7, 60  # days
PROGRESS = {
    ActionUpdate.Progress.ON_TRACK: "green",
    ActionUpdate.Progress.AT_RISK: "yellow",
    ActionUpdate.Progress.LATE: "red",
    ActionUpdate.Progress.MOVED: "grey",
    ActionUpdate.Progress.GIVEN: "grey",
    ActionUpdate.Progress.CLOSED: "green",
}
DECISIONS = {
    Decision.State.IN_FORCE: "green",
    Decision.State.REPLACED: "grey",
    Decision.State.RESCINDED: "red",
}


@register.filter
def plain_start(text: str, length: int = 220) -> str:
    """The beginning of Markdown as plain text, cut between words."""
    return Truncator(" ".join(to_plain(text).split())).chars(length)


@register.simple_tag
def action_tag(action: Action, today: date | None = None) -> SafeString:
    """How an action stands: done, dropped, overdue, due soon, or open."""
    today = today or timezone.localdate()
    if action.state != Action.State.OPEN:
        return tag(action.get_state_display(), "green" if action.state == "done" else "grey")
    left = (action.due_on - today).days
    if left < 0:
        return tag("Overdue", "red")
    if left == 0:
        return tag("Due today", "orange")
    return tag("Due soon", "yellow") if left <= SOON else tag("Open", "blue")


@register.simple_tag
def due_near(day: date, today: date | None = None) -> str:
    """ "3 days ago", "tomorrow", and nothing for a day more than two months away."""
    left = (day - (today or timezone.localdate())).days
    if abs(left) > NEAR:
        return ""
    by_name = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return by_name.get(left) or (f"in {left} days" if left > 0 else f"{-left} days ago")


@register.simple_tag
def due_words(day: date, today: date | None = None) -> str:
    """ "4 Oct 2004, 3 days ago" """
    return ", ".join(filter(None, (date_format(day, "j M Y"), due_near(day, today))))


@register.simple_tag
def progress_tag(update: ActionUpdate) -> SafeString:
    """What one entry of an action's history says."""
    return tag(update.get_progress_display(), PROGRESS[ActionUpdate.Progress(update.progress)])


@register.simple_tag
def decision_tag(decision: Decision) -> SafeString:
    """Whether a decision is in force."""
    return tag(decision.get_state_display(), DECISIONS[Decision.State(decision.state)])


@register.simple_tag
def how_reached(decision: Decision, last_resort: bool) -> str:
    """How a decision was reached, with the votes; the same words as in the minutes."""
    return votes_words(decision, last_resort=last_resort)


@register.simple_tag
def my_open_work(user: User) -> list[Work]:
    """`{% my_open_work request.user as work %}`: open actions over all partnerships."""
    return open_work(user)
