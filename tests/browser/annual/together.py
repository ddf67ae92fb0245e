"""Two people in one section: what merges, what clashes; last year's answers; what cannot be said."""

import re

from playwright.sync_api import Page, expect

from tests.browser.annual.desk import PAT, Desk, choose
from tests.browser.annual.filling import fill
from tests.browser.room.desk import is_told, press
from tests.support.browser import Watched

SAVED = re.compile(r"^Saved \d{1,2}:\d\d[ap]m$")
MERGED = re.compile(r"^Saved \d{1,2}:\d\d[ap]m, together with what somebody else changed$")
AGAIN_MS = 15_000  # a save that failed is tried again by then
UNUSUAL = "Staff support the LSP, but no running cost is given."
WHY_RIGHT = "The council bears the running cost."
WHY_NOT = "Nobody has counted it yet."


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """The line at the foot of the window says it."""
    expect(page.locator("[data-saved]")).to_have_text(words, timeout=AGAIN_MS)


def copy_and_confirm(desk: Desk, watched: Watched, code: str) -> None:
    """One answer of 2003, copied under its question, missed by the check, and confirmed there."""
    page = watched.open(desk.section(code[0]))
    question = page.locator(f"#q_{code}")
    expect(question).to_contain_text("In 2003 you answered:")
    question.get_by_role("button", name=re.compile("^Copy this")).click()
    expect(question).to_contain_text("From 2003, not yet confirmed")
    desk.fine(watched)
    page = watched.open(desk.of_return("check/"))
    expect(page.get_by_role("main")).to_contain_text("Confirm the answer copied from 2003")
    desk.fine(watched)
    page = watched.open(desk.section(code[0]))
    question.get_by_label(re.compile("This still holds")).check()
    keep(desk, page)
    page = watched.open(desk.of_return("last-year/"))
    expect(page.get_by_text("From 2003, not yet confirmed")).to_have_count(0)
    desk.fine(watched)


def edit_at_once(desk: Desk, pats: Watched, coordinators: Watched) -> None:
    """In section B: rows of one grid merge, the number of members clashes, and Pat's stands."""
    theirs, mine = pats.open(desk.section("B")), coordinators.open(desk.section("B"))
    first, *others = _rows(theirs)
    fill(theirs, but=(first,))
    keep(desk, theirs)
    mine.locator('input[name="B02"]').fill("21")
    choose(mine, first, "4")
    if desk.script:
        told(mine, re.compile(r"^Question \d+: Not saved: .* answered differently\."))
        expect(mine.locator("#q_B11 .portal-question__mark")).to_have_text(MERGED)
    else:
        press(mine, "Save and come back later")
    box = mine.locator(".portal-clash")
    expect(box).to_have_count(1)
    expect(box).to_contain_text(f"{PAT} and you answered differently")
    expect(box).to_contain_text("What you both began with")
    desk.fine(coordinators)
    box.get_by_label(f"Keep the answer of {PAT}").check()
    keep(desk, mine)
    page = coordinators.open(desk.section("B"))
    expect(page.locator('input[name="B02"]')).to_have_value("20")
    expect(page.locator(f'input[name="{first}"][value="4"]')).to_be_checked()
    for row in others:
        expect(page.locator(f'input[name="{row}"]').nth(1)).to_be_checked()


def confirm_what_is_unusual(desk: Desk, watched: Watched) -> None:
    """Staff without running costs: questioned when the section is saved, confirmed with a note."""
    page = watched.open(desk.section("B"))
    page.locator('input[name="B14"]').fill("0")
    press(page, "Save and continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text(UNUSUAL)
    desk.fine(watched)
    page.locator('[name="confirm.CK02"][type="checkbox"]').check()
    page.locator('[name="confirm_note.CK02"]').fill(WHY_RIGHT)
    press(page, "Save and continue")
    expect(page.locator(".govuk-caption-xl")).to_contain_text("Section 3 of 13")


def say_it_cannot_be_answered(desk: Desk, watched: Watched, code: str) -> None:
    """A reason and a note instead of an answer."""
    page = watched.open(desk.section(code[0]))
    for field in page.locator(f"#q_{code} input[type=text]").all():
        field.fill("")
    unable = page.locator(f"#unable_{code}")
    unable.locator("summary").click()
    unable.get_by_label("Why it cannot be answered").select_option("not_collected")
    unable.get_by_label("More about it (optional)").fill(WHY_NOT)
    keep(desk, page)
    page = watched.open(desk.of_return("check/"))
    expect(page.get_by_role("main")).to_contain_text(WHY_NOT)


def keep(desk: Desk, page: Page) -> None:
    """What was typed is saved, by itself where there is script, and the page is left."""
    if desk.script:
        told(page, SAVED)
    press(page, "Save and come back later")
    is_told(page, "is saved.")


def _rows(page: Page) -> list[str]:
    """The rows of the grid in section B."""
    found = page.locator('input[name^="B11."]')
    return found.evaluate_all("fields => [...new Set(fields.map(field => field.name))]")
