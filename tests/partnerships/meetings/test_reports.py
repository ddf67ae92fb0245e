"""Attendance counted seat by seat, and reports with a right of reply."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from partnerships.meetings.domain.reports import make_report, reply_to_report
from partnerships.meetings.models import AttendanceReply, AttendanceReport
from partnerships.meetings.queries.attendance import (
    by_member,
    by_organisation,
    by_quarter,
    by_sector,
    report_lines,
    seats_kept,
)
from portal.errors import Denied, Refused
from tests.conftest import Cast
from tests.partnerships.meetings.books import LONDON, Books, books_of, standing_clock

FIRST, LAST = date(2004, 7, 1), date(2004, 10, 6)
MEMBER, CHAIR = "alpha_member@portal.example", "alpha_chair@portal.example"


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


@pytest.fixture
def kept(books: Books) -> Books:
    """Two meetings: the chair came to both; the police sent a substitute, then apologies."""
    earlier = books.met(date(2004, 7, 5))
    for meeting in (earlier, books.meeting):
        books.kept(meeting, books.chair_seat, books.trader, "present")
    books.kept(earlier, books.police_seat, books.officer, "substitute")
    books.kept(books.meeting, books.police_seat, books.pat, "apologies")
    return books


def figures(lines: list[Any]) -> list[tuple[Any, ...]]:
    return [
        (x.name, x.expected, x.present, x.substitute, x.apologies, x.absent, x.words) for x in lines
    ]


def test_a_seat_counts_for_its_holder_whoever_came(kept: Books) -> None:
    found = seats_kept(FIRST, LAST)
    assert figures(by_member(found)) == [
        ("Alpha Chair", 2, 2, 0, 0, 0, "100%"),
        ("Pat Hill", 2, 0, 1, 1, 0, "50%"),
    ]
    assert figures(by_organisation(found)) == [
        ("Alpha Chamber", 2, 2, 0, 0, 0, "100%"),
        ("Alpha Police", 2, 0, 1, 1, 0, "50%"),
    ]
    assert figures(by_sector(found)) == [
        ("Other public sector", 2, 0, 1, 1, 0, "50%"),
        ("Business", 2, 2, 0, 0, 0, "100%"),
    ]
    assert figures(by_quarter(found)) == [
        ("July to September 2004", 2, 1, 1, 0, 0, "100%"),
        ("October to December 2004", 2, 1, 0, 1, 0, "50%"),
    ]


def test_only_the_period_the_body_and_held_meetings_count(kept: Books) -> None:
    planned = kept.met(date(2004, 10, 5), state="called")
    kept.kept(planned, kept.chair_seat, kept.trader, "present")
    assert len(seats_kept(FIRST, LAST)) == 4
    assert len(seats_kept(date(2004, 7, 6), LAST)) == 2
    assert len(seats_kept(date(2004, 7, 5), date(2004, 10, 4))) == 4
    assert seats_kept(FIRST, LAST, kept.forum.pk) == []


def test_guests_hold_no_seat(kept: Books) -> None:
    kept.meeting.attendance.create(name="Guest", kind="observer")
    kept.meeting.attendance.create(name="Fay", member=kept.officer, kind="observer")
    assert len(seats_kept(FIRST, LAST)) == 4


def test_a_report_is_made_and_each_organisation_told(kept: Books) -> None:
    report = make_report(first_on=FIRST, last_on=LAST, by=kept.by)
    assert report.opens_on == date(2004, 10, 21)  # ten working days
    assert figures(report_lines(report)) == [
        ("Alpha Chamber", 2, 2, 0, 0, 0, "100%"),
        ("Alpha Police", 2, 0, 1, 1, 0, "50%"),
    ]
    subject = "Attendance from 1 July 2004 to 6 October 2004: your organisation can reply"
    assert kept.mails() == [
        ("attendance_shown", CHAIR, subject),
        ("attendance_shown", MEMBER, subject),
    ]
    assert [name for name, _, _ in kept.events("attendance.")] == ["attendance.reported"]


REFUSED = [
    (
        {"first_on": LAST, "last_on": FIRST},
        "The period ends before it begins. Choose a last day after the first.",
    ),
    (
        {"last_on": date(2004, 10, 7)},
        "The period is not over yet. Choose a last day before today, 7 October 2004.",
    ),
    (
        {"opens_on": date(2004, 10, 13)},
        "Organisations need at least five working days to reply. Open the report on 14 October 2004"
        " or later.",
    ),
    (
        {"first_on": date(2004, 1, 1), "last_on": date(2004, 3, 31)},
        "No attendance is recorded from 1 January 2004 to 31 March 2004. Record who was at the"
        " meetings of this period first, or choose another period.",
    ),
]


@pytest.mark.parametrize(("more", "words"), REFUSED)
def test_reports_that_cannot_be_made(kept: Books, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as no:
        make_report(**{"first_on": FIRST, "last_on": LAST, "by": kept.by, **more})
    assert no.value.message == words
    assert not AttendanceReport.objects.exists()


def test_one_report_a_period(kept: Books) -> None:
    make_report(first_on=FIRST, last_on=LAST, by=kept.by)
    with pytest.raises(Refused) as no:
        make_report(first_on=FIRST, last_on=LAST, by=kept.by)
    assert no.value.message == (
        "There is a report of this period already, made on 7 October 2004. Open that one, or choose"
        " another period."
    )


def test_an_organisation_replies_and_may_change_its_words(kept: Books) -> None:
    report = make_report(first_on=FIRST, last_on=LAST, by=kept.by)
    by = kept.cast.alpha_member
    for text in ("We were busy", " A strike "):
        reply_to_report(report=report, organisation=kept.police, text=text, by=by)
    reply = AttendanceReply.objects.get()
    assert (reply.organisation, reply.text, reply.replied_by) == (kept.police, "A strike", by)
    assert [name for name, _, _ in kept.events("attendance.replied")] == ["attendance.replied"] * 2


def test_who_cannot_reply_and_when(kept: Books) -> None:
    report = make_report(first_on=FIRST, last_on=LAST, by=kept.by)
    given: dict[str, Any] = {"report": report, "organisation": kept.police, "text": "We came"}
    with pytest.raises(Denied) as other:
        reply_to_report(by=kept.cast.alpha_chair, **given)
    assert other.value.message == (
        "Only members for Alpha Police can reply for it. Ask one of them, or tell the co-ordinator."
    )
    given["by"] = kept.cast.alpha_member
    with pytest.raises(Refused) as empty:
        reply_to_report(**{**given, "text": " "})
    assert empty.value.message == "Say what the others should know about your attendance."
    without = AttendanceReport(opens_on=report.opens_on, figures=[])
    with pytest.raises(Refused) as nothing:
        reply_to_report(**{**given, "report": without})
    assert nothing.value.message == (
        "Alpha Police has no line in this report, so there is nothing to reply to. Tell the"
        " co-ordinator if it should have one."
    )
    with standing_clock(datetime(2004, 10, 21, 9, 0, tzinfo=LONDON)):
        with pytest.raises(Refused) as late:
            reply_to_report(**given)
    assert late.value.message == (
        "Replies were taken before 21 October 2004; now everybody reads this report. Ask the"
        " co-ordinator to record a correction at the next meeting."
    )
    assert not AttendanceReply.objects.exists()
