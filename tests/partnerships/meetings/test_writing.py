"""Passages of minutes: saved, joined, clashing, refused; no word that was saved is ever lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from partnerships.meetings.domain.attendance import mark_held
from partnerships.meetings.domain.writing import Clash, Saved, save_passage
from partnerships.meetings.models import Minutes, Passage, PassageRevision
from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.table import Table
from tests.support.committed import close_all, copied_database, leading_to

THREE = "Crime fell.\n\nBurglary rose.\n\nThe board thanked the police."


class Desk:
    """Two people writing the second item."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.minutes = mark_held(meeting=table.meeting, by=table.by)
        self.item = table.items[1]

    def save(self, text: str, base: int, *, by: str = "coordinator", **more: Any) -> Saved | Clash:
        return save_passage(
            minutes=self.minutes,
            item=more.pop("item", self.item),
            restricted=more.pop("restricted", False),
            text=text,
            base_revision=base,
            by=self.table.cast.users[f"alpha_{by}"],
            **more,
        )

    def stored(self, restricted: bool = False) -> tuple[str, int]:
        found = Passage.objects.get(item=self.item, restricted=restricted)
        return found.text, found.revision

    def revisions(self) -> list[tuple[int, str, str]]:
        found = PassageRevision.objects.order_by("revision")
        return [(r.revision, r.text, str(r.edited_by)) for r in found]


@pytest.fixture
def desk(table: Table) -> Desk:
    return Desk(table)


def said(outcome: Saved | Clash) -> tuple[str, int, bool]:
    assert isinstance(outcome, Saved)
    return outcome.text, outcome.revision, outcome.merged


def test_the_first_save_makes_revision_one(desk: Desk) -> None:
    assert said(desk.save("Crime fell.", 0)) == ("Crime fell.", 1, False)
    assert desk.stored() == ("Crime fell.", 1)
    assert desk.revisions() == [(1, "Crime fell.", "Alpha Coordinator")]
    event = AuditEvent.objects.get(name="passage.saved")
    assert event.facts == {"revision": 1}


def test_saving_what_is_stored_writes_nothing(desk: Desk) -> None:
    desk.save("Crime fell.", 0)
    assert said(desk.save("Crime fell.\r\n", 1, by="chair")) == ("Crime fell.", 1, False)
    assert len(desk.revisions()) == 1


def test_line_ends_and_nul_are_made_plain(desk: Desk) -> None:
    assert said(desk.save("Crime\0 fell.\r\n\r\nIt rose.  \r\n", 0))[0] == "Crime fell.\n\nIt rose."


def test_changes_of_different_lines_join_silently(desk: Desk) -> None:
    desk.save(THREE, 0)
    theirs = THREE.replace("Crime", "Recorded crime")
    mine = THREE.replace("the police", "the police and the wardens")
    desk.save(theirs, 1, by="chair")
    joined = theirs.replace("the police", "the police and the wardens")
    assert said(desk.save(mine, 1)) == (joined, 3, True)
    assert [by for *_, by in desk.revisions()] == ["Alpha Coordinator", "Alpha Chair"] + [
        "Alpha Coordinator"
    ]


def test_an_untouched_page_takes_nothing_back(desk: Desk) -> None:
    """Saved from an old page without a change of mine: theirs stands and is what I get."""
    desk.save(THREE, 0)
    desk.save("All of it anew.", 1, by="chair")
    assert said(desk.save(THREE, 1)) == ("All of it anew.", 2, True)
    assert desk.stored() == ("All of it anew.", 2)


def test_changes_of_one_line_clash_and_theirs_stands(desk: Desk) -> None:
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
def test_a_base_that_never_was_overwrites_nothing(desk: Desk, base: int) -> None:
    desk.save("Crime fell.", 0)
    assert isinstance(desk.save("Crime rose.", base), Clash)
    assert desk.stored() == ("Crime fell.", 1)


class TestRestricted:
    def test_stands_beside_the_open_passage_with_its_reason(self, desk: Desk) -> None:
        desk.save("Open words.", 0)
        saved = desk.save("Names.", 0, restricted=True, why=" Personal details ")
        assert said(saved) == ("Names.", 1, False)
        passage = Passage.objects.get(restricted=True)
        assert (passage.text, passage.restricted_why) == ("Names.", "Personal details")
        assert desk.stored() == ("Open words.", 1)

    def test_keeps_its_reason_and_may_get_another(self, desk: Desk) -> None:
        desk.save("Names.", 0, restricted=True, why="Personal details")
        desk.save("Other names.", 1, restricted=True)
        assert Passage.objects.get(restricted=True).restricted_why == "Personal details"
        desk.save("Other names.", 2, restricted=True, why="A tender")
        assert Passage.objects.get(restricted=True).restricted_why == "A tender"
        event = AuditEvent.objects.get(name="passage.reason_changed")
        assert event.facts == {"before": "Personal details", "after": "A tender"}

    def test_without_a_reason_is_refused(self, desk: Desk) -> None:
        with pytest.raises(Refused) as refusal:
            desk.save("Names.", 0, restricted=True)
        words = "Say why the passage is restricted. Everybody sees the reason."
        assert refusal.value.message == words
        assert not Passage.objects.filter(restricted=True).exists()

    def test_nothing_typed_makes_no_passage(self, desk: Desk) -> None:
        assert said(desk.save(" \n", 0, restricted=True)) == ("", 0, False)
        assert not Passage.objects.filter(restricted=True).exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            "circulated",
            "These minutes have been circulated, so they change by amendments only. Propose one on"
            " the page of the minutes.",
        ),
        (
            "confirmed",
            "These minutes have been confirmed, so they cannot change any more. Put what is wrong"
            " on the agenda of the next meeting.",
        ),
    ],
)
def test_minutes_that_are_no_draft_are_refused(desk: Desk, state: str, words: str) -> None:
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


def test_too_long_a_text_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.save("x" * 100_001, 0)
    assert refusal.value.message == (
        "This passage has 100,001 characters; 100,000 is the most that it can hold. Shorten it, or"
        " attach the rest as a paper."
    )


def test_an_item_of_another_meeting_is_refused(desk: Desk) -> None:
    other = desk.table.called("June board", datetime(2004, 6, 4, 13, tzinfo=UTC))
    with pytest.raises(Refused) as refusal:
        desk.save("Crime fell.", 0, item=desk.table.agenda(other)[0])
    assert refusal.value.message == "That item is not on the agenda of this meeting."


def test_a_late_item_gets_its_passage_when_it_is_written(desk: Desk) -> None:
    Passage.objects.filter(item=desk.item).delete()
    assert said(desk.save("Crime fell.", 0)) == ("Crime fell.", 1, False)


# Words that occur once in the whole story, so that one that is missing is one that was lost.
LINE = st.integers(0, 4)


class TwoEditors(RuleBasedStateMachine):
    """Two people edit, save, meet clashes and decide them by keeping both; words are only ever
    added, so every word that was once saved has to stand in the end."""

    desk: Desk

    @initialize()
    def open(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.count = 0
        self.saved: set[str] = set()
        self.pages = {by: ("", 0) for by in ("coordinator", "chair")}
        self.typed: dict[str, set[str]] = {by: set() for by in self.pages}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(by=st.sampled_from(["coordinator", "chair"]), line=LINE, inside=st.booleans())
    def type(self, by: str, line: int, inside: bool) -> None:
        """A new word at the end of a line, or on a line of its own."""
        self.count += 1
        word = f"{by}{self.count}"
        text, base = self.pages[by]
        lines = text.split("\n")
        at = min(line, len(lines) - 1)
        if inside:
            lines[at] = f"{lines[at]} {word}".strip()
        else:
            lines.insert(at, word)
        self.pages[by] = ("\n".join(lines), base)
        self.typed[by].add(word)

    @rule(by=st.sampled_from(["coordinator", "chair"]))
    def save(self, by: str) -> None:
        text, base = self.pages[by]
        outcome = self.desk.save(text, base, by=by)
        if isinstance(outcome, Clash):
            # The page shows all three; the person puts mine below theirs.
            assert outcome.mine == text.rstrip()
            mine = [w for w in outcome.mine.split() if w not in outcome.theirs.split()]
            self.pages[by] = (f"{outcome.theirs}\n{' '.join(mine)}", outcome.revision)
            return
        self.pages[by] = (outcome.text, outcome.revision)
        self.saved |= self.typed[by]
        self.typed[by] = set()

    @invariant()
    def every_saved_word_stands_once(self) -> None:
        words = self.desk.stored()[0].split()
        assert sorted(words) == sorted(self.saved)

    @invariant()
    def every_typed_word_is_on_its_page(self) -> None:
        for by, (text, _) in self.pages.items():
            assert self.typed[by] <= set(text.split())

    @invariant()
    def revisions_count_up_and_the_last_is_what_stands(self) -> None:
        found = self.desk.revisions()
        assert [number for number, *_ in found] == list(range(1, len(found) + 1))
        assert not found or found[-1][1] == self.desk.stored()[0]


def test_no_saved_word_of_two_editors_is_ever_lost(desk: Desk) -> None:
    machine = type("Editors", (TwoEditors,), {"desk": desk})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """The same in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("minutes") as name, leading_to(name):
        cast = Cast()
        with in_partnership(cast.alpha.pk):
            made = Desk(Table(cast))
            made.save(THREE, 0)
        yield made
        close_all()


@pytest.mark.slow
def test_two_connections_at_the_same_moment_lose_nothing(committed: Desk) -> None:
    """Ten saves each, every one on top of what came back; both write their own paragraph."""
    start = Barrier(2)
    ends: dict[str, list[str]] = {"coordinator": [], "chair": []}

    def write(by: str, line: int) -> None:
        text, base = THREE, 1
        try:
            start.wait(10)
            for n in range(10):
                lines = text.split("\n")
                lines[line] += f" {by}{n}"
                with in_partnership(committed.table.cast.alpha.pk):
                    outcome = committed.save("\n".join(lines), base, by=by)
                ends[by].append(type(outcome).__name__)
                text, base = outcome.text, outcome.revision
        finally:
            close_all()

    threads = [Thread(target=write, args=pair) for pair in (("coordinator", 0), ("chair", 4))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ends == {"coordinator": ["Saved"] * 10, "chair": ["Saved"] * 10}
    with in_partnership(committed.table.cast.alpha.pk):
        text, revision = committed.stored()
    assert revision == 21
    first, second, third = text.split("\n\n")
    assert first == "Crime fell. " + " ".join(f"coordinator{n}" for n in range(10))
    assert second == "Burglary rose."
    assert third.endswith(" ".join(f"chair{n}" for n in range(10)))


@pytest.mark.slow
def test_two_connections_on_one_line_save_one_and_show_the_other(committed: Desk) -> None:
    start = Barrier(2)
    outcomes: dict[str, Any] = {}

    def write(by: str) -> None:
        try:
            start.wait(10)
            with in_partnership(committed.table.cast.alpha.pk):
                outcomes[by] = committed.save(THREE.replace("fell", f"fell ({by})"), 1, by=by)
        finally:
            close_all()

    threads = [Thread(target=write, args=(by,)) for by in ("coordinator", "chair")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    kinds = sorted(type(o).__name__ for o in outcomes.values())
    assert kinds == ["Clash", "Saved"]
    (clash,) = (o for o in outcomes.values() if isinstance(o, Clash))
    (saved,) = (o for o in outcomes.values() if isinstance(o, Saved))
    assert (clash.theirs, clash.revision) == (saved.text, 2)
    with in_partnership(committed.table.cast.alpha.pk):
        assert committed.stored() == (saved.text, 2)
