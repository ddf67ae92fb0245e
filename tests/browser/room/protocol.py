"""A protocol from its draft to the day it binds."""

from playwright.sync_api import Page, expect

from tests.browser.room.desk import (
    FORUM,
    NORA,
    UNIVERSITY,
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

TITLE = "Compact with the voluntary sector"
CLAUSE, WORDS = "Notice", "Grants are changed with three months’ notice."
COMMENT = "Say whose grants."
A_DAY_LATER = (
    "UPDATE protocols_protocolversion SET comment_until = current_date - 1"
    " WHERE state = 'consultation'"
)


def draft(room: Room, watched: Watched) -> None:
    """Purpose, parties, a clause and what one of them owes; then everybody may comment."""
    page = watched.open(room.path("protocols/new/"))
    put(page, {"title": TITLE, "kind": "compact", "subject": "culture"})
    put(page, {"purpose": "How we work with each other."})
    press(page, "Start the draft")
    heading_is(page, TITLE)
    room.at["draft"] = address(page)
    follow(page, "Choose the parties")
    for name in (FORUM, UNIVERSITY):
        page.get_by_label(name).check()
    press(page, "Save the parties")
    press(page, "Add a clause")
    put(page, {"heading": CLAUSE, "text": WORDS})
    press(page, "Add the clause")
    press(page, "Add an obligation")
    put(page, {"organisation": UNIVERSITY, "what": "Publish its grants", "due_on": day(60)})
    press(page, "Add the obligation")
    is_told(page, "The obligation is added.")
    room.fine(watched)
    follow(page, "Open for comments")
    put(page, {"until": day(14)})
    press(page, "Open for comments")
    is_told(page, "Comments are taken until")


def comment(room: Room, watched: Watched) -> None:
    """Nora, for her organisation."""
    page = watched.open(room.path("protocols/"))
    follow(page, TITLE)
    room.at["protocol"] = address(page)
    press(page, "Read and comment")
    put(page, {"organisation": FORUM, "text": COMMENT})
    press(page, "Send your comment")
    is_told(page, "Your comment is sent.")
    expect(page.locator(".portal-comment")).to_contain_text(COMMENT)
    room.fine(watched)


def close(room: Room, site: Site, watched: Watched) -> None:
    """Every comment is answered and the last day is over: the parties are asked to sign."""
    page = watched.open(f"{room.at['protocol']}versions/1/consultation/")
    follow(page, f"Answer to {NORA}")
    put(page, {"outcome": "declined", "answer": "All grants are meant."})
    press(page, "Save the answer")
    is_told(page, "The comment is answered.")
    site.in_partnership(room.slug, A_DAY_LATER)
    page = watched.open(f"{room.at['protocol']}versions/1/consultation/")
    press(page, "Close and ask for signatures")
    is_told(page, "The consultation is closed and the parties are asked to sign.")


def sign(room: Room, watched: Watched, organisation: str) -> None:
    """What waits for a signature stands first in the register."""
    page = watched.open(room.path("protocols/"))
    page.locator(".govuk-notification-banner").get_by_role("link").click()
    press(page, f"Sign for {organisation}")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Confirm that you have read")
    room.fine(watched)
    put(page, {"sure": True})
    press(page, f"Sign for {organisation}")
    is_told(page, f"The protocol is signed for {organisation}.")


def bring_into_force(room: Room, watched: Watched) -> None:
    """The co-ordinator, from today on; the proposed review day is a year away."""
    page = watched.open(room.at["protocol"])
    press(page, "Bring it into force")
    press(page, "Bring it into force")
    is_told(page, "Version 1 is in force.")
    _in_force(page)
    room.fine(watched)


def _in_force(page: Page) -> None:
    expect(page.locator(".portal-state").first).to_contain_text("In force")
