"""Which links a page's service navigation shows; the table of links is the roof's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.module_loading import import_string

PUBLIC, PARTNERSHIP, NATIONAL = "public", "partnership", "national"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a space; with `permission` only for those who hold it there. `also` names other
    addresses whose pages lie under it; who holds `unless` comes there another way."""

    text: str
    url_name: str
    permission: Any = None
    also: tuple[str, ...] = ()
    unless: Any = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as the page shows it. `current` is "page", "true" (a page below it) or ""."""

    text: str
    url: str
    current: str


def partnership_of(request: HttpRequest) -> Any:
    """The partnership whose room is open, or None."""
    return getattr(request, "partnership", None)


def space_of(request: HttpRequest) -> str:
    """Whose pages these are: a partnership's, the national team's or everybody's."""
    if partnership_of(request) is not None:
        return PARTNERSHIP
    return NATIONAL if request.path_info.startswith("/national/") else PUBLIC


def links(request: HttpRequest) -> list[Shown]:
    """Links of the request's space that this person may follow."""
    space = space_of(request)
    table: Mapping[str, Sequence[Link]] = import_string(settings.NAVIGATION)
    slug = partnership_of(request).slug if space == PARTNERSHIP else ""

    def address(url_name: str) -> str:
        return _address(url_name, slug, get_urlconf() or settings.ROOT_URLCONF)

    found = []
    owners: dict[str, str] = {}
    for link in table[space]:
        url = address(link.url_name)
        if url and _allowed(request, link):
            found.append((link.text, url))
            places = [url, *(address(name) for name in link.also)]
            owners |= {place: url for place in places if place}
    here = owners.get(_current(request.path, list(owners)), "")
    return [Shown(text, url, _mark(request.path, url, here)) for text, url in found]


@lru_cache(maxsize=16_384)
def _address(url_name: str, slug: str, urlconf: str) -> str:
    """Kept: nine links and their neighbours stand on every page."""
    try:
        return reverse(url_name, urlconf, kwargs={"slug": slug} if slug else {})
    except NoReverseMatch:
        # A missing link must not take every page down; a test names each one that is wrong.
        return ""


def _allowed(request: HttpRequest, link: Link) -> bool:
    if link.permission is None:
        return True
    can = getattr(request, "can", None)
    if not can or (link.unless is not None and can(link.unless)):
        return False
    return bool(can(link.permission))


def _current(path: str, urls: list[str]) -> str:
    """The link whose page this is or lies under: the longest that fits, never the space's root."""
    root = min(urls, key=len, default="")
    fitting = [url for url in urls if path == url or (url != root and path.startswith(url))]
    return max(fitting, key=len, default="")


def _mark(path: str, url: str, here: str) -> str:
    if url != here:
        return ""
    return "page" if path == url else "true"
