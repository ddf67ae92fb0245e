"""The register of actions: who reads what, narrowed, counted, and one's own over all partnerships."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from partnerships.meetings.domain.actions import close_action
from partnerships.meetings.everywhere import my_open_work
from partnerships.meetings.models import Action
from partnerships.meetings.queries.actions import (
    ActionCounts,
    Wanted,
    action_counts,
    action_or_none,
    actions_found,
)
from partnerships.meetings.queries.readers import reader_in
from partnerships.membership.domain.roles import give_role
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.books import TODAY, Books, books_of


@pytest.fixture
def books(cast: Cast) -> Iterator[Books]:
    with books_of(cast) as made:
        yield made


def test_restricted_actions_are_for_those_entitled_and_their_owner(books: Books) -> None:
    cast = books.cast
    mine = books.action(item=books.secret)
    theirs = books.action(item=books.secret, owner=books.trader, organisation=books.chamber)
    plain = books.action(item=None, meeting=books.meeting)

    def seen(user: Any) -> set[Action]:
        reader = reader_in(cast.alpha, user)
        return {a for a in (mine, theirs, plain) if action_or_none(reader, a.pk)}

    assert seen(cast.alpha_coordinator) == {mine, theirs, plain}
    assert seen(cast.alpha_chair) == {mine, theirs, plain}
    assert seen(cast.alpha_member) == {mine, plain}


def test_the_register_is_narrowed_and_counted(books: Books) -> None:
    cast = books.cast
    crime = books.action()
    late = books.action(text="Write to the college", due_on=date(2004, 10, 5), owner=None)
    chamber = books.action(text="Print posters", organisation=books.chamber, owner=books.trader)
    done = books.action(text="Book the hall")
    close_action(action=done, state="dropped", note="The hall burnt down", by=books.by)
    reader = reader_in(cast.alpha, cast.alpha_member)

    def found(**more: Any) -> list[Action]:
        return list(actions_found(reader, replace(Wanted(), **more), TODAY))

    assert found() == [late, crime, chamber]
    assert found(state="overdue") == [late]
    assert found(state="closed") == [done]
    assert found(state="all") == [late, crime, chamber, done]
    assert found(whose="mine") == [late, crime]
    assert found(whose="ours", state="all") == [late, crime, done]
    assert found(organisation_id=books.chamber.pk) == [chamber]
    assert found(q="posters") == [chamber]
    assert found(q="burnt", state="all") == [done]
    assert found(q="a2004/2") == [late]
    assert found(q="A2003/2") == []
    assert action_counts(reader, TODAY) == ActionCounts(
        open=3, overdue=1, mine=2, mine_overdue=1, closed=1
    )


def test_open_work_over_all_partnerships(books: Books) -> None:
    cast = books.cast
    books.action(text="Second")
    books.action(text="Not mine", owner=books.pat)
    with in_partnership(cast.beta.pk, switch=True):
        give_role(user=cast.alpha_member, role="member", by=cast.by)
        other = Books(cast)
        other.by = cast.beta_coordinator
        other.action(text="First", due_on=date(2004, 10, 8), owner=None)
    with in_national(user_id=cast.alpha_member.pk, switch=True):
        work = my_open_work(cast.alpha_member)
    assert [(w.partnership.slug, w.action.text) for w in work] == [
        ("beta", "First"),
        ("alpha", "Second"),
    ]
