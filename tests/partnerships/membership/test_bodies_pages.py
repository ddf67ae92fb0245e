"""Pages of bodies, their seats and rules."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from partnerships.membership.domain.bodies import set_constitution
from partnerships.membership.domain.tenures import end_tenure
from partnerships.membership.models import Body, Constitution, Seat, Tenure
from portal.accounts.models import User
from tests.partnerships.membership.directory import FORMED, Directory, rows
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
A = "/p/alpha/"
RULES = {
    "in_force_from": "2004-01-01",
    "decides_by": "vote",
    "notice_days": "5",
    "past_is_meant": "on",
}


@pytest.fixture
def pages(directory: Directory, signed_in: SignIn) -> Pages:
    """The co-ordinator's browser."""
    return Pages(signed_in(directory.cast.alpha_coordinator))


def test_an_empty_list_says_what_to_do(pages: Pages) -> None:
    assert "No bodies yet" in pages.get(f"{A}bodies/").text


def test_a_body_is_formed_changed_and_dissolved(pages: Pages, directory: Directory) -> None:
    page = pages.post(f"{A}bodies/add/", {"name": "Board", "kind": "board", "is_public": "on"})
    assert (page.heading, "Board is formed. Add its seats next." in page.text) == ("Board", True)
    with directory.room():
        board = Body.objects.get()
    again = pages.post(f"{A}bodies/add/", {"name": "board", "kind": "board"})
    assert (again.status, "There is a body called “board” already." in again.text) == (409, True)
    edit = f"{A}bodies/{board.pk}/edit/"
    assert pages.get(edit).status == 200
    page = pages.post(edit, {"name": "The Board", "kind": "board", "purpose": "Leads"})
    assert (page.heading, "Leads" in page.text) == ("The Board", True)
    dissolve = f"{A}bodies/{board.pk}/dissolve/"
    assert "This cannot be undone." in pages.get(dissolve).text
    page = pages.post(dissolve, {"on": "2004-05-01"})
    assert "This body was dissolved on 1 May 2004." in page.text
    assert pages.post(dissolve, {"on": "2004-05-01"}).status == 409
    assert "The Board" not in pages.get(f"{A}bodies/").text
    assert "The Board" in pages.get(f"{A}bodies/?all=1").text


def test_seats_are_added_filled_given_up_and_abolished(pages: Pages, directory: Directory) -> None:
    board, ann, ben = directory.body(), directory.member("Ann"), directory.member("Ben")
    here = f"{A}bodies/{board.pk}/"
    given = {"title": "First", "sector": "voluntary", "role": "chair", "votes": "on"}
    page = pages.post(f"{here}seats/add/", {**given, "created_on": "2004-01-01"})
    assert "The seat “First” is added." in page.text
    assert "Enter a real day" in pages.post(f"{here}seats/add/", {"created_on": "x"}).text
    early = pages.post(f"{here}seats/add/", {**given, "created_on": "2001-01-01"})
    assert (early.status, "Board was formed on 1 January 2003" in early.text) == (409, True)
    with directory.room():
        seat = Seat.objects.get()
    fill = f"{A}seats/{seat.pk}/fill/"
    assert "Ann, Acorn" in pages.get(fill).text
    page = pages.post(fill, {"member": ann.pk, "since": "2004-01-01", "substitute": ben.pk})
    assert "Ann holds the seat “First”." in page.text
    assert "Substitute: Ben" in page.text
    twice = pages.post(fill, {"member": ben.pk, "since": "2004-02-01"})
    assert twice.status == 409
    assert "Ann holds the seat “First” since 1 January 2004." in twice.text
    assert f'<option value="{ben.pk}" selected' in twice.html
    with directory.room():
        tenure = Tenure.objects.get()
    stands_in = f"{A}seats/tenures/{tenure.pk}/substitute/"
    assert "Who stands in for Ann?" in pages.get(stands_in).text
    assert "Nobody stands in for Ann." in pages.post(stands_in, {"substitute": ""}).text
    end = f"{A}seats/tenures/{tenure.pk}/end/"
    assert "Enter why" in pages.post(end, {"on": "2004-03-01"}).text
    assert pages.post(end, {"on": "2003-03-01", "why": "Retired"}).status == 409
    page = pages.post(end, {"on": "2004-03-01", "why": "Retired"})
    assert "Ann’s last day on the seat is 1 March 2004." in page.text
    assert "Vacant" in page.text
    abolish = f"{A}seats/{seat.pk}/abolish/"
    assert "Who sat on it before stays on the record." in pages.get(abolish).text
    page = pages.post(abolish, {"on": "2004-04-01"})
    assert "The seat “First” is abolished." in page.text
    assert pages.post(abolish, {"on": "2004-04-01"}).status == 409
    assert "No seats on this day" in page.text


def test_who_sat_on_it_on_a_day(pages: Pages, directory: Directory) -> None:
    board, seat = (body := directory.body()), directory.seat(body)
    held = directory.tenure(seat, directory.member("Ann"), until=date(2004, 6, 1))
    directory.tenure(seat, directory.member("Ben"), since=date(2004, 6, 2))
    with directory.room():
        set_constitution(body=board, in_force_from=FORMED, quorum_number=1, by=directory.by)
        set_constitution(body=board, in_force_from=date(2005, 1, 1), by=directory.by)
        end_tenure(tenure=held, on=date(2004, 5, 1), why="Moved away", by=directory.by)
    here = f"{A}bodies/{board.pk}/"
    page = pages.get(f"{here}?on=2004-03-03")
    assert "Who sat on it on 3 March 2004" in page.text
    assert ("Ann, Acorn" in page.text, "Ben, Acorn" in page.text) == (True, False)
    assert "In force since 1 January 2003." in page.text
    assert "1 voting seat" in page.text
    assert "Rules from 1 January 2005 on" in page.text
    assert "seats/add/" not in page.html  # the past is read, not changed
    now = pages.get(here)
    assert ("Ann, Acorn" in now.text, "Ben, Acorn" in now.text) == (False, True)
    assert "Earlier rules, from 1 January 2003" in now.text
    between = pages.get(f"{here}?on=3 May 2004")
    assert "Vacant" in between.text
    wrong = pages.get(f"{here}?on=31/2/2004")
    assert wrong.title.startswith("Error: ")
    assert "Enter a real day, such as 31/3/2004" in wrong.text
    assert "Who sits on it now" in pages.get(f"{here}?on=").text


def test_the_balance_of_sectors_against_the_rules(pages: Pages, directory: Directory) -> None:
    board = directory.body()
    directory.tenure(directory.seat(board, "One"), directory.member("Ann"))
    directory.seat(board, "Two", sector="business")
    with directory.room():
        set_constitution(
            body=board, in_force_from=FORMED, quorum_sectors={"business": 1}, by=directory.by
        )
    page = pages.get(f"{A}bodies/{board.pk}/")
    assert "Business: too many vacant seats keep the quorum out of reach" in page.text
    assert rows(page)[-2:] == [
        ["Business", "1", "0", "1", "50%", "1"],
        ["Voluntary, community and faith", "1", "1", "0", "50%", "–"],
    ]


def test_new_rules_start_from_those_in_force(pages: Pages, directory: Directory) -> None:
    board = directory.body()
    directory.seat(board)
    path = f"{A}bodies/{board.pk}/rules/"
    assert "Board has 1 voting seat today." in pages.get(path).text
    page = pages.post(path, {**RULES, "quorum_number": "1", "sector_voluntary": "1"})
    assert "The rules of Board are set." in page.text
    assert "1 voting seat, at least 1 from Voluntary, community and faith" in page.text
    assert 'name="sector_voluntary" value="1"' in pages.get(path).html
    twice = pages.post(path, RULES)
    assert (twice.status, "Rules are never overwritten" in twice.text) == (409, True)


def test_rules_that_can_never_be_met_are_named_at_their_fields(
    pages: Pages, directory: Directory
) -> None:
    board = directory.body()
    directory.seat(board)
    path = f"{A}bodies/{board.pk}/rules/"
    page = pages.post(path, {**RULES, "quorum_number": "5", "sector_business": "1"})
    assert page.status == 409
    assert 'href="#id_quorum_number"' in page.html
    assert 'href="#id_sector_business"' in page.html
    assert "A quorum of 5 can never be met: the body has 1 voting seat." in page.text
    share = pages.post(path, {**RULES, "quorum_share": "101"})
    assert "Enter a share between 1 and 100" in share.text
    with directory.room():
        assert not Constitution.objects.exists()


def test_rules_from_a_day_in_the_past_need_a_yes(pages: Pages, directory: Directory) -> None:
    board = directory.body()
    here = f"{A}bodies/{board.pk}/rules/"
    page = pages.post(here, RULES | {"past_is_meant": ""})
    assert (
        "The first day, 1 January 2004, has passed. Tick that it is meant, or choose today or a"
        " later day." in page.text
    )
    assert "The rules of Board are set." in pages.post(here, RULES).text


def test_days_and_seats_are_corrected(pages: Pages, directory: Directory) -> None:
    board, ann = directory.body(), directory.member("Ann")
    seat = directory.seat(board, "First")
    held = directory.tenure(seat, ann)
    days = f"{A}seats/tenures/{held.pk}/edit/"
    assert pages.get(days).heading == "Correct Ann’s days on the seat"
    page = pages.post(days, {"since": "2003-02-01", "until": "", "why": "Typed wrong"})
    assert "Ann holds the seat since 1 February 2003." in page.text
    early = pages.post(days, {"since": "2002-02-01", "until": "", "why": "Typed wrong"})
    assert (early.status, "exists since 1 January 2003 only" in early.text) == (409, True)
    change = f"{A}seats/{seat.pk}/edit/"
    assert pages.get(change).heading == "Change the seat “First”"
    given = {"title": "Chair", "sector": "business", "role": "chair", "votes": "on"}
    without = pages.post(change, given)
    assert (without.status, "Say why it changes" in without.text) == (409, True)
    assert "The seat “Chair” is saved." in pages.post(change, given | {"why": "Elected"}).text
    with directory.room():
        stored = Seat.objects.values_list("title", "sector", "role", "votes", "created_on")
        assert list(stored) == [("Chair", "business", "chair", True, FORMED)]
