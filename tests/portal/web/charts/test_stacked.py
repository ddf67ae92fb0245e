"""Stacked bars: lengths, numbers, suppressed parts, groups."""

import pytest

from portal.web.charts import Row, Stacked, Value, palette, render
from portal.web.charts.palette import HATCH
from tests.portal.web.charts.charts_seen import bars, said, words
from tests.portal.web.charts.samples import of

LEVELS = ("Major", "Some", "None")


def chart(*rows: Row) -> Stacked:
    """Three levels."""
    return Stacked("Progress", "In words.", LEVELS, rows)


def lengths(svg: str) -> list[float]:
    """Shares of the plot that the three fills take in the first row, gaps added back."""
    fills = (palette.NAVY, palette.SKY, HATCH.colour)
    found = [bars(svg, colour)[0][1] + 1.5 for colour in fills if bars(svg, colour)]
    plot = 960 - 18 - bars(svg, palette.NAVY)[0][0]
    return [round(100 * length / plot, 1) for length in found]


def test_lengths_follow_the_exact_shares_and_words_are_printed_as_given() -> None:
    """45.6 is drawn as 45.6 and printed as 46."""
    row = Row("Crime", (Value(45.6, "46"), Value(30.2, "30"), Value(24.2, "24")))
    svg = render(chart(row))
    assert lengths(svg) == [45.6, 30.2, 24.2]
    assert said(svg) == [*LEVELS, "0", "25%", "50%", "75%", "100%", "Crime", "46", "30", "24"]


def test_a_number_that_does_not_fit_is_left_out_but_its_bar_is_not() -> None:
    """The table beside the chart has it."""
    svg = render(chart(Row("Crime", (Value(99.6, "100"), Value(0.4, "*"), Value(0, "-")))))
    assert said(svg)[8:] == ["Crime", "100"]
    assert len(bars(svg, palette.SKY)) == 1
    assert bars(svg, HATCH.colour) == []


def test_a_suppressed_row_is_an_empty_bar_with_the_word() -> None:
    """The outline is as long for every such row, so its length tells nothing."""
    svg = render(chart(Row("A"), Row("B", (None, None, None))))
    assert said(svg)[8:] == ["A", "withheld", "B", "withheld"]
    outlines = [(x, w) for x, w in bars(svg, palette.PAPER)]
    assert len(outlines) == 2
    assert outlines[0] == outlines[1]


def test_a_row_may_say_otherwise_why_it_is_empty() -> None:
    """For instance a question that was not asked."""
    assert said(render(chart(Row("A", hidden="not asked in 2002"))))[-1] == "not asked in 2002"


def test_suppressed_levels_are_drawn_as_one_rest() -> None:
    """Which part of the rest belongs to which level cannot be seen."""
    one = render(chart(Row("A", (of(40), None, None))))
    other = render(chart(Row("A", (None, of(40), None))))
    assert said(one)[8:] == said(other)[8:] == ["A", "40", "withheld"]
    assert bars(one, palette.PAPER) == bars(other, palette.PAPER)


def test_groups_have_a_heading_once() -> None:
    """Neighbouring rows of a group stand under one heading, in the order given."""
    full = (of(50), of(30), of(20))
    rows = (Row("a", full, "Process"), Row("b", full, "Process"), Row("c", full, "Service"))
    numbers = ["50", "30", "20"]
    svg = render(chart(*rows))
    assert said(svg)[8:10] == ["Process", "Service"]
    assert said(svg)[10:] == ["a", *numbers, "b", *numbers, "c", *numbers]
    heights = {word.text: word.bottom for word in words(svg)}
    assert heights["Process"] < heights["a"] < heights["b"] < heights["Service"] < heights["c"]


def test_on_a_phone_the_label_stands_above_its_bar() -> None:
    """It begins at the left edge; wide, it ends before the bar."""
    row = Row("Crime and community safety", (of(50), of(30), of(20)))
    narrow = next(w for w in words(render(chart(row), narrow=True)) if w.text == row.label)
    wide = next(w for w in words(render(chart(row))) if w.text == row.label)
    start = bars(render(chart(row)), palette.NAVY)[0][0]
    assert narrow.left == 0
    assert wide.right < start


def test_no_rows() -> None:
    """A sentence instead of an empty frame."""
    assert said(render(chart()))[-1] == "There is nothing to show."


def test_hatching_is_made_of_lines() -> None:
    """Patterns show seams in PDF viewers."""
    svg = render(chart(Row("Crime", (of(0), of(0), of(100)))))
    assert svg.count("<path ") == 2  # the swatch and the bar
    assert "pattern" not in svg


def test_shares_that_cannot_be_are_refused() -> None:
    """A caller's mistake is named, not drawn."""
    with pytest.raises(ValueError, match=r"shares of 'Crime' add up to 110.0, over 100"):
        Row("Crime", (of(60), of(50)))
    with pytest.raises(ValueError, match="between 0 and 100, not -1"):
        Value(-1, "-1")
    with pytest.raises(ValueError, match="between 0 and 100, not nan"):
        Value(float("nan"), "?")
    with pytest.raises(ValueError, match="'Crime' has 2 values for 3 levels"):
        chart(Row("Crime", (of(60), of(40))))
