"""What can happen to an action, who may do it, and every refusal."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from partnerships.meetings.domain.actions import (
    change_action,
    close_action,
    record_action,
    update_action,
)
from partnerships.meetings.models import Action, ActionUpdate
from portal.errors import Conflict, Denied, Refused
from portal.mail.models import Delivery
from tests.conftest import Cast
from tests.partnerships.meetings.books import DUE, TODAY, Books, books_of

MEMBER, CHAIR = "alpha_member@portal.example", "alpha_chair@portal.example"
NOT_YOURS = (
    "This action is for Alpha Police. Only its members and the co-ordinator can report on it or"
    " close it. Tell them what you know."
)
CLOSED = (
    "Action A2004/1 is done since 7 October 2004 and stays as it is. Record a new action if there"
    " is more to do."
)


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


def history(action: Action) -> list[tuple[str, str, date, str]]:
    rows = ActionUpdate.objects.filter(action=action).order_by("id")
    return [(u.progress, u.text, u.due_on, str(u.written_by)) for u in rows]


def test_an_action_is_numbered_and_its_owner_is_told(books: Books) -> None:
    first, second = books.action(), books.action(text="  Write to the college  ")
    assert (first.number, second.number) == ("A2004/1", "A2004/2")
    assert (second.text, second.meeting, second.item) == (
        "Write to the college",
        books.meeting,
        books.item,
    )
    assert (first.state, first.due_on, first.owner, first.restricted) == (
        "open",
        DUE,
        books.officer,
        False,
    )
    assert books.mails() == [
        ("action_assigned", MEMBER, "Action A2004/1 is for you, due 29 October 2004"),
        ("action_assigned", MEMBER, "Action A2004/2 is for you, due 29 October 2004"),
    ]
    assert books.events("action.") == [("action.recorded", "Alpha Coordinator", "")] * 2


def test_nobody_is_told_what_they_gave_themselves(books: Books) -> None:
    record_action(
        text="Call", organisation=books.police, owner=books.officer, due_on=DUE,
        by=books.cast.alpha_member,
    )  # fmt: skip
    assert books.mails() == []


def test_without_an_account_of_the_owner_the_organisation_is_told(books: Books) -> None:
    books.action(owner=books.pat)
    books.action(owner=None)
    assert [to for _, to, _ in books.mails()] == [MEMBER, MEMBER]


def test_an_action_of_a_restricted_item_is_restricted_and_not_told_in_words(books: Books) -> None:
    action = books.action(item=books.secret, text="Sign the lease of Mill Lane")
    assert (action.restricted, action.restricted_why) == (True, "Commercial terms")
    body = Delivery.objects.get(about_id=str(action.pk)).body
    assert "lease" not in body.lower()
    assert "Its words are restricted: sign in to read them." in body


def test_without_a_meeting_the_year_is_this_one(books: Books) -> None:
    action = books.action(item=None, due_on=TODAY)
    assert (action.number, action.meeting, action.item) == ("A2004/1", None, None)


REFUSED_AT_FIRST = [
    ({"text": "  "}, "Say what is to be done."),
    ({"restricted": True}, "Say why the action is restricted."),
    (
        {"due_on": date(2004, 10, 3)},
        "The action cannot be due on 3 October 2004. Choose 4 October 2004 or a later day.",
    ),
    (
        {"item": None, "due_on": date(2004, 10, 6)},
        "The action cannot be due on 6 October 2004. Choose 7 October 2004 or a later day.",
    ),
]


@pytest.mark.parametrize(("more", "words"), REFUSED_AT_FIRST)
def test_what_cannot_be_recorded(books: Books, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as no:
        books.action(**more)
    assert no.value.message == words
    assert not Action.objects.exists()


def test_only_somebody_who_is_there_is_given_something(books: Books) -> None:
    with pytest.raises(Refused) as wrong:
        books.action(organisation=books.chamber)
    assert wrong.value.message == (
        "Alpha Member is not of Alpha Chamber. Choose somebody of this organisation, or nobody in"
        " particular."
    )
    books.officer.until = date(2004, 9, 30)
    with pytest.raises(Refused) as gone:
        books.action()
    assert gone.value.message == (
        "Alpha Member has not been a member since 30 September 2004. Choose somebody else."
    )
    books.police.left_on = date(2004, 9, 30)
    with pytest.raises(Refused) as left:
        books.action(owner=None)
    assert left.value.message == (
        "Alpha Police left the partnership on 30 September 2004. Choose another organisation."
    )


def test_a_cancelled_meeting_leaves_no_actions(books: Books) -> None:
    cancelled = books.met(date(2004, 11, 1), state="cancelled")
    with pytest.raises(Refused) as no:
        books.action(item=None, meeting=cancelled, due_on=date(2004, 12, 1))
    assert no.value.message == (
        "This meeting was cancelled. Record the action at another meeting, or without one."
    )


def test_the_owner_and_colleagues_tell_how_it_is_coming_along(books: Books) -> None:
    action = books.action(owner=books.pat)
    update_action(
        action=action, progress="at_risk", text=" Figures late ", by=books.cast.alpha_member
    )
    update_action(action=action, progress="on_track", text="They came", by=books.by)
    assert history(action) == [
        ("at_risk", "Figures late", DUE, "Alpha Member"),
        ("on_track", "They came", DUE, "Alpha Coordinator"),
    ]
    assert [name for name, _, _ in books.events("action.updated")] == ["action.updated"] * 2


def test_others_cannot_report_on_it_or_close_it(books: Books) -> None:
    action = books.action()
    with pytest.raises(Denied) as told:
        update_action(action=action, progress="late", text="x", by=books.cast.alpha_chair)
    with pytest.raises(Denied) as closed:
        close_action(action=action, state="done", note="x", by=books.cast.alpha_chair)
    assert [told.value.message, closed.value.message] == [NOT_YOURS, NOT_YOURS]


@pytest.mark.parametrize(
    ("progress", "text", "words"),
    [
        ("closed", "x", "Choose whether the action is on track, at risk or late."),
        ("late", " ", "Say what has been done so far."),
    ],
)
def test_an_update_says_something(books: Books, progress: str, text: str, words: str) -> None:
    action = books.action()
    with pytest.raises(Refused) as no:
        update_action(action=action, progress=progress, text=text, by=books.by)
    assert no.value.message == words


def test_closing_needs_a_note_and_is_for_good(books: Books) -> None:
    action = books.action()
    by = books.cast.alpha_member
    for state, note, words in (
        ("done", " ", "Say in the note what was done, or why the action is dropped."),
        ("open", "x", "Choose whether the action is done or dropped."),
    ):
        with pytest.raises(Refused) as no:
            close_action(action=action, state=state, note=note, by=by)
        assert no.value.message == words
    close_action(action=action, state="done", note=" Sent on Monday ", by=by)
    action.refresh_from_db()
    assert (action.state, action.closing_note, action.closed_by, action.revision) == (
        "done",
        "Sent on Monday",
        by,
        2,
    )
    assert history(action) == [("closed", "Sent on Monday", DUE, "Alpha Member")]
    assert books.events("action.closed") == [("action.closed", "Alpha Member", "Sent on Monday")]
    for again in (
        lambda: close_action(action=action, state="dropped", note="x", by=by),
        lambda: update_action(action=action, progress="late", text="x", by=by),
        lambda: change(books, action, due_on=date(2004, 12, 1)),
    ):
        with pytest.raises(Refused) as no:
            again()
        assert no.value.message == CLOSED


def change(books: Books, action: Action, **more: Any) -> None:
    given = {
        "revision": action.revision,
        "due_on": action.due_on,
        "organisation": action.organisation,
        "owner": action.owner,
        "why": "Asked for at the forum",
        "by": books.by,
        **more,
    }
    change_action(action=action, **given)


def test_the_coordinator_moves_it_and_gives_it_to_somebody_else(books: Books) -> None:
    action = books.action()
    Action.objects.update(reminded_on=TODAY)
    later = date(2004, 11, 12)
    change(books, action, due_on=later, organisation=books.chamber, owner=books.trader)
    action.refresh_from_db()
    assert (action.due_on, action.organisation, action.owner) == (
        later,
        books.chamber,
        books.trader,
    )
    assert (action.revision, action.reminded_on) == (2, None)
    assert history(action) == [
        ("given", "Now Alpha Chair, Alpha Chamber. Asked for at the forum", later, str(books.by)),
        ("moved", "Asked for at the forum", later, str(books.by)),
    ]
    assert books.mails()[0] == (
        "action_assigned",
        CHAIR,
        "Action A2004/1 is for you, due 12 November 2004",
    )


def test_what_cannot_be_changed(books: Books) -> None:
    action = books.action()
    later = date(2004, 11, 12)
    for more, words in (
        ({}, "Nothing is changed. Choose another due day, organisation or owner."),
        (
            {"due_on": later, "why": ""},
            "Say why the action changes, so that its history tells.",
        ),
        (
            {"due_on": date(2004, 10, 6)},
            "The action cannot be due on 6 October 2004. Choose 7 October 2004 or a later day.",
        ),
        (
            {"organisation": books.chamber},
            "Alpha Member is not of Alpha Chamber. Choose somebody of this organisation, or nobody"
            " in particular.",
        ),
    ):
        with pytest.raises(Refused) as no:
            change(books, action, **more)
        assert no.value.message == words
    with pytest.raises(Denied) as denied:
        change(books, action, due_on=later, by=books.cast.alpha_member)
    assert denied.value.message == (
        "Only the co-ordinator changes the due day or the owner of an action. Ask them, and say how"
        " it is coming along meanwhile."
    )
    change(books, action, due_on=later)
    with pytest.raises(Conflict) as stale:
        change(books, action, due_on=date(2004, 12, 1))
    assert stale.value.message == (
        "Somebody changed action A2004/1 after you opened this page. Read how it stands now, then"
        " change it again."
    )


def test_an_overdue_action_can_be_given_away_without_another_day(books: Books) -> None:
    action = books.action(due_on=date(2004, 10, 5))
    change(books, action, owner=None)
    action.refresh_from_db()
    assert (action.owner, action.due_on) == (None, date(2004, 10, 5))
