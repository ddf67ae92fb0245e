"""Attendance pages: all lines for who reports, one's own for the others, reports and replies."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.test import Client

from partnerships.meetings.domain.reports import make_report
from partnerships.membership.models import Member
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.books import LONDON, Books, said, standing_clock
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
PATH = "/p/alpha/attendance/"


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with standing_clock():
        with in_partnership(cast.alpha.pk):
            made = Books(cast)
        yield made


@pytest.fixture
def kept(books: Books) -> Books:
    with in_partnership(books.cast.alpha.pk):
        books.kept(books.meeting, books.chair_seat, books.trader, "present")
        books.kept(books.meeting, books.police_seat, books.officer, "substitute")
        earlier = books.met(date(2004, 7, 5))
        books.kept(earlier, books.police_seat, books.pat, "apologies")
        books.met(date(2004, 9, 6), books.forum)
    return books


def report_of(books: Books) -> str:
    with in_partnership(books.cast.alpha.pk):
        made = make_report(first_on=date(2004, 7, 1), last_on=date(2004, 10, 6), by=books.by)
    return f"{PATH}reports/{made.pk}/"


def test_without_attendance_the_page_says_so(books: Books, signed_in: SignIn) -> None:
    page = Pages(signed_in(books.cast.alpha_member)).get(PATH)
    assert "No attendance is recorded in this period" in said(page)
    assert "Make a report" not in said(page)


def test_the_coordinator_sees_every_line(kept: Books, signed_in: SignIn) -> None:
    page = Pages(signed_in(kept.cast.alpha_coordinator)).get(PATH)
    assert "Meetings 2 with attendance recorded Seats filled 67% 2 of 3" in said(page)
    assert "By substitutes 1 time Absent without apologies 0 times" in said(page)
    for words in ("By sector", "By organisation", "Alpha Chamber", "Pat Hill, Alpha Police"):
        assert words in said(page)


def test_others_see_their_own_organisation(kept: Books, signed_in: SignIn) -> None:
    page = Pages(signed_in(kept.cast.alpha_member)).get(PATH)
    assert "Pat Hill, Alpha Police 2 0 1 1 0 50%" in said(page)
    assert "Alpha Chamber" not in said(page)
    assert "By sector" not in said(page)


def test_another_period_or_body(kept: Books, signed_in: SignIn) -> None:
    pages = Pages(signed_in(kept.cast.alpha_coordinator))
    october = "first=2004-10-01&last=2004-10-31"
    assert "Seats filled 100% 2 of 2" in said(pages.get(f"{PATH}?{october}"))
    forum = pages.get(f"{PATH}?{october}&body={kept.forum.pk}")
    assert "No attendance is recorded in this period" in said(forum)
    wrong = pages.get(f"{PATH}?first=2004-10-31&last=2004-10-01")
    assert "The period ends before it begins. Choose a later last day" in said(wrong)


def test_a_report_is_made(kept: Books, signed_in: SignIn) -> None:
    pages = Pages(signed_in(kept.cast.alpha_coordinator))
    path = f"{PATH}reports/new/"
    assert 'value="2004-10-21"' in pages.get(path).html
    given = {"first_on": "2004-07-01", "last_on": "2004-10-07", "opens_on": "2004-10-21"}
    page = pages.post(path, given)
    assert "The period is not over yet." in said(page)
    page = pages.post(path, {**given, "last_on": "2004-10-06"})
    assert "The report is made and each organisation is told." in said(page)
    assert page.heading == "1 July 2004 to 6 October 2004"
    assert "Alpha Chamber 100% of seats filled 1 of 1, business" in said(page)
    assert "Taking replies opens on 21 October 2004" in said(pages.get(PATH))
    assert Pages(signed_in(kept.cast.alpha_member)).get(path).status == 403


def test_an_organisation_sees_its_line_first_and_replies(kept: Books, signed_in: SignIn) -> None:
    path = report_of(kept)
    pages = Pages(signed_in(kept.cast.alpha_member))
    page = pages.get(path)
    assert "Alpha Police (your organisation) 50% of seats filled 1 of 2" in said(page)
    assert "Alpha Chamber" not in said(page)
    reply = f"{path}replies/{kept.police.pk}/"
    name = f"reply-{kept.police.pk}-text"
    assert "Say what the others should know about your attendance" in said(pages.post(reply))
    page = pages.post(reply, {name: "Our officer was on strike"})
    assert "The reply of Alpha Police is saved." in said(page)
    other = Pages(signed_in(kept.cast.alpha_chair))
    assert "strike" not in said(other.get(path))
    assert other.post(reply, {name: "x"}).status == 403
    assert other.post(f"{path}replies/0/", {name: "x"}).status == 404
    with standing_clock(datetime(2004, 10, 21, 9, 0, tzinfo=LONDON)):
        opened = Pages(signed_in(kept.cast.alpha_chair)).get(path)
        assert "Our officer was on strike Alpha Member, 7 October 2004" in said(opened)
        late = Pages(signed_in(kept.cast.alpha_member)).post(reply, {name: "More"})
    assert late.status == 409
    assert "Replies were taken before 21 October 2004" in said(late)


def test_the_coordinator_sees_all_lines_at_once(kept: Books, signed_in: SignIn) -> None:
    pages = Pages(signed_in(kept.cast.alpha_coordinator))
    assert "you see all because you make the reports" in said(pages.get(report_of(kept)))
    assert pages.get(f"{PATH}reports/0/").status == 404


def test_somebody_without_a_line_is_told_when_to_come_back(kept: Books, signed_in: SignIn) -> None:
    path = report_of(kept)
    with in_partnership(kept.cast.alpha.pk):
        Member.objects.filter(pk=kept.officer.pk).update(user=None)
    page = Pages(signed_in(kept.cast.alpha_member)).get(path)
    assert "It opens to everybody on 21 October 2004. Come back then." in said(page)
