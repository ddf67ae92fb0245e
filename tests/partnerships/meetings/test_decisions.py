"""Decisions: numbered at once, votes, restrictions, changed, replaced, rescinded."""

from datetime import datetime

import pytest

from partnerships.meetings.domain.attendance import declare, mark_held, record_attendance
from partnerships.meetings.domain.decisions import (
    Votes,
    change_decision,
    record_decision,
    replace_decision,
    rescind_decision,
)
from partnerships.meetings.models import Decision, Minutes
from portal.audit.models import AuditEvent
from portal.errors import Conflict, Refused
from tests.partnerships.meetings.table import LONDON, Table


@pytest.fixture(autouse=True)
def _held(table: Table) -> None:
    """Four voting members and an adviser were there; Dev has an interest in the second item."""
    everybody = table.there("ann", "bob", "cath", "dev", "eve")
    record_attendance(meeting=table.meeting, entries=everybody, by=table.by)
    declare(item=table.items[1], member=table.members["dev"], words="Owns it", by=table.by)
    mark_held(meeting=table.meeting, by=table.by)


def decide(table: Table, item: int = 0, **more: object) -> Decision:
    given = {"text": "To adopt the strategy.", "by": table.by, **more}
    return record_decision(item=table.items[item], **given)


def refused(table: Table, item: int = 0, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        decide(table, item, **more)
    assert not Decision.objects.exists()
    return refusal.value.message


def fields(decision: Decision) -> tuple:
    decision.refresh_from_db()
    votes = (decision.votes_for, decision.votes_against, decision.votes_abstained)
    return decision.number, decision.text, decision.reached, *votes, decision.casting_vote


def test_gets_its_number_at_once(table: Table) -> None:
    first, second = decide(table, text=" To adopt it. "), decide(table, 1)
    assert fields(first) == ("D2004/1", "To adopt it.", "consensus", None, None, None, False)
    assert (second.number, first.meeting, second.item) == (
        "D2004/2", table.meeting, table.items[1],
    )  # fmt: skip
    events = AuditEvent.objects.filter(name="decision.recorded").order_by("id")
    assert [e.facts for e in events] == [
        {"number": "D2004/1", "quorate": True},
        {"number": "D2004/2", "quorate": False},
    ]


def test_the_year_is_the_meetings_by_the_local_clock(table: Table) -> None:
    meeting = table.called("Hogmanay", datetime(2005, 1, 1, 0, 15, tzinfo=LONDON))
    item = table.agenda(meeting)[0]
    mark_held(meeting=meeting, by=table.by)
    assert record_decision(item=item, text="Cheers.", by=table.by).number == "D2005/1"


def test_votes_are_counted(table: Table) -> None:
    made = decide(table, reached="vote", votes=Votes(2, 1, 1))
    assert fields(made)[2:] == ("vote", 2, 1, 1, False)
    tied = decide(table, reached="vote", votes=Votes(2, 2, 0, casting=True))
    assert fields(tied)[2:] == ("vote", 2, 2, 0, True)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (None, "Votes are counted when the body votes, and only then."),
        (Votes(-1, 0, 0), "Enter 0 or more for each count of votes."),
        (
            Votes(3, 1, 0, casting=True),
            "A casting vote settles a tie: the votes for and against differ.",
        ),
        (
            Votes(2, 2, 0),
            "2 for and 2 against carry nothing. Write a motion that was lost into the discussion"
            " instead.",
        ),
        (
            Votes(3, 1, 1),
            "5 votes were counted, but 4 of the voting seats present may vote on this item. Check"
            " the votes, who was there and the interests declared.",
        ),
    ],
)
def test_votes_that_cannot_be_are_refused(table: Table, votes: Votes | None, words: str) -> None:
    assert refused(table, reached="vote", votes=votes) == words


def test_votes_without_a_vote_are_refused(table: Table) -> None:
    words = "Votes are counted when the body votes, and only then."
    assert refused(table, votes=Votes(3, 0, 0)) == words


def test_who_has_an_interest_has_no_vote(table: Table) -> None:
    assert refused(table, 1, reached="vote", votes=Votes(4, 0, 0)).startswith(
        "4 votes were counted, but 3 of the voting seats present may vote on this item."
    )


def test_a_restriction_has_a_reason(table: Table) -> None:
    assert refused(table, restricted=True) == (
        "Say why the decision is restricted. Everybody sees the reason."
    )
    made = decide(table, restricted=True, restricted_why=" A tender ")
    assert (made.restricted, made.restricted_why) == (True, "A tender")


def test_a_restricted_item_restricts_its_decisions(table: Table) -> None:
    made = decide(table, 2)
    assert (made.restricted, made.restricted_why) == (True, "Commercial terms")


def test_nothing_decided_is_refused(table: Table) -> None:
    assert refused(table, text=" \r\n") == "Write what was decided."


def test_before_the_minutes_begin_and_after_they_circulate_it_is_refused(table: Table) -> None:
    Minutes.objects.update(state="circulated")
    assert refused(table).startswith("These minutes have been circulated. Take them back")
    other = table.agenda(table.called("June board", datetime(2004, 6, 4, 14, tzinfo=LONDON)))[0]
    with pytest.raises(Refused) as refusal:
        record_decision(item=other, text="Too early.", by=table.by)
    assert refusal.value.message == "Mark the meeting as held first: its minutes begin then."


class TestChanging:
    def test_keeps_its_number(self, table: Table) -> None:
        made = decide(table)
        change_decision(
            decision=made, revision=1, text="To adopt it in June.", by=table.by,
            reached="vote", votes=Votes(3, 1, 0), restricted=True, restricted_why="A tender",
        )  # fmt: skip
        assert fields(made) == ("D2004/1", "To adopt it in June.", "vote", 3, 1, 0, False)
        assert (made.restricted, made.restricted_why, made.revision) == (True, "A tender", 2)
        event = AuditEvent.objects.get(name="decision.changed")
        assert event.facts == {"revision": 2, "before": ""}  # restricted now: no words of it
        change_decision(decision=made, revision=2, text="To adopt it.", by=table.by)
        assert fields(made) == ("D2004/1", "To adopt it.", "consensus", None, None, None, False)

    def test_the_trail_keeps_what_an_open_one_said(self, table: Table) -> None:
        made = decide(table)
        change_decision(decision=made, revision=1, text="To adopt it in June.", by=table.by)
        event = AuditEvent.objects.get(name="decision.changed")
        assert event.facts == {"revision": 2, "before": "To adopt the strategy."}

    def test_a_stale_page_is_told(self, table: Table) -> None:
        made = decide(table)
        change_decision(decision=made, revision=1, text="Theirs.", by=table.by)
        with pytest.raises(Conflict) as conflict:
            change_decision(decision=made, revision=1, text="Mine.", by=table.by)
        assert conflict.value.message == (
            "Somebody else changed D2004/1 after you opened it. Compare both below, then save"
            " again."
        )
        assert fields(made)[1] == "Theirs."

    def test_circulated_minutes_do_not_change(self, table: Table) -> None:
        made = decide(table)
        Minutes.objects.update(state="circulated")
        with pytest.raises(Refused):
            change_decision(decision=made, revision=1, text="Mine.", by=table.by)
        assert fields(made)[1] == "To adopt the strategy."


class TestEnding:
    def test_a_later_decision_replaces_an_earlier_one(self, table: Table) -> None:
        first, second = decide(table), decide(table, 1)
        replace_decision(decision=first, replaced_by=second, by=table.by)
        first.refresh_from_db()
        assert (first.state, first.replaced_by, first.revision) == ("replaced", second, 2)
        assert AuditEvent.objects.get(name="decision.replaced").facts == {"later": "D2004/2"}

    def test_or_rescinds_it(self, table: Table) -> None:
        first, second = decide(table), decide(table, 1)
        rescind_decision(decision=first, rescinded_by=second, by=table.by)
        first.refresh_from_db()
        assert (first.state, first.replaced_by) == ("rescinded", second)

    def test_refusals(self, table: Table) -> None:
        first, second, third = decide(table), decide(table), decide(table)

        def words(decision: Decision, later: Decision) -> str:
            with pytest.raises(Refused) as refusal:
                replace_decision(decision=decision, replaced_by=later, by=table.by)
            return refusal.value.message

        assert words(second, first) == "D2004/2 can only be replaced by a decision taken after it."
        assert words(first, first) == "D2004/1 can only be replaced by a decision taken after it."
        replaced = replace_decision(decision=first, replaced_by=second, by=table.by)
        assert words(first, third) == (
            "D2004/1 is not in force any more, so it cannot be replaced."
        )
        assert words(third, replaced) == (
            "D2004/1 is not in force itself, so it cannot end D2004/3."
        )
