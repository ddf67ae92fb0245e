"""Partners say what they think, the co-ordinator declares, the chair declines and then signs."""

import re

from playwright.sync_api import expect

from tests.browser.annual.desk import PAT, TRUST, Desk
from tests.browser.annual.together import UNUSUAL, WHY_NOT, WHY_RIGHT
from tests.browser.room.desk import heading_is, is_told, press
from tests.support.browser import Watched

DISSENT = "The drivers were never put to the partners."
DECLINED = "Say who agreed it."
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


def dissent(desk: Desk, watched: Watched) -> None:
    """Pat's organisation endorses one section and does not agree with another; it has to say why."""
    page = watched.open(desk.of_return("endorse/"))
    page.locator('input[name="B-verdict"][value="endorse"]').check()
    page.locator('input[name="H-verdict"][value="dissent"]').check()
    save = f"Save what {TRUST} says"
    press(page, save)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Say what your organisation does not agree with"
    )
    desk.fine(watched)
    page.locator('[name="H-note"]').fill(DISSENT)
    press(page, save)
    is_told(page, f"What {TRUST} says about 2 sections is saved.")
    desk.fine(watched)


def declare(desk: Desk, watched: Watched) -> None:
    """Nothing is missing: who gets an email stands above the button."""
    page = watched.open(desk.of_return("review/"))
    desk.fine(watched)
    expect(page.locator(".portal-told")).to_contain_text(desk.chairs_name)
    page.get_by_label("I have checked the answers and they are complete").check()
    press(page, "Declare ready for sign-off")
    is_told(page, "The return is declared ready. The chair signs it off next.")
    desk.fine(watched)


def decline(desk: Desk, watched: Watched) -> None:
    """The chair reads what was confirmed, what cannot be answered, who does not agree; and declines."""
    page = watched.open(desk.of_return("review/"))
    for words in (UNUSUAL, WHY_RIGHT, WHY_NOT, f"{TRUST} does not agree", DISSENT):
        expect(page.get_by_text(words).first).to_be_visible()
    desk.fine(watched)
    press(page, "Send it back")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what has to change")
    page.get_by_label("What has to change?").fill(DECLINED)
    press(page, "Send it back")
    is_told(page, "The return is back with the co-ordinator.")


def declare_again(desk: Desk, watched: Watched) -> None:
    """The chair's words stand above the task list."""
    page = watched.open(desk.of_return())
    expect(page.get_by_text(f"“{DECLINED}”")).to_be_visible()
    desk.fine(watched)
    declare(desk, watched)


def sign(desk: Desk, watched: Watched, version: int, *, changed: str = "") -> None:
    """Not without saying that it was read; the receipt names version and fingerprint.

    `changed`: what the page says of the version before.
    """
    page = watched.open(desk.of_return("review/"))
    if changed:
        expect(page.get_by_role("heading", name=changed)).to_be_visible()
        desk.fine(watched)
    press(page, "Sign off and send")
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Confirm that you have read the return"
    )
    page.get_by_label("I have read this return").check()
    press(page, "Sign off and send")
    heading_is(page, "Return signed off")
    receipt = page.locator(".govuk-summary-list").inner_text()
    assert re.search(rf"Version\s+{version}\b", receipt)
    assert f"by {desk.chairs_name}" in receipt
    assert FINGERPRINT.search(receipt)
    desk.at[f"version {version}"] = FINGERPRINT.findall(receipt)[0]
    desk.fine(watched)


def receive_the_news(desk: Desk, watched: Watched) -> None:
    """Pat reads the receipt, too."""
    page = watched.open(desk.of_return("receipt/"))
    heading_is(page, "Return signed off")
    expect(page.locator(".govuk-summary-list")).to_contain_text(PAT)
    desk.fine(watched)
