"""Two people at the same moment, with real transactions on connections of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from portal.errors import PortalError
from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.signing import declare_ready, sign_off
from tests.support.committed import close_all
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.slow


def at_once(desk: Desk, *acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each in alpha's scope; results and refusals as they came."""
    start = Barrier(len(acts))
    came: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            with in_partnership(desk.cast.alpha.pk):
                came[place] = act()
        except PortalError as refusal:
            came[place] = refusal.message
        finally:
            close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def seen_in(desk: Desk) -> str:
    """What is read in alpha's room before anybody acts."""
    with in_partnership(desk.cast.alpha.pk):
        return desk.seen()


def test_two_clicks_sign_off_once(committed: Desk) -> None:
    committed.ready(committed.cast.alpha)
    chair = committed.cast.alpha_chair
    seen = seen_in(committed)

    def click() -> str:
        return sign_off(annual_return=committed.row(), by=chair, seen=seen).document_sha256

    first, second = at_once(committed, click, click)
    assert first == second
    assert len(first) == 64
    names = [name for name, _ in committed.events(committed.cast.alpha)]
    assert names.count("return.signed_off") == 1


def test_the_same_first_answer_from_two_people_is_stored_once(committed: Desk) -> None:
    def by(name: str, year: int) -> Callable[[], object]:
        return lambda: save_answers(
            annual_return=committed.row(),
            edits={"A02": Edit(year, 0)},
            by=committed.cast.users[name],
        )

    saved = at_once(committed, by("alpha_coordinator", 1999), by("alpha_member", 2001))
    assert sorted((len(s.questions), len(s.clashes)) for s in saved) == [(0, 1), (1, 0)]
    (clash,) = next(s.clashes for s in saved if s.clashes)
    assert committed.values(committed.cast.alpha) == {"A02": clash.theirs}


def test_declaring_while_somebody_saves_loses_nothing(committed: Desk) -> None:
    """Whoever comes second is refused: nobody declares what was changed under their eyes."""
    committed.answer(committed.cast.alpha, committed.complete(committed.cast.alpha))
    coordinator, member = committed.cast.alpha_coordinator, committed.cast.alpha_member
    seen = seen_in(committed)

    def save() -> object:
        edit = {"A02": Edit(1998, 1)}
        return save_answers(annual_return=committed.row(), edits=edit, by=member)

    def declare() -> object:
        return declare_ready(annual_return=committed.row(), by=coordinator, seen=seen)

    saved, declared = at_once(committed, save, declare)
    state = committed.state(committed.cast.alpha)
    value = committed.values(committed.cast.alpha)["A02"]
    was_saved = not isinstance(saved, str)
    if was_saved:
        assert (state, value) == ("in_progress", 1998)
        assert str(declared).startswith("The answers changed after you opened this page.")
    else:
        assert (state, declared) == ("ready", None)
        assert value != 1998
        assert "declared ready" in saved
