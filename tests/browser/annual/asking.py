"""The evaluation team asks, the partnership replies, sections open again, the return is accepted."""

import re

from playwright.sync_api import expect

from tests.browser.annual.desk import ROBIN, Desk, choose
from tests.browser.annual.together import keep
from tests.browser.room.desk import day, heading_is, is_told, press, put
from tests.support.browser import Watched
from tests.support.site import Site

QUESTION = "Is the leadership development arranged, or planned?"
REPLY = "It is planned for next year; section 2 says otherwise by mistake."
REASON = "The partnership says that B12 is wrong."


def ask(desk: Desk, watched: Watched) -> None:
    """About one answer, from beside it."""
    page = watched.open(desk.nationally())
    desk.fine(watched)
    page.locator('a[href*="/ask/?question=B12"]').click()
    desk.fine(watched)
    press(page, "Send the query")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write what you want to know")
    page.get_by_label("What do you want to know?").fill(QUESTION)
    press(page, "Send the query")
    is_told(page, "is sent.")


def reply(desk: Desk, site: Site, watched: Watched) -> None:
    """From the letter's link to the thread."""
    letter = site.link_sent_to(desk.email_of(ROBIN), rf"\S+{desk.of_return()}queries/\S*")
    page = watched.open(letter)
    thread = page.locator(".portal-thread", has_text=QUESTION)
    desk.fine(watched)
    thread.get_by_label("Your reply").fill(REPLY)
    thread.get_by_role("button", name=re.compile("^Send the reply")).click()
    is_told(page, "Your reply is sent.")
    desk.fine(watched)


def reopen(desk: Desk, watched: Watched) -> None:
    """The evaluator reads the reply and opens section B, with a reason and a day."""
    page = watched.open(desk.nationally())
    expect(page.get_by_text(REPLY)).to_be_visible()
    desk.fine(watched)
    page = watched.open(desk.nationally("reopen/"))
    page.locator('input[name="sections"][value="B"]').check()
    put(page, {"reason": REASON, "due_on": day(10)})
    desk.fine(watched)
    press(page, "Reopen it")
    is_told(page, "is reopened. Its team is told.")
    expect(page.get_by_role("main")).to_contain_text("The partnership is changing this return.")


def change(desk: Desk, watched: Watched) -> None:
    """Only what was reopened can be written; one answer changes."""
    page = watched.open(desk.of_return())
    expect(page.get_by_text(REASON).first).to_be_visible()
    desk.fine(watched)
    page = watched.open(desk.section("C"))
    assert page.locator("main form").count() == 0
    page = watched.open(desk.section("B"))
    choose(page, "B12", "no")
    keep(desk, page)


def accept(desk: Desk, watched: Watched, changed: str) -> None:
    """The difference is read, the query settled, the return accepted."""
    page = watched.open(desk.nationally())
    expect(page.get_by_role("heading", name=changed)).to_be_visible()
    desk.fine(watched)
    page.get_by_role("button", name=re.compile("^Settle it")).first.click()
    is_told(page, "is settled.")
    page = watched.open(desk.nationally())
    press(page, "Accept this return")
    is_told(page, "is accepted.")
    desk.fine(watched)


def read_the_history(desk: Desk, watched: Watched, version: int) -> None:
    """Everything that happened, and the version that was signed last."""
    page = watched.open(desk.of_return("history/"))
    heading_is(page, "History")
    signed = f"Version {version} signed off"
    for words in (signed, "Query 1 raised", "Query 1 settled", REASON, "Accepted"):
        expect(page.get_by_text(words).first).to_be_visible()
    desk.fine(watched)
    page = watched.open(desk.of_return(f"versions/{version}/"))
    expect(page.get_by_role("main")).to_contain_text(desk.at[f"version {version}"])
    desk.fine(watched)
