"""The team page, giving sections out, one given section, my sections: happy ways and refusals."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.returns.models import Effort
from tests.portal.web.markup import with_class, words
from tests.support.pages import Page
from tests.surveys.returns.partners import GIVE, MINE, TEAM, A, Partners, errors

DUE = date(2004, 11, 24)


def lines(page: Page) -> list[str]:
    """Sections that somebody has, as the team page says it."""
    return [
        words(li) for ul in with_class(page.tree, "portal-team__people") for li in ul.iter("li")
    ]


def told(page: Page) -> str:
    (box,) = with_class(page.tree, "portal-told")
    return words(box)


def counted(partners: Partners, path: str) -> int:
    pages = partners.as_(partners.by)
    pages.get(path)
    with CaptureQueriesContext(connection) as queries:
        pages.get(path)
    return len(queries)


class TestTeam:
    def test_nobody_has_anything_yet(self, partners: Partners) -> None:
        page = partners.as_(partners.by).get(TEAM)
        assert page.heading == "Who answers which section"
        assert "No section is given to anybody yet" in page.text
        assert lines(page) == []
        assert page.text.count("With the co-ordinator") == len(
            [s for s in partners.standing().progress.sections if s.state != "not_needed"]
        )

    def test_who_has_what_by_when(self, partners: Partners) -> None:
        partners.give("A", "C", to=partners.member, due_on=DUE)
        partners.give("C", to=partners.trust)
        page = partners.as_(partners.by).get(TEAM)
        changing = "Change what {} has of section {}"
        assert lines(page) == [
            f"AMAlpha Member, by 24 November 2004 Late {changing.format('Alpha Member', 1)}",
            f"AMAlpha Member, by 24 November 2004 Late {changing.format('Alpha Member', 3)}",
            f"Primary Care Trust {changing.format('Primary Care Trust', 3)}",
        ]

    @pytest.mark.parametrize("who", ["member", "chair"])
    def test_others_read_it(self, partners: Partners, who: str) -> None:
        partners.give("A", to=partners.member, due_on=DUE)
        page = partners.as_(getattr(partners, who)).get(TEAM)
        assert lines(page) == ["AMAlpha Member, by 24 November 2004 Late"]
        assert GIVE not in page.html

    def test_after_sign_off_it_is_read_only(self, partners: Partners) -> None:
        partners.give("A", to=partners.member, due_on=DUE)
        partners.desk.signed(partners.cast.alpha)
        page = partners.as_(partners.by).get(TEAM)
        assert lines(page) == ["AMAlpha Member, by 24 November 2004"]
        assert GIVE not in page.html
        assert "Signed off" in page.text

    def test_what_the_partners_say(self, partners: Partners) -> None:
        partners.desk.answer(partners.cast.alpha, partners.desk.complete(partners.cast.alpha))
        partners.say("A", "dissent", "We <never> met")
        page = partners.as_(partners.member).get(TEAM)
        assert "1 does not agree, 1 silent" in page.text
        assert "Primary Care Trust does not agree: We <never> met" in page.text

    def test_costs_the_same_for_one_and_for_three(self, partners: Partners) -> None:
        partners.give("A", to=partners.member)
        one = counted(partners, TEAM)
        partners.give("A", "B", to=partners.trust)
        assert counted(partners, TEAM) == one


class TestGiving:
    def test_says_who_is_told_before_the_click(self, partners: Partners) -> None:
        coordinator = partners.as_(partners.by)
        assert coordinator.get(f"{GIVE}?section=B").heading == "Give sections to somebody"
        query = f"?check=1&section=A&section=B&to=organisation-{partners.trust.pk}"
        page = coordinator.get(f"{GIVE}{query}&due_on=24/11/2004")
        assert page.heading == "Check before you give them out"
        assert told(page) == (
            "2 people are told by email as each has chosen: Alpha Member, Nora Nurse."
        )
        assert "24 November 2004 Has passed" in page.text
        assert partners.held() == []
        sent = {
            name: [e.get("value") for e in page.tree.iter("input") if e.get("name") == name]
            for name in ("section", "to", "due_on")
        }
        done = coordinator.post(GIVE, sent)
        assert done.heading == "Who answers which section"
        assert "2 sections are with Primary Care Trust now." in done.text
        assert partners.held() == [
            ("A", "Primary Care Trust", DUE),
            ("B", "Primary Care Trust", DUE),
        ]
        assert [name for name, _ in partners.mails()] == ["Alpha Member", "Nora Nurse"]

    def test_to_one_person_without_a_day(self, partners: Partners) -> None:
        coordinator = partners.as_(partners.by)
        query = f"?check=1&section=C&to=person-{partners.member.pk}"
        page = coordinator.get(f"{GIVE}{query}")
        assert page.heading == "Check before you give it out"
        assert told(page) == "1 person is told by email as each has chosen: Alpha Member."
        done = coordinator.post(GIVE, {"section": "C", "to": f"person-{partners.member.pk}"})
        assert "1 section is with Alpha Member now." in done.text

    def test_an_organisation_without_accounts(self, partners: Partners) -> None:
        query = f"?check=1&section=C&to=organisation-{partners.police.pk}"
        assert told(partners.as_(partners.by).get(f"{GIVE}{query}")).startswith(
            "Nobody is told by email: nobody else at Alphashire Police has an account here that"
            " can answer."
        )

    def test_what_is_missing_or_wrong(self, partners: Partners) -> None:
        page = partners.as_(partners.by).get(f"{GIVE}?check=1&due_on=31/2/2004")
        assert page.title.startswith("Error: ")
        assert errors(page) == [
            "Choose at least one section",
            "Choose a person or an organisation",
            "Enter a real day, such as 31/3/2004",
        ]
        hostile = "?check=1&section=<b>&to=person-999999999999999999999"
        assert len(errors(partners.as_(partners.by).get(f"{GIVE}{hostile}"))) == 2

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_what_is_refused_keeps_what_was_chosen(self, partners: Partners, method: str) -> None:
        partners.give("A", to=partners.member)
        chosen = {"section": ["A", "B"], "to": f"person-{partners.member.pk}", "check": "1"}
        coordinator = partners.as_(partners.by)
        options = {"data": chosen}
        page = getattr(coordinator, method)(GIVE, **options)
        assert page.status == 409
        assert errors(page) == [
            "Section 1 is with Alpha Member already. Leave out what they have, and change its day"
            " on the team page."
        ]
        ticked = [e.get("value") for e in page.tree.iter("input") if e.get("checked") is not None]
        assert ticked == ["A", "B"]
        assert partners.held() == [("A", "Alpha Member", None)]

    def test_after_sign_off(self, partners: Partners) -> None:
        partners.desk.signed(partners.cast.alpha)
        page = partners.as_(partners.by).get(GIVE)
        assert "This return has been signed off" in page.text
        assert 'name="section"' not in page.html
        chosen = {"section": "A", "to": f"person-{partners.member.pk}"}
        assert partners.as_(partners.by).post(GIVE, chosen).status == 409

    @pytest.mark.parametrize("who", ["member", "chair"])
    def test_who_may_not(self, partners: Partners, who: str) -> None:
        pages = partners.as_(getattr(partners, who))
        assert pages.get(GIVE).status == 403
        chosen = {"section": "A", "to": f"person-{partners.member.pk}"}
        assert pages.post(GIVE, chosen).status == 403
        assert partners.held() == []

    def test_another_partnership_and_another_year(self, partners: Partners) -> None:
        coordinator = partners.as_(partners.by)
        assert coordinator.get(GIVE.replace("alpha", "beta")).status == 404
        assert coordinator.get(GIVE.replace("2004", "1999")).status == 404

    def test_costs_the_same_for_one_and_for_three(self, partners: Partners) -> None:
        query = f"?check=1&section=A&to=organisation-{partners.trust.pk}"
        one = counted(partners, f"{GIVE}{query}")
        for name in ("Third", "Fourth"):
            partners.person(partners.trust, partners.account(f"{name} Nurse"))
        assert counted(partners, f"{GIVE}{query}&section=B&section=C") == one


class TestGiven:
    def test_another_day(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.trust, due_on=DUE)
        coordinator = partners.as_(partners.by)
        page = coordinator.get(f"{TEAM}{given.pk}/")
        assert page.heading == f"3. {partners.desk.form.sections[2].title}"
        assert told(page).startswith("2 people are told by email")
        done = coordinator.post(f"{TEAM}{given.pk}/", {"then": "date", "due_on": "2004-12-01"})
        assert "The day is saved for Primary Care Trust." in done.text
        assert partners.held() == [("C", "Primary Care Trust", date(2004, 12, 1))]

    def test_taking_it_back(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member)
        coordinator = partners.as_(partners.by)
        done = coordinator.post(f"{TEAM}{given.pk}/", {"then": "withdraw"})
        assert "Alpha Member no longer has this section." in done.text
        assert partners.held() == []
        again = coordinator.post(f"{TEAM}{given.pk}/", {"then": "withdraw"})
        assert again.status == 404

    def test_a_day_that_is_none_or_too_late(self, partners: Partners) -> None:
        (given,) = partners.give("C", to=partners.member, due_on=DUE)
        coordinator = partners.as_(partners.by)
        wrong = coordinator.post(f"{TEAM}{given.pk}/", {"due_on": "soon"})
        assert errors(wrong) == ["Enter a real day, such as 31/3/2004"]
        late = coordinator.post(f"{TEAM}{given.pk}/", {"due_on": "2005-01-01"})
        assert late.status == 409
        assert errors(late) == [
            "Choose a day between 4 October 2004, when the survey opens, and 17 December 2004,"
            " when the return is due."
        ]
        assert partners.held() == [("C", "Alpha Member", DUE)]

    def test_after_sign_off(self, partners: Partners) -> None:
        (given,) = partners.give("A", to=partners.member)
        partners.desk.signed(partners.cast.alpha)
        coordinator = partners.as_(partners.by)
        assert "Take it back" not in coordinator.get(f"{TEAM}{given.pk}/").text
        assert coordinator.post(f"{TEAM}{given.pk}/", {"then": "withdraw"}).status == 409
        assert partners.held() == [("A", "Alpha Member", None)]

    def test_who_may_not(self, partners: Partners) -> None:
        (given,) = partners.give("A", to=partners.member)
        for who in (partners.member, partners.chair):
            assert partners.as_(who).get(f"{TEAM}{given.pk}/").status == 403
            assert partners.as_(who).post(f"{TEAM}{given.pk}/", {"then": "withdraw"}).status == 403
        beta = partners.as_(partners.cast.beta_coordinator)
        assert beta.get(f"/p/beta/return/2004/team/{given.pk}/").status == 404
        assert partners.held() == [("A", "Alpha Member", None)]


class TestMine:
    def test_somebodys_sections(self, partners: Partners) -> None:
        partners.give("C", to=partners.trust, due_on=DUE)
        partners.give("A", to=partners.member)
        page = partners.as_(partners.member).get(MINE)
        assert page.heading == "My sections"
        (tasks,) = with_class(page.tree, "govuk-task-list")
        first, third = partners.desk.form.sections[0], partners.desk.form.sections[2]
        assert [words(li) for li in tasks.iter("li")] == [
            f"1. {first.title}Given to youNot started",
            f"3. {third.title}Given to Primary Care Trust; due 24 November 2004Cannot start yet",
        ]

    def test_none(self, partners: Partners) -> None:
        page = partners.as_(partners.member).get(MINE)
        assert "No section is given to you" in page.text
        assert "ask Alpha Coordinator." in page.text

    def test_after_sign_off(self, partners: Partners) -> None:
        partners.give("A", to=partners.member)
        partners.desk.signed(partners.cast.alpha)
        page = partners.as_(partners.member).get(MINE)
        assert "The answers cannot change now. You can read them." in page.text
        assert "Signed off" in page.text

    def test_costs_the_same_for_one_and_for_three(self, partners: Partners) -> None:
        partners.give("A", to=partners.by)
        one = counted(partners, MINE)
        partners.give("B", "C", to=partners.by)
        assert counted(partners, MINE) == one


class TestElsewhere:
    """What other pages show of the team."""

    def test_the_first_page_counts_somebodys_sections(self, partners: Partners) -> None:
        member = partners.as_(partners.member)
        assert "given to you" not in member.get("/p/alpha/").text
        partners.give("A", to=partners.member)
        line = "1 section is given to you; 1 still to do. My sections"
        assert line in member.get("/p/alpha/").text
        partners.give("B", to=partners.trust)
        partners.desk.answer(partners.cast.alpha, partners.desk.complete(partners.cast.alpha))
        line = "2 sections are given to you; nothing left to do. My sections"
        assert line in member.get("/p/alpha/").text

    def test_the_task_list_shows_the_time_it_took(self, partners: Partners) -> None:
        assert "Time it took so far" not in partners.as_(partners.by).get(A).text
        with partners.room() as annual_return:
            Effort.objects.create(
                annual_return=annual_return,
                section="B",
                person=partners.member,
                seconds=600,
                last_seen_at=timezone.now(),
            )
        page = partners.as_(partners.by).get(A)
        assert "Time it took so far 10 minutes by 1 person" in page.text
        (times,) = with_class(page.tree, "portal-burden")
        title = partners.desk.form.sections[1].title
        assert words(times) == f"2. {title}10 minutes by 1 person"
