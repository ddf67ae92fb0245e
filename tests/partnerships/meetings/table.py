"""A board at its table: seats with members of every sector, and a meeting whose agenda is out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from partnerships.meetings.domain.attendance import mark_held
from partnerships.meetings.domain.writing import Clash, Saved, save_passage
from partnerships.meetings.entries import Entry
from partnerships.meetings.models import AgendaItem, Meeting, Passage, PassageRevision
from partnerships.membership.models import (
    Body,
    Constitution,
    Member,
    Organisation,
    Seat,
    Tenure,
)
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy import context
from tests.conftest import Cast
from tests.portal.web.markup import with_class, words
from tests.support.pages import Page, Pages

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2004, 3, 5, 14, 0, tzinfo=LONDON)
# (who, organisation, sector, votes); the last seat is vacant
SEATS = (
    ("Cllr Ann Moor", "Alphaton Council", "councillor", True),
    ("Bob Field", "Alpha Police", "public", True),
    ("Cath Vole", "Voluntary Action Alphaton", "voluntary", True),
    ("Dev Rook", "Alpha Chamber", "business", True),
    ("Eve Lark", "Alpha Trust", "public", False),
    (None, "Alpha College", "public", True),
)


class Table:
    """Call it inside alpha's scope. Seats and members by the first name of who holds them.

    The rules: 3 seats and half of them, one voluntary and one business member among them.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by: User = cast.alpha_coordinator
        self.board = Body.objects.create(name="Board", kind="board")
        self.rules = Constitution.objects.create(
            body=self.board,
            in_force_from=date(2004, 1, 1),
            quorum_number=3,
            quorum_share=50,
            quorum_sectors={"business": 1, "voluntary": 1},
        )
        self.members: dict[str, Member] = {}
        self.seats: dict[str, Seat] = {}
        for who, organisation, sector, votes in SEATS:
            self._seat(who, organisation, sector, votes)
        self.fay = self.member("Fay Wren", self.members["bob"].organisation)  # police as well
        self.meeting = self.called("March board", STARTS)
        self.items = self.agenda(self.meeting)

    def member(self, name: str, organisation: Organisation) -> Member:
        """One more member of an organisation."""
        return Member.objects.create(name=name, organisation=organisation)

    def called(self, title: str, starts: datetime) -> Meeting:
        """A meeting whose agenda is out."""
        return Meeting.objects.create(
            body=self.board,
            title=title,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            state=Meeting.State.CALLED,
        )

    def next_meeting(self) -> Meeting:
        """Three months later."""
        return self.called("June board", STARTS + timedelta(days=91))

    def agenda(self, meeting: Meeting) -> list[AgendaItem]:
        """Three items, the last of them restricted."""
        return [
            AgendaItem.objects.create(
                meeting=meeting,
                position=n,
                number=str(n),
                kind="decision",
                title=title,
                restricted=why != "",
                restricted_why=why,
            )
            for n, (title, why) in enumerate(
                (("Apologies", ""), ("Community safety", ""), ("The lease", "Commercial terms")), 1
            )
        ]

    def there(self, *names: str) -> list[Entry]:
        """Present on their own seats."""
        return [Entry("present", seat=self.seats[name].pk) for name in names]

    def events(self, *names: str) -> list[str]:
        """Audit events of these names in order."""
        found = AuditEvent.objects.filter(name__in=names).order_by("id")
        return list(found.values_list("name", flat=True))

    def _seat(self, who: str | None, organisation: str, sector: str, votes: bool) -> None:
        owner = Organisation.objects.create(name=organisation, sector=sector)
        seat = Seat.objects.create(
            body=self.board,
            title=f"{organisation} seat",
            sector=sector,
            organisation=owner,
            role="member" if votes else "adviser",
            votes=votes,
            created_on=date(2003, 1, 1),
        )
        if who is None:
            self.seats["vacant"] = seat
            return
        key = who.removeprefix("Cllr ").split()[0].lower()
        self.seats[key] = seat
        self.members[key] = self.member(who, owner)
        Tenure.objects.create(seat=seat, member=self.members[key], since=date(2003, 1, 1))


class WritingDesk:
    """Two people writing the second item."""

    def __init__(self, table: Table, meeting: Meeting | None = None) -> None:
        self.table = table
        self.minutes = mark_held(meeting=meeting or table.meeting, by=table.by)
        self.item = table.agenda(meeting)[1] if meeting else table.items[1]

    def save(self, text: str, base: int, *, by: str = "coordinator", **more: Any) -> Saved | Clash:
        return save_passage(
            minutes=self.minutes,
            item=more.pop("item", self.item),
            restricted=more.pop("restricted", False),
            text=text,
            base_revision=base,
            by=self.table.cast.users[f"alpha_{by}"],
            **more,
        )

    def stored(self, restricted: bool = False) -> tuple[str, int]:
        found = Passage.objects.get(item=self.item, restricted=restricted)
        return found.text, found.revision

    def revisions(self) -> list[tuple[int, str, str]]:
        found = PassageRevision.objects.order_by("revision")
        return [(r.revision, r.text, str(r.edited_by)) for r in found]


@contextmanager
def away() -> Iterator[None]:
    """Outside the test's scope for a while: a request opens its own."""
    outer = context.current_scope()
    token = context._current.set(None)
    try:
        yield
    finally:
        context._current.reset(token)
        if outer:
            context._set(outer.settings())


class Visits(Pages):
    """Pages asked for from inside the test's scope."""

    def get(self, path: str, **options: Any) -> Page:
        """The page at this address."""
        with away():
            return super().get(path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> Page:
        """The page after sending the form."""
        with away():
            return super().post(path, data, **options)

    def json(self, path: str, data: Any) -> Any:
        """What the page's script gets for the form."""
        with away():
            answer = self.client.post(path, data, headers={"accept": "application/json"})
        assert answer.status_code == 200
        return answer.json()

    def status(self, path: str) -> int:
        """The bare status."""
        with away():
            return self.client.get(path).status_code


def sent(page: Page) -> dict[str, str]:
    """Everything that the page's main form would send as it stands."""
    fields: dict[str, str] = {}
    here = page.response.wsgi_request.path
    (form,) = [f for f in page.tree.iter("form") if f.get("action") == here]
    for each in form.iter("input"):
        if each.get("type") in ("radio", "checkbox") and each.get("checked") is None:
            continue
        fields[each.get("name") or ""] = each.get("value") or ""
    for each in form.iter("select"):
        chosen = [o.get("value") for o in each.iter("option") if o.get("selected") is not None]
        fields[each.get("name") or ""] = (chosen[0] if chosen else "") or ""
    for each in form.iter("textarea"):
        fields[each.get("name") or ""] = (each.text or "").removeprefix("\n")
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def summary(page: Page) -> list[str]:
    """Each line of the error summary."""
    boxes = with_class(page.tree, "govuk-error-summary__list")
    return [words(line) for box in boxes for line in box.iter("li")]
