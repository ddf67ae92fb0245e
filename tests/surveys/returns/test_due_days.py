"""The last day of a return: by its wave, more time, a reopening."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import declare_ready, sign_off
from surveys.returns.domain.waves import change_wave
from surveys.returns.duties import due_on, is_late
from surveys.returns.models import Return, Wave
from surveys.returns.queries.collecting import returns_of
from surveys.returns.states_said import more_time
from tests.surveys.returns.desk import CLOSES_ON, Desk
from tests.surveys.returns.test_reopening import act

MORE, LATER = date(2005, 1, 10), date(2005, 1, 31)


@pytest.mark.parametrize(
    ("more", "reason", "sections", "due"),
    [
        (None, "", [], CLOSES_ON),
        (None, "", ["B"], CLOSES_ON),
        (MORE, "Illness.", [], MORE),
        (date(2004, 12, 1), "Illness.", [], CLOSES_ON),
        (date(2004, 12, 1), "", [], CLOSES_ON),
        (date(2004, 12, 1), "", ["B"], date(2004, 12, 1)),
        (date(2004, 12, 1), "Illness.", ["B"], CLOSES_ON),
        (MORE, "", ["B"], MORE),
    ],
)
def test_the_last_day(more: date | None, reason: str, sections: list[str], due: date) -> None:
    wave = Wave(closes_on=CLOSES_ON)
    row = Return(wave=wave, extended_to=more, extension_reason=reason, reopened_sections=sections)
    assert (row.due_on, due_on(row, wave)) == (due, due)


def test_a_wave_that_closes_later_leaves_no_extension_behind(desk: Desk) -> None:
    with time_machine.travel("2004-12-01 12:00", tick=False):
        with in_national():
            extend_return(
                partnership=desk.cast.alpha, year=2004, until=MORE, reason="Illness.",
                by=desk.cast.evaluator,
            )  # fmt: skip
            change_wave(
                wave=desk.wave, opens_on=desk.wave.opens_on, closes_on=LATER,
                reminder_days=[5], by=desk.cast.by,
            )  # fmt: skip
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.extended_to, row.due_on, more_time(row)) == (MORE, LATER, "")
    assert not is_late(row, row.wave, MORE + timedelta(days=1))
    assert is_late(row, row.wave, LATER + timedelta(days=1))


def test_the_day_of_a_reopening_ends_with_it(desk: Desk) -> None:
    with time_machine.travel("2004-11-01 12:00", tick=False):
        desk.signed(desk.cast.alpha)
        more = {"sections": ["B"], "reason": "Budget.", "due_on": date(2004, 11, 20)}
        row = act(desk, reopen_return, "evaluator", **more)
        assert row.due_on == date(2004, 11, 20)
        act(desk, declare_ready, "alpha_coordinator")
        act(desk, sign_off, "alpha_chair")
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.extended_to, row.due_on) == ("submitted", None, CLOSES_ON)


def test_an_extension_stays_after_signing(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.update(extended_to=MORE, extension_reason="Illness.")
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.extended_to, row.extension_reason) == (MORE, "Illness.")


def test_read_nationally_without_another_query(committed: Desk) -> None:
    with in_partnership(committed.cast.alpha.pk):
        Return.objects.update(extended_to=date(2004, 12, 1), reopened_sections=["B"])
    row = returns_of(committed.wave)[committed.cast.alpha.pk]
    assert "reopened_sections" not in row.get_deferred_fields()
    assert due_on(row, committed.wave) == date(2004, 12, 1)
