"""A partnership's room while a journey goes through it, and how its forms are filled in."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Watched, Windows, faults

NORA = "Nora Field"  # of the voluntary sector; invited, and new to the portal
TOM = "Tom Reeve"  # of business; has no account
FORUM, TRADERS, UNIVERSITY = "Minster Voluntary Forum", "Ouse Traders", "Ouse University"
GROUP, PANEL = "Culture Group", "Budget Panel"
FIRST, SECOND, NEXT = "Culture Group, autumn", "Culture Group, review", "Culture Group, winter"
FESTIVAL, LEASE = "Festival programme", "Lease of the Guildhall"
SECRET = "CANARY-the-rent-is-halved"  # stands in everything that is restricted
CHAIRS = {"york": "Professor Ian Bishop", "hackney": "Moses Levy"}


def day(days: int) -> date:
    """So many days from today, where the portal is."""
    return datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=days)


@dataclass
class Room:
    """`at`: addresses that the journey has come by, each under a name of its own."""

    slug: str
    script: bool
    windows: Windows
    at: dict[str, str] = field(default_factory=dict)

    def coordinator(self) -> AbstractContextManager[Watched]:
        """A window of the co-ordinator's."""
        return self.windows(f"coordinator@{self.slug}.example", script=self.script)

    def chair(self) -> AbstractContextManager[Watched]:
        """A window of the chair's."""
        return self.windows(f"chair@{self.slug}.example", script=self.script)

    def nora(self) -> AbstractContextManager[Watched]:
        """A window of the member's who was invited on the way."""
        return self.windows(self.address_of_nora, script=self.script)

    def nobody(self) -> AbstractContextManager[Watched]:
        """A window in which nobody is signed in."""
        return self.windows(script=self.script)

    @property
    def address_of_nora(self) -> str:
        """Her e-mail address."""
        return f"nora.field@{self.slug}.example"

    @property
    def chairs_name(self) -> str:
        """The chair, as the demo names them."""
        return CHAIRS[self.slug]

    def path(self, rest: str) -> str:
        """An address in the room."""
        return f"/p/{self.slug}/{rest}"

    def fine(self, watched: Watched) -> None:
        """The page on show has no fault. Without script only what the browser heard is known."""
        found = faults(watched) if self.script else watched.complaints()
        assert (watched.page.url, found) == (watched.page.url, [])


def put(page: Page, values: Mapping[str, Any]) -> None:
    """Fill in the fields of these names: text, a day, what is chosen, a tick, or a file."""
    for name, value in values.items():
        _put(page.locator(f'main [name="{name}"]'), value)


def _put(fields: Locator, value: Any) -> None:
    match fields.first.evaluate("field => field.type"):
        case "radio":
            fields.and_(fields.page.locator(f'[value="{value}"]')).check()
        case "checkbox":
            fields.set_checked(value)
        case "select-one":
            fields.select_option(value)
        case "file":
            fields.set_input_files(value)
        case _:
            fields.fill(value.isoformat() if isinstance(value, date) else value)


def press(page: Page, name: str) -> None:
    """The button of exactly this name (links that look like one are buttons to readers, too)."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """The first link of the page's main part with this in its name."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def is_told(page: Page, words: str) -> None:
    """The page says that it is done."""
    expect(page.locator(".govuk-notification-banner")).to_contain_text(words)


def heading_is(page: Page, words: str) -> None:
    """Waits for the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def address(page: Page) -> str:
    """Where the page is, inside the portal."""
    return urlsplit(page.url).path


def is_refused(watched: Watched, words: str) -> None:
    """A rule says no in these words; the browser's own note of the refusal is no complaint."""
    expect(watched.page.locator(".govuk-error-summary")).to_contain_text(words)
    watched.heard = [line for line in watched.heard if "status of 409" not in line]
