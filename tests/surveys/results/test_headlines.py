"""Findings in words."""

import pytest

from surveys.results.charts import points_words, response_table
from surveys.results.figures import Bar, Category, Gap, Panel, Share
from surveys.results.headlines import (
    activity_headline,
    constraints_headline,
    gaps_headline,
    group_words,
    progress_headline,
    rate_words,
    regions_headline,
    response_headline,
)
from surveys.results.published import ResponseRate, per_cent, words

MAJOR = Category("major", "Major progress", ("major",))


def bar(label, count, base=200):
    share = Share(MAJOR, count, per_cent(count, base), words(count, base))
    return Bar(label, label, "all", base, (share,), "")


def panel(*bars):
    return Panel("Activity by policy issue", (MAJOR,), bars)


@pytest.mark.parametrize(
    ("bars", "expected"),
    [
        (
            [bar("Crime", 92), bar("Housing", 62)],
            "Measurable outcomes are led by crime (46%)",
        ),
        (
            [bar("Crime", 92), bar("Housing", 91), bar("Health", 20)],
            "Measurable outcomes are led by crime and housing (46%)",
        ),
        (
            [bar("Crime", 92), bar("Housing", 92), bar("Health", 92)],
            "Measurable outcomes are led by 3 issues with 46% each",
        ),
        (
            [bar("Crime", 92), bar("Housing", 62), bar("Health", None)],
            "Of the 2 issues that can be shown, measurable outcomes are led by crime (46%)",
        ),
        (
            [bar("Crime", 0), bar("Housing", None)],
            "Too few issues can be shown to say which leads on measurable outcomes",
        ),
        ([bar("Crime", 0), bar("Housing", 0)], "Activity by policy issue"),
    ],
)
def test_activity_headline(bars, expected):
    assert activity_headline(panel(*bars)) == expected


def test_gaps_headline_counts_issues_where_both_shares_are_known():
    share = bar("x", 1).shares[0]
    gaps = [Gap("k", "k", share, share, 9, 9, points) for points in (4.0, -1.0, 0.0, None)]
    assert gaps_headline(gaps) == "NRF areas are ahead on 1 of the 3 issues that can be shown"
    assert gaps_headline(gaps[:3]) == "NRF areas are ahead on 1 of 3 issues"
    assert gaps_headline(gaps[3:]) == "NRF areas beside the others"


def test_progress_headline_names_most_and_least():
    panels = [panel(bar("Sharing information", 50), bar("A collective vision", 90))]
    panels.append(panel(bar("Pooled funding", 8), bar("Meeting floor targets", 50)))
    assert progress_headline(panels) == (
        "Most major progress: a collective vision. Least: pooled funding"
    )
    hidden = bar("Neighbourhood working", None)
    assert progress_headline([*panels, panel(hidden)]) == (
        "Of the 4 outcomes that can be shown, most major progress: a collective vision."
        " Least: pooled funding"
    )
    alike = panel(bar("One", 8), bar("Two", 8))
    assert progress_headline([alike]) == "Major progress is alike on all 2, 4%"
    assert progress_headline([alike, panel(hidden)]) == (
        "Of the 2 outcomes that can be shown, major progress is alike on all 2, 4%"
    )
    assert progress_headline([panel(bar("One", 3), hidden)]) == (
        "Too few outcomes can be shown to compare progress"
    )
    assert progress_headline([panel(bar("One", 3))]) == "Progress made"


def test_constraints_headline():
    bars = [bar("Lack of resources", 184), bar("Short-term funding", 150)]
    assert constraints_headline(bars) == "Lack of resources: the constraint most often named (92%)"
    assert constraints_headline([*bars, bar("Targets", None)]) == (
        "Lack of resources: the constraint most often named of the 2 that can be shown (92%)"
    )
    assert constraints_headline([bar("Lack of resources", None)]) == (
        "Too few constraints can be shown to say which is named most often"
    )
    assert constraints_headline([bar("One", 0), bar("Two", 0)]) == "What holds mainstreaming back"


def test_regions_headline():
    rates = [ResponseRate("south_east", 30, 40), ResponseRate("london", 32, 33)]
    assert regions_headline(rates) == ("97% have answered in London, 75% in the South East")
    assert regions_headline(rates[:1]) == "Response by region"
    assert regions_headline([ResponseRate("london", 1, 2), ResponseRate("north_east", 2, 4)]) == (
        "Every region has answered alike, 50%"
    )
    nobody_asked = ResponseRate("south_west", 0, 0)
    alike = [ResponseRate("london", 1, 2), ResponseRate("north_east", 2, 4), nobody_asked]
    assert regions_headline(alike) == "Every region that was asked has answered alike, 50%"


def test_rates_in_words():
    assert response_headline(ResponseRate("all", 1312, 1357)) == (
        "1,312 of 1,357 partnerships have answered"
    )
    assert [rate_words(ResponseRate("all", n, 200)) for n in (0, 1, 199)] == ["0%", "1%", "100%"]


def test_groups_inside_a_sentence():
    assert [group_words(key) for key in ("all", "nrf", "county", "london_borough")] == [
        "all partnerships",
        "NRF areas",
        "counties",
        "London boroughs",
    ]
    assert [group_words(key) for key in ("london", "east_midlands", "non_nrf:unitary")] == [
        "partnerships in London",
        "partnerships in the East Midlands",
        "non-NRF unitary authorities",
    ]


def test_points_have_a_sign_and_round_away_from_zero():
    assert [points_words(p) for p in (31.4, 0.5, 0.4, -0.4, -2.5, None)] == [
        "+31",
        "+1",
        "0",
        "0",
        "−3",
        "..",
    ]


def test_response_table_gives_whole_weeks_and_the_last_day():
    table = response_table(ResponseRate("all", 9, 10), [1] * 7 + [5, 9], caption="Weeks")
    assert table.rows == (("Week 1", "1", "10%"), ("Week 2, so far", "9", "90%"))
    assert response_table(ResponseRate("all", 0, 10), [], caption="Weeks").rows == ()
