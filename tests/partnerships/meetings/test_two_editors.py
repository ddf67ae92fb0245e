"""No word of two editors that was saved is ever lost: as a story, and on two real connections."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from partnerships.meetings.domain.writing import Clash, Saved
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.table import Table, WritingDesk
from tests.support.committed import close_all, copied_database, leading_to

THREE = "Crime fell.\n\nBurglary rose.\n\nThe board thanked the police."


# Words that occur once in the whole story, so that one that is missing is one that was lost.
LINE = st.integers(0, 4)


class TwoEditors(RuleBasedStateMachine):
    """Two people edit, save, meet clashes and decide them by keeping both; words are only ever
    added, so every word that was once saved has to stand in the end."""

    desk: WritingDesk

    @initialize()
    def open(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.count = 0
        self.saved: set[str] = set()
        self.pages = dict.fromkeys(("coordinator", "chair"), ("", 0))
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


def test_no_saved_word_of_two_editors_is_ever_lost(desk: WritingDesk) -> None:
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
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[WritingDesk]:
    """The same in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("minutes") as name, leading_to(name):
        cast = Cast()
        with in_partnership(cast.alpha.pk):
            made = WritingDesk(Table(cast))
            made.save(THREE, 0)
        yield made
        close_all()


@pytest.mark.slow
def test_two_connections_at_the_same_moment_lose_nothing(committed: WritingDesk) -> None:
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
def test_two_connections_on_one_line_save_one_and_show_the_other(committed: WritingDesk) -> None:
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
