"""Drafting, changing, opening, closing and settling a wave."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.tenancy.context import in_national, in_partnership
from portal.working_days import add_working_days
from surveys.questionnaires.models import Questionnaire
from surveys.returns.domain.discarding import discard_wave
from surveys.returns.domain.waves import (
    change_wave,
    close_wave,
    create_wave,
    open_wave,
    settle_wave,
)
from surveys.returns.models import Return, Wave
from tests.surveys.returns.desk import CLOSES_ON, OPENS_ON, Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
SOON = add_working_days(timezone.localdate(), 5)


def test_every_active_partnership_gets_its_return(desk: Desk) -> None:
    for partnership in (desk.cast.alpha, desk.cast.beta):
        with in_partnership(partnership.pk):
            assert list(Return.objects.values_list("wave__year", "state")) == [
                (2004, "not_started")
            ]


def test_one_wave_a_year(desk: Desk) -> None:
    with in_national(), pytest.raises(Refused) as refusal:
        open_wave(
            questionnaire=desk.wave.questionnaire, opens_on=OPENS_ON, closes_on=CLOSES_ON,
            by=desk.cast.by,
        )  # fmt: skip
    assert refusal.value.message == "The 2004 wave exists already."


def test_a_draft_questionnaire_opens_no_wave(desk: Desk) -> None:
    draft = Questionnaire(code="X", year=2005, version=1, state="draft")
    with in_national(), pytest.raises(Refused) as refusal:
        open_wave(
            questionnaire=draft, opens_on=date(2005, 1, 1), closes_on=date(2005, 2, 1),
            by=desk.cast.by,
        )  # fmt: skip
    assert refusal.value.message == (
        "This questionnaire is still a draft. Publish it, then open the wave."
    )


def test_closing_twice_is_refused(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
        with pytest.raises(Refused) as refusal:
            close_wave(wave=desk.wave, by=desk.cast.by)
    assert refusal.value.message == "The 2004 survey is not open."


def facts(wave: Wave) -> tuple[Any, ...]:
    row = Wave.objects.get(pk=wave.pk)
    return row.state, row.opens_on, row.closes_on, row.reminder_days, bool(row.settled_at)


def drafted(desk: Desk, **given: Any) -> Wave:
    """A draft of 2005 with the questionnaire of 2004 under another year."""
    Wave.objects.filter(pk=desk.wave.pk).update(year=1999)
    dates = {"opens_on": date(2004, 10, 4), "closes_on": date(2004, 12, 17)} | given
    return create_wave(questionnaire=desk.wave.questionnaire, by=desk.cast.by, **dates)


def test_a_draft_has_no_returns_and_its_reminders_stand_in_order(desk: Desk) -> None:
    with in_national():
        wave = drafted(desk, reminder_days=[1, 10, 5, 10])
        assert facts(wave) == ("draft", date(2004, 10, 4), date(2004, 12, 17), [10, 5, 1], False)
        event = AuditEvent.objects.filter(name="wave.drafted").latest("id")
        assert (event.target, event.facts) == (f"returns.wave:{wave.pk}", {"year": 2004})
    with in_partnership(desk.cast.alpha.pk):
        assert not Return.objects.filter(wave=wave).exists()


def test_usual_reminders(desk: Desk) -> None:
    with in_national():
        assert drafted(desk).reminder_days == [10, 5, 1]


SWAPPED = "A wave closes after it opens. Swap the dates."
REMINDERS = "Give at most 10 reminders, each 0 to 60 working days before the due date."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"closes_on": date(2004, 10, 3)}, SWAPPED),
        ({"reminder_days": [61]}, REMINDERS),
        ({"reminder_days": [-1]}, REMINDERS),
        ({"reminder_days": list(range(11))}, REMINDERS),
    ],
)
def test_drafts_that_are_refused(desk: Desk, given: dict[str, Any], message: str) -> None:
    with in_national():
        with pytest.raises(Refused) as refusal:
            drafted(desk, **given)
        assert refusal.value.message == message
        assert Wave.objects.count() == 1


def test_dates_of_a_draft_change(desk: Desk) -> None:
    with in_national():
        wave = drafted(desk)
        change_wave(
            wave=wave, opens_on=date(2004, 11, 1), closes_on=date(2005, 1, 31),
            reminder_days=[], by=desk.cast.evaluator,
        )  # fmt: skip
        assert facts(wave) == ("draft", date(2004, 11, 1), date(2005, 1, 31), [], False)
        event = AuditEvent.objects.get(name="wave.changed")
        assert event.facts == {
            "year": 2004,
            "before": {
                "opens_on": "2004-10-04", "closes_on": "2004-12-17", "reminder_days": [10, 5, 1],
            },
            "after": {"opens_on": "2004-11-01", "closes_on": "2005-01-31", "reminder_days": []},
        }  # fmt: skip


def test_an_open_wave_keeps_its_opening_date(desk: Desk) -> None:
    def change(opens_on: date, closes_on: date = SOON) -> None:
        change_wave(
            wave=desk.wave, opens_on=opens_on, closes_on=closes_on, reminder_days=[3],
            by=desk.cast.by,
        )  # fmt: skip

    with in_national():
        with pytest.raises(Refused) as refusal:
            change(date(2004, 10, 5))
        assert refusal.value.message == (
            "The 2004 survey is open already, so its opening date stays as it is."
        )
        with pytest.raises(Refused, match="14 January 2005 has passed. Choose a working day"):
            change(OPENS_ON, date(2005, 1, 14))
        with pytest.raises(Refused, match="25 December 2098 is not a working day. The next one"):
            change(OPENS_ON, date(2098, 12, 25))
        change(OPENS_ON)
        assert facts(desk.wave) == ("open", OPENS_ON, SOON, [3], False)


def test_a_discarded_draft_is_gone_and_in_the_audit_trail(desk: Desk) -> None:
    with in_national():
        wave = drafted(desk)
        discard_wave(wave=wave, by=desk.cast.evaluator)
        assert list(Wave.objects.values_list("pk", flat=True)) == [desk.wave.pk]
        event = AuditEvent.objects.get(name="wave.discarded")
        assert (event.target, event.facts) == (f"returns.wave:{wave.pk}", {"year": 2004})
        with pytest.raises(Refused, match="has been opened, so it cannot be discarded"):
            discard_wave(wave=desk.wave, by=desk.cast.evaluator)


def test_a_closed_wave_keeps_its_dates(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
        with pytest.raises(Refused) as refusal:
            change_wave(
                wave=desk.wave, opens_on=OPENS_ON, closes_on=CLOSES_ON, reminder_days=[],
                by=desk.cast.by,
            )  # fmt: skip
    assert refusal.value.message == (
        "The 2004 survey is closed, so its dates cannot change. Give single partnerships more time"
        " instead."
    )


def test_settling(desk: Desk) -> None:
    with in_national():
        with pytest.raises(Refused) as refusal:
            settle_wave(wave=desk.wave, by=desk.cast.by)
        assert refusal.value.message == (
            "The 2004 survey is not closed yet. Close it, then settle it."
        )
        close_wave(wave=desk.wave, by=desk.cast.by)
        settle_wave(wave=desk.wave, by=desk.cast.evaluator)
        assert facts(desk.wave) == ("closed", OPENS_ON, CLOSES_ON, [10, 5, 1], True)
        assert desk.wave.settled_at is not None
        with pytest.raises(Refused) as refusal:
            settle_wave(wave=desk.wave, by=desk.cast.by)
        assert refusal.value.message == "The 2004 survey is settled already."
        events = AuditEvent.objects.filter(name="wave.settled").values_list("actor_words")
        assert list(events) == [("Evaluator",)]
