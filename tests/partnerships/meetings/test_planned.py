"""Meetings planned after a body's last day stand against dissolving it."""

from collections.abc import Iterator
from datetime import date

import pytest

from partnerships.meetings.domain.meetings import cancel_meeting
from partnerships.meetings.queries.planned import planned_after
from partnerships.membership.domain.bodies import dissolve_body
from portal.errors import Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import Room, room_of


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    with room_of(cast) as made:
        yield made


def test_a_body_with_meetings_to_come_is_not_dissolved(room: Room) -> None:
    meetings = [room.meeting(on=date(2030, month, 20)) for month in (3, 4, 5, 6, 7)]
    room.meeting(body=room.forum, on=date(2030, 8, 20))
    last = date(2030, 3, 20)
    with pytest.raises(Refused) as refused:
        dissolve_body(body=room.board, on=last, by=room.by)
    assert refused.value.message == (
        "4 meetings are planned after that day. Cancel or move them first. Planned: 20 April 2030;"
        " 20 May 2030; 20 June 2030 and later."
    )
    for meeting in meetings[2:]:
        cancel_meeting(meeting=meeting, why="Merged", by=room.by)
    assert planned_after(room.board, last) == (
        "1 meeting is planned after that day. Cancel or move it first. Planned: 20 April 2030."
    )
    cancel_meeting(meeting=meetings[1], why="Merged", by=room.by)
    dissolve_body(body=room.board, on=last, by=room.by)
    room.meeting(on=last, start=10, end=11)
    with pytest.raises(Refused) as late:
        room.meeting(on=date(2030, 3, 21))
    assert late.value.message == (
        "The last day of the Board is 20 March 2030. Choose that day or an earlier one, or another"
        " body."
    )
