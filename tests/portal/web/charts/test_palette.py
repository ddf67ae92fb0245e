"""Contrast of the charts' colours: a browser checker cannot judge it inside an SVG."""

import itertools

import pytest

from portal.web.charts import palette
from portal.web.charts.palette import HATCH, MOST_LEVELS, Fill, scale

TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for what carries meaning


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_yardstick() -> None:
    """Black on white is 21 to 1; a grey known from WCAG's own examples is just over 4.5."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("levels", range(1, MOST_LEVELS + 1))
def test_numbers_can_be_read_on_every_fill(levels: int) -> None:
    """The ink of each fill."""
    poor = [fill for fill in scale(levels) if contrast(fill.colour, fill.ink) < TEXT]
    assert poor == []


@pytest.mark.parametrize("levels", range(2, MOST_LEVELS + 1))
def test_levels_stay_apart_in_grey(levels: int) -> None:
    """Each level is lighter than the one before it, and the last is hatched as well."""
    *solid, last = scale(levels)
    lights = [luminance(fill.colour) for fill in solid]
    assert lights == sorted(lights)
    assert (
        min((contrast(a.colour, b.colour) for a, b in itertools.pairwise(solid)), default=9) > 1.2
    )
    assert last == HATCH
    assert [fill.hatched for fill in solid] == [False] * len(solid)


@pytest.mark.parametrize("words", [palette.INK, palette.MUTED, palette.NAVY, palette.GOAL_INK])
def test_words_can_be_read_on_paper(words: str) -> None:
    """Every colour that text is set in."""
    assert contrast(words, palette.PAPER) >= TEXT


@pytest.mark.parametrize("line", [s.colour for s in palette.STROKES])
def test_lines_and_the_names_at_their_ends_can_be_read(line: str) -> None:
    """A trend's series are named in their own colour."""
    assert contrast(line, palette.PAPER) >= TEXT


@pytest.mark.parametrize("mark", [palette.GOAL, palette.RULE, palette.NAVY, palette.BLUE])
def test_marks_can_be_seen_on_paper(mark: str) -> None:
    """The target, the outline of an empty bar, dots and bars."""
    assert contrast(mark, palette.PAPER) >= GRAPHIC


def test_a_bar_can_be_told_from_its_track() -> None:
    """Both blues of the plain bars, on the pale track."""
    assert contrast(palette.BLUE, palette.TRACK) >= GRAPHIC
    assert contrast(palette.NAVY, palette.TRACK) >= GRAPHIC


def test_lines_differ_by_more_than_colour() -> None:
    """Each has its own dash pattern."""
    assert len({stroke.dashes for stroke in palette.STROKES}) == len(palette.STROKES)


def test_shades_of_a_map_run_from_light_to_dark() -> None:
    """Five classes, lightest first."""
    lights = [luminance(fill.colour) for fill in palette.CLASSES]
    assert lights == sorted(lights, reverse=True)


@pytest.mark.parametrize("levels", [0, MOST_LEVELS + 1])
def test_a_scale_has_an_end(levels: int) -> None:
    """More levels than shades are refused, in words."""
    with pytest.raises(ValueError, match=f"1 to 6 levels, not {levels}"):
        scale(levels)


def test_a_single_level_is_solid() -> None:
    """No hatch where there is nothing to tell apart."""
    assert scale(1) == (Fill(palette.NAVY, palette.PAPER),)
