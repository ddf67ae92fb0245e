"""Proposals: made, taken, declined, withdrawn."""

from collections.abc import Iterator
from datetime import date

import pytest

from partnerships.meetings.domain.agenda import publish_agenda, remove_item
from partnerships.meetings.domain.proposals import (
    decline_proposal,
    propose_item,
    take_proposal,
    withdraw_proposal,
)
from partnerships.meetings.models import Proposal
from portal.errors import Denied, Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import Room, room_of
from tests.partnerships.meetings.test_meetings import said


@pytest.fixture
def room(cast: Cast) -> Iterator[Room]:
    with room_of(cast) as room:
        yield room


def propose(room: Room, **more: object) -> Proposal:
    fields = {
        "body": room.board, "kind": "decision", "title": "Night buses", "reason": "People ask.",
        "by": room.cast.alpha_member,
    }  # fmt: skip
    return propose_item(**{**fields, **more})


def test_a_proposal_goes_to_those_who_build_agendas(room: Room) -> None:
    proposal = propose(room)
    assert (proposal.state, proposal.answer, proposal.item) == ("open", "", None)
    assert room.events() == [("proposal.made", "Alpha Member")]
    assert room.mails() == [
        ("proposal_made", "alpha_coordinator@portal.example", "Agenda item proposed: Night buses")
    ]


def test_for_a_body_that_is_gone_or_without_words_it_is_refused(room: Room) -> None:
    with pytest.raises(Refused) as refused:
        propose(room, reason="")
    assert said(refused) == "Enter what the item is about and why it should be on the agenda."
    room.board.dissolved_on = date(2030, 2, 1)
    with pytest.raises(Refused) as refused:
        propose(room)
    assert said(refused) == "The Board was dissolved on 1 February 2030. Choose another body."


def test_taken_it_becomes_an_item_and_its_maker_is_told(room: Room) -> None:
    proposal, meeting = propose(room), room.meeting()
    item = take_proposal(proposal=proposal, meeting=meeting, by=room.by, answer="Gladly")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.item, proposal.answer) == ("taken", item, "Gladly")
    assert (item.title, item.kind, item.summary, item.presenter) == (
        "Night buses", "decision", "People ask.", "Alpha Member",
    )  # fmt: skip
    assert room.events()[-1] == ("proposal.taken", "Alpha Coordinator")
    assert room.mails()[0] == (
        "proposal_answered", "alpha_member@portal.example", "Your proposal: Night buses",
    )  # fmt: skip


def test_on_a_published_agenda_it_is_late(room: Room) -> None:
    meeting = publish_agenda(meeting=room.meeting(), by=room.by)
    item = take_proposal(proposal=propose(room), meeting=meeting, by=room.by)
    assert (item.number, item.is_late) == ("5a", True)


def test_it_goes_on_an_agenda_of_its_body_only(room: Room) -> None:
    with pytest.raises(Refused) as refused:
        take_proposal(proposal=propose(room), meeting=room.meeting(body=room.forum), by=room.by)
    assert said(refused) == "This was proposed for the Board. Choose a meeting of the Board."


def test_declined_with_an_answer(room: Room) -> None:
    proposal = propose(room)
    with pytest.raises(Refused) as refused:
        decline_proposal(proposal=proposal, answer=" ", by=room.by)
    assert said(refused) == (
        "Say why the proposal is declined. Whoever proposed it reads your answer."
    )
    decline_proposal(proposal=proposal, answer="The county decides this", by=room.by)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("declined", "The county decides this")
    assert room.events()[-1] == ("proposal.declined", "Alpha Coordinator")


def test_withdrawn_by_its_maker_only(room: Room) -> None:
    proposal = propose(room)
    with pytest.raises(Denied) as denied:
        withdraw_proposal(proposal=proposal, by=room.by)
    assert denied.value.message == "Only the person who made a proposal can withdraw it."
    withdraw_proposal(proposal=proposal, by=room.cast.alpha_member)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("taken", "This proposal is on an agenda already. Look there for it."),
        ("declined", "This proposal was declined already. It can be proposed anew."),
        ("withdrawn", "This proposal was withdrawn. It can be proposed anew."),
    ],
)
def test_an_answered_one_stays_answered(room: Room, state: str, words: str) -> None:
    proposal, meeting = propose(room), room.meeting()
    Proposal.objects.update(state=state, answer="x")
    for act in (
        lambda: take_proposal(proposal=proposal, meeting=meeting, by=room.by),
        lambda: decline_proposal(proposal=proposal, answer="y", by=room.by),
        lambda: withdraw_proposal(proposal=proposal, by=room.cast.alpha_member),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert said(refused) == words


def test_removing_the_item_opens_its_proposal_again(room: Room) -> None:
    proposal = propose(room)
    item = take_proposal(proposal=proposal, meeting=room.meeting(), by=room.by)
    remove_item(item=item, by=room.by)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.item) == ("open", None)
