"""The demo's board rooms as they are after seeding: every state that a page can show."""

from collections import Counter
from datetime import date
from time import process_time

import pytest
from django.db.models import Model
from django.utils import timezone

from partnerships.meetings.models import (
    Action,
    ActionUpdate,
    Amendment,
    Attendance,
    AttendanceReply,
    Correction,
    Decision,
    Meeting,
    Minutes,
    Proposal,
)
from partnerships.meetings.queries.record import sitting_of
from partnerships.membership.models import Body, Interest, Invitation, Member, Seat, Tenure
from partnerships.membership.queries.invitations import state_of
from partnerships.membership.queries.seats import belonging_of, seats_on
from partnerships.protocols.models import ObligationReport, ProtocolVersion
from partnerships.register.models import Partnership
from portal.jobs.models import Job
from portal.mail.models import Delivery
from portal.management.demo.board_room.furnish import furnish
from portal.management.demo.seed import BY, seed_people
from portal.tenancy.context import in_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def furnished() -> str:
    said: list[str] = []
    people = seed_people(say=print)
    start = process_time()
    furnish(people=people, by=BY, say=said.append)
    # Of this process alone: the machine may be busy with other tests.
    assert process_time() - start < 40
    return said[0]


def states(model: type[Model], field: str = "state") -> dict[str, int]:
    return dict(Counter(model.objects.values_list(field, flat=True)))


@pytest.mark.timeout(900, func_only=True)  # its own limit is of processor time
def test_rooms_show_every_state_and_are_furnished_once() -> None:
    assert furnished().startswith("5 of 5 board rooms furnished")
    ids = dict(Partnership.objects.values_list("slug", "pk"))
    for slug in ("rotherham", "lancashire", "burnley"):
        with in_partnership(ids[slug]):
            _every_state()
            _nothing_left_to_do_from_the_past()
            before = _counts()
    assert furnished().startswith("0 of 5 board rooms furnished")
    with in_partnership(ids["burnley"]):
        assert _counts() == before
    with in_partnership(ids["rotherham"]):
        _who_sat_on_3_march_2004()
    _one_account_for_three_rooms(ids)
    with in_partnership(ids["york"]):
        assert (Body.objects.count(), Seat.objects.count(), Tenure.objects.count()) == (1, 3, 2)
        assert Meeting.objects.count() == 0


def _every_state() -> None:
    assert set(states(Meeting)) == set(Meeting.State.values)
    assert set(states(Minutes)) == set(Minutes.State.values)
    assert set(states(Decision)) >= {"in_force", "rescinded"}
    assert set(states(Decision, "reached")) == set(Decision.Reached.values)
    assert set(states(Action)) >= {"open", "done"}
    assert set(states(ActionUpdate, "progress")) >= {"on_track", "at_risk", "late", "moved"}
    assert states(Amendment) == {"accepted": Correction.objects.count(), "declined": 1, "open": 1}
    assert set(states(Attendance, "kind")) >= {"present", "substitute", "apologies", "observer"}
    assert set(states(ProtocolVersion)) == set(ProtocolVersion.State.values)
    assert ProtocolVersion.objects.filter(state="consultation", ready_at__isnull=False).count() == 1
    assert set(states(ObligationReport, "outcome")) == set(ObligationReport.Outcome.values)
    assert states(Proposal) == {"open": 2, "taken": 1, "declined": 1}
    now = timezone.now()
    assert {state_of(each, now).value for each in Invitation.objects.all()} == {
        "open", "expired", "revoked",
    }  # fmt: skip
    assert Interest.objects.filter(ended_on__isnull=False).count() == 1
    assert AttendanceReply.objects.count() == 1
    assert set(states(Delivery)) == {"sent"}
    assert Job.objects.count() <= 12
    assert all(m.email.endswith(".example") for m in Member.objects.all())
    held = Meeting.objects.filter(state="held")
    assert sum(sitting_of(meeting).quorum.met for meeting in held) > 10


def _nothing_left_to_do_from_the_past() -> None:
    today = timezone.localdate()
    open_now = Action.objects.filter(state="open")
    assert all((today - action.due_on).days < 30 for action in open_now)
    assert any(action.due_on < today for action in open_now), "one is overdue"
    assert not ActionUpdate.objects.filter(
        action__year__lte=2004, written_at__year__gt=2005
    ).exists()
    assert Meeting.objects.filter(starts_at__gt=timezone.now(), state="planned").count() >= 5


def _counts() -> list[int]:
    return [m.objects.count() for m in (Meeting, Minutes, Action, Decision, ProtocolVersion)]


def _who_sat_on_3_march_2004() -> None:
    board = Body.objects.get(kind="board")
    day = date(2004, 3, 3)
    holders = {held.seat.title: held.member and held.member.name for held in seats_on(board, day)}
    assert holders["Business 2"] == "Frank Orgreave"
    assert holders["Police"] == "Superintendent Ruth Clegg"
    assert holders["Business 3"] is None
    today = {held.seat.title: held.member for held in seats_on(board, timezone.localdate())}
    assert today["Business 2"].name == "Judith Ickles"


def _one_account_for_three_rooms(ids: dict[str, int]) -> None:
    for slug in ("rotherham", "lancashire", "burnley"):
        with in_partnership(ids[slug]):
            clegg = Member.objects.get(email="police@lancashire.example")
            assert clegg.user is not None
            assert belonging_of(clegg.user, timezone.localdate()).body_ids
