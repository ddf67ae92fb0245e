"""Who is reminded of what on which day, once, and not in vain."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from partnerships.meetings.domain.actions import close_action
from partnerships.meetings.models import Action
from partnerships.meetings.reminders import remind_owners, wants_reminding
from partnerships.meetings.tasks import remind_of_actions
from partnerships.membership.domain.roles import give_role
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.books import LONDON, TODAY, Books, books_of, standing_clock

MEMBER, CHAIR = "alpha_member@portal.example", "alpha_chair@portal.example"


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


def reminders(books: Books) -> list[tuple[str, str, str]]:
    return [mail for mail in books.mails() if mail[0] != "action_assigned"]


# due on, reminded on, today, wanted
RULE = [
    (date(2004, 10, 14), None, date(2004, 10, 7), True),  # five working days before
    (date(2004, 10, 15), None, date(2004, 10, 7), False),  # six
    (date(2004, 10, 14), date(2004, 10, 7), date(2004, 10, 8), False),  # told once while due soon
    (date(2004, 10, 14), date(2004, 10, 7), date(2004, 10, 14), False),
    (date(2004, 10, 14), date(2004, 9, 7), date(2004, 10, 8), True),  # its day was moved since
    (date(2004, 10, 14), date(2004, 10, 7), date(2004, 10, 15), True),  # the day after
    (date(2004, 10, 14), date(2004, 10, 15), date(2004, 10, 21), False),
    (date(2004, 10, 14), date(2004, 10, 15), date(2004, 10, 22), True),  # a week later
    (date(2004, 12, 31), None, date(2004, 12, 22), True),  # 27 and 28 December do not count
    (date(2004, 12, 31), None, date(2004, 12, 21), False),
]


@pytest.mark.parametrize(("due_on", "reminded_on", "today", "wanted"), RULE)
def test_the_rule(due_on: date, reminded_on: date | None, today: date, wanted: bool) -> None:
    assert wants_reminding(Action(due_on=due_on, reminded_on=reminded_on), today) is wanted


def test_each_person_gets_one_mail_of_a_kind_with_all_they_owe(books: Books) -> None:
    soon = books.action(due_on=date(2004, 10, 8))
    books.action(text="Later", due_on=date(2004, 11, 30))
    late = books.action(text="Write to the college", due_on=date(2004, 10, 5))
    other = books.action(text="Call the trust", due_on=date(2004, 10, 6), owner=None)
    done = books.action(due_on=date(2004, 10, 5))
    close_action(action=done, state="done", note="Sent", by=books.by)
    assert remind_owners(by=books.cast.by) == 1
    assert reminders(books) == [
        ("action_due", MEMBER, "Your action A2004/1 is due soon"),
        ("action_overdue", MEMBER, "2 of your actions are overdue"),
    ]
    overdue = Delivery.objects.get(kind="action_overdue")
    assert overdue.body == (
        "A2004/3, due 5 October 2004\nWrite to the college\n\n"
        "A2004/4, due 6 October 2004\nCall the trust\n\n"
        "Say how they are coming along, or close them with a note."
    )
    assert overdue.path == "/p/alpha/actions/?whose=mine"
    assert Delivery.objects.get(kind="action_due").path == f"/p/alpha/actions/{soon.pk}/"
    told = Action.objects.filter(reminded_on=TODAY).order_by("pk")
    assert list(told) == [soon, late, other]


def test_a_second_round_on_the_same_day_tells_nobody(books: Books) -> None:
    books.action(due_on=date(2004, 10, 8))
    assert remind_owners(by=books.cast.by) == 1
    assert remind_owners(by=books.cast.by) == 0
    Action.objects.update(reminded_on=None)  # even if the mark were lost
    remind_owners(by=books.cast.by)
    assert len(reminders(books)) == 1


def test_who_owes_nothing_hears_nothing(books: Books) -> None:
    books.action(due_on=date(2004, 11, 30))
    assert remind_owners(by=books.cast.by) == 0
    assert reminders(books) == []


def test_restricted_words_stay_out_of_the_mail(books: Books) -> None:
    books.action(item=books.secret, text="Sign for Mill Lane", due_on=date(2004, 10, 8))
    remind_owners(by=books.cast.by)
    assert "Mill Lane" not in Delivery.objects.get(kind="action_due").body


def test_an_action_nobody_can_hear_of_is_not_marked_as_told(books: Books) -> None:
    action = books.action(organisation=books.chamber, owner=books.trader, due_on=date(2004, 10, 8))
    books.cast.alpha_chair.is_active = False
    books.cast.alpha_chair.save()
    assert remind_owners(by=books.cast.by) == 0
    action.refresh_from_db()
    assert action.reminded_on is None


@pytest.mark.parametrize("day", [9, 10])  # Saturday and Sunday
def test_no_reminders_on_a_weekend(books: Books, day: int) -> None:
    books.action(due_on=date(2004, 10, 5))
    assert remind_owners(by=books.cast.by, today=date(2004, 10, day)) == 0


def test_the_clock_goes_round_the_partnerships(cast: Cast) -> None:
    for partnership in (cast.alpha, cast.beta):
        with standing_clock(), in_partnership(partnership.pk):
            give_role(user=cast.alpha_member, role="member", by=cast.by)
            Books(cast).action(due_on=date(2004, 10, 5), owner=None)
    with standing_clock(datetime(2004, 10, 11, 7, 0, tzinfo=LONDON)):
        remind_of_actions()
    for partnership in (cast.alpha, cast.beta):
        with in_partnership(partnership.pk):
            found = Delivery.objects.filter(kind="action_overdue")
            assert [mail.email for mail in found] == [MEMBER]
