"""Widths of words, wrapping and shortening."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import charts
from portal.web.charts import measure
from portal.web.charts.text import ELLIPSIS, advances, clean, shorten, width, wrap

PROJECT = Path(charts.__file__).parents[3]
PACKAGE = PROJECT / "node_modules" / "source-sans" / "TTF"

anything = st.text(max_size=300)


def test_widths_are_facts_of_the_font() -> None:
    """A in Source Sans 3 Regular is 544 units of 1,000 wide, bold 585."""
    assert advances()[ord("A")] == 0.544
    assert advances(bold=True)[ord("A")] > advances()[ord("A")]
    assert {ord(letter) for letter in "ŵŷŴŶâêîôû£…–’"} <= set(advances())


@pytest.mark.skipif(not PACKAGE.is_dir(), reason="the font is not installed: run `make assets`")
def test_the_committed_widths_are_those_of_the_installed_font() -> None:
    """Run `python -m portal.web.charts.measure node_modules/source-sans/TTF` when this fails."""
    import json

    stored = json.loads(Path(charts.__file__).with_name("widths.json").read_text(encoding="ascii"))
    assert stored == measure.measure(PACKAGE)


def test_width_grows_with_size_and_words() -> None:
    """Per cent of an em, times the slack for the web font's size-adjust."""
    assert width("A", 100) == pytest.approx(54.4 * 1.06)
    assert width("", 14) == 0
    assert width("AA", 14) == pytest.approx(2 * width("A", 14))


@pytest.mark.parametrize(("letter", "em"), [("\u0301", 0), ("日", 1.0), ("🏠", 1.4), ("ש", 0.7)])
def test_letters_of_other_fonts_are_guessed_wide(letter: str, em: float) -> None:
    """Nothing for a combining mark; room for the widest fallback otherwise."""
    assert letter == "\u0301" or ord(letter) not in advances()
    assert width(letter, 100) == pytest.approx(100 * em * 1.06)


@given(anything, st.integers(min_value=30, max_value=400), st.integers(min_value=1, max_value=4))
def test_wrapped_lines_always_fit(text: str, room: int, most: int) -> None:
    """Whatever the text, no line is wider than its room and there are not too many."""
    lines = wrap(text, 14, room, most=most)
    assert 1 <= len(lines) <= most
    assert [line for line in lines if width(line, 14) > room] == []


@given(anything)
def test_wrapping_loses_nothing_when_there_is_room(text: str) -> None:
    """Only an ellipsis ever takes words away."""
    lines = wrap(text, 14, 200, most=10_000)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_a_text_that_is_too_long_says_so() -> None:
    """The last line ends in an ellipsis."""
    assert wrap("one two three four five six seven", 14, 60, most=2) == ("one two", "three…")
    assert shorten("Neighbourhood renewal", 14, 80) == "Neighbour…"
    assert shorten("Crime", 14, 80) == "Crime"


@given(anything)
def test_cleaned_text_can_stand_in_an_svg(text: str) -> None:
    """No control character, no lone surrogate, no turning of the reading direction."""
    kept = clean(text)
    assert kept == clean(kept)
    assert not set(kept) & set("\x00\x0b\x1f\ufffe\uffff\u202e\u2066\n\t")


def test_the_ellipsis_is_in_the_font() -> None:
    """It would be guessed otherwise."""
    assert ord(ELLIPSIS) in advances()


def test_runs_gather_neighbours() -> None:
    """How widths.json is kept small."""
    assert list(measure.runs({65: 5, 66: 6, 70: 7})) == [(65, [5, 6]), (70, [7])]
    assert list(measure.runs({})) == []
