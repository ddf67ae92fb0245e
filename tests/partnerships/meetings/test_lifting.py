"""Restrictions that are lifted again, with a reason, until the minutes are published."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.meetings.domain.agenda import publish_agenda, restrict_item
from partnerships.meetings.domain.papers import add_paper, restrict_paper
from partnerships.meetings.domain.restricting import lift_restriction
from partnerships.meetings.models import AgendaItem, Meeting, Minutes, Paper
from portal.audit.models import AuditEvent
from portal.errors import Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import Room, room_of, text_file
from tests.partnerships.meetings.table import Visits

WHY = "The tender is decided"


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Room]:
    settings.MEDIA_ROOT = tmp_path
    with room_of(cast) as room:
        yield room


@pytest.fixture
def item(room: Room) -> AgendaItem:
    """Of a published agenda, restricted."""
    found = room.meeting().items.get(standing="matters")
    publish_agenda(meeting=found.meeting, by=room.by)
    return restrict_item(item=found, why="Names a person", by=room.by)


@pytest.fixture
def paper(room: Room, item: AgendaItem) -> Paper:
    made = add_paper(item=item, title="Figures", upload=text_file(), by=room.by)
    return restrict_paper(paper=made, why="Prices", by=room.by)


def minutes_in(item: AgendaItem, state: str, room: Room) -> None:
    at = item.meeting.starts_at
    later = room.meeting(on=item.meeting.starts_at.date().replace(day=28))
    minutes = Minutes.objects.create(meeting=item.meeting)
    for step in ("circulated", "confirmed", "published"):
        confirmed = {"confirmed_at": at, "confirmed_by": room.by, "confirmed_at_meeting": later}
        Minutes.objects.filter(pk=minutes.pk).update(
            state=step, **({} if step != "confirmed" else confirmed)
        )
        if step == state:
            return


def test_an_item_and_its_paper_are_opened_one_by_one(
    room: Room, item: AgendaItem, paper: Paper
) -> None:
    sequence = Meeting.objects.get().sequence
    lift_restriction(of=item, why=f" {WHY} ", by=room.by)
    item.refresh_from_db()
    paper.refresh_from_db()
    assert (item.restricted, item.restricted_why, item.revision) == (False, "", 3)
    assert (paper.restricted, paper.restricted_why) == (True, "Prices")
    assert Meeting.objects.get().sequence == sequence + 1
    lift_restriction(of=paper, why=WHY, by=room.by)
    paper.refresh_from_db()
    assert (paper.restricted, paper.restricted_why) == (False, "")
    events = AuditEvent.objects.filter(name__endswith="restriction_lifted").order_by("id")
    assert [(e.name, e.reason) for e in events] == [
        ("agenda_item.restriction_lifted", WHY),
        ("paper.restriction_lifted", WHY),
    ]


def test_refusals(room: Room, item: AgendaItem) -> None:
    with pytest.raises(Refused) as no:
        lift_restriction(of=item, why=" ", by=room.by)
    assert no.value.message == (
        "Say why the restriction is lifted. The audit trail keeps your reason."
    )
    lift_restriction(of=item, why=WHY, by=room.by)
    with pytest.raises(Refused) as no:
        lift_restriction(of=item, why=WHY, by=room.by)
    assert no.value.message == "This is not restricted, so there is nothing to lift."


@pytest.mark.parametrize("state", ["circulated", "confirmed"])
def test_until_the_minutes_are_published(room: Room, item: AgendaItem, state: str) -> None:
    minutes_in(item, state, room)
    lift_restriction(of=item, why=WHY, by=room.by)
    assert not AgendaItem.objects.get(pk=item.pk).restricted


def test_published_minutes_left_it_out_for_good(room: Room, item: AgendaItem) -> None:
    minutes_in(item, "published", room)
    with pytest.raises(Refused) as no:
        lift_restriction(of=item, why=WHY, by=room.by)
    assert no.value.message == (
        "The minutes of this meeting are published with it left out, so it stays restricted. Put"
        " the item on the agenda of the next meeting to speak of it openly."
    )
    assert AgendaItem.objects.get(pk=item.pk).restricted


def test_pages(room: Room, item: AgendaItem, paper: Paper, client: Client) -> None:
    client.force_login(room.by, "allauth.account.auth_backends.AuthenticationBackend")
    pages = Visits(client)
    lift = f"/p/alpha/agenda-items/{item.pk}/lift/"
    for path in (
        f"/p/alpha/meetings/{item.meeting_id}/",
        f"/p/alpha/meetings/{item.meeting_id}/agenda/",
    ):
        assert lift in pages.get(path).html
    page = pages.get(lift)
    assert page.heading == "Lift the restriction"
    assert "Minutes that were circulated before keep it withheld." in page.text
    assert "Answer “Why is the restriction lifted?”" in pages.post(lift).text
    page = pages.post(lift, {"why": WHY})
    assert "The restriction is lifted." in page.text
    assert lift not in page.html
    assert pages.get(lift).status == 409
    page = pages.get(f"/p/alpha/papers/{paper.pk}/")
    assert f"/p/alpha/papers/{paper.pk}/lift/" in page.html
    page = pages.post(f"/p/alpha/papers/{paper.pk}/lift/", {"why": WHY})
    assert "The restriction is lifted." in page.text
    client.force_login(room.cast.alpha_chair, "allauth.account.auth_backends.AuthenticationBackend")
    assert pages.status(lift) == 403
