"""Trends as charts and tables: two waves, three waves, breaks, withheld figures, matched groups."""

import pytest

from portal.web.charts import Dumbbell, Trend
from surveys.questionnaires.form import compile as compile_form
from surveys.results.changes import Point, Share, changes
from surveys.results.charts import points_words
from surveys.results.dashboards import compare, over_time
from surveys.results.published import Cell, per_cent, words
from surveys.results.trends import GroupTrend, Trends
from surveys.results.trends import Trend as ItemTrend


@pytest.fixture(scope="module")
def form(document_2004):
    return compile_form(document_2004)


def point(year, counts, base, broken=""):
    """One wave: option → count."""
    shares = tuple(
        Share(option, count, per_cent(count, base), words(count, base))
        for option, count in counts.items()
    )
    return Point(year, "A04", base, str(base), "", shares, broken)


def found(form, points, matched=None, breaks=()):
    """One single question over the waves of these points."""
    group = GroupTrend(
        "all", points, changes(*points[-2:]) if len(points) > 1 else (), matched,
        changes(*matched) if matched else (),
    )  # fmt: skip
    waves = tuple(
        type("E", (), {"wave": type("W", (), {"year": each.year})()})() for each in points
    )
    return Trends(waves, (ItemTrend(form.item("A04"), breaks, (group,)),), ())


THEN = point(2003, {"coordinator": 40, "chair": None, "partner": 0}, 100)
NOW = point(2004, {"coordinator": 90, "chair": 20, "partner": 10}, 200)


def test_a_change_of_half_a_point_is_what_a_comparison_calls_it(form):
    then = point(2003, {"coordinator": 29, "chair": 28}, 200)
    now = point(2004, {"coordinator": 14, "chair": 29}, 100)
    (plate,) = over_time.plates(form, found(form, (then, now)), "all")
    assert [row[3] for row in plate.table.rows[:2]] in (["−1", "+15"], ["+15", "−1"])
    cells = [Cell("x", 14, 14.0, "14"), Cell("x", 29, 14.5, "15")]
    assert points_words(compare.points(*cells)) == "−1"


def gaps(form, points, matched=None, earlier=7, absent=False):
    trends = found(form, points, matched)
    trends.editions[-1].earlier_id = earlier
    return over_time.gaps(trends, "nrf:county", absent=absent)


def test_a_page_says_why_figures_are_missing(form):
    assert gaps(form, (THEN, NOW), (THEN, NOW)) == ()
    assert gaps(form, (THEN, NOW), absent=True) == ("There are no NRF counties.",)
    assert gaps(form, (NOW,), earlier=None) == ()
    assert gaps(form, (THEN, NOW), earlier=None) == (
        "Nothing is counted “in both waves”: the 2003 survey had no frozen edition when this"
        " edition was built. A new edition would have these figures.",
    )
    hidden = dict.fromkeys(("coordinator", "chair", "partner"))
    dark = point(2003, hidden, 100), point(2004, {**hidden, "other": 4}, 200)
    assert gaps(form, dark) == (
        "Most figures are withheld, because so few partnerships of this group answered that they"
        " could give single partnerships away. Choose a larger group.",
    )
    assert gaps(form, (THEN, NOW), dark) == (
        "Most figures “in both waves” are withheld, because they could give away the answers of"
        " the few partnerships that answered in one wave only.",
    )


def test_two_waves_are_pairs_with_their_change(form):
    (plate,) = over_time.plates(form, found(form, (THEN, NOW), (THEN, NOW)), "all")
    assert isinstance(plate.chart, Dumbbell)
    assert plate.chart.groups == ("2004", "2003")
    assert plate.measure == "Per cent of valid answers, all partnerships, 2003 to 2004"
    assert plate.table.head == (
        "Answer", "2003 (%)", "2004 (%)", "Change (points)", "2003, in both waves (%)",
        "2004, in both waves (%)", "Change, in both waves (points)",
    )  # fmt: skip
    labels = {row[0]: row[1:] for row in plate.table.rows}
    by_code = {o.code: o.label for o in form.item("A04").options}
    assert labels[by_code["coordinator"]] == ("40", "45", "+5", "40", "45", "+5")
    assert labels[by_code["chair"]] == ("..", "10", "..", "..", "10", "..")
    assert labels[by_code["partner"]] == ("-", "5", "+5", "-", "5", "+5")


def test_a_break_gives_no_change_and_no_chart(form):
    now = point(2004, {"coordinator": 90}, 200, broken="reworded in 2004")
    (plate,) = over_time.plates(form, found(form, (THEN, now), breaks=("reworded in 2004",)), "all")
    assert plate.chart is None
    assert plate.source == "Break in the series: reworded in 2004."
    assert plate.table.rows[0][1:] == ("40", "45", "broken", "N/A", "N/A", "N/A")


def test_more_waves_are_lines_that_no_break_crosses(form):
    first = point(2002, {"coordinator": 10}, 100)
    middle = point(2003, {"coordinator": 40}, 100, broken="reworded in 2003")
    (plate,) = over_time.plates(form, found(form, (first, middle, NOW)), "all")
    assert isinstance(plate.chart, Trend)
    line = plate.chart.series[0]
    assert [value.words if value else None for value in line.values] == [None, "40", "45"]
    assert plate.table.rows[0][1:5] == ("10", "40", "45", "+5")
