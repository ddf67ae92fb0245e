"""A line of the list of what was found: title, excerpt, where it stands and where it leads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from partnerships.boardroom.highlighting import Markers
from partnerships.boardroom.queries.hits import rows_of
from partnerships.boardroom.queries.search import Asked, What
from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Meeting
from partnerships.meetings.reading import is_restricted

WORDS = {
    What.MINUTES: ("Minutes", "blue"),
    What.DECISION: ("Decision", "purple"),
    What.ACTION: ("Action", "orange"),
    What.ITEM: ("Agenda item", "teal"),
    What.PAPER: ("Paper", "grey"),
    What.PROTOCOL: ("Protocol", "green"),
}


@dataclass(frozen=True)
class Hit:
    """One line. `id` is of the row, or of the protocol; `what` is the kind in words; `title` and
    `excerpt` are ready to print; `facts` say where and when."""

    kind: What
    id: int
    what: str
    colour: str
    title: SafeString
    excerpt: SafeString
    url: str
    facts: tuple[str, ...]
    state: str = ""
    restricted: bool = False


def hits_of(keys: Iterable[tuple[What, int]], asked: Asked, slug: str) -> list[Hit]:
    """Lines for the keys of one page, in their order."""
    wanted, markers = list(keys), Markers.drawn()
    rows = rows_of(wanted, asked, markers)
    return [
        _line((what, key), rows[what, key], slug, markers)
        for what, key in wanted
        if (what, key) in rows
    ]


def _line(key: tuple[What, int], row: Any, slug: str, markers: Markers) -> Hit:
    what, number = key
    words, colour = WORDS[what]
    return Hit(what, number, words, colour, **_SHOW[what](row, slug, markers))


def _passage(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    meeting, item = row.minutes.meeting, row.item
    address = reverse("meetings:minutes", args=[slug, meeting.pk])
    return {
        "title": format_html("Item {}: {}", item.number or item.position, item.title),
        "excerpt": markers.in_prose(row.headline),
        "url": f"{address}#item-{item.number or item.position}",
        "facts": _at(meeting),
        "state": row.minutes.get_state_display(),
        "restricted": row.restricted or item.restricted,
    }


def _decision(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    return {
        "title": format_html("{} {}", row.number, row.item.title),
        "excerpt": markers.in_prose(row.headline),
        "url": reverse("meetings:decision", args=[slug, row.pk]),
        "facts": _at(row.meeting),
        "state": row.get_state_display(),
        "restricted": is_restricted(row),
    }


def _action(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    who = str(row.owner or row.organisation)
    return {
        "title": format_html("{} {}", row.number, markers.in_line(row.heading)),
        "excerpt": markers.in_prose(row.headline),
        "url": reverse("meetings:action", args=[slug, row.pk]),
        "facts": (who, f"due {day_words(row.due_on)}"),
        "state": row.get_state_display(),
        "restricted": is_restricted(row),
    }


def _item(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    address = reverse("meetings:meeting", args=[slug, row.meeting_id])
    return {
        "title": markers.in_line(row.heading),
        "excerpt": markers.in_prose(row.headline),
        "url": f"{address}#item-{row.pk}",
        "facts": _at(row.meeting),
        "restricted": row.restricted,
    }


def _paper(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    return {
        "title": markers.in_line(row.heading),
        "excerpt": SafeString(""),
        "url": reverse("meetings:paper", args=[slug, row.pk]),
        "facts": (f"for “{row.item.title}”", *_at(row.item.meeting)),
        "restricted": row.restricted or row.item.restricted,
    }


def _protocol(row: Any, slug: str, markers: Markers) -> dict[str, Any]:
    excerpt = markers.in_prose(row.headline)
    if row.clause:
        excerpt = format_html("<b>{}</b> {}", row.clause.heading, excerpt)
    protocol = row.protocol
    return {
        "title": format_html("{} {}", protocol.number, markers.in_line(row.heading)),
        "excerpt": excerpt,
        "url": reverse("protocols:version", args=[slug, protocol.pk, row.number]),
        "facts": (protocol.get_kind_display(), f"version {row.number}"),
        "state": row.state_words,
    }


def _at(meeting: Meeting) -> tuple[str, str]:
    return str(meeting.body), day_words(localdate(meeting.starts_at))


_SHOW: dict[What, Callable[[Any, str, Markers], dict[str, Any]]] = {
    What.MINUTES: _passage,
    What.DECISION: _decision,
    What.ACTION: _action,
    What.ITEM: _item,
    What.PAPER: _paper,
    What.PROTOCOL: _protocol,
}
