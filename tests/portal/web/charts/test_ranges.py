"""Quartiles as bars with a dot, bars under headings, and charts as files of their own."""

from xml.etree import ElementTree

import pytest

from portal.web.charts import Bar, Bars, Range, Ranges, as_file, render
from portal.web.charts.ranges import axis_of
from tests.portal.web.charts.charts_seen import SVG, said
from tests.portal.web.charts.samples import of, stacked, tiles


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([3, 12, 19], (0, 20, 5)),
        ([1998, 2001, 2003], (1998, 2003, 1)),
        ([0, 0], (0, 1, 0.2)),
        ([], (0, 1, 0.2)),
        ([40_000, 182_000], (0, 200_000, 50_000)),
        ([7, 7], (7, 8, 0.2)),
    ],
)
def test_a_scale_holds_every_value_between_round_numbers(values, scale):
    axis = axis_of([float(value) for value in values])
    assert (axis.start, axis.end, axis.step) == pytest.approx(scale)
    assert len(axis.ticks) <= 7


def test_ranges_say_medians_and_why_there_is_none():
    rows = (
        Range("NRF", 3, 7.5, 12, "7.5"),
        Range("Other", None, 6, None, "6"),
        Range("London", None, None, None, ".."),
    )
    svg = render(Ranges("Meetings", "In words.", rows))
    assert said(svg) == [
        "Middle half", "Median", "0", "5", "10", "15",
        "NRF", "7.5", "Other", "6", "London", "withheld",
    ]  # fmt: skip


def test_years_have_no_comma():
    rows = (Range("All", 1999, 2001, 2002, "2001"),)
    assert "1,999" not in render(Ranges("Year", "In words.", rows, plain=True))
    assert "1,999" in render(Ranges("Year", "In words.", rows))


def test_an_axis_of_years_has_whole_years():
    rows = (Range("All", 2001, 2001.5, 2002, "2002"),)
    svg = render(Ranges("Year", "In words.", rows, plain=True))
    assert said(svg) == ["Middle half", "Median", "2001", "2002", "All", "2002"]


def test_bars_of_a_group_stand_under_its_heading():
    rows = (
        Bar("All", of(40), group="Website"),
        Bar("NRF", of(50), group="Website"),
        Bar("All", None, group="Newsletter"),
    )
    svg = render(Bars("Answers", "In words.", rows))
    assert said(svg) == ["Website", "All", "40", "NRF", "50", "Newsletter", "All", "withheld"]


def test_a_file_stands_alone():
    """Its own fonts by name, title and description, and its words in the drawing."""
    text = as_file(stacked(("Crime",)), measure="Per cent, 2004", source="Base: 312.", ident="one")
    root = ElementTree.fromstring(text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>'))
    assert root.tag == f"{SVG}svg"
    assert "Source Sans 3" in root.get("font-family")
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (
        "Progress",
        "In words.",
    )
    texts = [each.text for each in root.iter(f"{SVG}text")]
    assert (texts[:2], texts[-1]) == (["Progress", "Per cent, 2004"], "Base: 312.")
    assert "style=" not in text


def test_words_of_a_small_drawing_are_not_squeezed():
    text = as_file(tiles(), measure="Complete returns, per cent of eligible partnerships, 2004")
    assert "Complete returns, per cent of eligible partnerships, 2004" in said(text)
    with pytest.raises(ValueError, match="ident"):
        as_file(tiles(), ident="No!")
