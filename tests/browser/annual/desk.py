"""A partnership's return while a journey goes through it: its people and its addresses."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.evaluator import EVALUATOR
from tests.browser.room.desk import Room
from tests.support.browser import Watched

PAT = "Pat Lowe"  # of the civic trust; invited, and new to the portal
TRUST = "Civic Trust"
CHAIRS = {"york": "Professor Ian Bishop", "cornwall": "Councillor Jago Trevail"}


@dataclass
class Desk(Room):
    """The room in which a return is answered; Pat Lowe joins on the way."""

    def pat(self) -> AbstractContextManager[Watched]:
        """A window of the member's who was invited on the way."""
        return self.windows(self.address_of_pat, script=self.script)

    def evaluator(self) -> AbstractContextManager[Watched]:
        """A window of the national evaluator's."""
        return self.windows(EVALUATOR, script=self.script)

    @property
    def address_of_pat(self) -> str:
        """Pat's e-mail address."""
        return f"pat.lowe@{self.slug}.example"

    @property
    def chairs_name(self) -> str:
        """The chair, as the demo names them."""
        return CHAIRS[self.slug]

    def of_return(self, rest: str = "") -> str:
        """An address of the return."""
        return self.path(f"return/2004/{rest}")

    def section(self, code: str) -> str:
        """The page of one section."""
        return self.of_return(f"sections/{code}/")

    def nationally(self, rest: str = "") -> str:
        """An address of the return as the evaluation team reads it."""
        return f"/national/response/2004/{self.slug}/{rest}"


def choose(page: Page, field: str, value: str) -> None:
    """One option of a question."""
    page.locator(f'input[name="{field}"][value="{value}"]').check()
