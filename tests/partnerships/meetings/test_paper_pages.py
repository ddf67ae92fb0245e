"""Pages of papers and proposals."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.meetings.domain.agenda import add_item, publish_agenda
from partnerships.meetings.domain.papers import add_paper, restrict_paper, withdraw_paper
from partnerships.meetings.domain.proposals import propose_item
from partnerships.meetings.models import AgendaItem, Meeting, Paper, PaperVersion, Proposal
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import NOW, TEXT, Room, standing_clock, text_file
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
P = "/p/alpha/"


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Room]:
    settings.MEDIA_ROOT = tmp_path
    with standing_clock(NOW):
        with in_partnership(cast.alpha.pk):
            made = Room(cast)
        yield made


@pytest.fixture
def meeting(room: Room) -> Meeting:
    with in_partnership(room.cast.alpha.pk):
        return room.meeting()


@pytest.fixture
def item(room: Room, meeting: Meeting) -> AgendaItem:
    with in_partnership(room.cast.alpha.pk):
        return add_item(
            meeting=meeting, kind="decision", title="Crime plan", minutes=45, by=room.by
        )


@pytest.fixture
def coordinator(room: Room, signed_in: SignIn) -> Pages:
    return Pages(signed_in(room.by))


def agenda(room: Room, meeting: Meeting) -> list[str]:
    with in_partnership(room.cast.alpha.pk):
        return [title for _, title in room.items(meeting)]


def fetch(client: Client, path: str) -> int:
    """The status of what stands there; a file is closed again."""
    return closed(client.get(path)).status_code


def closed(response: Any) -> Any:
    """The answer with its file closed."""
    for close in response._resource_closers:  # close() would end the test's connection too
        close()
    return response


class TestPapers:
    def test_uploads_a_paper_and_a_newer_version(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        new = f"{P}agenda-items/{item.pk}/new-paper/"
        assert 'enctype="multipart/form-data"' in coordinator.get(new).html
        page = coordinator.post(new, {"title": "Report", "file": text_file()})
        assert page.heading == "Report"
        assert "report.txt 1 KB" in page.text
        assert "by Alpha Coordinator. Not checked for viruses." in page.text
        with in_partnership(room.cast.alpha.pk):
            paper = Paper.objects.get()
        newer = f"{P}papers/{paper.pk}/new-version/"
        assert "Choose a file" in coordinator.post(newer).text
        page = coordinator.post(newer, {"file": text_file(), "note": "x"})
        assert (page.status, "This is the same file as version 1." in page.text) == (409, True)
        page = coordinator.post(newer, {"file": text_file(b"New"), "note": "Corrected"})
        assert "Version 2 Newest" in page.text
        assert "Corrected" in page.text

    @pytest.mark.parametrize(
        ("fields", "words", "status"),
        [
            ({"title": ""}, "Enter title", 200),
            ({"file": ""}, "Choose a file", 200),
            ({"restricted": "on"}, "Say why the paper is restricted", 200),
            ({"file": ("x.pdf", b"<html>")}, "is not what its name says (PDF)", 409),
            ({"file": ("x.svg", b"<svg>")}, "is not a kind of file that can be uploaded", 409),
        ],
    )
    def test_refusals(
        self,
        room: Room,
        item: AgendaItem,
        coordinator: Pages,
        fields: dict[str, Any],
        words: str,
        status: int,
    ) -> None:
        file = fields.get("file", ("report.txt", TEXT))
        sent = {"title": "Report", **fields, "file": file and text_file(file[1], file[0])}
        page = coordinator.post(f"{P}agenda-items/{item.pk}/new-paper/", sent)
        assert (page.status, words in page.text) == (status, True)
        with in_partnership(room.cast.alpha.pk):
            assert not Paper.objects.exists()

    def test_withdraws_and_restricts_with_reasons(
        self, room: Room, item: AgendaItem, coordinator: Pages
    ) -> None:
        with in_partnership(room.cast.alpha.pk):
            paper = add_paper(item=item, title="Report", upload=text_file(), by=room.by)
        address = f"{P}papers/{paper.pk}/"
        assert "Answer “Why is it restricted?”" in coordinator.post(f"{address}restrict/").text
        page = coordinator.post(f"{address}restrict/", {"why": "Names a person"})
        assert "Each download is recorded." in page.text
        page = coordinator.post(f"{address}withdraw/")
        assert "Answer “Why is the paper withdrawn?”" in page.text
        page = coordinator.post(f"{address}withdraw/", {"why": "Wrong figures"})
        assert "Withdrawn at 9am on 1 March 2030: Wrong figures" in page.text
        for act in ("restrict/", "withdraw/", "new-version/"):
            assert coordinator.get(f"{address}{act}").status == 409

    def test_downloads_are_attachments_for_those_who_may(
        self, room: Room, item: AgendaItem, client: Client, signed_in: SignIn
    ) -> None:
        cast = room.cast
        with in_partnership(cast.alpha.pk):
            paper = add_paper(item=item, title="Report", upload=text_file(), by=room.by)
            version = PaperVersion.objects.get()
        file, about = f"{P}papers/files/{version.pk}/", f"{P}papers/{paper.pk}/"
        signed_in(cast.alpha_member)
        assert (fetch(client, file), fetch(client, about)) == (404, 404)
        with in_partnership(cast.alpha.pk):
            publish_agenda(meeting=item.meeting, by=room.by)
        response = client.get(file)
        assert b"".join(response.streaming_content) == TEXT
        closed(response)
        assert response["Content-Disposition"] == 'attachment; filename="report.txt"'
        assert response["Content-Type"] == "text/plain"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert fetch(client, about) == 200
        with in_partnership(cast.alpha.pk):
            restrict_paper(paper=paper, why="Names a person", by=room.by)
        assert fetch(client, file) == 200  # sits on the board
        with in_partnership(cast.alpha.pk):
            assert AuditEvent.objects.filter(name="paper.read").count() == 1
            Meeting.objects.update(body=room.forum)
        assert (fetch(client, file), fetch(client, about)) == (404, 404)
        signed_in(cast.alpha_chair)
        assert fetch(client, file) == 200  # reads everything that is restricted
        with in_partnership(cast.alpha.pk):
            withdraw_paper(paper=paper, why="Wrong", by=room.by)
        assert fetch(client, file) == 404
        signed_in(cast.alpha_coordinator)
        assert fetch(client, file) == 200
        signed_in(cast.observer)
        assert fetch(client, file) == 403


class TestProposals:
    @pytest.fixture
    def proposal(self, room: Room) -> Proposal:
        with in_partnership(room.cast.alpha.pk):
            return propose_item(
                body=room.board, kind="decision", title="Night buses", reason="People ask.",
                by=room.cast.alpha_member,
            )  # fmt: skip

    def test_a_member_proposes_and_withdraws(self, room: Room, signed_in: SignIn) -> None:
        member = Pages(signed_in(room.cast.alpha_member))
        page = member.get(f"{P}proposals/new/")
        assert "1 person is told by email as each has chosen: Alpha Coordinator." in page.text
        fields = {"body": room.board.pk, "kind": "decision", "title": "Parks", "reason": ""}
        page = member.post(f"{P}proposals/new/", fields)
        assert "Answer “Why should it be on the agenda?”" in page.text
        page = member.post(f"{P}proposals/new/", {**fields, "reason": "They close."})
        assert (page.heading, "Waiting" in page.text) == ("Parks", True)
        with in_partnership(room.cast.alpha.pk):
            made = Proposal.objects.get()
        page = member.post(f"{P}proposals/{made.pk}/withdraw/")
        assert "Withdrawn" in page.text
        assert member.post(f"{P}proposals/{made.pk}/withdraw/").status == 409

    def test_everybody_sees_their_own(
        self, room: Room, proposal: Proposal, signed_in: SignIn
    ) -> None:
        assert "1 proposal" in Pages(signed_in(room.cast.alpha_member)).get(f"{P}proposals/").text
        chair = Pages(signed_in(room.cast.alpha_chair))
        assert "Nothing has been proposed yet" in chair.get(f"{P}proposals/").text
        assert chair.get(f"{P}proposals/{proposal.pk}/").status == 404
        assert chair.post(f"{P}proposals/{proposal.pk}/withdraw/").status == 404
        coordinator = Pages(signed_in(room.by))
        assert "Night buses" in coordinator.get(f"{P}proposals/").text
        assert "No proposal fits" in coordinator.get(f"{P}proposals/?state=taken").text
        assert coordinator.post(f"{P}proposals/{proposal.pk}/withdraw/").status == 403

    def test_is_taken_from_its_page(
        self, room: Room, meeting: Meeting, proposal: Proposal, coordinator: Pages
    ) -> None:
        assert "Night buses" in coordinator.get(f"{P}meetings/{meeting.pk}/agenda/").text
        take = f"{P}proposals/{proposal.pk}/take/"
        assert "Choose a meeting" in coordinator.post(take).text
        page = coordinator.post(take, {"meeting": meeting.pk})
        assert "“Night buses” is on the agenda of “Board meeting”." in page.text
        assert "Night buses" in agenda(room, meeting)
        page = coordinator.get(f"{P}proposals/{proposal.pk}/")
        assert "It is on the agenda of Board meeting, 20 March 2030." in page.text
        page = coordinator.post(take, {"meeting": meeting.pk})
        assert (page.status, "on an agenda already" in page.text) == (409, True)

    def test_is_declined_with_an_answer(
        self, room: Room, proposal: Proposal, coordinator: Pages
    ) -> None:
        decline = f"{P}proposals/{proposal.pk}/decline/"
        assert "Say why the proposal is declined" in coordinator.post(decline).text
        page = coordinator.post(decline, {"why": "The county decides"})
        assert "The county decides" in page.text
        assert "Declined" in page.text
