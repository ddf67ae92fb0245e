"""Giving sections to people and organisations, changing days, taking back; who may then write."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from partnerships.membership.permissions import P
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.errors import Missing, PortalError, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.team import (
    assign_section,
    assign_sections,
    change_due_date,
    withdraw_assignment,
)
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Assignment, Return
from surveys.returns.own_sections import sections_of
from surveys.returns.queries.team import assignment_of
from surveys.returns.standing import standing_of
from surveys.returns.writing import writable
from tests.surveys.returns.desk import A
from tests.surveys.returns.partners import Partners

DAY, LATER = date(2004, 11, 19), date(2004, 12, 3)
ALREADY = " already. Leave out what they have, and change its day on the team page."


def may(role: str) -> Callable[[P], bool]:
    return PARTNERSHIP_ROLES[role].rights.__contains__


def refused(work: Callable[[], Any], error: type[PortalError] = Refused) -> str:
    with pytest.raises(error) as refusal:
        work()
    return refusal.value.message


class TestGiving:
    def test_a_section_to_a_person(self, partners: Partners) -> None:
        with partners.room() as annual_return:
            assign_section(
                annual_return=annual_return,
                section="C",
                person=partners.member,
                due_on=DAY,
                by=partners.by,
            )
        assert partners.held() == [("C", "Alpha Member", DAY)]
        assert partners.facts("section.assigned") == [
            (
                "Alpha Coordinator",
                "",
                {"section": "C", "to": "Alpha Member", "due_on": "19 November 2004"},
            )
        ]
        assert partners.mails() == [
            ("Alpha Member", "You are asked to answer a section of the return")
        ]
        title = partners.desk.form.sections[2].title
        assert partners.letter() == (
            "Alpha Coordinator asks you to answer a section of the 2004 annual return:\n\n"
            f"Section 3: {title}\n\nIt should be done by 19 November 2004.",
            f"{A}mine/",
        )

    def test_several_to_an_organisation_make_one_email_for_each_member(
        self, partners: Partners
    ) -> None:
        partners.person(partners.trust, partners.chair)  # signs off, so cannot answer
        partners.give("B", "A", to=partners.trust)
        assert partners.held() == [
            ("A", "Primary Care Trust", None),
            ("B", "Primary Care Trust", None),
        ]
        subject = "You are asked to answer 2 sections of the return"
        assert partners.mails() == [("Alpha Member", subject), ("Nora Nurse", subject)]
        first, second = partners.desk.form.sections[:2]
        assert partners.letter()[0] == (
            "Alpha Coordinator asks members of Primary Care Trust to answer 2 sections of the 2004"
            f" annual return:\n\nSection 1: {first.title}\nSection 2: {second.title}\n\n"
            "No day is set."
        )

    def test_nobody_is_told_of_what_they_do_themselves(self, partners: Partners) -> None:
        partners.give("A", to=partners.by)
        partners.give("A", to=partners.police)
        assert partners.held() == [
            ("A", "Alpha Coordinator", None),
            ("A", "Alphashire Police", None),
        ]
        assert partners.mails() == []

    def test_refusals_change_nothing(self, partners: Partners) -> None:
        partners.give("A", "B", to=partners.member)
        before = partners.held(), partners.mails()
        gone = partners.organisation("Gone Trust", left_on=date(2004, 1, 1))
        give = partners.give
        assert refused(lambda: give(to=partners.member)) == "Choose at least one section."
        assert refused(lambda: give("A", "Z", to=partners.nurse)) == (
            "The questionnaire has no such section. Choose from the list."
        )
        assert refused(lambda: give("A", to=partners.chair)) == (
            "Alpha Chair cannot answer questions here. Choose a member of the partnership, or"
            " invite them as one first."
        )
        assert refused(lambda: give("A", to=partners.cast.beta_member)).startswith("Beta Member ")
        assert refused(lambda: give("A", to=gone)) == (
            "Gone Trust has left the partnership. Choose another organisation."
        )
        between = (
            "Choose a day between 4 October 2004, when the survey opens, and 17 December 2004, when"
            " the return is due."
        )
        for day in (date(2004, 10, 3), date(2004, 12, 18)):
            assert refused(lambda day=day: give("C", to=partners.nurse, due_on=day)) == between
        assert refused(lambda: give("A", "C", to=partners.member)) == (
            f"Section 1 is with Alpha Member{ALREADY}"
        )
        assert refused(lambda: give("A", "B", "C", to=partners.member)) == (
            f"Sections 1 and 2 are with Alpha Member{ALREADY}"
        )
        assert (partners.held(), partners.mails()) == before

    @pytest.mark.parametrize("both", [True, False])
    def test_to_one_only(self, partners: Partners, both: bool) -> None:
        whose = {"person": partners.member, "organisation": partners.trust} if both else {}
        with partners.room() as annual_return:
            words = refused(
                lambda: assign_sections(
                    annual_return=annual_return, sections=["A"], by=partners.by, **whose
                )
            )
        assert words == "Choose one person or one organisation."

    def test_more_time_moves_the_last_day(self, partners: Partners) -> None:
        with partners.room():
            Return.objects.update(extended_to=date(2005, 1, 14))
        partners.give("A", to=partners.member, due_on=date(2005, 1, 14))
        assert partners.held() == [("A", "Alpha Member", date(2005, 1, 14))]

    def test_not_after_sign_off(self, partners: Partners) -> None:
        (given,) = partners.give("A", to=partners.member)
        partners.desk.signed(partners.cast.alpha)
        signed_off = (
            "This return has been signed off, so its answers cannot change. Ask the national"
            " evaluation team to reopen it if something has to."
        )
        assert refused(lambda: partners.give("B", to=partners.member)) == signed_off
        with partners.room():
            change = {"assignment": given, "by": partners.by}
            assert refused(lambda: withdraw_assignment(**change)) == signed_off
            assert refused(lambda: change_due_date(**change, due_on=DAY)) == signed_off

    def test_not_after_the_wave_has_closed(self, partners: Partners) -> None:
        with in_national():
            close_wave(wave=partners.desk.wave, by=partners.cast.by)
        assert refused(lambda: partners.give("B", to=partners.member)) == (
            "The 2004 survey is closed. Ask the national evaluation team for more time if you"
            " need it."
        )


class TestChanging:
    def test_another_day(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member, due_on=DAY)
        with partners.room():
            change_due_date(assignment=given, due_on=LATER, by=partners.by)
        assert partners.held() == [("C", "Alpha Member", LATER)]
        assert partners.facts("section.due_changed") == [
            (
                "Alpha Coordinator",
                "",
                {
                    "section": "C",
                    "to": "Alpha Member",
                    "due_on": "3 December 2004",
                    "before": "19 November 2004",
                },
            )
        ]
        assert partners.mails()[0] == (
            "Alpha Member",
            "Another day for section 3 of the return",
        )
        assert partners.letter()[0].endswith("\nIt should be done by 3 December 2004.")

    def test_the_same_day_tells_nobody(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member, due_on=DAY)
        with partners.room():
            change_due_date(assignment=given, due_on=DAY, by=partners.by)
        assert len(partners.mails()) == 1
        assert partners.facts("section.due_changed") == []

    def test_no_day_any_more(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.trust, due_on=DAY)
        with partners.room():
            change_due_date(assignment=given, due_on=None, by=partners.by)
        assert partners.held() == [("C", "Primary Care Trust", None)]
        assert partners.letter()[0] == (
            "Alpha Coordinator changed the day for a section that members of Primary Care Trust"
            f" answer:\nSection 3: {partners.desk.form.sections[2].title}\nNo day is set."
        )

    def test_a_day_outside_the_survey(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member, due_on=DAY)
        with partners.room():
            words = refused(
                lambda: change_due_date(assignment=given, due_on=date(2005, 1, 1), by=partners.by)
            )
        assert words.startswith("Choose a day between 4 October 2004")
        assert partners.held() == [("C", "Alpha Member", DAY)]


class TestTakingBack:
    def test_takes_the_section_back_and_tells(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member)
        with partners.room():
            withdraw_assignment(assignment=given, by=partners.by)
        assert partners.held() == []
        assert partners.facts("section.taken_back") == [
            ("Alpha Coordinator", "", {"section": "C", "to": "Alpha Member", "due_on": ""})
        ]
        assert partners.mails()[0] == (
            "Alpha Member",
            "Section 3 of the return is no longer with you",
        )
        assert partners.letter()[0] == (
            "Alpha Coordinator took back a section that you were asked to answer:\n"
            f"Section 3: {partners.desk.form.sections[2].title}\n"
            "What has been answered stays. There is nothing for you to do."
        )

    def test_twice(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member)
        gone = "This section was taken back meanwhile. Open the team page again."
        with partners.room():
            again = Assignment.objects.select_related("annual_return").get(pk=given.pk)
            withdraw_assignment(assignment=given, by=partners.by)
            take = {"assignment": again, "by": partners.by}
            assert refused(lambda: withdraw_assignment(**take), Missing) == gone
            assert refused(lambda: change_due_date(**take, due_on=DAY), Missing) == gone


class TestWritable:
    def test_by_right_and_by_what_was_given(self, partners: Partners) -> None:
        partners.give("A", to=partners.member)
        partners.give("B", "A", to=partners.trust)
        partners.give("C", to=partners.nurse)
        with partners.room() as annual_return:
            standing = standing_of(annual_return)
            assert writable(standing, partners.by, may("coordinator")) is None
            assert writable(annual_return, partners.member, may("member")) == {"A", "B"}
            assert writable(standing, partners.nurse, may("member")) == {"A", "B", "C"}
            assert writable(standing, partners.chair, may("chair")) == frozenset()
            assert writable(standing, partners.member, may("chair")) == frozenset()

    def test_who_left_the_organisation_writes_no_more(self, partners: Partners) -> None:
        partners.give("B", to=partners.police)
        former = partners.account("Old Hand")
        partners.person(partners.police, former, until=date(2004, 1, 1))
        with partners.room() as annual_return:
            assert writable(annual_return, former, may("member")) == frozenset()
            assert writable(annual_return, partners.member, may("member")) == frozenset()

    def test_another_partnerships_sections_count_nothing(self, partners: Partners) -> None:
        partners.give("A", to=partners.member)
        with in_partnership(partners.cast.beta.pk):
            theirs = partners.desk.row()
            assert writable(theirs, partners.member, may("member")) == frozenset()

    def test_costs_one_query_at_most(
        self, partners: Partners, django_assert_num_queries: Any
    ) -> None:
        partners.give("A", "B", "C", to=partners.member)
        with partners.room() as annual_return:
            with django_assert_num_queries(1):
                writable(annual_return, partners.member, may("member"))
            with django_assert_num_queries(0):
                writable(annual_return, partners.by, may("coordinator"))


class TestOwnSections:
    def test_each_section_once_in_order(self, partners: Partners) -> None:
        partners.give("C", "A", to=partners.trust, due_on=LATER)
        partners.give("A", to=partners.member, due_on=DAY)
        partners.give("B", to=partners.nurse)
        with partners.room() as annual_return:
            own = sections_of(partners.member, annual_return)
            assert sections_of(partners.by, annual_return) == []
        assert [(o.section.code, o.whose, o.due_on) for o in own] == [
            ("A", "Given to you and Primary Care Trust", DAY),
            ("C", "Given to Primary Care Trust", LATER),
        ]

    def test_assignments_stay_in_their_partnership(self, partners: Partners) -> None:
        (given,) = partners.give("A", to=partners.member)
        with in_partnership(partners.cast.beta.pk):
            assert assignment_of(partners.desk.row(), given.pk) is None
