"""Members take seats, stand in and give seats up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from partnerships.membership.domain import sitting
from partnerships.membership.domain.bodies import set_constitution
from partnerships.membership.domain.members import member_leaves
from partnerships.membership.domain.tenures import end_tenure, name_substitute, seat_member
from partnerships.membership.models import Member, Tenure
from portal.errors import Refused
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import FORMED, Directory, refused


def test_a_member_is_seated_for_the_term_of_the_rules(directory: Directory) -> None:
    board, ann = directory.body(), directory.member("Ann")
    seat, stand_in = directory.seat(board), directory.member("Ben")
    with directory.room():
        set_constitution(body=board, in_force_from=FORMED, term_months=24, by=directory.by)
        made = seat_member(seat=seat, member=ann, since=DAY, substitute=stand_in, by=directory.by)
        stored = Tenure.objects.values("seat", "member", "substitute", "since", "until")
        assert stored.get(pk=made.pk) == {
            "seat": seat.pk,
            "member": ann.pk,
            "substitute": stand_in.pk,
            "since": DAY,
            "until": date(2006, 3, 2),
        }
        after = seat_member(
            seat=seat, member=stand_in, since=date(2006, 3, 3), until=date(2006, 4, 1),
            by=directory.by,
        )  # fmt: skip
        assert after.until == date(2006, 4, 1)
    assert directory.events()[-2:] == ["tenure.began", "tenure.began"]


def test_without_a_term_there_is_no_last_day(directory: Directory) -> None:
    assert directory.tenure(directory.seat(directory.body()), directory.member()).until is None


HELD = (
    "Ann holds the seat “First” from 1 January 2003 to 31 December 2005. End that first, or choose a"
    " time when the seat is free."
)
REFUSALS: dict[str, tuple[Callable[[Boardroom], Any], str]] = {
    "held": (lambda b: b.seat(b.first, b.ben), HELD),
    "held on one day only": (
        lambda b: b.seat(b.first, b.ben, date(2005, 12, 31)),
        HELD,
    ),
    "before the seat": (
        lambda b: b.seat(b.second, b.ben, date(2003, 5, 31)),
        "The seat “Second” exists since 1 June 2003 only. Choose that day or a later one.",
    ),
    "ends before it begins": (
        lambda b: b.seat(b.second, b.ben, until=date(2004, 3, 2)),
        "The last day is before the first. Check the two days.",
    ),
    "for another organisation": (
        lambda b: b.seat(b.kept, b.oz),
        "The seat “Kept” is kept for Acorn, and Oz serves for Oak. Choose a member of Acorn.",
    ),
    "on two seats of a body": (
        lambda b: b.seat(b.second, b.ann),
        "Ann sits on Board as “First” from 1 January 2003 to 31 December 2005. Nobody can be counted"
        " twice: choose somebody else, or end that first.",
    ),
    "standing in for oneself": (
        lambda b: b.seat(b.second, b.ben, substitute=b.ben),
        "Nobody can stand in for themselves. Choose somebody else.",
    ),
    "standing in from another organisation": (
        lambda b: b.seat(b.kept, b.ben, substitute=b.oz),
        "The seat “Kept” is kept for Acorn, so only a member of Acorn can stand in.",
    ),
    "standing in beside a seat of one's own": (
        lambda b: b.seat(b.second, b.oz, substitute=b.ann),
        "Ann has a seat of their own on Board and cannot be counted twice. Choose somebody else to"
        " stand in.",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_member_who_cannot_be_seated(directory: Directory, case: str) -> None:
    room = Boardroom(directory)
    act, words = REFUSALS[case]
    with directory.room(), refused(words, Refused):
        act(room)
    with directory.room():
        assert list(Tenure.objects.all()) == [room.held]


def test_the_day_after_the_seat_is_free(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        room.seat(room.first, room.ben, date(2006, 1, 1))
        room.seat(room.second, room.ann, date(2006, 1, 1))


def test_who_left_cannot_be_seated_nor_stand_in(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        member_leaves(member=room.ben, on=date(2004, 3, 2), by=directory.by)
        left = "Ben left on 2 March 2004. Choose somebody who still serves."
        with refused(left, Refused):
            room.seat(room.second, room.ben)
        with refused(left, Refused):
            room.seat(room.second, room.oz, substitute=room.ben)
        Member.objects.filter(pk=room.oz.pk).update(until=None)
        room.oak.left_on = date(2004, 3, 2)
        room.oak.save()
        words = (
            "Oak left the partnership on 2 March 2004. Choose a member of an organisation that still"
            " belongs to it."
        )
        with refused(words, Refused):
            room.seat(room.second, room.oz)


def test_substitutes_need_rules_that_allow_them(directory: Directory) -> None:
    room = Boardroom(directory)
    words = (
        "The rules of Board allow no substitutes. Leave the substitute empty, or set new rules"
        " first."
    )
    with directory.room():
        set_constitution(
            body=room.board, in_force_from=FORMED, substitutes_allowed=False, by=directory.by
        )
        with refused(words, Refused):
            room.seat(room.second, room.oz, substitute=room.ben)
        with refused(words, Refused):
            name_substitute(tenure=room.held, substitute=room.ben, by=directory.by)
        assert (
            name_substitute(tenure=room.held, substitute=None, by=directory.by).substitute is None
        )


def test_a_substitute_is_named_and_taken_back(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        named = name_substitute(tenure=room.held, substitute=room.ben, by=directory.by)
        assert Tenure.objects.get(pk=named.pk).substitute == room.ben
        end_tenure(tenure=room.held, on=DAY, why="Retired", by=directory.by)
        over = "Ann’s time on this seat is over, so nobody can be named to stand in."
        with refused(over, Refused):
            name_substitute(tenure=room.held, substitute=None, by=directory.by)


def test_one_person_of_two_organisations_is_counted_once(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        Member.objects.filter(pk__in=[room.ann.pk, room.oz.pk]).update(user=directory.by)
        words = (
            "Oz sits on Board as “First” from 1 January 2003 to 31 December 2005. Nobody can be"
            " counted twice: choose somebody else, or end that first."
        )
        with refused(words, Refused):
            room.seat(room.second, room.oz)


def test_time_on_a_seat_ends_once_with_a_reason(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        with refused(
            "Say why the time on the seat ends, so that the record explains itself.", Refused
        ):
            end_tenure(tenure=room.held, on=DAY, why=" ", by=directory.by)
        with refused(
            "Ann has held the seat since 1 January 2003, so the time cannot end before. Check the"
            " day.",
            Refused,
        ):
            end_tenure(tenure=room.held, on=date(2002, 12, 31), why="Retired", by=directory.by)
        ended = end_tenure(tenure=room.held, on=DAY, why="Retired", by=directory.by)
        assert (ended.until, ended.ended_why) == (DAY, "Retired")
        with refused(
            "Ann’s time on this seat ended on 3 March 2004. There is nothing more to do.", Refused
        ):
            end_tenure(tenure=room.held, on=DAY, why="Retired", by=directory.by)


def test_a_term_cannot_be_drawn_out_into_the_next_ones(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room():
        room.seat(room.first, room.ben, date(2006, 1, 1))
        words = (
            "Ben holds the seat “First” since 1 January 2006. End that first, or choose a time when"
            " the seat is free."
        )
        with refused(words, Refused):
            end_tenure(tenure=room.held, on=date(2006, 1, 1), why="Stays on", by=directory.by)


def test_the_database_lets_no_two_overlap(directory: Directory) -> None:
    """Whatever the code forgets, and the message is the same plain one."""
    room = Boardroom(directory)
    with directory.room():
        other = Tenure(seat=room.first, member=room.ben, since=DAY)
        with pytest.raises(IntegrityError, match="tenure_seat_held_once"), transaction.atomic():
            other.save()


def test_the_databases_refusal_is_told_in_plain_words(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Boardroom(directory)
    monkeypatch.setattr(sitting, "refuse_held", lambda tenure: None)
    with directory.room(), refused(HELD, Refused):
        room.seat(room.first, room.ben)
