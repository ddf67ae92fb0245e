"""Measuring time and seeing who is there."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.tenancy.context import in_partnership
from surveys.returns.domain.effort import touch
from surveys.returns.models import Effort
from surveys.returns.presence import Here, here_now, here_words
from tests.surveys.returns.desk import Desk

NOON = datetime(2004, 11, 3, 12, tzinfo=UTC)


def seen(desk: Desk, *after: float, section: str = "A", who: str = "alpha_coordinator") -> None:
    """Seen in the section so many seconds after noon."""
    with in_partnership(desk.cast.alpha.pk):
        for seconds in after:
            now = NOON + timedelta(seconds=seconds)
            touch(annual_return=desk.row(), section=section, by=desk.cast.users[who], now=now)


def seconds(desk: Desk) -> list[int]:
    with in_partnership(desk.cast.alpha.pk):
        return list(Effort.objects.order_by("id").values_list("seconds", flat=True))


@pytest.mark.parametrize(
    ("moments", "total"),
    [
        ([0], 0),
        ([0, 60, 120], 120),
        ([0, 300], 300),
        ([0, 301], 0),
        ([0, 60, 1000, 1030], 90),
        ([60, 0, 90], 30),
        ([n * 0.4 for n in range(101)], 40),
    ],
)
def test_touch_counts_time_at_work(desk: Desk, moments: list[float], total: int) -> None:
    """Gaps of more than five minutes were spent elsewhere; small steps are not lost to rounding."""
    seen(desk, *moments)
    assert seconds(desk) == [total]


def test_touch_counts_people_and_sections_apart(desk: Desk) -> None:
    seen(desk, 0, 60)
    seen(desk, 0, 30, section="B")
    seen(desk, 0, 10, who="alpha_member")
    assert seconds(desk) == [60, 30, 10]


def test_here_now_has_each_person_where_they_were_last(desk: Desk) -> None:
    seen(desk, 0)
    seen(desk, 30, section="B")
    seen(desk, 10, who="alpha_member")
    seen(desk, -200, who="alpha_chair")
    now = NOON + timedelta(seconds=100)
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
        everybody = here_now(row, now=now)
        in_a = here_now(row, "A", now=now)
        others = here_now(row, but=desk.cast.alpha_member, now=now)
        later = here_now(row, now=now + timedelta(seconds=31))
    coordinator = Here(desk.cast.alpha_coordinator, "B", NOON + timedelta(seconds=30))
    member = Here(desk.cast.alpha_member, "A", NOON + timedelta(seconds=10))
    assert (everybody, in_a, others) == ([coordinator, member], [member], [coordinator])
    assert later == [coordinator]


def test_here_words(desk: Desk) -> None:
    people = [
        Here(desk.cast.users[f"alpha_{role}"], "A", NOON)
        for role in ("chair", "coordinator", "member")
    ]
    assert here_words([]) == ""
    assert here_words(people[:1]) == "Alpha Chair is in this section now."
    assert here_words(people) == (
        "Alpha Chair, Alpha Coordinator and Alpha Member are in this section now."
    )
