"""Walks through a partnership's pages by their links and shows one page of each kind."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

from django.urls import resolve

from tests.support.browser import SIZES, Watched, faults

LINK = re.compile(r'href="(/[^"#]*)')
# Pages of a kind whose links are followed: a meeting to come leads elsewhere than one held.
LOOKS = 6


def walk(watched: Watched, starts: Iterable[str], files: Collection[str]) -> dict[str, str]:
    """One address of each kind of page that links lead to from `starts`, below the same folders.

    `files` are names of addresses that are no pages. Fails where a link leads to nothing.
    """
    waiting = list(starts)
    inside, known = tuple(each.partition("?")[0] for each in waiting), set(waiting)
    looks: Counter[str] = Counter()
    found: dict[str, str] = {}
    while waiting:
        path = waiting.pop(0)
        name = resolve(path.partition("?")[0]).view_name
        if name in files or looks[name] == LOOKS:
            continue
        looks[name] += 1
        answer = watched.page.request.get(path)
        assert (path, answer.status) == (path, 200)
        found.setdefault(name, path)
        links = {each.replace("&amp;", "&") for each in LINK.findall(answer.text())}
        news = sorted(each for each in links - known if _followed(each, inside))
        known.update(news)
        waiting += news
    return found


def _followed(path: str, inside: tuple[str, ...]) -> bool:
    """Filtered and further pages of a list are pages of the same kind."""
    return path.startswith(inside) and "?" not in path


def shown(watched: Watched, paths: Iterable[str]) -> dict[str, list[str]]:
    """Address → everything wrong with its page, wide and narrow; pages without fault are left out."""
    found = {}
    for path in paths:
        page = watched.open(path)
        wrong = faults(watched)
        page.set_viewport_size(SIZES["narrow"])
        wrong += [f"narrow: {each}" for each in faults(watched) if each not in wrong]
        page.set_viewport_size(SIZES["wide"])
        watched.heard.clear()
        if wrong:
            found[path] = wrong
    return found
