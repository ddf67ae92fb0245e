"""The calendar feed: whose meetings, how they change, the clock change, and the secret."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from partnerships.meetings.calendar import calendar_of
from partnerships.meetings.domain.feeds import make_feed, revoke_feed
from partnerships.meetings.everywhere import my_dates
from partnerships.meetings.models import CalendarFeed, Meeting
from partnerships.membership.domain.roles import end_role, give_role
from partnerships.membership.models import RoleAssignment
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.errors import Missing
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.books import LONDON, NOW, Books, books_of, standing_clock
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
PAGE = "/account/calendar/"


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


@pytest.fixture
def clock() -> Iterator[None]:
    with standing_clock():
        yield


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def titles(cast: Cast, user: User) -> list[tuple[str, str]]:
    with in_national(switch=True):
        return [(d.partnership.slug, d.meeting.title) for d in my_dates(user)]


def test_a_meeting_as_an_event(books: Books) -> None:
    meeting = books.meeting
    content = calendar_of([(books.cast.alpha, meeting)], name="LSP meetings")
    [event] = events(content)
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == (
        str(meeting.uid),
        0,
        "CONFIRMED",
    )
    assert (str(event["summary"]), str(event["location"])) == ("Board meeting", "Town Hall")
    assert str(event["url"]) == f"{settings.SITE_ADDRESS}/p/alpha/meetings/{meeting.pk}/"
    assert str(event["description"]).startswith("Board, Alpha Partnership\n")
    assert event["last-modified"].dt == NOW.replace(tzinfo=LONDON)
    assert b"DTSTART;TZID=Europe/London:20041004T100000\r\n" in content
    assert b"DTEND;TZID=Europe/London:20041004T120000\r\n" in content
    assert content == calendar_of([(books.cast.alpha, meeting)], name="LSP meetings")


def test_ten_stays_ten_when_the_clock_changes(books: Books) -> None:
    days = [date(2004, 10, 30), date(2004, 11, 1), date(2005, 3, 26), date(2005, 3, 28)]
    meetings = [books.met(day) for day in days]
    content = calendar_of([(books.cast.alpha, m) for m in meetings], name="x")
    starts = [event["dtstart"].dt for event in events(content)]
    assert [(s.date(), s.hour, s.minute) for s in starts] == [(day, 10, 0) for day in days]
    [zone] = Calendar.from_ical(content).walk("VTIMEZONE")
    told = zone.to_tz()
    offsets = [s.replace(tzinfo=told).utcoffset() for s in starts]
    assert offsets == [s.utcoffset() for s in starts]
    assert [o.total_seconds() / 3600 for o in offsets] == [1, 0, 0, 1]


def test_a_meeting_that_moves_or_is_cancelled_keeps_its_uid(books: Books) -> None:
    meeting = books.met(date(2004, 11, 1), state="called")
    [before] = events(calendar_of([(books.cast.alpha, meeting)], name="x"))
    Meeting.objects.filter(pk=meeting.pk).update(
        state="cancelled", sequence=2, cancelled_why="Snow"
    )
    meeting.refresh_from_db()
    [after] = events(calendar_of([(books.cast.alpha, meeting)], name="x"))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 2)
    assert (str(after["status"]), str(after["summary"]), str(after["transp"])) == (
        "CANCELLED",
        "Cancelled: Board meeting",
        "TRANSPARENT",
    )
    assert "Cancelled: Snow" in after["description"]


def test_a_meeting_without_agenda_is_tentative(books: Books) -> None:
    meeting = books.met(date(2004, 11, 1), state="planned", place="")
    [event] = events(calendar_of([(books.cast.alpha, meeting)], name="x"))
    assert str(event["status"]) == "TENTATIVE"
    assert "The agenda is not published yet." in event["description"]
    assert "location" not in event


def test_long_and_foreign_words_survive(books: Books) -> None:
    title = "Café; agenda, part 1 \\ " + "é" * 100
    meeting = books.met(date(2004, 11, 1), title=title)
    content = calendar_of([(books.cast.alpha, meeting)], name="x")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert str(events(content)[0]["summary"]) == title


def test_whose_meetings(books: Books) -> None:
    cast = books.cast
    books.met(date(2004, 11, 1), books.forum, title="Forum")
    books.met(date(2003, 9, 1), title="Long ago")
    with in_partnership(cast.beta.pk, switch=True):
        give_role(user=cast.alpha_chair, role="member", by=cast.by)
        other = Books(cast)
        other.met(date(2004, 10, 6), other.forum, title="Beta forum")
    board = ("alpha", "Board meeting")
    assert titles(cast, cast.alpha_chair) == [
        board,
        ("beta", "Board meeting"),
    ]  # on both boards, on no forum
    assert titles(cast, cast.alpha_coordinator) == [board, ("alpha", "Forum")]  # plans them all
    assert titles(cast, cast.alpha_member) == [board, ("alpha", "Forum")]  # sits nowhere
    assert titles(cast, cast.nobody) == []
    assert titles(cast, cast.observer) == []


def test_no_meetings_after_the_role_has_ended(books: Books) -> None:
    cast = books.cast
    held = RoleAssignment.objects.get(user=cast.alpha_chair)
    end_role(assignment_id=held.pk, by=cast.by, reason="left")
    assert titles(cast, cast.alpha_chair) == []


def test_only_the_hash_is_stored_and_a_new_secret_ends_the_old(cast: Cast, clock: None) -> None:
    with in_national(user_id=cast.alpha_chair.pk):
        first, second = make_feed(by=cast.alpha_chair), make_feed(by=cast.alpha_chair)
        feed = CalendarFeed.objects.get()
        assert (feed.user, feed.secret_sha256) == (
            cast.alpha_chair,
            sha256(second.encode()).hexdigest(),
        )
        assert first != second
        assert len(second) == 43
        revoke_feed(by=cast.alpha_chair)
        assert not CalendarFeed.objects.exists()
        with pytest.raises(Missing) as no:
            revoke_feed(by=cast.alpha_chair)
        assert no.value.message == "You have no calendar address."
        names = AuditEvent.objects.filter(name__startswith="calendar.").order_by("id")
        assert list(names.values_list("name", flat=True)) == [
            "calendar.made",
            "calendar.made",
            "calendar.revoked",
        ]
        assert second not in str(list(AuditEvent.objects.values()))


def test_the_feed_needs_no_sign_in_but_the_secret(cast: Cast, client: Client) -> None:
    with books_of(cast):
        pass
    with standing_clock():
        with in_national(user_id=cast.alpha_chair.pk):
            secret = make_feed(by=cast.alpha_chair)
        answer = client.get(f"/calendar/{secret}.ics")
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "text/calendar; charset=utf-8",
            "private, no-store",
        )
        assert [str(e["summary"]) for e in events(answer.content)] == ["Board meeting"]
        assert CalendarFeed.objects.get().read_at == NOW
        assert client.get("/calendar/wrong.ics").status_code == 404
        User.objects.filter(pk=cast.alpha_chair.pk).update(is_active=False)
        assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_page_shows_a_new_address_once(cast: Cast, clock: None, signed_in: SignIn) -> None:
    pages = Pages(signed_in(cast.alpha_chair))
    assert "You have no calendar address" in pages.get(PAGE).text
    made = pages.post(PAGE)
    address = made.html.split("<code>")[1].split("</code>")[0]
    assert "Copy it now. It cannot be shown again." in made.text
    path = address.removeprefix(address.split("/calendar/")[0])
    assert Client().get(path).status_code == 200
    again = pages.get(PAGE)
    assert address not in again.html
    assert "A calendar last asked for it on 7 October 2004, 09:00." in again.text
    stopped = pages.post(f"{PAGE}revoke/")
    assert "Your calendar address no longer works." in stopped.text
    assert Client().get(path).status_code == 404
    assert pages.post(f"{PAGE}revoke/").status == 404


def test_one_meeting_as_a_file(cast: Cast, signed_in: SignIn) -> None:
    with books_of(cast) as books:
        meeting = books.meeting
    client = signed_in(cast.alpha_member)
    answer = client.get(f"/p/alpha/meetings/{meeting.pk}/calendar/")
    assert answer["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    assert [str(e["uid"]) for e in events(answer.content)] == [str(meeting.uid)]
    assert client.get("/p/alpha/meetings/0/calendar/").status_code == 404
