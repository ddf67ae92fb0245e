"""The other kinds: what each draws and says."""

import itertools
from dataclasses import replace

import pytest

from portal.web.charts import (
    Bar,
    Bars,
    Dumbbell,
    Earlier,
    Goal,
    Pair,
    Response,
    Series,
    Tile,
    Tiles,
    Trend,
    Value,
    palette,
    render,
)
from tests.portal.web.charts.charts_seen import SVG, bars, parse, said, words
from tests.portal.web.charts.samples import of, response

PAIR = ("NRF", "Other")


def gaps(*rows: Pair) -> str:
    """A dumbbell chart of the rows."""
    return render(Dumbbell("Gaps", "In words.", PAIR, rows))


def test_dumbbell_puts_the_smaller_number_left_whichever_group_has_it() -> None:
    """And the axis ends at the next twenty."""
    svg = gaps(Pair("Renewal", of(71), of(21)), Pair("Rural", of(7), of(18)))
    assert said(svg) == [
        *PAIR,
        "0",
        "20%",
        "40%",
        "60%",
        "80%",
        "Renewal",
        "21",
        "71",
        "Rural",
        "7",
        "18",
    ]
    spots = {word.text: word.left for word in words(svg)}
    assert spots["21"] < spots["71"]
    assert spots["7"] < spots["18"]


def test_dumbbell_numbers_never_touch() -> None:
    """Not even when both dots lie on one spot, nor when one lies at zero."""
    svg = gaps(Pair("Same", of(22), of(22)), Pair("Zero", of(0), of(1)))
    label, zero, one = words(svg)[-3:]
    assert (label.text, zero.text, one.text) == ("Zero", "0", "1")
    assert label.right < zero.left < zero.right < one.left
    numbers = [word for word in words(svg) if word.text == "22"]
    assert numbers[0].right < numbers[1].left


def test_dumbbell_names_the_group_that_may_not_be_shown() -> None:
    """The other is drawn; without either there is one word."""
    svg = gaps(Pair("A", of(60), None), Pair("B", None, of(60)), Pair("C", None, None))
    assert said(svg)[6:] == [
        "A", "60", "Other: withheld", "B", "60", "NRF: withheld", "C", "withheld",
    ]  # fmt: skip


def test_bars_end_at_their_share_and_change_shade_at_the_target() -> None:
    """84.9 is below a target of 85, 85 is not."""
    rows = (Bar("A", Value(85, "85%"), "17 of 20"), Bar("B", Value(84.9, "85%")), Bar("C", of(0)))
    svg = render(Bars("Response", "In words.", rows, Goal(85, "Target 85%")))
    assert said(svg) == ["A", "17 of 20", "85%", "B", "85%", "C", "0", "Target 85%"]
    (_, track), *_ = bars(svg, palette.TRACK)
    (_, reached), (_, below) = *bars(svg, palette.NAVY), *bars(svg, palette.BLUE)
    assert (round(100 * reached / track, 1), round(100 * below / track, 1)) == (85.0, 84.9)


def test_bars_without_a_target_have_one_shade() -> None:
    """Nothing to fall short of."""
    svg = render(Bars("Response", "In words.", (Bar("A", of(20)), Bar("B", of(90)))))
    assert len(bars(svg, palette.NAVY)) == 2
    assert bars(svg, palette.BLUE) == []


def test_tiles_are_shaded_by_the_number_they_print() -> None:
    """89.5 prints as 90 and belongs to the class from 90 on; 89.4 does not."""
    given = (Tile("london", Value(89.5, "90%")), Tile("south_east", Value(89.4, "89%")))
    svg = render(Tiles("Map", "In words.", given))
    shades = [p.get("fill") for p in parse(svg).iter(f"{SVG}polygon")]
    assert [shade for shade in shades if shade != palette.PAPER] == [palette.NAVY, palette.BLUE]
    assert said(svg).count("no data") == 7
    assert said(svg)[-5:] == ["under 60%", "60 to 69%", "70 to 79%", "80 to 89%", "90% and over"]


def test_tiles_do_not_overlap_and_lie_where_england_has_them() -> None:
    """North above south, west left of east."""
    spots = {word.text: (word.left, word.bottom) for word in words(render(Tiles("M", "D", ())))}
    assert spots["NE"][1] < spots["YH"][1] < spots["EM"][1] < spots["SE"][1]
    assert spots["SW"][0] < spots["LN"][0] < spots["SE"][0]
    names = ("NE", "NW", "YH", "WM", "EM", "EE", "SW", "LN", "SE")
    centres = [spots[name] for name in names]
    assert min(
        ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        for i, (ax, ay) in enumerate(centres)
        for bx, by in centres[:i]
    ) == pytest.approx(84.9, abs=4)


def test_an_unknown_region_is_refused() -> None:
    """With the list of those there are."""
    with pytest.raises(ValueError, match="'wales' is not a region; the regions are"):
        Tile("wales", None)


def test_response_names_weeks_that_fit_and_its_last_day() -> None:
    """Six weeks on a page, fewer names on a phone."""
    weeks = [text for text in said(render(response(43))) if text.startswith(("Week", "Launch"))]
    assert weeks == ["Launch", "Week 1", "Week 2", "Week 3", "Week 4", "Week 5", "Week 6"]
    narrow = [w for w in words(render(response(200), narrow=True)) if w.text.startswith("Week")]
    assert all(a.right < b.left for a, b in itertools.pairwise(narrow))
    assert said(render(response(43)))[-3:] == ["87%", "336 of 357", "Target 85%"]


def test_response_before_the_first_return() -> None:
    """A sentence, no curve."""
    svg = render(Response("Returns", "In words.", (), 357, "0%"))
    assert said(svg)[-1] == "No returns yet."
    assert "<path" not in svg


def test_response_cannot_exceed_what_was_asked_for() -> None:
    """More returns than partnerships is a mistake of the caller."""
    with pytest.raises(ValueError, match="between none and all"):
        Response("Returns", "In words.", (0, 358), 357, "100%")


def trend(*series: Series) -> str:
    """A trend chart of three years."""
    return render(Trend("Trend", "In words.", ("2002", "2003", "2004"), series))


def test_trend_names_each_line_at_its_end_without_overlap() -> None:
    """Even when they all end on one value."""
    svg = trend(*(Series(name, (of(10), of(20), of(30))) for name in ("A", "B", "C", "D")))
    names = [word for word in words(svg) if word.text.endswith(" 30")]
    assert [word.text for word in names] == ["A 30", "B 30", "C 30", "D 30"]
    feet = [word.bottom for word in names]
    assert min(b - a for a, b in itertools.pairwise(feet)) >= 14


def test_trend_breaks_the_line_where_a_year_is_missing() -> None:
    """Two pieces, four dots less one."""
    svg = trend(Series("Crime", (of(10), None, of(30))))
    root = parse(svg)
    assert [path.get("d", "").count("M") for path in root.iter(f"{SVG}path")] == [2]
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_trend_says_when_its_last_year_is_suppressed() -> None:
    """The name at the end has the word in place of the value."""
    assert said(trend(Series("Crime", (of(10), of(20), None))))[-1] == "Crime withheld"


def test_trend_refuses_what_it_cannot_tell_apart() -> None:
    """A fifth line has no colour of its own; a value has its year."""
    with pytest.raises(ValueError, match="at most 4 series"):
        trend(*(Series(str(i), (None,) * 3) for i in range(5)))
    with pytest.raises(ValueError, match="one value \\(or None\\) for each year"):
        trend(Series("Crime", (of(1),)))


def test_an_earlier_survey_is_dashed_and_named_and_may_run_longer() -> None:
    """The words of the curve then stand at the end of the longer line."""
    here = Response("Returns", "In words.", (0, 5, 10), 20, "50%")
    alone = render(here)
    beside = render(replace(here, earlier=Earlier("2003", (0.0, 20.0, 40.0, 60.0, 80.0))))
    assert [w for w in said(beside) if w not in said(alone)] == ["2003"]
    assert beside.count("stroke-dasharray") == 2
    assert alone.count("stroke-dasharray") == 0
    none_yet = render(replace(here, received=(), earlier=Earlier("2003", (10.0,))))
    assert {"No returns yet.", "2003"} <= set(said(none_yet))


@pytest.mark.parametrize("share", [-1.0, 100.1])
def test_shares_of_an_earlier_survey_are_shares(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        Earlier("2003", (share,))
