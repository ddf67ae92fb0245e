"""Organisations, members and bodies of alpha for tests, made through the domain."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from partnerships.membership.domain.bodies import found_body
from partnerships.membership.domain.members import add_member
from partnerships.membership.domain.organisations import add_organisation
from partnerships.membership.domain.seats import add_seat
from partnerships.membership.domain.tenures import seat_member
from partnerships.membership.models import Body, Member, Organisation, Seat, Tenure
from portal.audit.models import AuditEvent
from portal.errors import PortalError
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.portal.web.markup import words
from tests.support.pages import Page

FORMED = date(2003, 1, 1)


class Directory:
    """Makes what a test needs; every verb opens alpha's room by itself."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.by = cast.alpha_coordinator

    @contextmanager
    def room(self) -> Iterator[None]:
        """Alpha's room."""
        with in_partnership(self.cast.alpha.pk):
            yield

    def organisation(
        self, name: str = "Acorn", sector: str = "voluntary", **more: Any
    ) -> Organisation:
        with self.room():
            return add_organisation(name=name, sector=sector, by=self.by, **more)

    def member(self, name: str = "Ann Lee", at: Organisation | None = None, **more: Any) -> Member:
        with self.room():
            found = at or Organisation.objects.filter(name="Acorn").first()
            place = found or add_organisation(name="Acorn", sector="voluntary", by=self.by)
            return add_member(organisation=place, name=name, by=self.by, **more)

    def body(self, name: str = "Board", kind: str = "board", **more: Any) -> Body:
        with self.room():
            return found_body(name=name, kind=kind, by=self.by, **({"formed_on": FORMED} | more))

    def seat(self, body: Body, title: str = "Voluntary 1", **more: Any) -> Seat:
        usual = {"sector": "voluntary", "created_on": FORMED}
        with self.room():
            return add_seat(body=body, title=title, by=self.by, **(usual | more))

    def tenure(self, seat: Seat, member: Member, since: date = FORMED, **more: Any) -> Tenure:
        with self.room():
            return seat_member(seat=seat, member=member, since=since, by=self.by, **more)

    def events(self) -> list[str]:
        """Names of what happened in alpha, in order, the cast's own roles left out."""
        with self.room():
            names = AuditEvent.objects.order_by("id").values_list("name", flat=True)
            return [name for name in names if not name.startswith("role.")]


@pytest.fixture
def directory(cast: Cast) -> Directory:
    """The maker of alpha's people and places."""
    return Directory(cast)


@contextmanager
def refused(message: str, kind: type[PortalError]) -> Iterator[None]:
    """The code inside is refused in exactly these words."""
    with pytest.raises(kind) as caught:
        yield
    assert (type(caught.value), caught.value.message) == (kind, message)


def rows(page: Page) -> list[list[str]]:
    """The words of every cell of every table on the page, row by row."""
    cells = ("th", "td")
    return [[words(c) for c in tr if c.tag in cells] for tr in page.tree.iter("tr")]
