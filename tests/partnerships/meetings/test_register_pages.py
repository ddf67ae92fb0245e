"""Pages of decisions and actions: who sees what, what each form does, and every refusal."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.meetings.domain.actions import close_action
from partnerships.meetings.models import Action, Decision
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.books import MET_ON, Books, said, standing_clock
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
DECISIONS, ACTIONS = "/p/alpha/decisions/", "/p/alpha/actions/"


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    """Made and left: the pages open the scope themselves."""
    with standing_clock():
        with in_partnership(cast.alpha.pk):
            made = Books(cast)
        yield made


def in_alpha(books: Books, make: Callable[[], object]) -> object:
    with in_partnership(books.cast.alpha.pk):
        return make()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


# Decisions


def test_the_register_of_decisions_empty_one_and_none_that_fits(
    books: Books, signed_in: SignIn
) -> None:
    pages = Pages(signed_in(books.cast.alpha_member))
    assert "No decision is recorded yet" in said(pages.get(DECISIONS))
    in_alpha(books, lambda: books.decision(7, "RESOLVED: to **open** the forum in May"))
    assert "No decision is recorded yet" in said(pages.get(DECISIONS))
    in_alpha(books, books.circulated)
    page = pages.get(DECISIONS)
    assert "1 decision" in said(page)
    assert "D2004/7 Community safety RESOLVED: to open the forum in May" in said(page)
    assert "Board 4 Oct 2004 In force" in said(page)
    assert "No decision fits" in said(pages.get(f"{DECISIONS}?q=zebra"))


def test_decisions_are_found_by_words_number_body_year_and_state(
    books: Books, signed_in: SignIn
) -> None:
    def make() -> None:
        forum = books.met(date(2003, 5, 6), books.forum)
        books.decision(1, "To open the forum")
        books.decision(2, "To close the depot", state="rescinded")
        books.decision(3, "To plant trees", year=2003, meeting=forum, item=books.item)
        books.circulated()

    in_alpha(books, make)
    client = signed_in(books.cast.alpha_member)

    def found(query: str) -> list[str]:
        page = client.get(f"{DECISIONS}?{query}").context["page"]
        return [each.number for each in page]

    assert found("") == ["D2004/2", "D2004/1", "D2003/3"]
    assert found("q=opening") == ["D2004/1"]
    assert found("q=d2004/2") == ["D2004/2"]
    assert found(f"body={books.forum.pk}") == ["D2003/3"]
    assert found("year=2003") == ["D2003/3"]
    assert found("state=rescinded") == ["D2004/2"]
    assert found("q=opening&state=rescinded") == []


def test_a_wrong_filter_says_so(books: Books, signed_in: SignIn) -> None:
    page = Pages(signed_in(books.cast.alpha_member)).get(f"{DECISIONS}?year=1066")
    assert page.title.startswith("Error: ")


def test_a_decision_with_its_meeting_vote_minutes_and_what_replaced_it(
    books: Books, signed_in: SignIn
) -> None:
    votes = {"reached": "vote", "votes_for": 5, "votes_against": 2, "votes_abstained": 1}

    def make() -> tuple[Decision, Decision]:
        new = books.decision(2, "To open it in June", **votes)
        old = books.decision(1, state="replaced", replaced_by=new)
        books.action()
        books.circulated()
        return old, new

    old, new = in_alpha(books, make)  # type: ignore[misc]
    pages = Pages(signed_in(books.cast.alpha_member))
    page = pages.get(f"{DECISIONS}{old.pk}/")
    assert page.heading == "Decision D2004/1"
    assert "Decision D2004/2 took the place of this one." in said(page)
    page = pages.get(f"{DECISIONS}{new.pk}/")
    assert "By vote: 5 for, 2 against, 1 abstained" in said(page)
    assert "Replaces D2004/1" in said(page)
    assert "Minutes of 4 October 2004 , circulated" in said(page)
    assert "1 Community safety" in said(page)
    assert "A2004/1 Bring the crime figures Alpha Police, due 29 Oct 2004" in said(page)


def test_of_minutes_that_are_still_written_the_page_says_so(
    books: Books, signed_in: SignIn
) -> None:
    made = in_alpha(books, lambda: books.decision(1))
    path = f"{DECISIONS}{made.pk}/"
    assert Pages(signed_in(books.cast.alpha_member)).get(path).status == 404
    page = Pages(signed_in(books.cast.alpha_coordinator)).get(path)
    assert "Still being written" in said(page)


def test_restricted_decisions_are_not_there_for_those_not_entitled(
    books: Books, signed_in: SignIn
) -> None:
    def make() -> list[Decision]:
        marked = books.decision(1, "Mill Lane", restricted=True, restricted_why="Commercial")
        of_item = books.decision(2, "Mill Lane too", item=books.secret)
        open_one = books.decision(3, state="replaced", replaced_by=marked)
        books.circulated()
        return [marked, of_item, open_one]

    made: list[Decision] = in_alpha(books, make)  # type: ignore[assignment]
    member = Pages(signed_in(books.cast.alpha_member))
    assert "Mill Lane" not in said(member.get(DECISIONS))
    assert [member.get(f"{DECISIONS}{d.pk}/").status for d in made] == [404, 404, 200]
    page = member.get(f"{DECISIONS}{made[2].pk}/")
    assert "A later decision took the place of this one." in said(page)
    assert "D2004/1" not in said(page)
    chair = Pages(signed_in(books.cast.alpha_chair))
    assert [chair.get(f"{DECISIONS}{d.pk}/").status for d in made] == [200, 200, 200]
    assert "Restricted: Commercial terms." in said(chair.get(f"{DECISIONS}{made[1].pk}/"))


def test_lists_ask_as_much_for_three_rows_as_for_one(books: Books, signed_in: SignIn) -> None:
    in_alpha(books, lambda: (books.decision(1), books.action()))
    client = signed_in(books.cast.alpha_chair)
    client.get(ACTIONS)  # what is asked once a session
    one = [queries(client, path) for path in (DECISIONS, ACTIONS)]
    in_alpha(books, lambda: [(books.decision(n), books.action(owner=books.pat)) for n in (2, 3)])
    assert [queries(client, path) for path in (DECISIONS, ACTIONS)] == one


# Actions


def test_the_register_of_actions_with_its_views(books: Books, signed_in: SignIn) -> None:
    pages = Pages(signed_in(books.cast.alpha_member))
    assert "No action is open" in said(pages.get(ACTIONS))

    def make() -> None:
        books.action()
        books.action(text="Call the trust", due_on=date(2004, 10, 4), owner=books.pat)
        done = books.action(text="Book the hall")
        close_action(action=done, state="done", note="Booked", by=books.by)

    in_alpha(books, make)
    page = pages.get(ACTIONS)
    assert "Mine, open 1 none overdue Open 2 in the partnership Overdue 1" in said(page)
    assert "Call the trust" in said(page)
    assert "4 Oct 2004 3 days ago Overdue" in said(page)
    assert "Record an action" not in said(page)
    assert "Call the trust" not in said(pages.get(f"{ACTIONS}?whose=mine"))
    assert "Call the trust" in said(pages.get(f"{ACTIONS}?state=overdue"))
    assert "Book the hall" in said(pages.get(f"{ACTIONS}?state=closed"))
    assert "No action fits" in said(pages.get(f"{ACTIONS}?q=zebra"))
    chair = Pages(signed_in(books.cast.alpha_chair))
    assert "You have nothing to do here at the moment." in said(chair.get(f"{ACTIONS}?whose=mine"))


def test_an_owner_reports_and_closes(books: Books, signed_in: SignIn) -> None:
    action = in_alpha(books, books.action)
    path = f"{ACTIONS}{action.pk}/"
    pages = Pages(signed_in(books.cast.alpha_member))
    page = pages.get(path)
    assert (page.heading, "Who is reminded Alpha Member" in said(page)) == ("Action A2004/1", True)
    assert "Change its due day or owner" not in said(page)
    empty = pages.post(f"{path}update/")
    assert "Choose how the action is coming along" in said(empty)
    assert "Say what has been done so far" in said(empty)
    told = {"update-progress": "at_risk", "update-text": "Waiting for the trust"}
    page = pages.post(f"{path}update/", told)
    assert "Your update on action A2004/1 is saved." in said(page)
    assert "At risk 7 October 2004, 09:00, Alpha Member Waiting for the trust" in said(page)
    empty = pages.post(f"{path}close/", {"close-state": "done"})
    assert "Say what was done, or why the action is dropped" in said(empty)
    page = pages.post(f"{path}close/", {"close-state": "done", "close-note": "Figures sent"})
    assert "Action A2004/1 is closed." in said(page)
    assert "Say how it is coming along" not in said(page)
    late = pages.post(f"{path}update/", told)
    assert late.status == 409
    assert "Action A2004/1 is done since 7 October 2004" in said(late)


def test_others_read_and_are_told_who_acts(books: Books, signed_in: SignIn) -> None:
    action = in_alpha(books, books.action)
    path = f"{ACTIONS}{action.pk}/"
    pages = Pages(signed_in(books.cast.alpha_chair))
    assert "Members of Alpha Police and the co-ordinator report" in said(pages.get(path))
    no = pages.post(f"{path}update/", {"update-progress": "late", "update-text": "x"})
    assert (no.status, "This action is for Alpha Police." in said(no)) == (403, True)
    no = pages.post(f"{path}close/", {"close-state": "done", "close-note": "x"})
    assert no.status == 403
    assert pages.post(f"{path}change/").status == 403
    assert pages.get("/p/alpha/actions/new/").status == 403


def test_a_restricted_action_is_not_there_for_others(books: Books, signed_in: SignIn) -> None:
    action = in_alpha(
        books,
        lambda: books.action(item=books.secret, organisation=books.chamber, owner=books.trader),
    )
    pages = Pages(signed_in(books.cast.alpha_member))
    path = f"{ACTIONS}{action.pk}/"
    assert [pages.get(path).status, pages.post(f"{path}update/").status] == [404, 404]
    assert "A2004/1" not in said(pages.get(ACTIONS))


def test_who_has_to_do_it_outside_the_body_reads_no_title_of_its_item(
    books: Books, signed_in: SignIn
) -> None:
    action = in_alpha(books, lambda: books.action(item=books.secret, text="Bring the deeds"))
    path = f"{ACTIONS}{action.pk}/"
    page = said(Pages(signed_in(books.cast.alpha_member)).get(path))
    assert "Bring the deeds" in page
    assert "4 October 2004 Item 2, Restricted" in page
    assert "The lease" not in page
    assert "Item 2 The lease" in said(Pages(signed_in(books.cast.alpha_chair)).get(path))


def test_the_coordinator_changes_day_and_owner(books: Books, signed_in: SignIn) -> None:
    action = in_alpha(books, books.action)
    path = f"{ACTIONS}{action.pk}/"
    pages = Pages(signed_in(books.cast.alpha_coordinator))
    given = {
        "change-organisation": books.police.pk,
        "change-owner": books.pat.pk,
        "change-due_on": "2004-11-12",
        "change-why": "Asked for it",
        "change-revision": 1,
    }
    page = pages.post(f"{path}change/", {**given, "change-why": ""})
    assert "Answer “Why does it change?”" in said(page)
    page = pages.post(f"{path}change/", {**given, "change-due_on": "30 February"})
    assert "Due day must be a real day, for example 4/10/2004" in said(page)
    page = pages.post(f"{path}change/", {**given, "change-due_on": "1/10/2004"})
    assert page.status == 409
    assert "The action cannot be due on 1 October 2004." in said(page)
    assert "Asked for it" in page.html
    page = pages.post(f"{path}change/", given)
    assert "Action A2004/1 is changed." in said(page)
    assert "Now Pat Hill, Alpha Police. Asked for it" in said(page)
    assert "Now due 12 November 2004" in said(page)
    stale = pages.post(f"{path}change/", {**given, "change-due_on": "2004-12-01"})
    assert stale.status == 409
    assert "Somebody changed action A2004/1 after you opened this page." in said(stale)
    assert 'name="change-revision" value="2"' in stale.html
    assert in_alpha(books, lambda: Action.objects.get().due_on) == date(2004, 11, 12)


def test_an_action_outside_a_meeting(books: Books, signed_in: SignIn) -> None:
    pages = Pages(signed_in(books.cast.alpha_coordinator))
    assert "Record an action" in said(pages.get(ACTIONS))
    path = f"{ACTIONS}new/"
    assert pages.get(path).heading == "Record an action"
    empty = pages.post(path)
    for words in ("Answer “What is to be done?”", "Choose organisation", "Enter due day"):
        assert words in said(empty)
    given = {
        "text": "Write to the college",
        "organisation": books.chamber.pk,
        "owner": books.officer.pk,
        "due_on": "2004-11-12",
    }
    page = pages.post(path, given)
    assert "Alpha Member is not of Alpha Chamber." in said(page)
    page = pages.post(path, {**given, "owner": ""})
    assert (page.heading, "Outside a meeting" in said(page)) == ("Action A2004/1", True)
    assert MET_ON not in [a.due_on for a in in_alpha(books, lambda: list(Action.objects.all()))]


def test_home_shows_ones_open_actions_of_all_partnerships(books: Books, signed_in: SignIn) -> None:
    in_alpha(books, lambda: books.action(due_on=date(2004, 10, 5)))
    page = Pages(signed_in(books.cast.alpha_member)).get("/")
    assert (
        "Your open actions Bring the crime figures A2004/1, Alpha Partnership Overdue"
        " 5 Oct 2004, 2 days ago" in said(page)
    )
    assert "Your open actions" not in said(Pages(signed_in(books.cast.alpha_chair)).get("/"))
