"""Running text in templates: `{% load prose %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal import merge
from portal.web.markdown import to_html

register = template.Library()

PIECES = {
    "same": mark_safe("{}"),
    "added": mark_safe(
        '<ins><span class="govuk-visually-hidden">[added: </span>{}'
        '<span class="govuk-visually-hidden">]</span></ins>'
    ),
    "removed": mark_safe(
        '<del><span class="govuk-visually-hidden">[removed: </span>{}'
        '<span class="govuk-visually-hidden">]</span></del>'
    ),
}


@register.filter
def markdown(text: str, top: int = 3) -> SafeString:
    """Markdown as safe HTML; `top` is the level of its first heading: `{{ text|markdown:4 }}`."""
    return to_html(text, top=top)


@register.simple_tag
def word_changes(before: str, after: str) -> SafeString:
    """What changed between two texts, as typed, said aloud as well as struck out and underlined."""
    pieces = (format_html(PIECES[c.kind], c.text) for c in merge.word_changes(before, after))
    joined = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html('<div class="govuk-body portal-changes">{}</div>', joined)
