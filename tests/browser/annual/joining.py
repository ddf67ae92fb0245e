"""The co-ordinator invites a member and gives a section out; the member comes in by the letter."""

from playwright.sync_api import expect

from tests.browser.annual.desk import PAT, TRUST, Desk
from tests.browser.room.desk import day, follow, heading_is, is_told, press, put
from tests.browser.room.directory import LONG_AGO, link_sent_to
from tests.support.browser import Watched
from tests.support.site import Site


def invite(desk: Desk, watched: Watched) -> None:
    """An organisation, its member, and the invitation."""
    page = watched.open(desk.path("organisations/add/"))
    put(page, {"name": TRUST, "sector": "voluntary", "kind": "network", "joined_on": LONG_AGO})
    press(page, "Add the organisation")
    follow(page, f"Add a member for {TRUST}")
    put(page, {"name": PAT, "email": desk.address_of_pat, "since": LONG_AGO})
    press(page, "Add the member")
    follow(page, f"Invite {PAT}")
    put(page, {"role": "member"})
    press(page, "Send the invitation")
    is_told(page, "The invitation is on its way to")


def accept(desk: Desk, site: Site, watched: Watched) -> None:
    """Pat is new to the portal, and finds no section yet."""
    page = watched.open(link_sent_to(site, desk.address_of_pat, desk.slug))
    put(page, {"password": site.password})
    press(page, "Accept and come in")
    is_told(page, "Your role here: LSP member.")
    page = watched.open(desk.of_return("mine/"))
    expect(page.get_by_role("heading", name="No section is given to you")).to_be_visible()
    desk.fine(watched)


def give(desk: Desk, watched: Watched, code: str, title: str) -> None:
    """A section with a day, from the team's page; who is told stands there before anything is sent."""
    page = watched.open(desk.of_return("team/"))
    desk.fine(watched)
    page.locator(f'a[href$="?section={code}"]').click()
    desk.fine(watched)
    expect(page.get_by_label(title)).to_be_checked()
    put(page, {"to": PAT, "due_on": day(5)})
    press(page, "Continue")
    expect(page.locator(".portal-told")).to_contain_text(
        f"1 person is told by email as each has chosen: {PAT}"
    )
    desk.fine(watched)
    press(page, "Give the section out")
    is_told(page, f"1 section is with {PAT} now.")


def find_it(desk: Desk, site: Site, watched: Watched, title: str) -> None:
    """By the letter's link to the page of Pat's own sections, and there to the section."""
    page = watched.open(site.link_sent_to(desk.address_of_pat, rf"\S+{desk.of_return()}mine/"))
    heading_is(page, "My sections")
    expect(page.get_by_role("main")).to_contain_text(f"{day(5).day} {day(5):%B %Y}")
    desk.fine(watched)
    follow(page, title)
    heading_is(page, title)
