"""A quote says what the answer says; every change is marked."""

import pytest

from surveys.reading.passages import why_not_a_passage, why_not_the_passage

PASSAGE = "Trust grew slowly, not at once, between the police and residents."


@pytest.mark.parametrize(
    "text",
    [
        PASSAGE,
        "Trust grew slowly […] between the police and residents.",
        "[…] between [the partners].",
        "Trust  grew\nslowly",
        "[It] grew slowly, not at once",
        "Trust [there], not at once [at all]!",
        "[In our area] trust […] residents".replace("trust", "Trust"),
    ],
)
def test_marked_changes_are_fine(text: str) -> None:
    assert why_not_the_passage(text, PASSAGE) == ""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Trust grew quickly", "“Trust grew quickly” does not stand there"),
        # The same words in another order, a part of a word, a word left out unmarked.
        ("residents […] Trust grew", "“Trust grew” does not stand there"),
        ("no", "“no” does not stand there"),
        ("slowly, at once", "“slowly, at once” does not stand there"),
        ("Trust [grew", "Close every square bracket"),
        ("Trust [[a] b] grew", "Close every square bracket"),
        ("[everything]", "Nothing of the passage is left"),
    ],
)
def test_unmarked_ones_are_not(text: str, wrong: str) -> None:
    assert why_not_the_passage(text, PASSAGE).startswith(wrong)


def test_a_passage_stands_in_the_answer() -> None:
    assert why_not_a_passage("grew  slowly", PASSAGE) == ""
    assert why_not_a_passage("grew fast", PASSAGE).startswith("The passage is not in the answer")
