"""Every kind of page, for those who use it: wide, narrow, and without script."""

import re
from collections.abc import Callable

import pytest
from django.urls import resolve

from tests.support.browser import Watched, Windows
from tests.support.urls import addresses

Fine = Callable[..., None]
# person ("" is nobody) → addresses; with a status where it is not 200
PAGES: dict[str, list[str | tuple[str, int]]] = {
    "": [
        "/",
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/sent/",
        "/account/password/reset/done/",
        "/account/password/reset/1-not-a-key/",
        "/accessibility/",
        "/privacy/",
        "/cookies/",
        "/help/",
        "/help/co-ordinators/",
        "/public/partnerships/",
        "/public/partnerships/?page=3&region=south_east",
        "/public/partnerships/lancashire/",
        "/public/publications/",
        ("/nowhere/", 404),
    ],
    "coordinator@lancashire.example": [
        "/",
        "/account/sign-out/",
        "/account/reauthenticate/",
        "/account/password/change/",
        "/account/api-tokens/",
        "/p/lancashire/",
        "/p/lancashire/people/",
        "/p/lancashire/return/",
        "/p/lancashire/return/2004/",
        "/p/lancashire/return/2004/sections/H/",
        "/p/lancashire/return/2004/review/",
        "/p/lancashire/summaries/",
        ("/national/", 403),
        ("/p/york/", 404),
    ],
    "chair@lancashire.example": ["/p/lancashire/return/2004/review/"],
    "coordinator@rotherham.example": [
        *(f"/p/rotherham/return/2004/sections/{code}/" for code in "ABHJM"),
        "/p/rotherham/return/2004/sections/L/?problems",
    ],
    "college@burnley.example": [
        "/p/burnley/return/2004/",
        "/p/burnley/return/2004/receipt/",
        "/p/burnley/summaries/",
    ],
    "police@lancashire.example": ["/", "/p/lancashire/return/2004/sections/A/"],
    "evaluator@evaluation.example": [
        "/",
        "/national/",
        "/national/?edition=1&group=type:unitary",
        "/national/?edition=1&group=nrf:county",
        "/national/editions/",
        "/national/editions/1/",
        "/national/editions/1/items/",
        "/national/editions/1/items/H02.crime/",
        "/national/editions/1/items/B02/",
        "/national/publications/",
        "/national/response/?region=north_west",
        "/national/response/2004/burnley/",
        "/national/questionnaires/",
        "/national/questionnaires/1/",
        ("/national/editions/99/", 404),
        ("/p/burnley/", 404),
    ],
    "reader@dft.example": [
        "/",
        "/national/",
        "/national/publications/",
        ("/national/response/", 403),
    ],
    "observer@go-north-west.example": [
        "/",
        "/p/burnley/",
        "/p/burnley/return/2004/",
        "/p/lancashire/return/2004/",
        ("/p/burnley/people/", 403),
        ("/p/rotherham/", 404),
    ],
    "administrator@portal.example": ["/", ("/national/", 403)],
}
# Not pages: files, JSON, text, addresses that only take a POST, and one that only DEBUG shows.
NOT_PAGES = {
    "accounts:revoke_api_token",
    "account_set_password",
    "national_job_state",
    "publications:build_for_partnership",
    "publications:build_national",
    "publications:build_room",
    "publications:national_download",
    "publications:partnership_download",
    "publications:public_download",
    "publications:release",
    "publications:room_download",
    "questionnaires:publish",
    "response:accept",
    "results:edition_build",
    "results:edition_release",
    "returns:declare",
    "returns:decline",
    "returns:sign_off",
    "returns:take_back",
    "room_job_state",
    "web:components",
    "web:healthz",
}
# Not pages in a partnership's rooms either.
NOT_ROOM_PAGES = {
    "boardroom:public_names",
    "calendar:feed",
    "calendar:revoke",
}
# Seen at the end of a journey: their addresses hold a number that only the journey knows.
ON_THE_WAY = {"national_job", "room_job"}
# What only script adds to a page's words.
BY_SCRIPT = re.compile(r"You have [\d,]+ characters remaining|Show|Menu")


def visits(person: str) -> list[tuple[str, int]]:
    return [(each, 200) if isinstance(each, str) else each for each in PAGES[person]]


def lines(watched: Watched) -> set[str]:
    """What a reader sees between header and footer, line by line."""
    text = watched.page.get_by_role("main").inner_text()
    return {line.strip() for line in text.splitlines()} - {""}


def addresses_on(watched: Watched) -> set[str]:
    """Where the links of the page lead, inside the portal."""
    links = watched.page.locator('a[href^="/"]')
    return set(links.evaluate_all("links => links.map(link => link.pathname)"))


def one_of_each_kind(paths: set[str]) -> list[str]:
    """One address per view and partnership: fifty links to fifty partnerships are one kind."""
    kinds: dict[tuple[str, str], str] = {}
    for path in sorted(paths):
        found = resolve(path)
        room = found.kwargs.get("slug", "") if path.startswith("/p/") else ""
        kinds.setdefault((found.view_name, room), path)
    return list(kinds.values())


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "nobody")
def test_a_page_has_no_fault(person: str, released: None, windows: Windows, fine: Fine) -> None:
    """At both widths; without script it says the same; and its links lead somewhere."""
    links: set[str] = set()
    opened = windows(person), windows(person, size="narrow"), windows(person, script=False)
    with opened[0] as wide, opened[1] as narrow, opened[2] as plain:
        for path, status in visits(person):
            for watched in (wide, narrow, plain):
                watched.open(path, status)
            fine(wide)
            fine(narrow)
            links |= addresses_on(wide) if status == 200 else set()
            missing = lines(wide) - lines(plain)
            lost = {line for line in missing if not BY_SCRIPT.fullmatch(line)}
            assert (path, lost) == (path, set())
        tried = one_of_each_kind(links)
        led = {path: wide.page.request.get(path).status for path in tried}
        assert {path: status for path, status in led.items() if status != 200} == {}


def test_every_kind_of_page_is_visited() -> None:
    visited = {resolve(path.partition("?")[0]).view_name for p in PAGES for path, _ in _known(p)}
    pages = {each.name for each in addresses() if not each.is_api}
    assert pages - visited == NOT_PAGES | ON_THE_WAY


def _known(person: str) -> list[tuple[str, int]]:
    return [(path, status) for path, status in visits(person) if path != "/nowhere/"]
