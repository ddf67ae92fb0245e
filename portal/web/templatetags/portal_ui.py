"""Components of a page: `{% load portal_ui %}`. Each is shown at /components/ when DEBUG is on."""

import math
import zlib
from collections.abc import Iterable
from itertools import dropwhile
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from portal.web.components import DataTable, FigureCard, PageError, Row, Stat, TaskGroup
from portal.web.forms import page_errors

register = template.Library()

TAG_COLOURS = {"", "blue", "green", "teal", "purple", "magenta", "red", "orange", "yellow", "grey"}
NOTICES = {"notification", "success", "warning", "inset"}
# What may stand before a name: forms of address, ranks, offices of church and council.
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "doctor",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "the",
        "very",
        "right",
        "rt",
        "hon",
        "cllr",
        "councillor",
        "alderman",
        "mayor",
        "deputy",
        "rev",
        "revd",
        "reverend",
        "canon",
        "father",
        "fr",
        "dean",
        "archdeacon",
        "bishop",
        "imam",
        "rabbi",
        "chief",
        "assistant",
        "detective",
        "inspector",
        "insp",
        "superintendent",
        "supt",
        "sergeant",
        "sgt",
        "constable",
        "pc",
        "commander",
        "station",
        "officer",
        "watch",
        "group",
        "area",
        "manager",
        "captain",
        "capt",
        "major",
        "colonel",
        "col",
    ]
)
RING = 2 * math.pi * 35  # circumference of the progress ring, in SVG units


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A status tag. Blue is the default; `colour` is one of GOV.UK's names."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"no tag colour {colour!r}; choose from {sorted(TAG_COLOURS)}")
    extra = f" govuk-tag--{colour}" if colour else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', extra, text)


@register.simple_block_tag
def notice(content: str, kind: str = "notification", title: str = "") -> SafeString:
    """A notice around its content. `kind`: notification, success, warning or inset."""
    if kind not in NOTICES:
        raise ValueError(f"no notice {kind!r}; choose from {sorted(NOTICES)}")
    context = {"content": content, "title": title, "success": kind == "success"}
    box = "banner" if kind in ("notification", "success") else kind
    context["title_id"] = f"notice-{slugify(title) or kind}"
    return _render(f"components/{box}.html", context)


@register.simple_tag
def summary_list(rows: Iterable[Row | tuple[str, object]], classes: str = "") -> SafeString:
    """Names and values. `rows` are Row records or plain (key, value) pairs."""
    ready = [row if isinstance(row, Row) else Row(*row) for row in rows]
    acting = any(row.action for row in ready)
    context = {"rows": ready, "acting": acting, "classes": classes}
    return _render("components/summary_list.html", context)


@register.simple_tag
def breadcrumbs(*steps: str) -> SafeString:
    """The way here: text and URL by turns, then the text of this page last.

    `{% breadcrumbs "Home" home_url "Surveys" surveys_url "2004 annual survey" %}`
    """
    links = list(zip(steps[0::2], steps[1::2], strict=False))
    here = steps[-1] if len(steps) % 2 else ""
    return _render("components/breadcrumbs.html", {"links": links, "here": here})


@register.simple_tag
def back_link(url: str, text: str = "Back") -> SafeString:
    """A link back, inside a landmark of its own."""
    return format_html(
        '<nav aria-label="Back"><a href="{}" class="govuk-back-link">{}</a></nav>', url, text
    )


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page, name: str = "page") -> SafeString:
    """Links to the other pages of a list; nothing when there is one. Keeps the query string."""
    if page.paginator.num_pages < 2:
        return mark_safe("")
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    steps = [
        {"number": n, "url": _page_url(context, name, n) if isinstance(n, int) else ""}
        for n in numbers
    ]
    previous = page.previous_page_number() if page.has_previous() else None
    following = page.next_page_number() if page.has_next() else None
    parts = {
        "steps": steps,
        "current": page.number,
        "previous": _page_url(context, name, previous) if previous else "",
        "next": _page_url(context, name, following) if following else "",
    }
    return _render("components/pager.html", parts)


@register.simple_tag
def error_summary(errors: BaseForm | Iterable[PageError] | None) -> SafeString:
    """The box "There is a problem", from a form or from PageError records; nothing if all is well."""
    if isinstance(errors, BaseForm):
        errors = page_errors(errors) if errors.is_bound else []
    found = list(errors or ())
    return _render("components/error_summary.html", {"errors": found}) if found else mark_safe("")


@register.simple_tag
def task_list(groups: Iterable[TaskGroup]) -> SafeString:
    """Groups of tasks, each with its status."""
    return _render("components/task_list.html", {"groups": list(groups)})


@register.simple_block_tag
def progress_ring(content: str, done: int, total: int, title: str) -> SafeString:
    """A ring "3/13" with a title and words beside it. Decoration: the title says it in words."""
    arc = round(RING * done / total, 1) if total else 0
    context = {"arc": arc, "done": done, "total": total, "title": title, "content": content}
    return _render("components/progress_ring.html", context)


@register.simple_tag
def progress(job: Any, state_url: str = "", done_url: str = "") -> SafeString:
    """How far a job is (`state`, `total`, `percent`, `message`); moves by itself with script.

    `state_url` answers the same four as JSON; when the job has ended the page goes to
    `done_url`, or loads anew without one.
    """
    context = {"job": job, "state_url": state_url, "done_url": done_url}
    return _render("components/progress.html", context)


@register.simple_tag
def stat_cards(stats: Iterable[Stat]) -> SafeString:
    """A row of figures."""
    return _render("components/stat_cards.html", {"stats": list(stats)})


@register.simple_tag
def data_table(table: DataTable, hide_caption: bool = False) -> SafeString:
    """A table of figures that scrolls sideways by itself on a small screen."""
    return _render("components/data_table.html", {"table": table, "hide_caption": hide_caption})


@register.simple_tag
def figure(card: FigureCard, level: int = 2) -> SafeString:
    """A chart in a card, with its data table behind "Show the data as a table"."""
    return _render("components/figure.html", {"card": card, "level": level})


@register.simple_block_tag
def empty_state(content: str, title: str, level: int = 2) -> SafeString:
    """What stands where a list would: why it is empty and what to do next."""
    context = {"title": title, "content": content, "level": level}
    return _render("components/empty_state.html", context)


@register.simple_block_tag
def side_panel(content: str, title: str) -> SafeString:
    """A short list or remark beside the page's main column."""
    context = {"title": title, "content": content, "title_id": f"side-{slugify(title)}"}
    return _render("components/side_panel.html", context)


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """Words that open when asked for."""
    return _render("components/details.html", {"summary": summary, "content": content})


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A person's initials in a disc: decoration beside the name itself."""
    words = list(dropwhile(_is_title, name.split())) or ["?"]
    initials = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    tone = zlib.crc32(name.encode()) % 3
    return format_html(
        '<span class="portal-avatar portal-avatar--{}" aria-hidden="true">{}</span>',
        tone,
        initials.upper(),
    )


@register.simple_tag
def words_list(items: Iterable[str]) -> SafeString:
    """A plain bulleted list."""
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', lines)


def _is_title(word: str) -> bool:
    return word.lower().strip(".") in TITLES


def _page_url(context: template.Context, name: str, number: int) -> str:
    query = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


def _render(name: str, context: dict[str, Any]) -> SafeString:
    # A component ends where its markup ends: no stray blank lines inside a sentence.
    return mark_safe(render_to_string(name, context).strip())  # noqa: S308 -- our own template
