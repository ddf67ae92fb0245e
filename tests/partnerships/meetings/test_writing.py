"""Passages of minutes: saved, joined, clashing, restricted, refused."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from partnerships.meetings.domain.writing import Clash, Saved
from partnerships.meetings.models import Minutes, Passage
from portal.audit.models import AuditEvent
from portal.errors import Refused
from tests.partnerships.meetings.table import WritingDesk

THREE = "Crime fell.\n\nBurglary rose.\n\nThe board thanked the police."


def said(outcome: Saved | Clash) -> tuple[str, int, bool]:
    assert isinstance(outcome, Saved)
    return outcome.text, outcome.revision, outcome.merged


def test_the_first_save_makes_revision_one(desk: WritingDesk) -> None:
    assert said(desk.save("Crime fell.", 0)) == ("Crime fell.", 1, False)
    assert desk.stored() == ("Crime fell.", 1)
    assert desk.revisions() == [(1, "Crime fell.", "Alpha Coordinator")]
    event = AuditEvent.objects.get(name="passage.saved")
    assert event.facts == {"revision": 1}


def test_saving_what_is_stored_writes_nothing(desk: WritingDesk) -> None:
    desk.save("Crime fell.", 0)
    assert said(desk.save("Crime fell.\r\n", 1, by="chair")) == ("Crime fell.", 1, False)
    assert len(desk.revisions()) == 1


def test_line_ends_and_nul_are_made_plain(desk: WritingDesk) -> None:
    assert said(desk.save("Crime\0 fell.\r\n\r\nIt rose.  \r\n", 0))[0] == "Crime fell.\n\nIt rose."


def test_changes_of_different_lines_join_silently(desk: WritingDesk) -> None:
    desk.save(THREE, 0)
    theirs = THREE.replace("Crime", "Recorded crime")
    mine = THREE.replace("the police", "the police and the wardens")
    desk.save(theirs, 1, by="chair")
    joined = theirs.replace("the police", "the police and the wardens")
    assert said(desk.save(mine, 1)) == (joined, 3, True)
    assert [by for *_, by in desk.revisions()] == [
        "Alpha Coordinator",
        "Alpha Chair",
        "Alpha Coordinator",
    ]


def test_an_untouched_page_takes_nothing_back(desk: WritingDesk) -> None:
    """Saved from an old page without a change of mine: theirs stands and is what I get."""
    desk.save(THREE, 0)
    desk.save("All of it anew.", 1, by="chair")
    assert said(desk.save(THREE, 1)) == ("All of it anew.", 2, True)
    assert desk.stored() == ("All of it anew.", 2)


def test_changes_of_one_line_clash_and_theirs_stands(desk: WritingDesk) -> None:
    desk.save("Crime fell.", 0)
    desk.save("Crime fell by 4%.", 1, by="chair")
    clash = desk.save("Crime fell again.", 1)
    at = Passage.objects.get(item=desk.item).edited_at
    assert clash == Clash(
        "Crime fell.", "Crime fell by 4%.", "Crime fell again.", "Alpha Chair", at, 2
    )
    assert desk.stored() == ("Crime fell by 4%.", 2)
    assert said(desk.save("Crime fell by 4% again.", clash.revision)) == (
        "Crime fell by 4% again.",
        3,
        False,
    )


@pytest.mark.parametrize("base", [-1, 7, 10**12])
def test_a_base_that_never_was_overwrites_nothing(desk: WritingDesk, base: int) -> None:
    desk.save("Crime fell.", 0)
    assert isinstance(desk.save("Crime rose.", base), Clash)
    assert desk.stored() == ("Crime fell.", 1)


class TestRestricted:
    def test_stands_beside_the_open_passage_with_its_reason(self, desk: WritingDesk) -> None:
        desk.save("Open words.", 0)
        saved = desk.save("Names.", 0, restricted=True, why=" Personal details ")
        assert said(saved) == ("Names.", 1, False)
        passage = Passage.objects.get(restricted=True)
        assert (passage.text, passage.restricted_why) == ("Names.", "Personal details")
        assert desk.stored() == ("Open words.", 1)

    def test_keeps_its_reason_and_may_get_another(self, desk: WritingDesk) -> None:
        desk.save("Names.", 0, restricted=True, why="Personal details")
        desk.save("Other names.", 1, restricted=True)
        assert Passage.objects.get(restricted=True).restricted_why == "Personal details"
        desk.save("Other names.", 2, restricted=True, why="A tender")
        assert Passage.objects.get(restricted=True).restricted_why == "A tender"
        event = AuditEvent.objects.get(name="passage.reason_changed")
        assert event.facts == {"before": "Personal details", "after": "A tender"}

    def test_a_clash_keeps_the_reason_too(self, desk: WritingDesk) -> None:
        desk.save("Names.", 0, restricted=True, why="Personal details")
        desk.save("Other names.", 1, restricted=True, by="chair")
        clash = desk.save("My names.", 1, restricted=True, why="A tender")
        assert isinstance(clash, Clash)
        passage = Passage.objects.get(restricted=True)
        assert (passage.text, passage.restricted_why) == ("Other names.", "Personal details")
        assert not AuditEvent.objects.filter(name="passage.reason_changed").exists()

    def test_without_a_reason_is_refused(self, desk: WritingDesk) -> None:
        with pytest.raises(Refused) as refusal:
            desk.save("Names.", 0, restricted=True)
        words = "Say why the passage is restricted. Everybody sees the reason."
        assert refusal.value.message == words
        assert not Passage.objects.filter(restricted=True).exists()

    def test_nothing_typed_makes_no_passage(self, desk: WritingDesk) -> None:
        assert said(desk.save(" \n", 0, restricted=True)) == ("", 0, False)
        assert not Passage.objects.filter(restricted=True).exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            "circulated",
            "These minutes have been circulated. Take them back to a draft on their page, or"
            " propose an amendment to the words.",
        ),
        (
            "confirmed",
            "These minutes have been confirmed, so they cannot change any more. Put what is wrong"
            " on the agenda of the next meeting.",
        ),
    ],
)
def test_minutes_that_are_no_draft_are_refused(desk: WritingDesk, state: str, words: str) -> None:
    later = desk.table.called("June board", datetime(2004, 6, 4, 13, tzinfo=UTC))
    Minutes.objects.update(
        state=state,
        confirmed_at=timezone.now(),
        confirmed_by=desk.table.by,
        confirmed_at_meeting=later,
    )
    with pytest.raises(Refused) as refusal:
        desk.save("Crime fell.", 0)
    assert refusal.value.message == words
    assert desk.stored() == ("", 0)


def test_too_long_a_text_is_refused(desk: WritingDesk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.save("x" * 100_001, 0)
    assert refusal.value.message == (
        "This passage has 100,001 characters; 100,000 is the most that it can hold. Shorten it, or"
        " attach the rest as a paper."
    )


def test_an_item_of_another_meeting_is_refused(desk: WritingDesk) -> None:
    other = desk.table.called("June board", datetime(2004, 6, 4, 13, tzinfo=UTC))
    with pytest.raises(Refused) as refusal:
        desk.save("Crime fell.", 0, item=desk.table.agenda(other)[0])
    assert refusal.value.message == "That item is not on the agenda of this meeting."


def test_a_late_item_gets_its_passage_when_it_is_written(desk: WritingDesk) -> None:
    Passage.objects.filter(item=desk.item).delete()
    assert said(desk.save("Crime fell.", 0)) == ("Crime fell.", 1, False)
