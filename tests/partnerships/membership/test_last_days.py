"""A last day counts: of a body that is dissolved with a day ahead."""

from datetime import date

import pytest
import time_machine

from partnerships.membership.domain.bodies import dissolve_body, found_body, set_constitution
from partnerships.membership.domain.seats import add_seat
from partnerships.membership.models import Seat
from partnerships.membership.queries.bodies import bodies_open, standings
from partnerships.membership.queries.serving import ended
from portal.errors import Refused
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import Directory, refused

LAST = date(2004, 6, 30)
AFTER = date(2004, 7, 1)


@pytest.mark.parametrize(
    ("last", "over"), [(None, False), (DAY, False), (date(2004, 3, 2), True), (LAST, False)]
)
def test_the_last_day_still_counts(last: date | None, over: bool) -> None:
    assert ended(last, DAY) is over


def test_a_body_works_until_its_last_day(directory: Directory) -> None:
    room = Boardroom(directory)
    with directory.room(), time_machine.travel(DAY, tick=False):
        assert dissolve_body(body=room.board, on=LAST, by=directory.by) == 1
        assert list(bodies_open(LAST)) == [room.board]
        assert list(bodies_open(AFTER)) == []
        assert [(len(s.seats), len(s.vacant)) for s in standings(LAST)] == [(3, 2)]
        room.first.refresh_from_db()
        room.second.refresh_from_db()
        assert room.seat(room.second, room.ben).until == LAST
        made = add_seat(
            body=room.board, title="Four", sector="business", created_on=LAST, by=directory.by
        )
        assert Seat.objects.get(pk=made.pk).abolished_on == LAST
        set_constitution(body=room.board, in_force_from=LAST, quorum_number=4, by=directory.by)
        late = "The last day of Board is 30 June 2004. Choose that day or an earlier one."
        with refused(late, Refused):
            set_constitution(body=room.board, in_force_from=AFTER, by=directory.by)
        with refused(late, Refused):
            add_seat(
                body=room.board, title="Five", sector="other", created_on=AFTER, by=directory.by
            )
        with refused(late, Refused):
            found_body(
                name="New", kind="thematic", parent=room.board, formed_on=AFTER, by=directory.by
            )
        again = "Board is dissolved: its last day is 30 June 2004. There is nothing more to do."
        with refused(again, Refused):
            dissolve_body(body=room.board, on=LAST, by=directory.by)
    gone = "Board was dissolved on 30 June 2004, so it cannot change any more."
    with directory.room(), time_machine.travel(AFTER, tick=False), refused(gone, Refused):
        set_constitution(body=room.board, in_force_from=DAY, by=directory.by)
