"""Two people in one section: what merges, what clashes; last year's answers; what cannot be said."""

import re

from playwright.sync_api import Page, expect

from tests.browser.annual.desk import PAT, Desk, choose
from tests.browser.annual.filling import fill
from tests.browser.room.desk import is_told, press
from tests.support.browser import Watched

SAVED = re.compile(r"^Saved \d{1,2}:\d\d[ap]m$")
AGAIN_MS = 15_000  # a save that failed is tried again by then
WHY_RIGHT = "The council bears the running cost."


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """The line at the foot of the window says it."""
    expect(page.locator("[data-saved]")).to_have_text(words, timeout=AGAIN_MS)


def copy_and_confirm(desk: Desk, watched: Watched, number: int, code: str) -> None:
    """One answer of 2003, copied under its question and confirmed there."""
    page = watched.open(desk.section(_section_of(code)))
    question = page.locator(f"#q_{code}")
    expect(question).to_contain_text("In 2003 you answered:")
    question.get_by_role("button", name=re.compile("Copy this")).click()
    expect(question).to_contain_text("From 2003, not yet confirmed")
    desk.fine(watched)
    page = watched.open(desk.of_return("check/"))
    expect(page.get_by_role("main")).to_contain_text("Confirm the answer copied from 2003")
    page = watched.open(desk.section(_section_of(code)))
    question.get_by_label(re.compile("This still holds")).check()
    if desk.script:
        told(page, SAVED)
    press(page, "Save and come back later")
    is_told(page, "is saved.")
    page = watched.open(desk.of_return("last-year/"))
    expect(page.get_by_text("From 2003, not yet confirmed")).to_have_count(0)
    desk.fine(watched)


def edit_at_once(desk: Desk, pats: Watched, coordinators: Watched) -> None:
    """In section B: rows of one grid merge, numbers of members clash, and Pat's stands."""
    theirs, mine = pats.open(desk.section("B")), coordinators.open(desk.section("B"))
    fill_but_the_first_row(theirs)
    _save(desk, theirs)
    choose(mine, "B11.clear_vision", "4") if mine.locator('[name="B11.clear_vision"]').count() else None
    first_row(mine).nth(3).check()
    mine.locator('input[name="B02"]').fill("21")
    if not desk.script:
        press(mine, "Save and come back later")
    else:
        told(mine, re.compile(r"^Question 2: Not saved: .* answered differently\."))
    box = mine.locator(".portal-clash")
    expect(box).to_have_count(1)
    expect(box).to_contain_text(f"{PAT} and you answered differently")
    expect(box).to_contain_text("What you both began with")
    desk.fine(coordinators)
    box.get_by_label(f"Keep the answer of {PAT}").check()
    if desk.script:
        told(mine, SAVED)
    press(mine, "Save and come back later")
    is_told(mine, "is saved.")
    page = coordinators.open(desk.section("B"))
    expect(page.locator('input[name="B02"]')).to_have_value("20")
    expect(first_row(page).nth(3)).to_be_checked()
    for row in grid_rows(page)[1:]:
        expect(page.locator(f'input[name="{row}"]').nth(1)).to_be_checked()


def _save(desk: Desk, page: Page) -> None:
    if desk.script:
        told(page, SAVED)
    else:
        press(page, "Save and come back later")


def _section_of(code: str) -> str:
    return code[0]
