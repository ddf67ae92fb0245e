"""Votes that were counted, when something is recorded after them; votes as a last resort."""

import pytest

from partnerships.meetings.domain.attendance import (
    declare,
    mark_held,
    record_attendance,
    withdraw_declaration,
)
from partnerships.meetings.domain.decisions import Votes, record_decision
from partnerships.meetings.models import Attendance, Decision, Declaration
from partnerships.meetings.queries.decisions import is_last_resort
from partnerships.membership.models import Constitution
from portal.errors import Refused
from tests.partnerships.meetings.table import Table, Visits

FEWER = (
    "A vote of 4 is recorded in D2004/1, but then only 3 of the voting seats present could vote on"
    " its item. Change the vote first."
)


@pytest.fixture
def voted(table: Table) -> Decision:
    """Four voting members and an adviser were there, and all four voted on the second item."""
    everybody = table.there("ann", "bob", "cath", "dev", "eve")
    record_attendance(meeting=table.meeting, entries=everybody, by=table.by)
    mark_held(meeting=table.meeting, by=table.by)
    return record_decision(
        item=table.items[1], text="Yes.", reached="vote", votes=Votes(3, 1, 0), by=table.by
    )


def test_an_interest_that_takes_a_vote_away_is_refused(table: Table, voted: Decision) -> None:
    with pytest.raises(Refused) as no:
        declare(item=table.items[1], member=table.members["dev"], words="Owns it", by=table.by)
    assert no.value.message == FEWER
    assert not Declaration.objects.exists()


def test_one_in_another_item_or_of_an_adviser_takes_none(table: Table, voted: Decision) -> None:
    declare(item=table.items[0], member=table.members["dev"], words="Owns it", by=table.by)
    made = declare(item=table.items[1], member=table.members["eve"], words="Kin", by=table.by)
    withdraw_declaration(declaration=made, by=table.by)
    assert Declaration.objects.count() == 1


def test_attendance_that_takes_a_vote_away_is_refused(table: Table, voted: Decision) -> None:
    with pytest.raises(Refused) as no:
        record_attendance(
            meeting=table.meeting, entries=table.there("ann", "bob", "cath", "eve"), by=table.by
        )
    assert no.value.message == FEWER
    assert Attendance.objects.count() == 5


@pytest.mark.parametrize(("decides_by", "last"), [("consensus", True), ("vote", False)])
def test_a_vote_is_a_last_resort_where_consensus_is_the_rule(
    table: Table, voted: Decision, decides_by: str, last: bool
) -> None:
    Constitution.objects.update(decides_by=decides_by)
    assert is_last_resort(voted) is last
    plain = record_decision(item=table.items[1], text="Agreed.", by=table.by)
    assert is_last_resort(plain) is False


@pytest.mark.parametrize(
    ("decides_by", "chosen", "words"),
    [
        ("consensus", "consensus", "By vote, as a last resort: 3 for, 1 against, 0 abstained"),
        ("vote", "vote", "By vote: 3 for, 1 against, 0 abstained"),
    ],
)
def test_pages_choose_and_say_it_by_the_rules(
    table: Table, voted: Decision, client: object, decides_by: str, chosen: str, words: str
) -> None:
    Constitution.objects.update(decides_by=decides_by)
    client.force_login(table.by, "allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[attr-defined]
    pages = Visits(client)  # type: ignore[arg-type]
    item = f"/p/alpha/meetings/{table.meeting.pk}/minutes/write/{table.items[1].pk}/"
    form = pages.get(f"{item}decision/").response.context["form"]
    assert form["reached"].value() == chosen
    for path in (item, f"/p/alpha/decisions/{voted.pk}/"):
        assert words in pages.get(path).text
