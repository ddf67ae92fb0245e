"""The page on which an organisation says what it thinks: one, several, none; every refusal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.returns.domain.signing import sign_off
from tests.portal.web.markup import with_class, words
from tests.support.pages import Page
from tests.surveys.returns.partners import ENDORSE, Partners, errors

TRUST = "Primary Care Trust"
CONFLICT = (
    "The answers of section 1 changed after you opened this page. Read them again, then say what"
    " your organisation thinks. Nothing has been saved yet."
)
CHANGED = (
    f"What {TRUST} says about section 1 changed after you opened this page. Read it again, then say"
    " what your organisation thinks. Nothing has been saved yet."
)


@pytest.fixture
def answered(partners: Partners) -> Partners:
    """A partnership with all answers in."""
    partners.desk.answer(partners.cast.alpha, partners.desk.complete(partners.cast.alpha))
    return partners


def fields(page: Page) -> dict[str, str]:
    """What the page's form would send as it stands."""
    found = {}
    for element in page.tree.iter("input"):
        name = element.get("name") or ""
        if element.get("type") == "radio" and element.get("checked") is None:
            continue
        if "-" in name or name == "organisation":
            found[name] = element.get("value") or ""
    return found


def ticked(page: Page) -> dict[str, str]:
    """Section → verdict that is chosen."""
    sent = fields(page)
    return {k.split("-")[0]: v for k, v in sent.items() if k.endswith("-verdict")}


class TestOneOrganisation:
    def test_several_sections_at_once(self, answered: Partners) -> None:
        member = answered.as_(answered.member)
        page = member.get(ENDORSE)
        assert page.heading == f"What {TRUST} says about the answers"
        assert set(ticked(page).values()) == {"silent"}
        said = {"A-verdict": "endorse", "B-verdict": "dissent", "B-note": "We <never> met"}
        done = member.post(ENDORSE, fields(page) | said)
        assert f"What {TRUST} says about 2 sections is saved." in done.text
        assert answered.spoken() == [
            ("A", TRUST, "endorse", "", "Alpha Member"),
            ("B", TRUST, "dissent", "We <never> met", "Alpha Member"),
        ]
        assert {k: v for k, v in ticked(done).items() if v != "silent"} == {
            "A": "endorse",
            "B": "dissent",
        }
        assert "We &lt;never&gt; met" in done.html

    def test_sent_again_as_it_stands(self, answered: Partners) -> None:
        member = answered.as_(answered.member)
        answered.say("A")
        answered.say("B", "dissent", "No")
        page = member.get(ENDORSE)
        done = member.post(ENDORSE, fields(page) | {"B-note": "No"})
        assert f"{TRUST} says the same as before. Nothing was changed." in done.text
        assert len(answered.facts("section.endorsed")) == 1

    def test_silent_again(self, answered: Partners) -> None:
        answered.say("A")
        member = answered.as_(answered.member)
        done = member.post(ENDORSE, fields(member.get(ENDORSE)) | {"A-verdict": "silent"})
        assert f"What {TRUST} says about 1 section is saved." in done.text
        assert answered.spoken() == []

    def test_dissent_says_why(self, answered: Partners) -> None:
        member = answered.as_(answered.member)
        said = {"A-verdict": "endorse", "B-verdict": "dissent", "C-verdict": "adore"}
        page = member.post(ENDORSE, fields(member.get(ENDORSE)) | said)
        assert page.title.startswith("Error: ")
        assert errors(page) == [
            "Say what your organisation does not agree with",
            "Choose one of the three",
        ]
        assert (ticked(page)["A"], ticked(page)["B"]) == ("endorse", "dissent")
        assert answered.spoken() == []

    def test_a_note_that_is_too_long(self, answered: Partners) -> None:
        member = answered.as_(answered.member)
        said = {"A-verdict": "dissent", "A-note": "x" * 2001}
        page = member.post(ENDORSE, fields(member.get(ENDORSE)) | said)
        assert len(errors(page)) == 1
        assert "2000" in errors(page)[0]

    def test_answers_that_changed_meanwhile(self, answered: Partners) -> None:
        member = answered.as_(answered.member)
        sent = fields(member.get(ENDORSE)) | {"A-verdict": "dissent", "A-note": "Too early"}
        answered.desk.answer(answered.cast.alpha, {"A02": 1997})
        page = answered.as_(answered.member).post(ENDORSE, sent)
        assert (page.status, errors(page)) == (409, [CONFLICT])
        assert "Too early" in page.html
        assert answered.spoken() == []
        answered.as_(answered.member).post(ENDORSE, fields(page) | {"A-note": "Too early"})
        assert answered.spoken() == [("A", TRUST, "dissent", "Too early", "Alpha Member")]

    def test_words_of_another_member_are_not_deleted_unseen(self, answered: Partners) -> None:
        stale = fields(answered.as_(answered.member).get(ENDORSE))
        answered.say("A", "dissent", "We never met.", by=answered.nurse)
        nurses = ("A", TRUST, "dissent", "We never met.", "Nora Nurse")
        done = answered.as_(answered.member).post(ENDORSE, stale | {"B-verdict": "endorse"})
        assert f"What {TRUST} says about 1 section is saved." in done.text
        assert answered.spoken() == [nurses, ("B", TRUST, "endorse", "", "Alpha Member")]
        said = {"A-verdict": "endorse", "C-verdict": "endorse"}
        page = answered.as_(answered.member).post(ENDORSE, stale | said)
        assert (page.status, errors(page)) == (409, [CHANGED])
        assert "We never met." in page.text
        sent = fields(page)
        assert {name: ticked(page)[name] for name in "ABC"} == dict.fromkeys("ABC", "endorse")
        answered.as_(answered.member).post(ENDORSE, sent)
        assert [each[:3] for each in answered.spoken()] == [
            (code, TRUST, "endorse") for code in "ABC"
        ]

    def test_after_a_conflict_untouched_sections_show_what_stands(self, answered: Partners) -> None:
        stale = fields(answered.as_(answered.member).get(ENDORSE))
        answered.say("A", "dissent", "We never met.", by=answered.nurse)
        answered.say("B", by=answered.nurse)
        said = {"B-verdict": "dissent", "B-note": "Too early"}
        page = answered.as_(answered.member).post(ENDORSE, stale | said)
        assert page.status == 409
        assert (ticked(page)["A"], ticked(page)["B"]) == ("dissent", "dissent")
        sent = fields(page) | {"A-note": "We never met.", "B-note": "Too early"}
        answered.as_(answered.member).post(ENDORSE, sent)
        assert [each[3:] for each in answered.spoken()] == [
            ("We never met.", "Nora Nurse"),
            ("Too early", "Alpha Member"),
        ]

    def test_said_about_an_earlier_version(self, answered: Partners) -> None:
        answered.say("A")
        answered.say("B")
        answered.desk.answer(answered.cast.alpha, {"A02": 1997})
        member = answered.as_(answered.member)
        page = member.get(ENDORSE)
        assert page.text.count("Said about an earlier version.") == 1
        assert "A" not in ticked(page)
        assert ticked(page)["B"] == "endorse"
        member.post(ENDORSE, fields(page))  # nothing chosen: it stays as it was said
        assert len(answered.facts("section.endorsed")) == 2
        member.post(ENDORSE, fields(page) | {"A-verdict": "endorse"})
        assert "Said about an earlier version." not in member.get(ENDORSE).text

    def test_sections_without_answers(self, partners: Partners) -> None:
        partners.desk.answer(partners.cast.alpha, {"A01": "in_place"})
        page = partners.as_(partners.member).get(ENDORSE)
        assert set(ticked(page)) == {"A"}
        asked = len(partners.standing().routed.sections)
        assert page.text.count("Nothing has been answered yet.") == asked - 1

    def test_shows_the_answers(self, answered: Partners) -> None:
        page = answered.as_(answered.member).get(ENDORSE)
        asked = len(answered.standing().routed.sections)
        assert len(with_class(page.tree, "govuk-details__summary-text")) == asked
        assert "In place and meeting" in page.text

    def test_after_sign_off(self, partners: Partners) -> None:
        partners.desk.ready(partners.cast.alpha)
        partners.say("A")
        page = partners.as_(partners.member).get(ENDORSE)
        sent = fields(page) | {"B-verdict": "endorse"}
        with partners.room():
            sign_off(
                annual_return=partners.desk.row(), by=partners.chair, seen=partners.desk.seen()
            )
        member = partners.as_(partners.member)
        after = member.get(ENDORSE)
        assert ticked(after) == {}
        assert "Alpha Member said on" in after.text
        assert "This return has been signed off" in after.text
        assert member.post(ENDORSE, sent).status == 409
        assert len(partners.spoken()) == 1


class TestWhoSpeaks:
    def test_who_belongs_to_two_chooses(self, answered: Partners) -> None:
        answered.person(answered.police, answered.member)
        member = answered.as_(answered.member)
        page = member.get(ENDORSE)
        assert page.heading == "What your organisation says about the answers"
        (choices,) = with_class(page.tree, "portal-choices")
        links = {words(a): a.get("href") or "" for a in choices.iter("a")}
        assert list(links) == ["Alphashire Police", TRUST]
        chosen = member.get(f"{ENDORSE}{links['Alphashire Police']}")
        assert chosen.heading == "What Alphashire Police says about the answers"
        done = member.post(ENDORSE, fields(chosen) | {"A-verdict": "endorse"})
        assert done.heading == chosen.heading
        assert answered.spoken() == [("A", "Alphashire Police", "endorse", "", "Alpha Member")]
        unsaid = {"A-verdict": "endorse", "A-seen": answered.seen("A")}
        assert member.post(ENDORSE, unsaid).status == 409

    def test_who_belongs_to_none(self, answered: Partners) -> None:
        chair = answered.as_(answered.chair)
        page = chair.get(ENDORSE)
        assert "You are not a member of an organisation here" in page.text
        assert chair.post(ENDORSE, {"A-verdict": "endorse"}).status == 409

    @pytest.mark.parametrize("which", ["police", "nonsense"])
    def test_another_organisation(self, answered: Partners, which: str) -> None:
        key = answered.police.pk if which == "police" else "x'"
        member = answered.as_(answered.member)
        assert member.get(f"{ENDORSE}?organisation={key}").status == 404
        sent = fields(member.get(ENDORSE)) | {"A-verdict": "endorse", "organisation": str(key)}
        assert member.post(ENDORSE, sent).status == 404
        assert answered.spoken() == []

    def test_evaluators_and_strangers(self, answered: Partners) -> None:
        for name in ("evaluator", "beta_member", "nobody"):
            assert answered.as_(answered.cast.users[name]).get(ENDORSE).status == 404
        assert answered.as_(answered.cast.observer).get(ENDORSE).status == 403


def test_costs_the_same_for_one_and_for_three(answered: Partners) -> None:
    def count() -> int:
        pages = answered.as_(answered.member)
        pages.get(ENDORSE)
        with CaptureQueriesContext(connection) as queries:
            pages.get(ENDORSE)
        return len(queries)

    answered.say("A")
    one = count()
    answered.say("B")
    answered.say("C", "dissent", "No")
    assert count() == one
