"""Papers that come in, or are replaced, after the agenda was published."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.meetings.domain.agenda import publish_agenda
from partnerships.meetings.domain.papers import add_paper, add_paper_version
from partnerships.meetings.models import AgendaItem, Paper, PaperVersion
from partnerships.meetings.printing.agenda import pack_document, pack_pages
from portal.mail.models import Delivery
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import Room, room_of, text_file
from tests.partnerships.meetings.table import Visits

WHO = [f"alpha_{who}@portal.example" for who in ("chair", "member")]


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Room]:
    settings.MEDIA_ROOT = tmp_path
    with room_of(cast) as room:
        yield room


@pytest.fixture
def item(room: Room) -> AgendaItem:
    return room.meeting().items.get(standing="matters")


@pytest.fixture
def pages(room: Room, client: Client) -> Visits:
    client.force_login(room.by, "allauth.account.auth_backends.AuthenticationBackend")
    return Visits(client)


def paper_of(room: Room, item: AgendaItem, **more: Any) -> Paper:
    return add_paper(
        item=item, **{"title": "Figures", "upload": text_file(), "by": room.by, **more}
    )


def told() -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(kind="paper_added").order_by("id", "email")
    return list(rows.values_list("email", "body"))


def test_a_paper_of_a_draft_agenda_is_on_time_and_told_to_nobody(
    room: Room, item: AgendaItem
) -> None:
    add_paper_version(paper=paper_of(room, item), upload=text_file(b"More"), by=room.by)
    assert list(PaperVersion.objects.values_list("is_late", flat=True)) == [False, False]
    assert told() == []


def test_a_late_paper_and_a_newer_file_are_marked_and_told_once_each(
    room: Room, item: AgendaItem
) -> None:
    early = paper_of(room, item)
    publish_agenda(meeting=item.meeting, by=room.by)
    paper_of(room, item, title="Costs")
    add_paper_version(paper=early, upload=text_file(b"More"), by=room.by)
    assert list(
        PaperVersion.objects.order_by("id").values_list("paper__title", "number", "is_late")
    ) == [("Figures", 1, False), ("Costs", 1, True), ("Figures", 2, True)]
    when = "\nWednesday 20 March 2030, 2pm to 4pm\nTown Hall"
    late = f"A late paper is with item 4 of “Board meeting”, “Costs”.{when}"
    newer = f"A newer version of a paper is with item 4 of “Board meeting”, “Figures”.{when}"
    assert sorted(told()) == sorted((who, body) for who in WHO for body in (late, newer))


@pytest.mark.parametrize("of_item", [True, False])
def test_a_restricted_one_is_not_named(room: Room, item: AgendaItem, of_item: bool) -> None:
    publish_agenda(meeting=item.meeting, by=room.by)
    mark = {"restricted": True, "restricted_why": "Names a person"}
    if of_item:
        AgendaItem.objects.filter(pk=item.pk).update(**mark)
        item.refresh_from_db()
    paper_of(room, item, title="Zebra", **({} if of_item else mark))
    assert sorted(email for email, _ in told()) == WHO
    assert not Delivery.objects.filter(body__contains="Zebra").exists()
    assert not Delivery.objects.filter(subject__contains="Zebra").exists()


def test_pages_say_late_and_before_the_click_who_is_told(
    room: Room, item: AgendaItem, pages: Visits
) -> None:
    new = f"/p/alpha/agenda-items/{item.pk}/new-paper/"
    people = "2 people are told by email"
    assert people not in pages.get(new).text
    early = paper_of(room, item)
    publish_agenda(meeting=item.meeting, by=room.by)
    page = pages.get(new)
    assert people in page.text
    assert "this is a late paper" in page.text
    assert people in pages.get(f"/p/alpha/papers/{early.pk}/new-version/").text
    agenda = f"/p/alpha/meetings/{item.meeting_id}/"
    assert "Late paper" not in pages.get(agenda).text
    late = paper_of(room, item, title="Costs")
    for path in (agenda, f"{agenda}agenda/", f"/p/alpha/papers/{late.pk}/"):
        assert "Late paper" in pages.get(path).text


def test_the_pack_says_late(room: Room, item: AgendaItem) -> None:
    publish_agenda(meeting=item.meeting, by=room.by)
    paper_of(room, item, title="Costs")
    item.refresh_from_db()
    version = PaperVersion.objects.select_related("paper__item").get()
    pack = pack_document(item.meeting, [item], [version])
    pages = pack_pages(pack, {}, circle="full", issued=item.meeting.starts_at)
    assert "Paper 1: Costs (late paper)" in repr(pages)
