"""The co-ordinator builds the room up: partners, members, a body with seats and rules, invitations."""

from playwright.sync_api import Page, expect

from tests.browser.room.desk import (
    FORUM,
    GROUP,
    NORA,
    PANEL,
    TOM,
    TRADERS,
    UNIVERSITY,
    Room,
    address,
    day,
    follow,
    heading_is,
    is_refused,
    is_told,
    press,
    put,
)
from tests.support.browser import Watched
from tests.support.site import Site

PARTNERS = ((FORUM, "voluntary", "network"), (TRADERS, "business", "business"),
            (UNIVERSITY, "public", "education"))  # fmt: skip
LONG_AGO, SOME_TIME = day(-120), day(-90)
QUORUM = "2 of 3 voting seats"


def add_partners(room: Room, watched: Watched) -> None:
    """Three organisations, each with the member who speaks for it."""
    people = {
        FORUM: (NORA, room.address_of_nora),
        TRADERS: (TOM, "tom.reeve@traders.example"),
        UNIVERSITY: (room.chairs_name, f"chair@{room.slug}.example"),
    }
    for name, sector, kind in PARTNERS:
        page = watched.open(room.path("organisations/add/"))
        put(page, {"name": name, "sector": sector, "kind": kind, "joined_on": LONG_AGO})
        press(page, "Add the organisation")
        is_told(page, f"{name} is added.")
        follow(page, f"Add a member for {name}")
        who, email = people[name]
        put(page, {"name": who, "email": email, "since": LONG_AGO, "may_sign": True})
        put(page, {"name_public": name == FORUM})
        press(page, "Add the member")
        is_told(page, f"{who} is added.")
        room.at[who] = address(page)
    # The chair's e-mail address is that of an account here: no invitation is needed.
    expect(page.get_by_text(f"{room.chairs_name} signs in to the portal")).to_be_visible()
    room.fine(watched)


def found_bodies(room: Room, watched: Watched) -> None:
    """A group with three voting seats, and a panel on which none of them sits."""
    page = watched.open(room.path("bodies/add/"))
    _found(page, PANEL, "executive")
    page = watched.open(room.path("bodies/add/"))
    _found(page, GROUP, "thematic")
    _seat(page, "Chair", "public", "chair", f"{room.chairs_name}, {UNIVERSITY}")
    _seat(page, "Voluntary voice", "voluntary", "member", f"{NORA}, {FORUM}")
    _seat(page, "Business voice", "business", "member", f"{TOM}, {TRADERS}")
    room.fine(watched)
    press(page, "Set new rules")
    put(page, {"in_force_from": SOME_TIME, "past_is_meant": True})
    put(page, {"quorum_number": "4", "notice_days": "5"})
    press(page, "Set the rules")
    is_refused(watched, "3")  # it could never be met
    put(page, {"quorum_number": "2", "sector_voluntary": "1"})
    press(page, "Set the rules")
    is_told(page, f"The rules of {GROUP} are set.")


def _found(page: Page, name: str, kind: str) -> None:
    put(page, {"name": name, "kind": kind, "purpose": f"What the {name} is for."})
    put(page, {"formed_on": LONG_AGO})
    press(page, "Add the body")
    is_told(page, f"{name} is formed.")


def _seat(page: Page, title: str, sector: str, role: str, member: str) -> None:
    press(page, "Add a seat")
    put(page, {"title": title, "sector": sector, "role": role, "created_on": SOME_TIME})
    press(page, "Add the seat")
    is_told(page, f"The seat “{title}” is added.")
    follow(page, f"Seat a member as {title}")
    put(page, {"member": member, "since": SOME_TIME})
    press(page, "Seat the member")
    heading_is(page, GROUP)


def invite(room: Room, watched: Watched, name: str) -> None:
    """From the member's own page, with everything filled in already."""
    page = watched.open(room.at[name])
    follow(page, f"Invite {name}")
    expect(page.get_by_label("Full name")).to_have_value(name)
    put(page, {"role": "member"})
    press(page, "Send the invitation")
    is_told(page, "The invitation is on its way to")


def link_sent_to(site: Site, email: str, slug: str) -> str:
    """The link of the newest letter with an invitation to this address."""
    return site.link_sent_to(email, rf"\S+/invitations/{slug}/\S+")


def accept_as_somebody_new(room: Room, site: Site, watched: Watched) -> None:
    """Nora chooses a password and is in; the link works once."""
    link = link_sent_to(site, room.address_of_nora, room.slug)
    page = watched.open(link)
    room.fine(watched)
    put(page, {"password": "short"})
    press(page, "Accept and come in")
    expect(page.locator(".govuk-error-summary")).to_contain_text("password")
    expect(page.get_by_label("Your full name")).to_have_value(NORA)
    put(page, {"password": site.password})
    press(page, "Accept and come in")
    is_told(page, "Your role here: LSP member.")
    watched.open(link, 410)
    heading_is(page, "This invitation has been accepted")
