"""Alpha's board after one meeting in March 2004, with everything the whole room lists.

The chair's account is Ann Moor's, whose name is public; the member's is Bob Field's of the police,
whose name is not. The member sits on the board; `stranger` is a member of alpha who does not.
"""

import re
from contextlib import AbstractContextManager
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.meetings.models import AgendaItem, Decision, Meeting, Paper
from partnerships.membership.domain.roles import give_role
from partnerships.membership.models import Member
from partnerships.protocols.models import Clause, Party, Protocol, ProtocolVersion
from partnerships.protocols.text import document_of
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.minuted import Minuted
from tests.partnerships.meetings.table import Table
from tests.support.pages import Page

# The way of a protocol, which the database lets no version leave.
WAY = ("draft", "consultation", "signed", "in_force", "under_review", "superseded")


class Hall:
    """Made in alpha's scope, which is left again: pages open it themselves."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        with self.here():
            self.minuted = Minuted(Table(cast))
            self.stranger = self._stranger()

    @property
    def table(self) -> Table:
        return self.minuted.table

    def here(self) -> AbstractContextManager[None]:
        """Alpha's scope."""
        return in_partnership(self.cast.alpha.pk)

    def published(self) -> Meeting:
        """The minutes circulated, confirmed in May and published; their meeting."""
        with self.here():
            self.minuted.circulate(timezone.localdate() + timedelta(days=30))
            self.minuted.confirm()
            self.minuted.publish()
        return self.table.meeting

    def meeting(self, title: str = "June board", *, days: int = 20, **more: Any) -> Meeting:
        """A meeting of the board to come."""
        starts = timezone.now() + timedelta(days=days)
        values = {"body": self.table.board, "title": title, "state": Meeting.State.CALLED}
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        with self.here():
            return Meeting.objects.create(**(values | times | more))

    def item(self, title: str, meeting: Meeting | None = None, **more: Any) -> AgendaItem:
        """One more item."""
        at = meeting or self.table.meeting
        with self.here():
            position = at.items.count() + 1
            values = {"position": position, "number": str(position), "kind": "discussion"}
            return AgendaItem.objects.create(meeting=at, title=title, **(values | more))

    def decision(self, serial: int, text: str, **more: Any) -> Decision:
        """One more decision of item 2."""
        values = {"meeting": self.table.meeting, "item": self.table.items[1], "year": 2004}
        with self.here():
            return Decision.objects.create(
                serial=serial, text=text, recorded_by=self.minuted.by, **(values | more)
            )

    def paper(self, title: str, **more: Any) -> Paper:
        """One more paper of item 2."""
        with self.here():
            return Paper.objects.create(item=self.table.items[1], title=title, **more)

    def protocol(
        self, title: str = "Sharing crime figures", *, serial: int = 1, **more: Any
    ) -> ProtocolVersion:
        """Version 1, in force unless `more` says otherwise, with one party and one clause."""
        own = {key: more.pop(key) for key in ("is_public",) if key in more}
        clause = more.pop("clause", "Named officers may ask each other for figures.")
        with self.here():
            protocol = Protocol.objects.create(
                year=2004, serial=serial, title=title, kind="information",
                created_by=self.minuted.by, **own,
            )  # fmt: skip
            values = {
                "state": "in_force",
                "in_force_on": date(2004, 5, 1),
                "purpose": "Less burglary.",
            }
            version = ProtocolVersion(
                protocol=protocol, number=1, created_by=self.minuted.by, **(values | more)
            )
            state, version.state = version.state, "draft"
            version.save()
            Clause.objects.create(version=version, position=1, heading="Who may ask", text=clause)
            police = self.table.members["bob"].organisation
            Party.objects.create(version=version, organisation=police)
            for step in WAY[: WAY.index(state) + 1]:
                if step == "signed":
                    version.document = document_of(version)
                version.state = step
                version.save()
        return version

    def _stranger(self) -> User:
        user = User.objects.create(email="sam@portal.example", name="Sam Grey", password="!")
        give_role(user=user, role="member", by=self.cast.by)
        organisation = self.table.members["dev"].organisation
        Member.objects.create(organisation=organisation, user=user, name=user.name)
        return user


def said(page: Page) -> str:
    """What a page says, with a space between any two of its elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.html)).split())


def queries(client: Client, path: str) -> int:
    """How many queries the page takes."""
    client.get(path)  # what is remembered between requests is remembered now
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    assert len(found) > 4
    return len(found)
