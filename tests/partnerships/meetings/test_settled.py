"""Decisions and actions of minutes: who reads them when, and one rule about restricted actions."""

from collections.abc import Iterator
from datetime import date

import pytest

from partnerships.boardroom.queries.home import latest_decisions
from partnerships.boardroom.queries.search import asked_for, found
from partnerships.meetings.models import Action, Minutes
from partnerships.meetings.queries.agenda import matters_of
from partnerships.meetings.queries.decisions import Sought, decision_or_none, decisions_found
from partnerships.meetings.queries.readers import reader_in
from partnerships.meetings.reading import Reader
from portal.errors import Refused
from tests.conftest import Cast
from tests.partnerships.meetings.books import Books, books_of

WORDS = "The board adopts the zebra plan."


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


def readers(books: Books) -> dict[str, Reader]:
    """The officer is a member of the room who does not sit on the board."""
    cast = books.cast
    people = {
        "coordinator": cast.alpha_coordinator,
        "chair": cast.alpha_chair,
        "member": cast.alpha_member,
    }
    return {name: reader_in(cast.alpha, user) for name, user in people.items()}


def seen(reader: Reader, decision_id: int) -> list[bool]:
    """In the register, on its page, on the first page, by search in words and by number."""
    return [
        decisions_found(reader, Sought()).exists(),
        decision_or_none(reader, decision_id) is not None,
        latest_decisions(reader).exists(),
        found(reader, asked_for("zebra")).total == 1,
        found(reader, asked_for("D2004/1")).total == 1,
    ]


def test_decisions_of_draft_minutes_are_for_those_who_write_and_confirm_them(books: Books) -> None:
    made = books.decision(1, WORDS)
    by = {name: seen(reader, made.pk) for name, reader in readers(books).items()}
    assert by == {"coordinator": [True] * 5, "chair": [True] * 5, "member": [False] * 5}


@pytest.mark.parametrize("state", ["circulated", "confirmed", "published"])
def test_from_circulation_on_they_are_the_rooms(books: Books, state: str) -> None:
    made = books.decision(1, WORDS)
    at = {"confirmed_at": books.meeting.ends_at, "confirmed_by": books.by}
    at["confirmed_at_meeting"] = books.met(date(2004, 10, 6))
    for step in ("circulated", "confirmed", "published"):
        Minutes.objects.filter(meeting=books.meeting).update(
            state=step, **({} if step == "circulated" else at)
        )
        if step == state:
            break
    assert seen(readers(books)["member"], made.pk) == [True] * 5


def test_an_action_is_there_at_once(books: Books) -> None:
    books.action(text="Count the zebra crossings")
    totals = [found(r, asked_for("zebra")).total for r in readers(books).values()]
    assert totals == [1, 1, 1]


class TestRestrictedActions:
    """Marked itself or by its item; open to right holders, the body's members and who has to do
    it; the same in the register, among the matters arising and in the search."""

    def test_one_rule(self, books: Books) -> None:
        marked = {"restricted": True, "restricted_why": "Names a person"}
        for n, more in enumerate(({"item": books.secret}, marked)):
            books.action(text=f"Zebra {n} of mine", **more)
            hidden = {"organisation": books.chamber, "owner": books.trader}
            books.action(text=f"Zebra {n} of others", **hidden, **more)
        coming = books.met(date(2004, 12, 1), state="called")
        counts = {
            name: (
                len(matters_of(coming, reader).actions),
                sum(i.open_actions for i in matters_of(coming, reader).items),
                found(reader, asked_for("zebra")).total,
            )
            for name, reader in readers(books).items()
        }
        # Who is outside the body does not see the restricted item among the matters arising.
        assert counts == {"coordinator": (4, 4, 4), "chair": (4, 4, 4), "member": (2, 1, 2)}

    def test_an_item_that_is_restricted_later_takes_its_actions_with_it(self, books: Books) -> None:
        books.action(text="Zebra", item=books.item, organisation=books.chamber, owner=books.trader)
        member = readers(books)["member"]
        assert found(member, asked_for("zebra")).total == 1
        type(books.item).objects.update(restricted=True, restricted_why="Names a person")
        assert found(member, asked_for("zebra")).total == 0


class TestActionsOfMinutesThatAreNoDraft:
    BACK = (
        "These minutes are circulated. Record the action without a meeting, or take the minutes"
        " back to a draft."
    )

    @pytest.mark.parametrize("of_item", [True, False])
    def test_are_refused(self, books: Books, of_item: bool) -> None:
        Minutes.objects.update(state="circulated")
        place = {"item": books.item} if of_item else {"item": None, "meeting": books.meeting}
        with pytest.raises(Refused) as no:
            books.action(**place)
        assert (no.value.message, Action.objects.count()) == (self.BACK, 0)

    def test_confirmed_ones_do_not_go_back(self, books: Books) -> None:
        Minutes.objects.update(state="circulated")
        Minutes.objects.update(
            state="confirmed",
            confirmed_at=books.meeting.ends_at,
            confirmed_by=books.by,
            confirmed_at_meeting=books.met(date(2004, 10, 6), state="called"),
        )
        with pytest.raises(Refused) as no:
            books.action()
        assert no.value.message == (
            "These minutes are confirmed. Record the action without a meeting."
        )

    def test_a_meeting_that_was_not_held_takes_them_without_an_item_only(
        self, books: Books
    ) -> None:
        coming = books.met(date(2004, 12, 1), state="called")
        due = date(2004, 12, 2)
        assert books.action(item=None, meeting=coming, due_on=due).meeting == coming
        with pytest.raises(Refused) as no:
            books.action(item=books.items(coming)[0], due_on=due)
        assert no.value.message == "Mark the meeting as held first: its minutes begin then."
