"""People are invited and come in by their letters; the co-ordinator gives a section out."""

from playwright.sync_api import expect

from tests.browser.annual.desk import ALEX, PAT, ROBIN, TRUST, Desk
from tests.browser.room.desk import day, follow, heading_is, is_told, press, put
from tests.browser.room.directory import LONG_AGO, link_sent_to
from tests.support.browser import Watched
from tests.support.site import Site


def invite_both(desk: Desk, watched: Watched) -> None:
    """Who is there before them invites a co-ordinator and a chair."""
    for name, role in ((ROBIN, "coordinator"), (ALEX, "chair")):
        page = watched.open(desk.path("invitations/new/"))
        put(page, {"name": name, "email": desk.email_of(name), "role": role})
        press(page, "Send the invitation")
        is_told(page, f"The invitation is on its way to {desk.email_of(name)}.")


def come_in(desk: Desk, site: Site, watched: Watched, name: str, role: str) -> None:
    """By the link of the letter, with a password of their own, to the partnership's first page."""
    page = watched.open(link_sent_to(site, desk.email_of(name), desk.slug))
    desk.fine(watched)
    put(page, {"password": site.password})
    press(page, "Accept and come in")
    is_told(page, f"Your role here: {role}.")


def invite(desk: Desk, watched: Watched) -> None:
    """An organisation, its member, and the invitation."""
    page = watched.open(desk.path("organisations/add/"))
    put(page, {"name": TRUST, "sector": "voluntary", "kind": "network", "joined_on": LONG_AGO})
    press(page, "Add the organisation")
    follow(page, f"Add a member for {TRUST}")
    put(page, {"name": PAT, "email": desk.email_of(PAT), "since": LONG_AGO})
    press(page, "Add the member")
    follow(page, f"Invite {PAT}")
    put(page, {"role": "member"})
    press(page, "Send the invitation")
    is_told(page, "The invitation is on its way to")


def accept(desk: Desk, site: Site, watched: Watched) -> None:
    """Pat is new to the portal, and finds no section yet."""
    come_in(desk, site, watched, PAT, "LSP member")
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
    page = watched.open(site.link_sent_to(desk.email_of(PAT), rf"\S+{desk.of_return()}mine/"))
    heading_is(page, "My sections")
    expect(page.get_by_role("main")).to_contain_text(f"{day(5).day} {day(5):%B %Y}")
    desk.fine(watched)
    follow(page, title)
    heading_is(page, title)
