"""Seats are made and abolished."""

from datetime import date
from typing import Any

import pytest

from partnerships.membership.domain.bodies import set_constitution
from partnerships.membership.domain.organisations import organisation_leaves
from partnerships.membership.domain.seats import (
    abolish_seat,
    add_seat,
)
from partnerships.membership.models import Seat, Tenure
from partnerships.membership.queries.seats import seats_on
from portal.errors import Refused
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import Directory, refused


def test_a_seat_is_added(directory: Directory) -> None:
    acorn, board = directory.organisation("Acorn"), directory.body()
    with directory.room():
        made = add_seat(
            body=board, title=" Chair ", sector="voluntary", role="chair", organisation=acorn,
            created_on=DAY, by=directory.by,
        )  # fmt: skip
        stored = Seat.objects.values("title", "sector", "role", "votes", "organisation")
        assert stored.get(pk=made.pk) == {
            "title": "Chair",
            "sector": "voluntary",
            "role": "chair",
            "votes": True,
            "organisation": acorn.pk,
        }
    assert directory.events()[-1] == "seat.added"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "Enter what the seat is called, such as “Voluntary sector 1”."),
        ({"sector": "navy"}, "Choose the sector from the list."),
        ({"role": "captain"}, "Choose the role from the list."),
        (
            {"role": "observer"},
            "Advisers and observers do not vote. Take the vote away, or choose a role.",
        ),
        (
            {"created_on": date(2002, 12, 31)},
            "Board was formed on 1 January 2003, so it cannot have had this seat before. Check the"
            " day.",
        ),
    ],
)
def test_a_seat_that_cannot_be(directory: Directory, fields: dict[str, Any], words: str) -> None:
    usual = {"title": "One", "sector": "business", "created_on": DAY}
    board = directory.body()
    with directory.room(), refused(words, Refused):
        add_seat(body=board, **(usual | fields), by=directory.by)


def test_no_seat_is_kept_for_who_left(directory: Directory) -> None:
    acorn, board = directory.organisation("Acorn"), directory.body()
    words = "Acorn left the partnership on 3 March 2004, so no seat can be kept for it."
    with directory.room():
        organisation_leaves(organisation=acorn, on=DAY, by=directory.by)
        with refused(words, Refused):
            add_seat(
                body=board, title="One", sector="voluntary", organisation=acorn,
                created_on=date(2004, 3, 4), by=directory.by,
            )  # fmt: skip


def test_a_seat_is_abolished_and_its_holder_leaves_with_it(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        with refused(
            "The seat “First” was made on 1 January 2003, so it cannot be abolished before. Check"
            " the day.",
            Refused,
        ):
            abolish_seat(seat=room.first, on=date(2002, 12, 31), by=directory.by)
        gone = abolish_seat(seat=room.first, on=DAY, by=directory.by, why="Smaller board")
        assert gone.abolished_on == DAY
        held = Tenure.objects.get(pk=room.held.pk)
        assert (held.until, held.ended_why) == (DAY, "Smaller board")
        with refused(
            "The seat “First” is abolished: its last day is 3 March 2004. There is nothing more to"
            " do.",
            Refused,
        ):
            abolish_seat(seat=room.first, on=DAY, by=directory.by)
        words = (
            "The last day of the seat “First” is 3 March 2004. Choose another seat, or a last day"
            " that is no later."
        )
        with refused(words, Refused):
            room.seat(room.first, room.ben, until=date(2004, 3, 4))
        assert [h.seat.title for h in seats_on(room.board, DAY)] == ["First", "Second", "Kept"]
        assert [h.seat.title for h in seats_on(room.board, date(2004, 3, 4))] == ["Second", "Kept"]


def test_a_seat_that_the_quorum_needs_stays(directory: Directory) -> None:
    room = Boardroom(directory)
    words = (
        "Without the seat “First” the quorum of Board could never be met (3 voting seats). Set new"
        " rules first, then abolish the seat."
    )
    with directory.room():
        set_constitution(
            body=room.board, in_force_from=date(2009, 1, 1), quorum_number=3, by=directory.by
        )
        with refused(words, Refused):
            abolish_seat(seat=room.first, on=DAY, by=directory.by)
        assert Seat.objects.get(pk=room.first.pk).abolished_on is None
