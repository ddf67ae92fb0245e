"""The desk with a browser: pages open their own scopes, domain work runs in alpha's."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from partnerships.protocols.models import ProtocolVersion
from portal.accounts.models import User
from tests.conftest import Cast
from tests.partnerships.protocols.desk import Desk, scope
from tests.support.pages import Page, Pages

SignIn = Callable[[User], Client]
ROOM = "/p/alpha/protocols/"


class Office:
    """The desk with a browser. `made` runs domain work in alpha's scope; pages open their own."""

    def __init__(self, cast: Cast, signed_in: SignIn):
        self.cast = cast
        self.sign_in = signed_in
        self.desk: Desk = self.made(lambda: Desk(cast))

    def made(self, work: Callable[[], Any]) -> Any:
        with scope(self.cast):
            return work()

    def as_(self, name: str) -> Pages:
        return Pages(self.sign_in(getattr(self.cast, f"alpha_{name}")))

    def version(self, version: ProtocolVersion) -> ProtocolVersion:
        return self.made(lambda: self.desk.again(version))


def errors(page: Page) -> bool:
    """Whether the page has an error summary."""
    return page.title.startswith("Error: ")
