"""An edition beside others: released ones of its wave, and the earlier wave it is compared with."""

from datetime import date

import pytest

from portal.errors import Refused
from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.breakdowns import place_of
from surveys.results.domain.comparing import dangers
from surveys.results.inputs import Counted
from surveys.results.models import Edition
from surveys.results.provenance import compared_words
from surveys.returns.models import Wave
from tests.surveys.results.made_edition import made_edition
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
STATE = Edition.State
BEFORE = {pk: Counted("a" * 64, place_of(pk % 3, 1)) for pk in range(1, 241)}


class Shelf:
    """The waves of 2003 and 2004 on one questionnaire."""

    def __init__(self, cast):
        self.cast, self.desk = cast, Desk(cast)
        self.then = Wave(
            year=2003,
            questionnaire=self.desk.wave.questionnaire,
            opens_on=date(2003, 10, 6),
            closes_on=date(2003, 12, 19),
            state="closed",
        )
        with in_national():
            self.then.save()

    def edition(self, wave=None, **options):
        with in_national():
            return made_edition(wave or self.desk.wave, self.desk.form, **options)

    def dangers(self, edition, recorded=BEFORE):
        with in_national():
            return dangers(edition, recorded)

    def release(self, edition):
        with in_national(switch=True):
            return domain.release_edition(edition=edition, by=self.cast.evaluator)

    def refusal(self, edition):
        with pytest.raises(Refused) as refused:
            self.release(edition)
        return refused.value.message


@pytest.fixture
def shelf(cast):
    return Shelf(cast)


def test_enough_returns_differ_but_the_figures_tell_on_a_few(shelf):
    shelf.edition(inputs=BEFORE)
    again = shelf.edition(seed=5, state=STATE.CHECKED)
    after = {pk: Counted("b" * 64, was.place) for pk, was in BEFORE.items()}
    [words] = shelf.dangers(again, after)
    assert words == (
        "Edition 1 and this one side by side give answers away, first of All partnerships in"
        " question A01: the difference of the two is a table of a few returns. Wait until more"
        " returns have changed or come in, then discard this edition and build a new one; or leave"
        " edition 1 standing, and tell its readers in a notice what has changed."
    )
    assert shelf.dangers(shelf.edition(seed=4, state=STATE.CHECKED), after) == []


def test_a_group_with_the_same_returns_shows_what_it_withheld(shelf):
    """Only returns of one stratum differ, so the other groups must show and withhold the same."""
    shelf.edition(inputs=BEFORE)
    again = shelf.edition(seed=5, state=STATE.CHECKED)
    after = {pk: Counted("b" * 64 if pk % 3 == 0 else "a" * 64, was.place)
             for pk, was in BEFORE.items()}  # fmt: skip
    [words] = shelf.dangers(again, after)
    assert words.startswith("Edition 1 and this one side by side give answers away, first of ")


def test_matched_tables_must_be_the_same_in_released_editions(shelf):
    then = shelf.edition(shelf.then)
    shelf.edition(earlier=then, inputs=BEFORE)
    assert shelf.dangers(shelf.edition(earlier=then, state=STATE.CHECKED)) == []
    assert shelf.dangers(shelf.edition(state=STATE.CHECKED)) == []  # the same cells, no tables
    other = shelf.edition(earlier=then, matched_seed=10, state=STATE.CHECKED)
    assert shelf.dangers(other) == [
        "Edition 1 has other tables of the partnerships in both surveys, first of question A01."
        " Somebody could find answers by laying one edition beside the other. Leave edition 1"
        " standing, and tell its readers in a notice what has changed."
    ]
    newer = shelf.edition(seed=5, state=STATE.CHECKED)  # other cells, no tables
    assert shelf.dangers(newer)[0].startswith("Edition 1 has other tables")


def test_verifying_says_that_matched_tables_are_not_counted_again(shelf):
    then = shelf.edition(shelf.then)
    with in_national():
        compared, alone = (
            domain.verify_edition(edition=shelf.edition(earlier=earlier, inputs={}))
            for earlier in (then, None)
        )
    words = "Its matched tables, of partnerships in both surveys, are not counted again."
    assert (words in compared.lines, words in alone.lines) == (True, False)


def test_an_edition_is_released_after_the_one_that_it_is_compared_with(shelf):
    then = shelf.edition(shelf.then, state=STATE.FROZEN)
    edition = shelf.edition(earlier=then, state=STATE.FROZEN)
    assert shelf.refusal(edition) == (
        "Release edition 1 of the 2003 survey first: its figures stand in the change between waves"
        " of the 2004 survey, edition 1."
    )
    shelf.release(then)
    assert shelf.release(edition).is_released


def test_an_edition_compared_with_one_that_was_replaced_is_built_anew(shelf):
    then = shelf.edition(shelf.then, state=STATE.FROZEN)
    edition = shelf.edition(earlier=then, state=STATE.FROZEN)
    shelf.edition(shelf.then, state=STATE.FROZEN, replaces=then)
    assert shelf.refusal(edition) == (
        "The 2004 survey, edition 1 is compared with edition 1 of the 2003 survey, which edition 2"
        " replaced before it was released. Release edition 2 of the 2003 survey first, then build"
        " this one anew: it is compared with that."
    )


def test_what_an_edition_is_compared_with_is_said(shelf, signed_in):
    then = shelf.edition(shelf.then)
    compared, alone = shelf.edition(earlier=then), shelf.edition()
    assert compared_words(compared) == "Compared with edition 1 of the 2003 survey."
    assert compared_words(then) == "There is no earlier survey to compare it with."
    assert compared_words(alone) == (
        "No edition of the earlier survey was frozen when this one was built, so change between"
        " waves is not computed. Freeze one first and build again if you want it."
    )
    html = signed_in(shelf.cast.odpm).get(f"/national/editions/{compared.pk}/").content.decode()
    assert "Compared with edition 1 of the 2003 survey." in html
