"""Who confirms minutes, when, and at which meeting."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from partnerships.meetings.domain.life import confirm_minutes
from partnerships.meetings.models import Attendance, Minutes
from partnerships.membership.models import RoleAssignment, Seat, Tenure
from tests.partnerships.meetings.life_found import refusal
from tests.partnerships.meetings.minuted import Minuted

NOT_YOURS = (
    "Minutes of the Board are confirmed by its chair or vice-chair, or by those of the partnership."
    " Ask one of them."
)


def bob_sits_as(minuted: Minuted, role: str) -> None:
    Seat.objects.filter(pk=minuted.table.seats["bob"].pk).update(role=role)


def test_not_before_the_window_has_ended(minuted: Minuted) -> None:
    minuted.circulate()
    later, last = minuted.later(), localdate()
    Minutes.objects.update(amend_until=last)
    facts = {
        "minutes": minuted.minutes,
        "at_meeting": later,
        "corrections": {},
        "by": minuted.chair,
    }
    assert refusal(confirm_minutes, **facts) == (
        f"Amendments can be proposed until {last.day} {last:%B %Y}. Confirm the minutes after that"
        " day."
    )
    Minutes.objects.update(amend_until=last - timedelta(days=1))
    assert confirm_minutes(**facts).kind == "confirmed"


def test_the_past_goes_by_its_own_day(minuted: Minuted) -> None:
    minuted.circulate()
    Minutes.objects.update(amend_until=date(2004, 5, 4))
    later = minuted.later()
    facts = {
        "minutes": minuted.minutes,
        "at_meeting": later,
        "corrections": {},
        "by": minuted.chair,
    }
    assert refusal(confirm_minutes, at=later.ends_at, **facts) == (
        "Amendments can be proposed until 4 May 2004. Confirm the minutes after that day."
    )
    Minutes.objects.update(amend_until=date(2004, 5, 3))
    assert confirm_minutes(at=later.ends_at, **facts).frozen_at == later.ends_at


def test_the_later_meeting_has_its_attendance_recorded(minuted: Minuted) -> None:
    minuted.circulate()
    later = minuted.later()
    Attendance.objects.filter(meeting=later).update(kind="apologies")
    assert refusal(minuted.confirm, at_meeting=later) == (
        "Record who was at the meeting of 4 May 2004 first. Then confirm the minutes at it."
    )
    Attendance.objects.filter(meeting=later).delete()
    assert refusal(minuted.confirm, at_meeting=later).startswith("Record who was at the meeting")


def test_the_later_meeting_was_quorate(minuted: Minuted) -> None:
    minuted.circulate()
    later = minuted.later()
    Attendance.objects.filter(meeting=later, member=minuted.table.members["dev"]).delete()
    assert refusal(minuted.confirm, at_meeting=later) == (
        "The meeting of 4 May 2004 could not confirm minutes. Not quorate: 2 of 5 voting seats (3"
        " needed), 0 business (1 needed), 1 voluntary (1 needed). Confirm them at a meeting that has"
        " its quorum."
    )
    assert minuted.state == "circulated"


def test_the_bodys_own_chair_confirms_without_the_right(minuted: Minuted) -> None:
    minuted.circulate()
    assert refusal(minuted.confirm, by=minuted.member) == NOT_YOURS
    for role in ("adviser", "observer"):
        Seat.objects.filter(pk=minuted.table.seats["bob"].pk).update(role=role, votes=False)
        assert refusal(minuted.confirm, by=minuted.member) == NOT_YOURS
    bob_sits_as(minuted, "vice_chair")
    assert minuted.confirm(by=minuted.member).kind == "confirmed"


def test_a_former_chair_or_one_of_another_body_does_not(minuted: Minuted) -> None:
    minuted.circulate()
    bob_sits_as(minuted, "chair")
    Tenure.objects.filter(seat=minuted.table.seats["bob"]).update(until=localdate() - timedelta(1))
    assert refusal(minuted.confirm, by=minuted.member) == NOT_YOURS
    assert refusal(minuted.confirm, by=minuted.by) == NOT_YOURS


def test_not_even_a_chair_confirms_what_they_circulated(minuted: Minuted) -> None:
    minuted.circulate(by=minuted.member)
    bob_sits_as(minuted, "chair")
    assert refusal(minuted.confirm, by=minuted.member).startswith("You circulated these minutes")


def test_a_right_that_ended_confirms_nothing(minuted: Minuted) -> None:
    minuted.circulate()
    RoleAssignment.objects.filter(user=minuted.chair).update(ended_at="2004-01-01T00:00Z")
    assert refusal(minuted.confirm) == NOT_YOURS
