"""Figures from published cells: order, grouped categories, gaps; on the real questionnaire."""

import numpy as np
import pytest

from partnerships.register.stratum import stratum_of
from surveys.questionnaires.form import compile as compile_form
from surveys.results import figures
from surveys.results.breakdowns import NO_BAND, place_of
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import Traits
from surveys.results.figures import Category
from surveys.results.layout import layout
from surveys.results.places import Placed
from surveys.results.published import ResponseRate
from surveys.results.recount import counted

SETTINGS = Thresholds()
NRF = stratum_of(True, "unitary", "london")
REST = stratum_of(False, "unitary", "london")


@pytest.fixture(scope="module")
def form(document_2004):
    return compile_form(document_2004)


def published(form, answers):
    """Published items when each stratum's returns answer the given items; others unanswered.

    `answers` maps item key to {stratum: [option numbers]}.
    """
    place = layout(form)
    first = {}
    for position, column in enumerate(form.columns):
        first.setdefault(form.items[column.item_index].key, position)
    size = 100
    codes = {s: np.zeros((size, place.columns), np.uint8) for s in (NRF, REST)}
    for key, by_stratum in answers.items():
        for stratum, chosen in by_stratum.items():
            codes[stratum][: len(chosen), first[key]] = chosen
    joined = {place_of(s, NO_BAND): matrix.tobytes() for s, matrix in codes.items()}
    done = counted(place, Placed(joined, {}, {}), SETTINGS, Traits(), seconds=True).finished
    return {one.key: one for one in done.items()}


def spread(*numbers):
    return [option for option, times in enumerate(numbers, start=1) for _ in range(times)]


def test_activity_groups_the_stages_and_sorts_by_measurable_outcomes(form):
    items = published(
        form,
        {
            "H02.crime": {NRF: spread(10, 10, 10, 10, 60)},
            "H02.housing": {NRF: spread(0, 20, 20, 20, 40)},
            "H02.gender": {NRF: spread(40, 40, 20, 0, 0)},
        },
    )
    panel = figures.activity(form, items, "nrf", SETTINGS)
    assert panel.title == "Activity by policy issue"
    assert [category.label for category in panel.categories] == [
        "Not addressed",
        "Discussed only",
        "Joint strategy and/or activity",
        "Measurable outputs/outcomes",
    ]
    assert [(b.label, b.base, [s.words for s in b.shares]) for b in panel.bars[:3]] == [
        ("Crime and community safety", 100, ["10", "10", "20", "60"]),
        ("Housing", 100, ["-", "20", "40", "40"]),
        ("Gender issues", 100, ["40", "40", "20", "-"]),
    ]
    assert len(panel.bars) == 25
    assert {(b.base, b.note, b.shares[0].words) for b in panel.bars[3:]} == {
        (0, "suppressed", "..")
    }


def test_a_category_is_shown_when_it_holds_everything_withheld_in_its_row(form):
    items = published(form, {"H02.crime": {NRF: spread(20, 20, 3, 7, 20)}})
    assert items["H02.crime"].counts[1] == (20, 20, None, None, 20)
    bar = figures.activity(form, items, "nrf", SETTINGS).bars[0]
    assert [share.count for share in bar.shares] == [20, 20, 10, 20]


def test_a_category_stays_withheld_when_other_cells_are_too(form):
    items = published(form, {"H02.crime": {NRF: spread(20, 6, 3, 20, 20)}})
    bar = figures.activity(form, items, "nrf", SETTINGS).bars[0]
    assert [share.words for share in bar.shares] == ["29", "..", "..", "29"]


def test_progress_has_three_panels_in_questionnaire_order(form):
    items = published(form, {"I01.closer": {NRF: spread(10, 20, 30, 20)}})
    panels = figures.progress(form, items, "all", SETTINGS)
    assert [(panel.title, len(panel.bars)) for panel in panels] == [
        ("Process outcomes", 4),
        ("Governance outcomes", 7),
        ("Service outcomes", 4),
    ]
    first = panels[0].bars[0]
    assert (first.base, [share.count for share in first.shares]) == (60, [10, 20, 30])
    assert first.share("major").words == "50"


def test_activity_gaps_put_nrf_beside_the_rest(form):
    items = published(
        form,
        {
            "H02.crime": {NRF: spread(20, 20, 0, 0, 60), REST: spread(30, 30, 0, 0, 20)},
            "H02.housing": {NRF: spread(50, 0, 0, 0, 50), REST: spread(20, 0, 0, 0, 3)},
        },
    )
    gaps = figures.activity_gaps(form, items, SETTINGS)
    assert [
        (g.label, g.nrf.words, g.non_nrf.words, g.nrf_base, g.non_nrf_base) for g in gaps[:2]
    ] == [
        ("Crime and community safety", "60", "25", 100, 80),
        ("Housing", "50", "..", 100, 23),
    ]
    assert [g.points for g in gaps[:2]] == [35.0, None]


def test_profile_shows_every_option_in_the_base(form):
    items = published(form, {"B01": {NRF: spread(46, 7, 16, 11, 11, 9)}})
    (bar,) = figures.profile(form, items, "B01", "all", SETTINGS).bars
    assert [(s.category.key, s.words) for s in bar.shares] == [
        ("elected_member", "46"),
        ("la_officer", "7"),
        ("public_officer", "16"),
        ("private", "11"),
        ("vcs", "11"),
        ("other", "9"),
    ]


def test_shares_of_adds_options_and_sorts(form):
    item = form.item("J03.resources")
    codes = [option.code for option in item.options]
    either = Category("important", "Important or very important", (codes[1], codes[2]))
    items = published(
        form,
        {
            "J03.resources": {NRF: spread(10, 20, 70)},
            "J03.commitment": {NRF: spread(40, 30, 30)},
        },
    )
    bars = figures.shares_of(form, items, "J03", either, "all", SETTINGS)
    assert [(b.key, b.shares[0].count) for b in bars[:2]] == [
        ("J03.resources", 90),
        ("J03.commitment", 60),
    ]


def test_region_rates_and_group_label():
    rates = [ResponseRate("all", 3, 4), ResponseRate("london", 1, 2), ResponseRate("county", 0, 1)]
    assert [rate.group for rate in figures.region_rates(rates)] == ["london"]
    assert figures.group_label("nrf:unitary") == "NRF unitary authorities"


def test_a_questionnaire_without_the_figure_is_an_error(form):
    with pytest.raises(KeyError, match="defines no Figure 7"):
        figures._definition(form, "7")


def test_a_withheld_tick_is_never_found_from_the_base(form):
    """Several may be ticked, so what the others leave of the base says nothing."""
    item = form.item("C04")
    codes = tuple(option.code for option in item.options)
    counts = (58, 68, 29, 26, 15, 12, None)
    nothing = (0,) * 27
    cells_of_c04 = figures.ItemCells(
        key="C04", kind="multi", options=codes, in_base=(True,) * 7, counts=(counts,) * 27,
        bases=(79,) * 27, not_answered=nothing, dont_know=nothing, not_applicable=nothing,
    )  # fmt: skip
    categories = figures.options_as_categories(item)
    shares = figures.bar(item, cells_of_c04, categories, "nrf", SETTINGS).shares
    assert [share.words for share in shares] == ["73", "86", "37", "33", "19", "15", ".."]
    assert (shares[-1].count, shares[-1].per_cent) == (None, None)
