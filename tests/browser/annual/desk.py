"""A partnership's return while a journey goes through it: its people and its addresses."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.evaluator import EVALUATOR
from tests.browser.room.desk import Room
from tests.support.browser import Watched

# All of them are invited on the way, and new to the portal.
ROBIN = "Robin Hale"  # the co-ordinator
ALEX = "Alex Moor"  # the chair
PAT = "Pat Lowe"  # a member, of the civic trust
TRUST = "Civic Trust"


@dataclass
class Desk(Room):
    """The room in which a return is answered. `founder`: address of the co-ordinator who is there
    before anybody else is invited."""

    founder: str = ""

    def coordinator(self, *, script: bool | None = None) -> AbstractContextManager[Watched]:
        """A window of the co-ordinator's."""
        return self._window(ROBIN, self.script if script is None else script)

    def chair(self) -> AbstractContextManager[Watched]:
        """A window of the chair's."""
        return self._window(ALEX, self.script)

    def pat(self) -> AbstractContextManager[Watched]:
        """A window of the member's."""
        return self._window(PAT, self.script)

    def evaluator(self) -> AbstractContextManager[Watched]:
        """A window of the national evaluator's."""
        return self.windows(EVALUATOR, script=self.script)

    def email_of(self, name: str) -> str:
        """E-mail address of somebody who is invited."""
        return f"{name.lower().replace(' ', '.')}@{self.slug}.example"

    @property
    def chairs_name(self) -> str:
        """The chair who signs off."""
        return ALEX

    def of_return(self, rest: str = "") -> str:
        """An address of the return."""
        return self.path(f"return/2004/{rest}")

    def section(self, code: str) -> str:
        """The page of one section."""
        return self.of_return(f"sections/{code}/")

    def nationally(self, rest: str = "") -> str:
        """An address of the return as the evaluation team reads it."""
        return f"/national/response/2004/{self.slug}/{rest}"

    def _window(self, name: str, script: bool) -> AbstractContextManager[Watched]:
        return self.windows(self.email_of(name), script=script)


def choose(page: Page, field: str, value: str) -> None:
    """One option of a question."""
    page.locator(f'input[name="{field}"][value="{value}"]').check()
