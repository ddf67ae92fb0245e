"""States and outcomes as tags, and hashes in groups: `{% load protocol_words %}`."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from partnerships.protocols import text
from partnerships.protocols.models import Obligation, ObligationReport, ProtocolVersion
from partnerships.protocols.queries.obligations import Line
from portal.web.templatetags.portal_ui import tag

register = template.Library()

COLOURS = {
    "draft": "grey",
    "consultation": "yellow",
    "signed": "teal",
    "in_force": "green",
    "under_review": "orange",
    "superseded": "grey",
    "withdrawn": "red",
}
OUTCOMES = {"kept": "green", "breached": "red", "excepted": "purple"}
LINES = {
    "overdue": ("Overdue", "red"),
    "soon": ("Due soon", "yellow"),
    "later": ("Not due yet", "grey"),
    "done": ("Done with", "grey"),
}


@register.simple_tag
def state_tag(version: ProtocolVersion) -> SafeString:
    """The state of a version as a coloured tag."""
    colour = "purple" if version.is_ready else COLOURS[version.state]
    return tag(version.state_words, colour)


@register.simple_tag
def outcome_tag(outcome: str) -> SafeString:
    """Kept, breached or exception agreed."""
    return tag(str(ObligationReport.Outcome(outcome).label), OUTCOMES[outcome])


@register.simple_tag
def last_time_tag(outcome: str) -> SafeString:
    """The latest outcome beside what is due next: Last time: kept."""
    words = str(ObligationReport.Outcome(outcome).label).lower()
    return tag(f"Last time: {words}", OUTCOMES[outcome])


@register.simple_tag
def due_tag(line: Line) -> SafeString:
    """How an obligation's open due day stands."""
    return tag(*LINES[line.state])


@register.filter
def in_groups(sha256: str) -> str:
    """A hash in groups of eight."""
    return text.grouped(sha256)


@register.filter
def day(iso: str) -> str:
    """A day of a frozen text: 3 May 2004."""
    return f"{date.fromisoformat(iso):%-d %B %Y}"


@register.filter
def recurs(key: str) -> str:
    """How often an obligation of a frozen text falls due."""
    return str(Obligation.Recurs(key).label)
