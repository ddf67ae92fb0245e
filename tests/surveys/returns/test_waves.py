"""Opening and closing a wave."""

from datetime import date

import pytest

from portal.errors import Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.questionnaires.models import Questionnaire
from surveys.returns.domain.waves import close_wave, open_wave
from surveys.returns.models import Return
from tests.surveys.returns.desk import CLOSES_ON, OPENS_ON, Desk


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
