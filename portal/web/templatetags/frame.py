"""What stands around every page and changes with little: drawn once and kept."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString, mark_safe

from portal.web.navigation import Shown

register = template.Library()


@register.simple_tag
def service_links(nav: Iterable[Shown]) -> SafeString:
    """The links of the service navigation."""
    return _drawn("layouts/links.html", "nav", tuple(nav))


@register.simple_tag
def page_foot(synthetic: bool) -> SafeString:
    """The footer."""
    return _drawn("layouts/footer.html", "synthetic", bool(synthetic))


def _drawn(name: str, word: str, value: object) -> SafeString:
    """A template of one value. While somebody works on templates nothing is kept."""
    draw = _draw if settings.DEBUG else _kept
    return draw(name, word, value, get_urlconf() or settings.ROOT_URLCONF)


def _draw(name: str, word: str, value: object, _urlconf: str) -> SafeString:
    return mark_safe(render_to_string(name, {word: value}).strip())  # noqa: S308 -- our own template


_kept = lru_cache(maxsize=2048)(_draw)
