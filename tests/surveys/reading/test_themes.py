"""The codebook: wording with its history, order, merging, retiring."""

import pytest

from portal.errors import Conflict, Missing, Refused
from portal.tenancy.context import in_national
from surveys.reading.codebook_shown import parts_of
from surveys.reading.domain.themes import (
    add_theme,
    change_theme,
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
)
from surveys.reading.models import Theme
from surveys.reading.queries.codebook import codebook, coded_questions, wordings_of
from tests.conftest import Cast
from tests.surveys.returns.desk import Desk


@pytest.fixture
def by(desk_of_reading: Desk) -> object:
    return desk_of_reading.cast.evaluator


@pytest.fixture
def desk_of_reading(cast: Cast) -> Desk:
    return Desk(cast)


def add(by: object, code: str, question: str = "M06") -> Theme:
    return add_theme(question=question, code=code, label=code.title(), memo=f"Use {code}.", by=by)


def codes(question: str) -> list[str]:
    return [theme.code for theme in codebook().offered(question)]


def test_a_question_offers_its_own_themes_then_those_of_all(by: object) -> None:
    with in_national():
        for code, question in (("any", ""), ("one", "M06"), ("two", "M06"), ("far", "M07")):
            add(by, code, question)
        assert (codes("M06"), codes("M07"), codes("I07")) == (
            ["one", "two", "any"],
            ["far", "any"],
            ["any"],
        )
        with pytest.raises(Refused, match="The code one is that of “One”"):
            add(by, "one", "M07")
        with pytest.raises(Refused, match="No survey asks this text question"):
            add(by, "lost", "A01")


def test_earlier_wordings_stay_in_the_trail(by: object) -> None:
    with in_national():
        theme = add(by, "one")
        said = {"code": "one", "label": "One", "memo": "Use it rarely.", "example": "“So.”"}
        change_theme(theme_id=theme.pk, revision=1, **said, by=by)
        change_theme(theme_id=theme.pk, revision=2, **said, by=by)  # nothing new: no event
        with pytest.raises(Conflict, match="Somebody else has changed this theme"):
            change_theme(theme_id=theme.pk, revision=1, **said, by=by)
        newest, first = wordings_of(theme)
        assert (newest.name, first.name) == ("theme.changed", "theme.added")
        assert newest.facts["before"]["memo"] == "Use one."
        assert newest.facts["now"]["memo"] == "Use it rarely."


def test_moving_up_and_down(by: object) -> None:
    with in_national():
        one, _, three = (add(by, code) for code in ("one", "two", "three"))
        move_theme(theme_id=three.pk, up=True, by=by)
        assert codes("M06") == ["one", "three", "two"]
        move_theme(theme_id=one.pk, up=True, by=by)  # the first stays the first
        move_theme(theme_id=one.pk, up=False, by=by)
        assert codes("M06") == ["three", "one", "two"]


def test_merged_codes_are_read_as_the_other_theme(by: object) -> None:
    with in_national():
        one, two, every = add(by, "one"), add(by, "two"), add(by, "every", "")
        far = add(by, "far", "M07")
        with pytest.raises(Refused, match="is a theme of another question"):
            merge_theme(theme_id=one.pk, into_id=far.pk, by=by)
        with pytest.raises(Refused, match="Choose another theme"):
            merge_theme(theme_id=one.pk, into_id=one.pk, by=by)
        merge_theme(theme_id=one.pk, into_id=two.pk, by=by)
        merge_theme(theme_id=two.pk, into_id=every.pk, by=by)
        assert codebook().resolved([one.pk, two.pk, 999]) == {every.pk}
        assert codes("M06") == ["every"]
        with pytest.raises(Refused, match="was merged into “Two”"):
            retire_theme(theme_id=one.pk, by=by)
        with pytest.raises(Refused, match="is no longer in use"):
            merge_theme(theme_id=far.pk, into_id=one.pk, by=by)
        part = next(p for p in parts_of(codebook(), coded_questions()) if p.code == "M06")
        assert [(theme.code, fate) for theme, fate in part.gone] == [
            ("one", "part of “Two”"),
            ("two", "part of “Every”"),
        ]


def test_retired_ones_are_not_offered_and_come_back(by: object) -> None:
    with in_national():
        one = add(by, "one")
        retire_theme(theme_id=one.pk, by=by)
        retire_theme(theme_id=one.pk, by=by)
        assert (codes("M06"), [t.code for t in codebook().counted("M06")]) == ([], ["one"])
        restore_theme(theme_id=one.pk, by=by)
        assert codes("M06") == ["one"]
        names = [event.name for event in wordings_of(one)]
        assert names == ["theme.restored", "theme.retired", "theme.added"]
        with pytest.raises(Missing, match="There is no such theme"):
            retire_theme(theme_id=one.pk + 1000, by=by)
