"""What the database itself keeps of circulated and confirmed minutes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from partnerships.meetings.models import (
    Attendance,
    Meeting,
    Minutes,
    MinutesVersion,
    Passage,
)
from tests.partnerships.meetings.minuted import Minuted


def goes(state: str) -> bool:
    try:
        with transaction.atomic():
            Minutes.objects.update(state=state)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


WAY = {"circulated": {"circulated", "draft"}, "confirmed": {"confirmed", "published"},
       "published": {"published"}}  # fmt: skip


@pytest.mark.parametrize("state", WAY)
def test_the_database_knows_the_way_of_minutes(minuted: Minuted, state: str) -> None:
    minuted.circulate()
    if state != "circulated":
        minuted.confirm()
    if state == "published":
        minuted.publish()
    assert {s for s in Minutes.State.values if goes(s)} == WAY[state]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Minutes.objects.update(confirmed_by=None),
        lambda: Minutes.objects.update(amend_until=date(2004, 1, 1)),
        lambda: Passage.objects.update(text="Something else"),
        lambda: Passage.objects.all()._raw_delete("default"),
        lambda: Attendance.objects.update(kind="present"),
        lambda: Attendance.objects.all()._raw_delete("default"),
        lambda: Attendance.objects.create(
            meeting=Meeting.objects.get(title="March board"), name="Late", kind="observer"
        ),
    ],
)
def test_the_database_keeps_confirmed_minutes(minuted: Minuted, change) -> None:
    minuted.circulate()
    minuted.confirm()
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_keeps_circulated_minutes_and_every_version(minuted: Minuted) -> None:
    minuted.circulate()
    for act in (
        lambda: Minutes.objects.all()._raw_delete("default"),
        lambda: MinutesVersion.objects.update(sha256="0" * 64),
        lambda: MinutesVersion.objects.all()._raw_delete("default"),
    ):
        with (
            pytest.raises(Exception, match="never deleted|permission denied"),
            transaction.atomic(),
        ):
            act()
