"""The first page of a partnership: what waits for whom, what comes next, first steps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.meetings.models import (
    Action,
    Attendance,
    AttendanceReport,
    Meeting,
    Minutes,
    Proposal,
)
from partnerships.membership.models import Invitation, Member, Seat
from partnerships.protocols.models import Obligation
from portal.accounts.models import User
from tests.conftest import Cast
from tests.partnerships.boardroom.hall import Hall, queries, said
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
HOME = "/p/alpha/"


def waiting(client: Client) -> list[tuple[str, str]]:
    """(what, status) of every line that waits."""
    groups = client.get(HOME).context["waiting"]
    return [(task.name, task.status) for group in groups for task in group.tasks]


def test_a_new_partnership_is_told_its_first_steps(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.alpha_coordinator)).get(HOME)
    text = said(page)
    for step in ("Add the organisations", "Found a body", "Fill its seats", "Plan a meeting"):
        assert step in text
    assert text.count("To do") == 4
    assert 'href="/p/alpha/meetings/new/"' in page.html
    member = said(Pages(signed_in(cast.alpha_member)).get(HOME))
    assert "The room is being set up" in member
    assert "First steps" not in member


def test_first_steps_end_when_all_are_taken(hall: Hall, signed_in: SignIn) -> None:
    page = Pages(signed_in(hall.cast.alpha_coordinator)).get(HOME)
    assert "First steps" not in page.text
    with hall.here():
        Attendance.objects.all().delete()
    assert "being set up" not in said(Pages(signed_in(hall.cast.alpha_member)).get(HOME))


def test_the_coordinator_writes_publishes_answers_and_invites(
    hall: Hall, signed_in: SignIn
) -> None:
    by, now = hall.cast.alpha_coordinator, timezone.now()
    hall.meeting("June board", days=10, state="planned")
    hall.meeting("Past board", days=-3)
    with hall.here():
        Proposal.objects.create(
            body=hall.table.board, kind="discussion", title="Trees", reason="Shade", proposed_by=by
        )
        for n, expires in enumerate((now - timedelta(days=1), now + timedelta(days=9))):
            Invitation.objects.create(
                name="Gil", email=f"gil{n}@portal.example", role="member", invited_by=by,
                secret_sha256=str(n) * 64, sent_at=now, expires_at=expires,
            )  # fmt: skip
    client = signed_in(by)
    assert waiting(client) == [
        ("Record who was at Past board", "To record"),
        ("Publish the agenda of June board", "No agenda yet"),
        ("Write the minutes of March board", "Draft"),
        ("Answer an agenda item that was proposed", "Waiting"),
        ("2 invitations not taken up yet", "1 expired"),
    ]
    with hall.here():
        hall.minuted.circulate(timezone.localdate() + timedelta(days=30))
        hall.minuted.confirm()
    assert ("Publish the minutes of March board", "Confirmed") in waiting(client)


def test_members_act_read_sign_comment_report_and_reply(hall: Hall, signed_in: SignIn) -> None:
    today = timezone.localdate()
    police = hall.table.members["bob"].organisation
    hall.protocol("To comment on", serial=1, state="consultation")
    ready = hall.protocol("To sign", serial=2, state="consultation")
    in_force = hall.protocol("In force", serial=3, state="draft")
    with hall.here():
        Obligation.objects.create(
            version=in_force, organisation=police, what="Send figures", due_on=today
        )
        for state in ("consultation", "signed", "in_force"):
            in_force.state = state
            in_force.save()
        ready.ready_at = timezone.now()
        ready.save()
        Member.objects.filter(pk=hall.table.members["bob"].pk).update(may_sign=True)
        AttendanceReport.objects.create(
            first_on=date(2004, 1, 1), last_on=date(2004, 6, 30), made_by=hall.minuted.by,
            opens_on=today + timedelta(days=5), figures=[{"organisation": police.pk}],
        )  # fmt: skip
        hall.minuted.circulate(today + timedelta(days=30))
    until = today + timedelta(days=30)
    report = today + timedelta(days=5)
    assert waiting(signed_in(hall.cast.alpha_member)) == [
        ("Sign To sign", "To sign"),
        ("Publish the figures.", "Overdue"),
        ("Read the minutes of March board", f"Until {until:%-d %B %Y}"),
        ("Comment on To comment on", "To comment"),
        ("Report: Send figures", "Due soon"),
        ("Reply to what is said of your attendance", f"Until {report:%-d %B %Y}"),
    ]
    assert waiting(signed_in(hall.stranger)) == []
    assert "Nothing waits for you." in said(Pages(signed_in(hall.stranger)).get(HOME))


def test_the_chair_confirms_once_the_window_is_over_and_a_later_meeting_was_held(
    hall: Hall, signed_in: SignIn
) -> None:
    with hall.here():
        hall.minuted.circulate(timezone.localdate() + timedelta(days=30))
        Minutes.objects.update(amend_until=timezone.localdate() - timedelta(days=1))
    client = signed_in(hall.cast.alpha_chair)
    assert waiting(client) == []
    with hall.here():
        hall.minuted.later()
    to_confirm = [("Confirm the minutes of March board", "To confirm")]
    assert waiting(client) == to_confirm
    member = signed_in(hall.cast.alpha_member)
    assert [line for line in waiting(member) if line in to_confirm] == []
    with hall.here():
        Seat.objects.filter(pk=hall.table.seats["bob"].pk).update(role="vice_chair")
    assert [line for line in waiting(member) if line in to_confirm] == to_confirm


def test_next_meetings_and_latest_decisions(hall: Hall, signed_in: SignIn) -> None:
    hall.meeting("June board")
    hall.meeting("Gone board", state=Meeting.State.CANCELLED)
    text = said(Pages(signed_in(hall.cast.alpha_member)).get(HOME))
    assert "June board" in text
    assert "Gone board" not in text
    assert "D2004/1" not in text  # its minutes are still written
    with hall.here():
        Minutes.objects.update(state="circulated")
    text = said(Pages(signed_in(hall.cast.alpha_member)).get(HOME))
    assert "D2004/1 The board adopts the plan." in text
    assert "Offer the landlord less. Restricted" in text  # on the board
    stranger = said(Pages(signed_in(hall.stranger)).get(HOME))
    assert "landlord" not in stranger


def test_an_observer_sees_confirmed_minutes_and_nothing_of_the_rest(
    hall: Hall, signed_in: SignIn
) -> None:
    hall.meeting("June board")
    client = signed_in(hall.cast.observer)
    text = said(Pages(client).get(HOME))
    for hidden in ("June board", "March board", "Search", "Nothing waits", "Latest decisions"):
        assert hidden not in text
    hall.published()
    assert "Latest minutes March board 5 March 2004, published" in said(Pages(client).get(HOME))


@pytest.mark.parametrize("who", ["alpha_coordinator", "alpha_member", "alpha_chair"])
def test_the_page_takes_the_same_queries_however_much_waits(
    hall: Hall, signed_in: SignIn, who: str
) -> None:
    def more(n: int) -> None:
        hall.meeting(f"Board {n}", days=n)
        hall.meeting(f"Planned {n}", days=n + 5, state="planned")
        hall.decision(100 + n, "Agreed")
        hall.protocol(f"Protocol {n}", serial=n, state="consultation")
        with hall.here():
            Action.objects.create(
                year=2005, serial=n, text="Do it", organisation=hall.table.members["bob"].organisation,
                owner=hall.table.members["bob"], due_on=date(2005, 1, n), recorded_by=hall.minuted.by,
                meeting=hall.table.meeting, item=hall.table.items[1],
            )  # fmt: skip

    client = signed_in(getattr(hall.cast, who))
    more(1)
    one = queries(client, HOME)
    more(2)
    more(3)
    assert queries(client, HOME) == one
