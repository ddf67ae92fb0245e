"""Obligations: due days, reports, who may report, reminders."""

from datetime import date, timedelta
from itertools import islice

import pytest

from partnerships.protocols.domain import life, obligations, reminding
from partnerships.protocols.due import add_months, due_days, may_report, standing_of
from partnerships.protocols.models import Obligation, ObligationReport, ProtocolVersion
from partnerships.protocols.queries.obligations import live_obligations, narrowed
from portal.audit.record import System
from portal.errors import Denied, Refused
from portal.mail.models import Delivery
from portal.working_days import add_working_days, is_working_day
from tests.partnerships.protocols.desk import Desk

D = date
BY = System("tests")


def test_months_end_where_the_month_ends() -> None:
    assert [add_months(D(2004, 1, 31), n) for n in (1, 2, 12, -1)] == [
        D(2004, 2, 29),
        D(2004, 3, 31),
        D(2005, 1, 31),
        D(2003, 12, 31),
    ]


@pytest.mark.parametrize(
    ("recurs", "since", "days"),
    [
        ("once", None, [D(2004, 1, 31)]),
        ("once", D(2004, 6, 1), [D(2004, 1, 31)]),
        ("month", None, [D(2004, 1, 31), D(2004, 2, 29), D(2004, 3, 31)]),
        ("quarter", D(2004, 3, 1), [D(2004, 4, 30), D(2004, 7, 31), D(2004, 10, 31)]),
        ("half_year", None, [D(2004, 1, 31), D(2004, 7, 31), D(2005, 1, 31)]),
        ("year", None, [D(2004, 1, 31), D(2005, 1, 31), D(2006, 1, 31)]),
    ],
)
def test_due_days(recurs: str, since: date | None, days: list[date]) -> None:
    assert list(islice(due_days(D(2004, 1, 31), recurs, since), 3)) == days


def test_standing_is_the_first_day_nobody_reported_on() -> None:
    given = {"first": D(2004, 1, 1), "recurs": "month", "since": None, "today": D(2004, 3, 10)}
    reports = [(D(2004, 1, 1), "breached"), (D(2004, 1, 1), "kept"), (D(2004, 2, 1), "kept")]
    standing = standing_of(**given, reports=reports)
    assert (standing.open_day, standing.is_overdue, standing.latest) == (
        D(2004, 3, 1),
        True,
        "kept",
    )
    assert (standing.count("kept"), standing.count("breached")) == (2, 0)
    done = standing_of(**{**given, "recurs": "once"}, reports=[(D(2004, 1, 1), "kept")])
    assert (done.open_day, done.is_overdue, done.is_soon) == (None, False, False)


def test_days_that_may_be_reported_on() -> None:
    def may(day: date) -> bool:
        return may_report(D(2004, 1, 1), "month", None, day, D(2004, 3, 10))

    assert [may(D(2004, m, 1)) for m in (2, 3, 4, 5)] == [True, True, True, False]
    assert not may(D(2004, 2, 2))


@pytest.fixture
def owed(desk: Desk) -> Obligation:
    """What the police owes every month from today on, in force."""
    draft = desk.draft()
    desk.obligation(draft, desk.today, recurs="month")
    return desk.in_force(draft).obligations.get()


def report(desk: Desk, owed: Obligation, **words: object) -> ObligationReport:
    given = {"due_on": desk.today, "outcome": "kept", "note": "Sent.", "by": desk.member, **words}
    return obligations.report_obligation(obligation=owed, **given)


def test_a_report_closes_its_day_and_a_later_one_replaces_it(desk: Desk, owed: Obligation) -> None:
    report(desk, owed)
    report(desk, owed, outcome="breached", note="It was last year's file.")
    (line,) = live_obligations(desk.today)
    assert line.standing.outcomes == ((desk.today, "breached"),)
    assert line.standing.open_day == add_months(desk.today, 1)
    assert narrowed([line], state="breached") == [line]
    assert narrowed([line], organisation_ids={desk.council.pk}) == []


def test_reports_that_are_refused(desk: Desk, owed: Obligation) -> None:
    with pytest.raises(Denied) as denial:
        report(desk, owed, by=desk.chair)
    assert denial.value.message == (
        "Only members for Alphashire Police and the co-ordinator can report on this obligation."
        " Ask one of them."
    )
    with pytest.raises(Refused, match="^Say what shows it: a note is needed"):
        report(desk, owed, note=" ")
    wrong = desk.today + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        report(desk, owed, due_on=wrong)
    assert refusal.value.message == (
        f"This obligation is not due on {wrong:%-d %B %Y}. Choose one of its due days that has"
        " come, or the next one."
    )
    report(desk, owed, by=desk.by, for_any=True)
    life.withdraw_version(version=owed.version, why="Over", by=desk.by)
    with pytest.raises(Refused) as refusal:
        report(desk, owed)
    assert refusal.value.message == (
        "Version 1 is withdrawn, so its obligations bind nobody now. Report on the version that is"
        " in force."
    )


def working_day(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


def test_obligations_are_reminded_of_twice_and_never_again(desk: Desk, owed: Obligation) -> None:
    second = add_months(desk.today, 1)
    report(desk, owed)
    ahead = add_working_days(second, -10)
    days = (add_working_days(ahead, -1), ahead, ahead, working_day(second), working_day(second))
    sent = [reminding.remind_protocols(today=day, by=BY) for day in days]
    assert sent == [0, 1, 0, 1, 0]
    mails = Delivery.objects.filter(kind="obligation_due").order_by("created_at")
    assert [m.email for m in mails] == ["alpha_member@portal.example"] * 2
    assert mails[0].subject.startswith(f"An obligation is due on {second:%-d %B %Y}: P")


def test_reviews_are_reminded_of_twice_and_never_again(desk: Desk) -> None:
    review = add_working_days(desk.today, 60)
    desk.in_force(desk.draft(), review)
    ahead = add_working_days(review, -20)
    days = (add_working_days(ahead, -1), ahead, add_working_days(ahead, 1), review, review)
    sent = [reminding.remind_protocols(today=day, by=BY) for day in days]
    assert sent == [0, 1, 0, 1, 0]
    mails = Delivery.objects.filter(kind="protocol_review")
    assert {m.email for m in mails} == {"alpha_coordinator@portal.example"}
    assert ProtocolVersion.objects.get().reminded_on == review


def test_nobody_is_reminded_on_a_day_of_rest(desk: Desk, owed: Obligation) -> None:
    saturday = desk.today + timedelta(days=(5 - desk.today.weekday()) % 7)
    assert reminding.remind_protocols(today=saturday, by=BY) == 0
