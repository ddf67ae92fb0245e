"""Time on seats and seats themselves are corrected, with the checks of the first time."""

from datetime import date
from typing import Any

import pytest
import time_machine

from partnerships.membership.domain.bodies import NeverMet, set_constitution
from partnerships.membership.domain.members import member_leaves
from partnerships.membership.domain.seats import abolish_seat, change_seat
from partnerships.membership.domain.tenures import change_tenure, end_tenure
from partnerships.membership.models import Seat, Tenure
from portal.audit.models import AuditEvent
from portal.errors import Refused
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import FORMED, Directory, refused

LONGER = date(2007, 1, 1)


def end(room: Boardroom, on: date, tenure: Tenure | None = None) -> Tenure:
    by = room.directory.by
    return end_tenure(tenure=tenure or room.held, on=on, why="Goes on", by=by)


def correct(room: Boardroom, since: date, until: date | None, why: str = "Typed wrong") -> Tenure:
    by = room.directory.by
    return change_tenure(tenure=room.held, since=since, until=until, why=why, by=by)


def test_a_later_end_meets_every_rule_of_a_new_tenure(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        room.seat(room.second, room.ann, since=date(2006, 1, 1))
        with refused(
            "Ann sits on Board as “Second” since 1 January 2006. Nobody can be counted twice:"
            " choose somebody else, or end that first.",
            Refused,
        ):
            end(room, LONGER)
        Tenure.objects.exclude(pk=room.held.pk).delete()
        abolish_seat(seat=room.first, on=date(2006, 6, 30), by=directory.by)
        Tenure.objects.filter(pk=room.held.pk).update(until=date(2005, 12, 31), ended_why="")
        with refused(
            "The last day of the seat “First” is 30 June 2006. Choose another seat, or a last day"
            " that is no later.",
            Refused,
        ):
            end(room, LONGER)
        assert end(room, date(2006, 6, 30)).until == date(2006, 6, 30)


def test_nobody_sits_beyond_their_own_last_day(directory: Directory) -> None:
    room = Boardroom(directory)
    words = (
        "The last day of Ben in the partnership is 31 December 2004. Choose a last day on the seat"
        " that is no later."
    )
    with directory.room():
        member_leaves(member=room.ben, on=date(2004, 12, 31), by=directory.by)
        with refused(words, Refused):
            room.seat(room.second, room.ben, until=date(2005, 1, 1))
        held = room.seat(room.second, room.ben)
        assert held.until == date(2004, 12, 31)
        with refused(words, Refused):
            end(room, date(2005, 1, 1), held)


def test_a_first_day_is_corrected(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        assert correct(room, date(2003, 4, 1), None).until is None
        stored = Tenure.objects.get(pk=room.held.pk)
        assert (stored.since, stored.until, stored.ended_why) == (date(2003, 4, 1), None, "")
        event = AuditEvent.objects.order_by("id").last()
        assert (event.name, event.reason) == ("tenure.changed", "Typed wrong")


@pytest.mark.parametrize(
    ("since", "until", "why", "words"),
    [
        (
            date(2002, 12, 31),
            None,
            "Typo",
            "The seat “First” exists since 1 January 2003 only. Choose that day or a later one.",
        ),
        (LONGER, DAY, "Typo", "The last day is before the first. Check the two days."),
        (DAY, None, " ", "Say why the days change, so that the record explains itself."),
        (
            FORMED,
            date(2005, 12, 31),
            "Typo",
            "Nothing has changed. Choose another first or last day, or go back.",
        ),
    ],
)
def test_a_correction_that_cannot_be(
    directory: Directory, since: date, until: date | None, why: str, words: str
) -> None:
    room = Boardroom(directory)
    with directory.room(), refused(words, Refused):
        correct(room, since, until, why)


def test_a_correction_does_not_take_somebody_elses_days(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        room.seat(room.first, room.ben, since=date(2006, 1, 1))
        words = (
            "Ben holds the seat “First” since 1 January 2006. End that first, or choose a time when"
            " the seat is free."
        )
        with refused(words, Refused):
            correct(room, FORMED, None)
        end(room, DAY)
        with refused("Ann’s time on this seat has ended, so it needs a last day.", Refused):
            correct(room, DAY, None)


def change(room: Boardroom, seat: Seat, why: str = "", **changes: Any) -> Seat:
    return change_seat(seat=seat, why=why, by=room.directory.by, **changes)


def test_a_seat_nobody_held_changes_freely(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        change(room, room.second, title=" Business 1 ", sector="business", votes=False)
        stored = Seat.objects.values("title", "sector", "votes", "role", "organisation")
        assert stored.get(pk=room.second.pk) == {
            "title": "Business 1",
            "sector": "business",
            "votes": False,
            "role": "member",
            "organisation": None,
        }
        event = AuditEvent.objects.order_by("id").last()
        assert (event.name, event.facts["fields"]) == ("seat.changed", ["sector", "title", "votes"])


def test_a_seat_that_was_held_changes_with_a_reason(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room(), time_machine.travel(DAY, tick=False):
        with refused(
            "The seat “First” has been held. Say why it changes, so that the record explains"
            " itself.",
            Refused,
        ):
            change(room, room.first, sector="business")
        assert change(room, room.first, "Wrong sector", sector="business").sector == "business"
        with refused(
            "The seat “First” is kept for Oak, and Ann serves for Acorn. Choose a member of Oak.",
            Refused,
        ):
            change(room, room.first, "Oak’s", organisation=room.oak)
        set_constitution(body=room.board, in_force_from=DAY, quorum_number=3, by=directory.by)
        with refused(
            "With the seat “Kept” changed so, the quorum of Board could never be met (3 voting"
            " seats). Set new rules first, then change the seat.",
            Refused,
        ):
            change(room, room.kept, votes=False)
        assert Seat.objects.get(pk=room.kept.pk).votes is True


def test_only_seats_of_the_first_day_help_a_quorum(directory: Directory) -> None:
    room = Boardroom(directory)
    words = (
        "A quorum of 3 can never be met: the body has 2 voting seats. Enter 2 or less, or add seats"
        " first."
    )
    with directory.room(), refused(words, NeverMet):
        set_constitution(
            body=room.board, in_force_from=date(2003, 5, 31), quorum_number=3, by=directory.by
        )
