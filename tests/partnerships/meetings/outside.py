"""A browser outside the room whose rows a test makes inside it."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.support.pages import Page, Pages


class Door:
    """The test stands in alpha's room and steps out while a browser asks for a page."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.scope = in_partnership(cast.alpha.pk)

    def enter(self) -> None:
        self.scope = in_partnership(self.cast.alpha.pk)
        self.scope.__enter__()

    def leave(self) -> None:
        self.scope.__exit__(None, None, None)


class Outside(Pages):
    """Pages asked for from outside the room."""

    def __init__(self, client: Client, door: Door) -> None:
        super().__init__(client)
        self.door = door

    def get(self, path: str, **options: Any) -> Page:
        return self._outside(lambda: Pages.get(self, path, **options))

    def post(self, path: str, data: Any = None, **options: Any) -> Page:
        return self._outside(lambda: Pages.post(self, path, data, **options))

    def _outside(self, ask: Callable[[], Page]) -> Page:
        self.door.leave()
        try:
            return ask()
        finally:
            self.door.enter()


def refused(page: Page, words: str) -> None:
    assert page.status == 409
    assert words in page.text
