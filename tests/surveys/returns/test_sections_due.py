"""Reminders of sections: ahead and on the day, on working days, once each, only what is open."""

from datetime import date

import pytest

from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.returns.domain.sections_due import remind_of_sections
from surveys.returns.domain.signing import send_back
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Assignment, Return
from surveys.returns.standing import standing_of
from surveys.returns.tasks import remind_of_sections as by_the_clock
from tests.surveys.returns.partners import A, Partners

CLOCK = System("reminders")
DUE = date(2004, 11, 24)  # a Wednesday; three working days before it is Friday the 19th
FRIDAY, SATURDAY, MONDAY = date(2004, 11, 19), date(2004, 11, 20), date(2004, 11, 22)
WAS_DUE = "Section 3 of the return was due on 24 November 2004"
IS_DUE = "Section 3 of the return is due on 24 November 2004"


def remind(partners: Partners, today: date) -> int:
    with partners.room():
        return remind_of_sections(today=today, by=CLOCK)


@pytest.mark.parametrize(
    ("today", "made"),
    [
        (date(2004, 11, 18), 0),
        (FRIDAY, 1),
        (SATURDAY, 0),
        (MONDAY, 1),
        (DUE, 1),
        (date(2004, 12, 28), 0),  # a bank holiday
    ],
)
def test_from_three_working_days_ahead_on_working_days(
    partners: Partners, today: date, made: int
) -> None:
    partners.give("C", to=partners.member, due_on=DUE)
    assert remind(partners, today) == made


def test_once_ahead_and_once_when_the_day_has_come(partners: Partners) -> None:
    partners.give("C", to=partners.member, due_on=DUE)
    made = [remind(partners, d) for d in (FRIDAY, FRIDAY, MONDAY, DUE, DUE, date(2004, 11, 25))]
    assert made == [1, 0, 0, 1, 0, 0]
    assert partners.facts("sections.reminded") == [("system: reminders", "", {"emails": 1})] * 2
    assert partners.mails("section_due") == [("Alpha Member", IS_DUE), ("Alpha Member", WAS_DUE)]
    assert partners.letter("section_due") == (
        "This section of the 2004 annual return is with you, and is not complete:\n\n"
        f"Section 3: {partners.desk.form.sections[2].title}\n\nIt was due on 24 November 2004.",
        f"{A}mine/",
    )


def test_one_email_for_all_sections_of_a_day(partners: Partners) -> None:
    partners.give("B", "A", to=partners.trust, due_on=DUE)
    partners.give("C", "A", to=partners.member, due_on=DUE)
    assert remind(partners, FRIDAY) == 2
    assert partners.mails("section_due") == [
        ("Alpha Member", "3 sections of the return are due on 24 November 2004"),
        ("Nora Nurse", "2 sections of the return are due on 24 November 2004"),
    ]
    body, _ = partners.letter("section_due")
    assert body.startswith(
        "These sections of the 2004 annual return are with you, and are not complete:"
    )
    assert body.endswith("They are due on 24 November 2004.")


def test_a_section_given_later_is_told_of_alone(partners: Partners) -> None:
    """Of the same day: told of neither by the earlier email nor twice; not when others are done."""
    partners.give("A", "B", to=partners.member, due_on=DUE)
    assert remind(partners, FRIDAY) == 1
    partners.give("C", to=partners.member, due_on=DUE)
    assert [remind(partners, day) for day in (FRIDAY, MONDAY, MONDAY)] == [1, 0, 0]
    assert partners.mails("section_due")[-1] == ("Alpha Member", IS_DUE)
    complete = partners.desk.complete(partners.cast.alpha)
    inside = {q.code for q in partners.desk.form.sections[0].questions}
    partners.desk.answer(partners.cast.alpha, {k: v for k, v in complete.items() if k in inside})
    assert remind(partners, MONDAY) == 0
    assert remind(partners, DUE) == 1


def test_a_new_day_is_told_of_again(partners: Partners) -> None:
    (given,) = partners.give("C", to=partners.member, due_on=DUE)
    assert remind(partners, DUE) == 1
    with partners.room():
        Assignment.objects.filter(pk=given.pk).update(due_on=date(2004, 11, 26))
    assert remind(partners, DUE) == 1


def test_nobody_is_chased_who_owes_nothing(partners: Partners) -> None:
    """Complete and unneeded sections, sections without a day, people without a role."""
    partners.desk.answer(partners.cast.alpha, partners.desk.complete(partners.cast.alpha))
    progress = {s.code: s.state for s in partners.standing().progress.sections}
    assert set(progress.values()) <= {"complete", "not_needed"}
    partners.give(*progress, to=partners.member, due_on=DUE)
    partners.give("A", to=partners.police, due_on=DUE)
    assert remind(partners, DUE) == 0
    partners.desk.answer(partners.cast.alpha, {"A01": None})
    assert remind(partners, DUE) == 1
    partners.give("A", to=partners.nurse)
    assert remind(partners, DUE) == 0


def test_nothing_while_answers_cannot_change(partners: Partners) -> None:
    partners.give("C", to=partners.member, due_on=DUE)
    with partners.room():
        Return.objects.update(state="ready")
    assert remind(partners, DUE) == 0
    with partners.room() as annual_return:
        send_back(annual_return=annual_return, by=partners.chair, reason="More")
    with in_national():
        close_wave(wave=partners.desk.wave, by=partners.cast.by)
    assert remind(partners, DUE) == 0
    with partners.room():
        Return.objects.update(extended_to=DUE)
    assert remind(partners, date(2004, 11, 25)) == 0
    assert remind(partners, DUE) == 1


def test_complete_sections_of_a_reopened_return(partners: Partners) -> None:
    answers = partners.desk.complete(partners.cast.alpha)
    partners.desk.answer(partners.cast.alpha, answers)
    partners.give("A", "C", to=partners.member, due_on=DUE)
    with partners.room() as annual_return:
        Return.objects.update(state="reopened", reopened_sections=["C"])
        assert standing_of(annual_return).progress.done
    assert remind(partners, DUE) == 0


def test_by_the_clock_everywhere(partners: Partners) -> None:
    partners.give("C", to=partners.member, due_on=DUE)
    by_the_clock()  # long after; on a day of rest nothing is sent
    assert partners.mails("section_due") in ([], [("Alpha Member", WAS_DUE)])
