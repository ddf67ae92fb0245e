"""What a return took, in minutes and people, and what the returns of a wave took together."""

import pytest
from django.utils import timezone

from portal.tenancy.context import in_national, in_partnership
from surveys.returns.burden import (
    Burden,
    SectionBurden,
    WaveBurden,
    burden_of,
    burden_of_wave,
    minutes_words,
    summed,
)
from surveys.returns.models import Effort
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.partners import Partners


def spend(partners: Partners, **seconds: int) -> None:
    """`coordinator_A=90`: that person's time in that section."""
    with partners.room() as annual_return:
        for key, each in seconds.items():
            who, section = key.split("_")
            Effort.objects.create(
                annual_return=annual_return,
                section=section,
                person=partners.cast.users[f"alpha_{who}"],
                seconds=each,
                last_seen_at=timezone.now(),
            )


def spent(desk: Desk, place: str, **seconds: int) -> None:
    """The co-ordinator's time in sections of the return of alpha or beta."""
    with in_partnership(getattr(desk.cast, place).pk):
        for section, each in seconds.items():
            Effort.objects.create(
                annual_return=desk.row(),
                section=section,
                person=desk.cast.users[f"{place}_coordinator"],
                seconds=each,
                last_seen_at=timezone.now(),
            )


def measured(partners: Partners) -> Burden:
    with partners.room() as annual_return:
        return burden_of(annual_return)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (100, "1 hour 40 minutes"),
        (120, "2 hours"),
        (2.5, "3 minutes"),
    ],
)
def test_minutes_in_words(minutes: float, words: str) -> None:
    assert minutes_words(minutes) == words


class TestOneReturn:
    def test_minutes_and_people_by_section_and_in_all(self, partners: Partners) -> None:
        spend(partners, coordinator_A=3_600, member_A=1_800, coordinator_B=600, chair_C=0)
        found = measured(partners)
        assert found.sections == {
            "A": {"minutes": 90, "people": 2},
            "B": {"minutes": 10, "people": 1},
        }
        assert (found.minutes, found.people) == (100, 2)
        assert found.words == "1 hour 40 minutes by 2 people"
        assert (found.of("B"), found.of("C")) == ("10 minutes by 1 person", "")

    def test_nobodys_time_is_nothing(self, partners: Partners) -> None:
        spend(partners, member_A=1)
        assert measured(partners).words == "1 minute by 1 person"

    def test_rounds_to_whole_minutes(self, partners: Partners) -> None:
        spend(partners, member_A=89, member_B=90)
        assert [each["minutes"] for each in measured(partners).sections.values()] == [1, 2]

    def test_before_anybody_began(self, partners: Partners) -> None:
        assert measured(partners) == Burden({}, 0, 0)
        assert measured(partners).words == ""

    def test_another_partnerships_time_counts_nothing(self, partners: Partners) -> None:
        spend(partners, member_A=600)
        with in_partnership(partners.cast.beta.pk):
            assert burden_of(partners.desk.row()).people == 0


class TestWave:
    def test_medians_and_totals(self) -> None:
        found = summed(
            [
                {"A": {"minutes": 10, "people": 1}, "B": {"minutes": 30, "people": 2}},
                {"A": {"minutes": 20, "people": 1}},
                {"A": {"minutes": 60, "people": 4}, "B": {"minutes": 31, "people": 1}},
                {"A": {"minutes": 21, "people": 1}},
            ]
        )
        assert found == WaveBurden(
            returns=4,
            median=30.5,
            total=172,
            sections={"A": SectionBurden(20.5, 111, 4), "B": SectionBurden(30.5, 61, 2)},
        )

    def test_of_no_returns(self) -> None:
        assert summed([]) == WaveBurden(0, 0, 0, {})

    def test_read_nationally_over_signed_off_returns(self, committed: Desk) -> None:
        with in_national():
            assert burden_of_wave(committed.wave) == WaveBurden()
        spent(committed, "alpha", A=720)
        spent(committed, "beta", A=780)
        committed.signed(committed.cast.alpha)
        with in_national():
            assert burden_of_wave(committed.wave) == WaveBurden(
                1, 12, 12, {"A": SectionBurden(12, 12, 1)}
            )
        committed.signed(committed.cast.beta)
        with in_national():
            assert burden_of_wave(committed.wave) == WaveBurden(
                2, 12.5, 25, {"A": SectionBurden(12.5, 25, 2)}
            )

    def test_returns_that_nobody_measured_count_nothing(self, committed: Desk) -> None:
        committed.signed(committed.cast.alpha)
        with in_national():
            assert burden_of_wave(committed.wave) == WaveBurden()
