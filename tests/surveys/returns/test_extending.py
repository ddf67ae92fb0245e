"""More time for one partnership."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from portal.audit.models import AuditEvent
from portal.errors import Missing, Refused
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from portal.working_days import add_working_days
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.waves import close_wave, settle_wave
from surveys.returns.models import Return, Wave
from surveys.returns.openness import takes_answers
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])

SOON = add_working_days(timezone.localdate(), 5)
REASON = "The co-ordinator was ill."


def words(day: date) -> str:
    return date_format(day, "j F Y")


def extend(desk: Desk, until: date = SOON, reason: str = REASON, **more: Any) -> Return:
    given = {"partnership": desk.cast.alpha, "year": 2004} | more
    with in_national():
        return extend_return(until=until, reason=reason, by=desk.cast.evaluator, **given)


def test_the_partnership_works_on_and_its_team_is_told(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    extend(desk, reason=f" {REASON}\n")
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
        assert (row.extended_to, row.extension_reason, row.due_on) == (SOON, REASON, SOON)
        assert takes_answers(row, SOON)
        assert not takes_answers(row, SOON + timedelta(days=1))
        event = AuditEvent.objects.get(name="return.extended")
        assert (event.actor_words, event.reason) == ("Evaluator", REASON)
        assert event.facts == {"before": "2004-12-17", "until": SOON.isoformat()}
        mails = Delivery.objects.filter(kind="return_extended").order_by("email")
        assert list(mails.values_list("email", "subject", "body", "path")) == [
            (
                f"alpha_{who}@portal.example",
                f"Your 2004 annual return is now due on {words(SOON)}",
                f"The national evaluation team gave your partnership more time. The reason:\n{REASON}",
                "/p/alpha/return/2004/",
            )
            for who in ("chair", "coordinator")
        ]
    with in_partnership(desk.cast.beta.pk):
        assert desk.row().extended_to is None
        assert not takes_answers(desk.row(), SOON)
        assert not Delivery.objects.exists()


def test_a_second_extension_replaces_the_first(desk: Desk) -> None:
    extend(desk)
    later = add_working_days(SOON, 3)
    assert extend(desk, later, "Still ill.").due_on == later


SATURDAY = SOON + timedelta(days=(5 - SOON.weekday()) % 7 or 7)


@pytest.mark.parametrize(
    ("until", "reason", "message"),
    [
        (
            date(2004, 12, 17), REASON,
            "Every partnership has until 17 December 2004. Choose a later working day.",
        ),
        (
            date(2004, 12, 20), REASON,
            "20 December 2004 has passed. Choose a working day that is still to come.",
        ),
        (
            SATURDAY, REASON,
            f"{words(SATURDAY)} is not a working day."
            f" The next one is {words(add_working_days(SATURDAY, 1))}.",
        ),
        (SOON, " \n", "Say why the partnership gets more time. Its team reads the reason."),
    ],
)  # fmt: skip
def test_refusals(desk: Desk, until: date, reason: str, message: str) -> None:
    with pytest.raises(Refused) as refusal:
        extend(desk, until, reason)
    assert refusal.value.message == message
    with in_partnership(desk.cast.alpha.pk):
        assert desk.row().extended_to is None
        assert not Delivery.objects.exists()


def refusal_of(desk: Desk) -> str:
    with pytest.raises(Refused) as refusal:
        extend(desk)
    return refusal.value.message


def test_not_for_a_signed_off_return(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    assert refusal_of(desk) == (
        "The return of Alpha Partnership is signed off, so it needs no more time."
    )


def test_not_before_the_opening(desk: Desk) -> None:
    Wave.objects.update(state=Wave.State.DRAFT)
    assert refusal_of(desk) == ("The 2004 survey is not open yet. Change its closing date instead.")


def test_not_once_it_is_settled(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
        settle_wave(wave=desk.wave, by=desk.cast.by)
    assert refusal_of(desk) == (
        "The 2004 survey is settled: its results are final and nobody gets more time."
    )


def test_no_such_return(desk: Desk) -> None:
    with pytest.raises(Missing) as refusal:
        extend(desk, year=1999)
    assert refusal.value.message == "Alpha Partnership has no return in the 1999 survey."
