"""What partner organisations say about sections, the tally, and answers that change afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.errors import Conflict, Denied, PortalError, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.endorsing import Said, endorse_sections, withdraw_endorsement
from surveys.returns.domain.signing import sign_off
from surveys.returns.domain.waves import close_wave
from surveys.returns.endorsed import SectionTally, section_digest, tally
from surveys.returns.models import Answer
from surveys.returns.standing import standing_of
from tests.surveys.returns.partners import Partners

TRUST = "Primary Care Trust"


def refused(work: Callable[[], Any], error: type[PortalError] = Refused) -> str:
    with pytest.raises(error) as refusal:
        work()
    return refusal.value.message


@pytest.fixture
def answered(partners: Partners) -> Partners:
    """A partnership with all answers in."""
    partners.desk.answer(partners.cast.alpha, partners.desk.complete(partners.cast.alpha))
    return partners


def counted(partners: Partners) -> dict[str, SectionTally]:
    with partners.room() as annual_return:
        return {
            each.section.code: each for each in tally(annual_return, standing_of(annual_return))
        }


class TestSaying:
    def test_endorses_and_dissents(self, answered: Partners) -> None:
        answered.say("A")
        answered.say("B", "dissent", " We never met. ", by=answered.nurse)
        assert answered.spoken() == [
            ("A", TRUST, "endorse", "", "Alpha Member"),
            ("B", TRUST, "dissent", "We never met.", "Nora Nurse"),
        ]
        facts = {"section": "B", "organisation": TRUST}
        assert answered.facts("section.dissented") == [("Nora Nurse", "We never met.", facts)]
        assert answered.facts("section.endorsed") == [
            ("Alpha Member", "", {"section": "A", "organisation": TRUST})
        ]

    def test_the_last_word_of_an_organisation_counts(self, answered: Partners) -> None:
        answered.say("A")
        answered.say("A", "dissent", "On second thoughts", by=answered.nurse)
        assert answered.spoken() == [("A", TRUST, "dissent", "On second thoughts", "Nora Nurse")]

    def test_the_same_word_again_changes_nothing(self, answered: Partners) -> None:
        answered.say("A")
        answered.say("A", by=answered.nurse)
        assert answered.spoken() == [("A", TRUST, "endorse", "", "Alpha Member")]
        assert len(answered.facts("section.endorsed")) == 1

    @pytest.mark.parametrize("verdict", ["silent", "endorse"])
    def test_words_of_another_member_are_read_first(self, answered: Partners, verdict: str) -> None:
        answered.say("A", "dissent", "We never met.", by=answered.nurse)
        assert refused(lambda: answered.say("A", verdict, was=""), Conflict) == (
            f"What {TRUST} says about section 1 changed after you opened this page. Read it again,"
            " then say what your organisation thinks. Nothing has been saved yet."
        )
        assert answered.spoken() == [("A", TRUST, "dissent", "We never met.", "Nora Nurse")]

    def test_says_nothing_any_more(self, answered: Partners) -> None:
        answered.say("A")
        was = answered.was("A")
        with answered.room() as annual_return:
            for _ in range(2):
                withdraw_endorsement(
                    annual_return=annual_return,
                    section="A",
                    organisation=answered.trust,
                    was=was,
                    by=answered.nurse,
                )
        assert answered.spoken() == []
        assert answered.facts("endorsement.withdrawn") == [
            ("Nora Nurse", "", {"section": "A", "organisation": TRUST})
        ]

    def test_while_the_chair_has_it(self, partners: Partners) -> None:
        partners.desk.ready(partners.cast.alpha)
        partners.say("A")
        assert partners.spoken() == [("A", TRUST, "endorse", "", "Alpha Member")]

    def test_refusals_change_nothing(self, answered: Partners) -> None:
        say = answered.say
        assert refused(lambda: say("A", "dissent", " ")) == (
            "Say in a note what your organisation does not agree with in section 1."
        )
        assert refused(lambda: say("A", "adores")) == (
            "Choose whether your organisation endorses the section or does not agree."
        )
        assert refused(lambda: say("A", of=answered.police), Denied) == (
            "You are not a member of Alphashire Police in this partnership, so you cannot speak for"
            " it. Ask the co-ordinator to add you as its member."
        )
        assert refused(lambda: say("A", seen="0" * 64), Conflict) == (
            "The answers of section 1 changed after you opened this page. Read them again, then say"
            " what your organisation thinks. Nothing has been saved yet."
        )
        with answered.room() as annual_return:
            two = {"A": Said("endorse", seen=""), "B": Said("dissent", seen="")}
            words = refused(
                lambda: endorse_sections(
                    annual_return=annual_return,
                    organisation=answered.trust,
                    said=two,
                    by=answered.member,
                ),
                Conflict,
            )
        assert words.startswith("The answers of sections 1, 2 changed")
        assert answered.spoken() == []

    def test_nothing_to_have_a_view_on(self, partners: Partners) -> None:
        assert refused(lambda: partners.say("C")) == (
            "Nothing has been answered in section 3 yet, so there is nothing to have a view on."
            " Come back when it has."
        )

    def test_a_section_that_cannot_be_answered_says_something(self, partners: Partners) -> None:
        partners.desk.answer(partners.cast.alpha, {"A01": "in_place"})
        with partners.room() as annual_return:
            Answer.objects.filter(annual_return=annual_return).update(
                value=None, cannot="other", cannot_note="Lost"
            )
        partners.say("A")
        assert counted(partners)["A"].words == "1 endorses, 1 silent"
        with partners.room():
            Answer.objects.update(cannot_note="Found")
        assert counted(partners)["A"].words == "1 spoke about an earlier version, 1 silent"

    def test_not_after_sign_off(self, partners: Partners) -> None:
        partners.desk.signed(partners.cast.alpha)
        assert refused(lambda: partners.say("A")).startswith("This return has been signed off")

    def test_not_after_the_wave_has_closed(self, answered: Partners) -> None:
        with in_national():
            close_wave(wave=answered.desk.wave, by=answered.cast.by)
        assert refused(lambda: answered.say("A")).startswith("The 2004 survey is closed.")


class TestTally:
    def test_each_partner_stands_in_one_place(self, answered: Partners) -> None:
        council = answered.organisation("Alphaton Council")
        answered.person(council, answered.chair)
        answered.organisation("Gone Trust", left_on=answered.desk.wave.opens_on)
        answered.say("A")
        answered.say("A", "dissent", "No", of=council, by=answered.chair)
        found = counted(answered)
        first = found["A"]
        assert [str(v.organisation) for v in first.endorsed] == [TRUST]
        assert [(str(v.organisation), v.note, v.by) for v in first.dissented] == [
            ("Alphaton Council", "No", "Alpha Chair")
        ]
        assert (first.earlier, [str(o) for o in first.silent]) == ((), ["Alphashire Police"])
        assert first.words == "1 endorses, 1 does not agree, 1 silent"
        assert found["B"].words == "3 silent"
        standing = answered.standing()
        assert set(found) == set(standing.routed.sections)

    def test_answers_that_change_later(self, answered: Partners) -> None:
        answered.say("A")
        answered.say("B")
        answered.desk.answer(answered.cast.alpha, {"A02": 1997})
        found = counted(answered)
        assert found["A"].words == "1 spoke about an earlier version, 1 silent"
        assert found["A"].earlier[0].is_earlier
        assert found["B"].words == "1 endorses, 1 silent"
        answered.say("A")  # said again about the answers of now
        assert counted(answered)["A"].words == "1 endorses, 1 silent"

    def test_answers_that_change_back(self, answered: Partners) -> None:
        before = answered.desk.values(answered.cast.alpha)["A02"]
        answered.say("A")
        for year in (before - 1, before):
            answered.desk.answer(answered.cast.alpha, {"A02": year})
        assert counted(answered)["A"].words == "1 endorses, 1 silent"

    def test_stands_after_sign_off_as_it_stood_before(self, partners: Partners) -> None:
        partners.desk.ready(partners.cast.alpha)
        partners.say("A")
        partners.say("B", "dissent", "No")
        before = counted(partners)
        with partners.room() as annual_return:
            standing = standing_of(annual_return)
            digests = [section_digest(standing, s) for s in standing.form.sections]
        with partners.room():
            sign_off(
                annual_return=partners.desk.row(), by=partners.chair, seen=partners.desk.seen()
            )
        with partners.room() as annual_return:
            standing = standing_of(annual_return)
            assert [section_digest(standing, s) for s in standing.form.sections] == digests
        assert counted(partners) == before

    def test_nobody_there(self, answered: Partners) -> None:
        with in_partnership(answered.cast.beta.pk):
            row = answered.desk.row()
            lines = tally(row, standing_of(row))
        assert {line.words for line in lines} == {"No partners yet"}
