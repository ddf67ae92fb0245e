"""Papers: files that are what they say, versions that stay, readers who may."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerships.meetings.domain.agenda import publish_agenda
from partnerships.meetings.domain.meetings import cancel_meeting
from partnerships.meetings.domain.papers import (
    add_paper,
    add_paper_version,
    open_paper,
    restrict_paper,
    withdraw_paper,
)
from partnerships.meetings.models import AgendaItem, Paper, PaperVersion
from portal.errors import Missing, Refused
from tests.conftest import Cast
from tests.partnerships.meetings.agenda_room import TEXT, Room, room_of, text_file
from tests.partnerships.meetings.test_meetings import said


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Room]:
    settings.MEDIA_ROOT = tmp_path
    with room_of(cast) as room:
        yield room


@pytest.fixture
def item(room: Room) -> AgendaItem:
    return room.meeting().items.get(standing="matters")


def paper_of(room: Room, item: AgendaItem, **more: object) -> Paper:
    return add_paper(item=item, **{"title": "Report", "upload": text_file(), "by": room.by, **more})


def test_a_paper_keeps_what_was_checked(room: Room, item: AgendaItem, tmp_path: Path) -> None:
    paper = paper_of(room, item)
    assert (paper.title, paper.position, paper.restricted, paper.restricted_why) == (
        "Report", 1, False, "",
    )  # fmt: skip
    version = paper.versions.get()
    assert (version.number, version.file_name, version.content_type, version.size) == (
        1, "report.txt", "text/plain", len(TEXT),
    )  # fmt: skip
    assert (version.pages, version.scan, version.note, version.uploaded_by) == (
        None, "unscanned", "", room.by,
    )  # fmt: skip
    stored = Path(version.file.path)
    assert stored.is_relative_to(tmp_path)
    assert stored.read_bytes() == TEXT
    assert "report" not in stored.name
    assert room.events()[-1] == ("paper.added", "Alpha Coordinator")
    assert paper_of(room, item, title="Second").position == 2


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (
            TEXT, "minutes.pdf",
            "“minutes.pdf” is not what its name says (PDF)."
            " Save it again in the right format, then upload the new copy.",
        ),
        (b"", "empty.txt", "“empty.txt” is empty. Choose the file again."),
    ],
)  # fmt: skip
def test_a_file_that_lies_leaves_nothing_behind(
    room: Room, item: AgendaItem, tmp_path: Path, content: bytes, name: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        paper_of(room, item, upload=text_file(content, name))
    assert said(refused) == words
    assert (Paper.objects.count(), PaperVersion.objects.count()) == (0, 0)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "macro.exe", "noname"])
def test_other_kinds_are_refused(room: Room, item: AgendaItem, name: str) -> None:
    with pytest.raises(Refused, match="is not a kind of file that can be uploaded here"):
        paper_of(room, item, upload=text_file(name=name))


def test_title_and_reason_are_asked_for(room: Room, item: AgendaItem) -> None:
    with pytest.raises(Refused) as refused:
        paper_of(room, item, title=" ")
    assert said(refused) == "Enter a title for the paper."
    with pytest.raises(Refused) as refused:
        paper_of(room, item, restricted=True)
    assert said(refused) == (
        "Say why the paper is restricted. Everybody in the room sees the reason."
    )


def test_versions_stay_side_by_side(room: Room, item: AgendaItem) -> None:
    paper = paper_of(room, item)
    add_paper_version(paper=paper, upload=text_file(b"New words"), note="Corrected", by=room.by)
    assert list(paper.versions.values_list("number", "note")) == [(2, "Corrected"), (1, "")]
    assert [Path(v.file.path).read_bytes() for v in paper.versions.all()] == [b"New words", TEXT]
    with pytest.raises(Refused) as refused:
        add_paper_version(paper=paper, upload=text_file(b"New words", "x.txt"), by=room.by)
    assert said(refused) == "This is the same file as version 2. Choose the changed file."
    add_paper_version(paper=paper, upload=text_file(), by=room.by)  # back to the first one
    assert paper.versions.count() == 3


def test_withdrawn_with_a_reason_for_good(room: Room, item: AgendaItem) -> None:
    paper = paper_of(room, item)
    with pytest.raises(Refused) as refused:
        withdraw_paper(paper=paper, why="", by=room.by)
    assert said(refused) == "Say why the paper is withdrawn. The agenda shows the reason."
    withdraw_paper(paper=paper, why="Wrong figures", by=room.by)
    paper.refresh_from_db()
    assert paper.withdrawn_at is not None
    assert paper.withdrawn_why == "Wrong figures"
    for act in (
        lambda: withdraw_paper(paper=paper, why="again", by=room.by),
        lambda: add_paper_version(paper=paper, upload=text_file(b"x"), by=room.by),
        lambda: restrict_paper(paper=paper, why="x", by=room.by),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert said(refused) == ("This paper was withdrawn. Add a new paper to the item instead.")


def test_papers_come_late_too_but_not_after_the_meeting(room: Room, item: AgendaItem) -> None:
    publish_agenda(meeting=item.meeting, by=room.by)
    paper = paper_of(room, item)
    cancel_meeting(meeting=item.meeting, why="Snow", by=room.by)
    for act in (
        lambda: paper_of(room, item),
        lambda: add_paper_version(paper=paper, upload=text_file(b"x"), by=room.by),
        lambda: withdraw_paper(paper=paper, why="x", by=room.by),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert said(refused) == (
            "This meeting was cancelled, so it cannot be changed. Plan another meeting instead."
        )


def test_reading_a_restricted_paper_is_recorded(room: Room, item: AgendaItem) -> None:
    paper = paper_of(room, item)
    version = PaperVersion.objects.get()
    with open_paper(version=version, by=room.cast.alpha_chair) as file:
        assert file.read() == TEXT
    assert room.events()[-1][0] == "paper.added"
    with pytest.raises(Refused, match="Say why the paper is restricted"):
        restrict_paper(paper=paper, why=" ", by=room.by)
    restrict_paper(paper=paper, why="Names a person", by=room.by)
    open_paper(version=PaperVersion.objects.get(), by=room.cast.alpha_chair).close()
    assert room.events()[-2:] == [
        ("paper.restricted", "Alpha Coordinator"), ("paper.read", "Alpha Chair"),
    ]  # fmt: skip


def test_a_file_that_the_storage_lost_is_missing(room: Room, item: AgendaItem) -> None:
    paper_of(room, item)
    version = PaperVersion.objects.get()
    Path(version.file.path).unlink()
    with pytest.raises(Missing) as missing:
        open_paper(version=version, by=room.by)
    assert missing.value.message == "The file of this paper is lost. Ask the co-ordinator for it."
