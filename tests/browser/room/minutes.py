"""Who was there, what was said, decided and to be done; and the minutes' way to everybody."""

from playwright.sync_api import Page, expect

from tests.browser.room.desk import (
    FESTIVAL,
    FIRST,
    FORUM,
    LEASE,
    NORA,
    SECRET,
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

MINE, THEIRS = "The hall is booked for May.", "The square is booked for May."
CORRECT = "The hall is booked from 1 to 10 May."
DECISION, ACTION = "That the festival goes ahead.", "Ask the bus company for late buses."


def record_attendance(room: Room, watched: Watched, meeting: str, words: str, *absent: str) -> None:
    """One line a seat; the page then says whether there was a quorum, and the minutes begin."""
    page = watched.open(f"{room.at[meeting]}record/")
    for name in (room.chairs_name, NORA, TOM):
        line = page.locator(".portal-attendance__line", has_text=name)
        line.get_by_label("Apologies" if name in absent else "Present").check()
    put(page, {"chair": f"{room.chairs_name}, {UNIVERSITY}"})
    press(page, "Save who was there")
    is_told(page, f"Saved. {words}.")
    expect(page.locator(".portal-quorum")).to_have_text(words)
    room.fine(watched)
    press(page, "Mark as held and begin the minutes")
    is_told(page, "The meeting is marked as held.")
    heading_is(page, "Write the minutes")


def declare_interest(room: Room, watched: Watched) -> None:
    """Tom's organisation would be paid: he leaves and is not counted for this item."""
    page = watched.open(f"{room.at[FIRST]}minutes/write/")
    follow(page, FESTIVAL)
    room.at[FESTIVAL] = address(page)
    press(page, "an interest")
    put(page, {"member": f"{TOM}, {TRADERS}", "words": "His firm bids for it.", "left_room": True})
    press(page, "Record the interest")
    expect(page.locator(".portal-records__head", has_text=TOM)).to_contain_text("Left the room")
    expect(page.locator(".portal-quorum")).to_have_text(
        "Quorum met for this item: 2 of 3 voting seats (2 needed), 1 voluntary (1 needed);"
        " 1 with an interest is not counted"
    )


def write_at_once(room: Room, one: Watched, other: Watched) -> None:
    """Two windows, one passage: the second to save sees both texts and keeps both."""
    mine, theirs = one.open(room.at[FESTIVAL]), other.open(room.at[FESTIVAL])
    put(theirs, {"open_text": THEIRS})
    if room.script:  # it saves by itself
        expect(theirs.locator("[data-saved]")).to_contain_text("Saved ")
    else:
        press(theirs, "Save")
        is_told(theirs, "Saved ")
    put(mine, {"open_text": MINE})
    press(mine, "Save")
    clash = mine.locator(".portal-clash")
    expect(clash).to_contain_text("changed the same lines")
    expect(clash).to_contain_text(THEIRS)
    expect(mine.locator('[name="open_text"]')).to_have_value(MINE)
    room.fine(one)
    press(mine, "Put both in the box")
    expect(mine.locator('[name="open_text"]')).to_have_value(f"{THEIRS}\n\n{MINE}")
    press(mine, "Save")
    is_told(mine, "Saved ")
    expect(mine.locator('[name="open_text"]')).to_have_value(f"{THEIRS}\n\n{MINE}")


def record_outcome(room: Room, watched: Watched) -> None:
    """A decision and an action, each with its number; and what is said of the restricted item."""
    page = watched.open(room.at[FESTIVAL])
    press(page, "a decision")
    put(page, {"text": DECISION})
    press(page, "Record the decision")
    is_told(page, "RESOLVED D")
    press(page, "an action")
    put(page, {"text": ACTION, "organisation": FORUM, "owner": f"{NORA}, {FORUM}"})
    put(page, {"due_on": day(20)})
    press(page, "Record the action")
    heading_is(page, FESTIVAL)
    expect(page.get_by_text(ACTION)).to_be_visible()
    room.fine(watched)
    follow(page, LEASE)
    put(page, {"open_text": SECRET})
    press(page, "Save")
    is_told(page, "Saved ")


def circulate(room: Room, watched: Watched) -> None:
    """Frozen, and everybody who was there is told."""
    page = watched.open(f"{room.at[FIRST]}minutes/")
    follow(page, "Circulate the minutes")
    expect(page.locator(".portal-told")).to_contain_text(NORA)
    put(page, {"amend_until": day(1)})
    press(page, "Freeze and circulate")
    is_refused(watched, "at least 3 working days")
    put(page, {"amend_until": day(21)})
    press(page, "Freeze and circulate")
    is_told(page, "The minutes are circulated.")
    room.fine(watched)


def propose_amendment(room: Room, watched: Watched) -> None:
    """Nora was there: she proposes other words."""
    page = watched.open(f"{room.at[FIRST]}minutes/")
    link = page.locator(".portal-minute", has_text=FESTIVAL)
    link.get_by_role("link", name="Propose an amendment").click()
    put(page, {"text": f"{THEIRS}\n\n{CORRECT}", "reason": "The days were agreed, too."})
    press(page, "Show what would change")
    expect(page.locator(".portal-difference ins").first).to_be_visible()
    press(page, "Send the amendment")
    is_told(page, "Your amendment is with the co-ordinator.")
    room.fine(watched)


def update_action(room: Room, watched: Watched) -> None:
    """From the list of one's own actions."""
    page = watched.open(room.path("actions/?whose=mine"))
    page.get_by_role("row", name=ACTION).get_by_role("link").click()
    room.at["action"] = address(page)
    page.get_by_label("On track").check()
    page.get_by_label("What has been done so far?").fill("They answer next week.")
    press(page, "Save the update")
    is_told(page, "is saved.")
    expect(page.locator(".portal-history")).to_contain_text("They answer next week.")
    room.fine(watched)


def accept_amendment(room: Room, watched: Watched) -> None:
    """The co-ordinator answers it."""
    page = watched.open(f"{room.at[FIRST]}minutes/amendments/")
    page.get_by_label("Accept: the meeting").check()
    press(page, f"Send the answer to {NORA}")
    is_told(page, "The amendment is accepted.")


def wait_for_amendments(room: Room, watched: Watched) -> None:
    """While amendments can still be proposed, nobody confirms the minutes."""
    page = watched.open(f"{room.at[FIRST]}minutes/confirm/")
    expect(page.locator(".govuk-warning-text")).to_contain_text(
        "Confirm the minutes after that day."
    )


def window_ends(room: Room, site: Site) -> None:
    """The last day for amendments was yesterday. Nothing but time is changed."""
    site.in_partnership(
        room.slug,
        "UPDATE meetings_minutes SET amend_until = current_date - 1 WHERE state = 'circulated'",
    )


def confirm(room: Room, watched: Watched) -> None:
    """The chair, at the later meeting, with the amendment as a correction."""
    page = watched.open(f"{room.at[FIRST]}minutes/")
    press_or_follow(page, "Confirm the minutes")
    expect(page.locator(".portal-difference ins").first).to_be_visible()
    press(page, "Confirm the minutes")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Confirm that the meeting agreed")
    room.fine(watched)
    put(page, {"sure": True})
    press(page, "Confirm the minutes")
    is_told(page, "The minutes are confirmed.")
    expect(page.locator(".portal-minute", has_text=FESTIVAL)).to_contain_text("Corrected at")


def publish(room: Room, watched: Watched) -> None:
    """The co-ordinator reads the public copy, then publishes it."""
    page = watched.open(f"{room.at[FIRST]}minutes/")
    press_or_follow(page, "See the public copy")
    assert SECRET not in page.content()
    room.fine(watched)
    put(page, {"sure": True})
    press(page, "Publish the copy below")
    is_told(page, "The public copy is published.")


def press_or_follow(page: Page, name: str) -> None:
    """A link drawn as a button."""
    main = page.get_by_role("main")
    main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)).first.click()
