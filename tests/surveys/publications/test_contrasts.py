"""Strengths and gaps: only what sets a partnership apart, and only by shares that may be shown."""

from dataclasses import dataclass

import pytest

from surveys.publications import contrasts
from surveys.results.figures import Category, Share

ISSUES = ("H02.crime", "H02.housing", "H02.rural", "H02.health")
LABELS = {
    "H02.crime": "Crime and community safety",
    "H02.housing": "Housing",
    "H02.rural": "Rural development",
    "H02.health": "Health",
}


@dataclass
class Shares:
    """Stands for an edition: one share for each issue, whatever the options; None is withheld."""

    shown: dict[str, int | None]

    def keys(self, question: str) -> tuple[str, ...]:
        return ISSUES

    def label(self, key: str) -> str:
        return LABELS[key]

    def share(self, key: str, *options: str, group: str) -> Share:
        count = self.shown.get(key)
        words = ".." if count is None else str(count)
        return Share(Category("c", "", options), count, count, words)


@dataclass
class Answers:
    """Stands for a partnership among the shire districts."""

    given: dict[str, str]
    kind: str = "shire_district"

    def option(self, key: str) -> str | None:
        return self.given.get(key)


def strengths(shown: dict[str, int | None], *keys: str) -> str:
    own = Answers(dict.fromkeys(keys, "measurable"))
    return contrasts.strengths(
        Shares(shown), own, ISSUES, "measurable", "measurable outcomes", "issues"
    )


@pytest.mark.parametrize(
    ("shown", "keys", "words"),
    [
        ({}, [], "You do not report measurable outcomes on any of the 4 issues yet."),
        (
            {"H02.crime": 61, "H02.housing": 20, "H02.rural": 9},
            ISSUES[:3],
            (
                "You report measurable outcomes where fewer than half of shire districts do: rural"
                " development (9%) and housing (20%)."
            ),
        ),
        (
            {"H02.crime": 61, "H02.housing": 50},
            ISSUES[:2],
            (
                "You report measurable outcomes on 2 issues, where at least half of shire districts do"
                " so too."
            ),
        ),
        (
            {"H02.crime": None},
            ISSUES[:1],
            (
                "You report measurable outcomes on 1 issue; the share of shire districts that do so"
                " cannot be shown."
            ),
        ),
    ],
)
def test_strengths(shown: dict[str, int | None], keys: list[str], words: str) -> None:
    assert strengths(shown, *keys) == words


def test_strengths_name_the_three_rarest() -> None:
    shown = {"H02.crime": 40, "H02.housing": 30, "H02.rural": 20, "H02.health": 10}
    assert "crime" not in strengths(shown, *ISSUES)


def test_gaps_are_what_most_others_work_on() -> None:
    own = Answers(dict.fromkeys(ISSUES, "not_addressed"))
    shown = Shares({"H02.crime": 80, "H02.housing": 50, "H02.rural": 49, "H02.health": None})
    assert contrasts.gaps(shown, own) == (
        "You do not address crime and community safety (80%) and housing (50%): the share of shire"
        " districts with a joint strategy, joint activity or outcomes is in brackets."
    )
    assert contrasts.steps(shown, own) == [
        (
            "Look first at crime and community safety and housing: at least half of shire districts work"
            " on them jointly. Ask a neighbour how it began."
        )
    ]


def test_no_gap() -> None:
    own = Answers(dict.fromkeys(ISSUES, "measurable"))
    shown = Shares({"H02.crime": 80})
    assert contrasts.gaps(shown, own) == (
        "You address every issue that is known to be joint work for at least half of shire districts."
    )
    assert contrasts.steps(shown, own) == []


def test_nothing_known_nothing_said() -> None:
    own = Answers(dict.fromkeys(ISSUES, "not_addressed"))
    assert contrasts.gaps(Shares({}), own) == ""
    assert contrasts.steps(Shares({}), own) == []
