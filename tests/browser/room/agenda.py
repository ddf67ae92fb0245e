"""Meetings are planned and their agendas built, read and added to."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.room.desk import (
    FESTIVAL,
    FIRST,
    GROUP,
    LEASE,
    NEXT,
    PANEL,
    SECOND,
    SECRET,
    Room,
    address,
    day,
    follow,
    heading_is,
    is_told,
    press,
    put,
)
from tests.support.browser import Watched
from tests.support.site import Site

PROGRAMME = "programme.txt"
WORDS = b"Ten days of music in May.\n"
COSTS = "What the panel may spend"
IDEA = "Late buses after concerts"
LATE = "The group agreed the day at short notice."
FIRST_IN, SECOND_IN = 35, 2  # days from today
WITHHELD = "It would weaken our hand in the negotiation"


def call_the_first(room: Room, watched: Watched) -> None:
    """A meeting with a paper and a restricted item; its agenda is published in time."""
    page = plan(room, watched, GROUP, FIRST, day(FIRST_IN))
    _add_item(page, FESTIVAL, kind="decision", summary="The **programme** for May.", minutes="30")
    _add_item(page, LEASE, restricted=True, summary=SECRET)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why the item is restricted")
    put(page, {"restricted_why": WITHHELD})
    press(page, "Add the item")
    _add_paper(page, FESTIVAL, "The programme")
    room.at["paper"] = address(page)
    page = watched.open(room.at[FIRST] + "agenda/")
    room.fine(watched)
    publish(page)
    room.fine(watched)


def call_the_panel(room: Room, watched: Watched) -> None:
    """Of another body, with a restricted paper under its last item."""
    page = plan(room, watched, PANEL, PANEL, day(SECOND_IN))
    _add_paper(page, "Any other business", COSTS, restricted=True, restricted_why=WITHHELD)
    room.at["closed paper"] = address(page)
    link = page.get_by_role("main").get_by_role("link", name=PROGRAMME)
    room.at["closed file"] = link.get_attribute("href") or ""
    publish(watched.open(room.at[PANEL] + "agenda/"))


def call_the_others(room: Room, watched: Watched) -> None:
    """One at short notice, which gets what Nora proposed, and one to come."""
    page = plan(room, watched, GROUP, SECOND, day(SECOND_IN))
    follow(page, IDEA)
    page.locator('[name="meeting"]').select_option(index=1)
    press(page, "Put it on this agenda")
    is_told(page, f"“{IDEA}” is on the agenda of “{SECOND}”.")
    publish(page, LATE)
    plan(room, watched, GROUP, NEXT, day(30))


def weeks_pass(room: Room, site: Site) -> None:
    """Both meetings are over: two weeks and one week ago. Nothing but time is changed."""
    for title, days in ((FIRST, FIRST_IN + 14), (SECOND, SECOND_IN + 7)):
        site.in_partnership(
            room.slug,
            f"UPDATE meetings_meeting SET starts_at = starts_at - interval '{days} days',"
            f" ends_at = ends_at - interval '{days} days' WHERE title = '{title}'",
        )


def plan(room: Room, watched: Watched, body: str, title: str, on: date) -> Page:
    """A meeting of two hours; the page of its agenda."""
    page = watched.open(room.path("meetings/new/"))
    put(page, {"body": body, "title": title, "day": on, "starts": "10:00", "ends": "12:00"})
    put(page, {"place": "The Guildhall"})
    press(page, "Plan the meeting")
    is_told(page, "The meeting is planned.")
    room.at[title] = address(page).removesuffix("agenda/")
    return page


def publish(page: Page, why: str = "") -> None:
    """From the agenda's page, with a reason where notice is short."""
    press(page, "Publish the agenda")
    if why:
        press(page, "Publish and lock")
        expect(page.locator(".govuk-error-summary")).to_contain_text("Say why the notice is short")
        put(page, {"short_notice_why": why})
    press(page, "Publish and lock")
    is_told(page, "The agenda is published and locked.")


def read_and_propose(room: Room, watched: Watched) -> None:
    """A member finds the meeting, its agenda and the paper, and proposes an item."""
    page = watched.open(room.path("meetings/"))
    follow(page, FIRST)
    expect(page.get_by_role("heading", name=LEASE)).to_be_visible()  # Nora sits on the group
    room.fine(watched)
    with page.expect_download() as waiting:
        follow(page, "The programme")
    assert waiting.value.path().read_bytes() == WORDS
    assert waiting.value.suggested_filename == PROGRAMME
    page = watched.open(room.path("proposals/new/"))
    put(page, {"body": GROUP, "title": IDEA, "kind": "discussion"})
    press(page, "Propose it")
    assert page.title().startswith("Error: ")
    put(page, {"reason": "The last bus leaves at nine."})
    press(page, "Propose it")
    is_told(page, "Your proposal is with those who build the agenda.")


def find_it_closed(room: Room, watched: Watched) -> None:
    """Of a restricted paper of another body there is its reason and nothing else."""
    page = watched.open(room.at[PANEL])
    expect(page.get_by_text(f"Paper, restricted: {WITHHELD}")).to_be_visible()
    assert COSTS not in page.content()
    for name in ("closed paper", "closed file"):
        watched.open(room.at[name], 404)
        heading_is(page, "Page not found")
        expect(page.get_by_role("link", name="Go to the home page")).to_be_visible()


def _add_item(page: Page, title: str, **values: str | bool) -> None:
    press(page, "Add an item")
    put(page, {"title": title, **values})
    press(page, "Add the item")


def _add_paper(page: Page, item: str, title: str, **values: str | bool) -> None:
    follow(page, re.compile(f"Add a paper to {item}"))
    file = {"name": PROGRAMME, "mimeType": "text/plain", "buffer": WORDS}
    put(page, {"title": title, "file": file, **values})
    press(page, "Upload the paper")
    is_told(page, f"“{title}” is with the item.")
