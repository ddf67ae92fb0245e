"""What dashboards compute from shown cells: scores, shares of all, differences, classes, searches."""

import pytest
from django.http import QueryDict

from surveys.questionnaires.form import compile as compile_form
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGIONS
from surveys.results.dashboards import compare, item, regions, search
from surveys.results.dashboards.filters import (
    CompareFilters,
    ItemFilters,
    MapFilters,
    theme_words,
)
from surveys.results.dashboards.plates import csv_of, query
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import ItemCells, number_words, score

SETTINGS = Thresholds()
SIZE = len(GROUPS)


@pytest.fixture(scope="module")
def form(document_2004):
    return compile_form(document_2004)


def cells(form, key, given, *, groups=SIZE, weighted=()):
    """Cells of a choice item: `given` is group → (counts, base); the others are withheld."""
    found = form.item(key)
    options = [o for o in found.options if o.code not in ("dk", "na")]
    nothing = ((None,) * len(options), None)
    rows = [given.get(group.key, nothing) for group in GROUPS[:groups]]
    return ItemCells(
        key=key,
        kind=found.kind,
        options=tuple(o.code for o in options),
        in_base=tuple(o.in_base for o in options),
        counts=tuple(counts for counts, _ in rows),
        bases=tuple(base for _, base in rows),
        not_answered=(0,) * groups,
        dont_know=(0,) * groups,
        not_applicable=(0,) * groups,
        weighted=weighted,
    )


def shown(form, found, *, by="nrf", measure="valid", complete=None):
    return item.shown(
        form=form, cells=found, settings=SETTINGS, complete=complete or [140] * SIZE,
        effective={"all": "131"}, year=2004, by=by, measure=measure,
    )  # fmt: skip


GIVEN = {
    "all": ((10, 20, 30, 40, 0), 100),
    "nrf": ((None, None, 15, 20, 0), 45),
    "non_nrf": ((None, None, 15, 20, 0), 55),
}


def test_a_score_needs_every_scored_count(form):
    scores = {"1": 1.0, "2": 2.0, "3": 3.0, "4": 4.0, "5": 5.0}
    key = grid(form, "B11")
    found = cells(form, key, GIVEN)
    assert score(found.row("all", SETTINGS), scores) == pytest.approx(3.0)
    assert score(found.row("nrf", SETTINGS), scores) is None
    assert score(found.row("nrf", SETTINGS), {"3": 1.0, "4": 2.0}) == pytest.approx(55 / 35)
    assert score(found.row("all", SETTINGS), {"5": 5.0}) is None  # nobody gave it


def grid(form, code):
    """The first row of a grid."""
    return form.question(code).items[0].key


def test_the_table_of_a_scale_has_its_mean_score(form):
    table = item.plate(shown(form, cells(form, grid(form, "B11"), GIVEN))).table
    assert table.head == (
        "Partnerships", "Strongly agree (%)", "Agree (%)", "Neither agree nor disagree (%)",
        "Disagree (%)", "Strongly disagree (%)", "Mean score", "Base (n)",
    )  # fmt: skip
    assert table.rows == (
        ("All partnerships", "-", "40", "30", "20", "10", "3", "100"),
        ("NRF areas", "-", "44", "33", "..", "..", "..", "45"),
        ("Non-NRF areas", "-", "36", "27", "..", "..", "..", "55"),
    )


def test_per_cents_of_all_returns_say_who_gave_no_valid_answer(form):
    one = shown(form, cells(form, grid(form, "B11"), GIVEN), measure="all")
    assert item.plate(one).table.rows[0] == (
        "All partnerships", "-", "29", "21", "14", "7", "29", "140",
    )  # fmt: skip
    assert item.plate(one).table.rows[1][4:] == ("..", "..", "68", "140")


def test_weighted_stands_beside_unweighted(form):
    weighted = ((9, 21, 30, 40, 0), (None,) * 5) + ((None,) * 5,) * (SIZE - 2)
    one = shown(form, cells(form, grid(form, "B11"), GIVEN, weighted=weighted), measure="weighted")
    table = item.plate(one).table
    assert table.head[1:3] == ("Strongly agree (%)", "Strongly agree, weighted (%)")
    assert table.rows[0] == (
        "All partnerships", "-", "-", "40", "40", "30", "30", "20", "21", "10", "9", "100", "131",
    )  # fmt: skip
    assert table.head[-2:] == ("Base (n)", "Effective base of all returns")
    assert table.rows[1][-2:] == ("45", "..")
    assert (
        "Weighted per cents make up for groups of which fewer have answered. The effective base"
        " says how many unweighted returns would be as precise. It is that of all complete returns"
        " of the group, so it can be above the base of a question that not all of them answered."
    ) in item.notes(one)
    assert set(table.rows[1][2::2]) >= {".."}


def test_a_group_that_an_old_edition_has_not_is_withheld(form):
    found = cells(form, grid(form, "B11"), GIVEN, groups=27)
    one = shown(form, found, by="maturity", complete=[140] * 27)
    table = item.plate(one).table
    assert len(table.rows) == 5
    assert set(table.rows[1][1:]) == {".."}
    assert item.aside(one).rows[1][1] == ".."
    assert item.plate(shown(form, found, by="every", complete=[140] * 27)).table.rows[29][1] == ".."


def test_findings_never_name_an_answer_that_a_withheld_one_may_beat(form):
    key = grid(form, "B11")
    assert item.finding(shown(form, cells(form, key, GIVEN))) == (
        "“Agree” is the most frequent answer (40%)"
    )
    hidden = {"all": ((None, None, 30, 20, 0), 100)}
    assert item.finding(shown(form, cells(form, key, hidden))) == form.item(key).label
    clear = {"all": ((None, None, 60, 20, 0), 100)}
    assert item.finding(shown(form, cells(form, key, clear))) == (
        "“Neither agree nor disagree” is the most frequent answer (60%)"
    )
    assert item.finding(shown(form, cells(form, key, {}))) == form.item(key).label
    nobody = {"all": ((0,) * 5, 0)}
    assert item.finding(shown(form, cells(form, key, nobody))) == "Nobody was asked this"


def heading(form, found, measure):
    plate = item.plate(shown(form, found, measure=measure))
    return plate.title, plate.measure, plate.chart


def test_title_and_subtitle_say_what_the_chart_draws(form):
    weighted = ((9, 60, 30, 1, 0),) + ((None,) * 5,) * (SIZE - 1)
    found = cells(form, grid(form, "B11"), GIVEN, weighted=weighted)
    end = ", by NRF and non-NRF areas, 2004"
    drawn = {}
    for measure, title, words in [
        ("valid", "“Agree” is the most frequent answer (40%)", "Per cent of valid answers"),
        ("counts", "“Agree” is the most frequent answer (40%)", "Chart: per cent of valid answers"),
        (
            "all",
            "“Agree” is the most frequent answer (29% of all returns)",
            "Per cent of all returns",
        ),
        (
            "weighted",
            "“Disagree” is the most frequent answer (60%, weighted)",
            "Weighted per cent of valid answers",
        ),
    ]:
        said, subtitle, chart = heading(form, found, measure)
        assert (said, subtitle) == (title, words + end)
        assert chart.description == f"{title}. {words}{end}"
        drawn[measure] = {value.words for value in chart.rows[0].values if value}
    assert drawn["valid"] == drawn["counts"] == {"-", "40", "30", "20", "10"}
    assert drawn["all"] == {"-", "29", "21", "14", "7"}
    assert drawn["weighted"] == {"-", "1", "30", "60", "9"}
    counts = item.plate(shown(form, found, measure="counts"))
    assert counts.table.caption == "Numbers of partnerships"
    assert counts.table.rows[0][1:] == ("0", "40", "30", "20", "10", "100")
    every = item.plate(shown(form, found, measure="all"))
    assert every.source.startswith("Base: 140 complete returns. ")
    unweighted = cells(form, grid(form, "B11"), GIVEN)
    assert heading(form, unweighted, "weighted")[0] == form.item(grid(form, "B11")).label


def test_ticks_that_are_withheld_may_beat_any_that_are_shown(form):
    options = [o.code for o in form.item("B10").options if o.code not in ("dk", "na")]
    counts = (None, 80) + (1,) * (len(options) - 2)
    hidden = cells(form, "B10", {"all": (counts, 100)})
    assert item.finding(shown(form, hidden)) == form.item("B10").label
    clear = cells(form, "B10", {"all": ((3, *counts[1:]), 100)})
    assert item.finding(shown(form, clear)).endswith("is ticked most often (80%)")


def numbers(key, median, base):
    nothing = (0,) * SIZE
    return ItemCells(
        key=key, kind="number", options=(), in_base=(), counts=((),) * SIZE, bases=(base,) * SIZE,
        not_answered=nothing, dont_know=nothing, not_applicable=nothing,
        mean=(None,) * SIZE, lower=(median,) * SIZE, median=(median,) * SIZE,
        upper=(median,) * SIZE, trimmed=(None,) * SIZE, total=(None,) * SIZE,
    )  # fmt: skip


def test_a_median_is_of_those_that_answered(form):
    money = next(q.code for q in form.questions if q.currency == "GBP")
    assert item.finding(shown(form, numbers(money, 68_650.0, 136))) == (
        "Half of the 136 that answered gave £68,650 or more"
    )
    year = next(q.code for q in form.questions if q.unit == "year")
    one = shown(form, numbers(year, 2001.5, 1136))
    assert item.finding(one) == "Half of the 1,136 that answered gave 2002 or more"
    assert item.plate(one).table.rows[0] == ("All partnerships", "2002", "2002", "2002", "1,136")


def test_differences_need_both_figures(form):
    question = form.question("B11")
    items = {each.key: cells(form, each.key, GIVEN) for each in question.items}
    single = "A03"
    items[single] = cells(
        form, single, {"nrf": ((5, None, None, 20, 10), 45), "non_nrf": ((5, 10, 10, 20, 10), 55)}
    )
    plates = compare.plates(form, items, SETTINGS, "theme:maturity", ("nrf", "non_nrf"))
    table = next(plate.table for plate in plates if plate.key == "a03")
    assert table.head == (
        "Answer", "NRF areas (%)", "Non-NRF areas (%)", "NRF areas less Non-NRF areas (points)",
        "NRF areas (n)", "Non-NRF areas (n)",
    )  # fmt: skip
    assert [row[1:4] for row in table.rows] == [
        ("22", "18", "+4"), ("44", "36", "+8"), ("..", "18", ".."), ("..", "18", ".."),
        ("11", "9", "+2"),
    ]  # fmt: skip


def test_a_grid_is_compared_by_its_strongest_answer(form):
    items = {each.key: cells(form, each.key, GIVEN) for each in form.question("B11").items}
    plates = compare.plates(form, items, SETTINGS, "section:B", ("all", "nrf", "non_nrf"))
    assert [plate.key for plate in plates] == ["b11"]  # the others have no cells here
    assert plates[0].measure == "“Strongly agree”, per cent"
    assert plates[0].table.rows[0][1:6] == ("-", "-", "-", "0", "0")


@pytest.mark.parametrize(
    ("shares", "cuts"),
    [
        ([], (20, 40, 60, 80)),
        ([18, 28, 30, 36, 39, 44, 47], (20, 30, 40, 50)),
        ([56, 71], (60, 65, 70, 75)),
        ([96, 99], (94, 96, 98, 100)),
        ([0, 0], (2, 4, 6, 8)),
        ([5, 98], (20, 40, 60, 80)),
    ],
)
def test_classes_of_the_map_are_round(shares, cuts):
    found = regions.cuts_for([float(share) for share in shares])
    assert found == cuts
    assert found[-1] <= 100


def test_the_map_says_where_it_is_highest_of_what_can_be_shown(form):
    given = {
        "london": ((0, 0, 5, 15, 5), 25),
        "south_east": ((0, 0, 20, 10, 10), 40),
        "all": ((10, 20, 30, 40, 0), 100),
    }
    plate = regions.plate(form, cells(form, grid(form, "B11"), given), SETTINGS, "4", 2004)
    assert plate.title == (
        "Of the 2 regions that can be shown, highest in London (60%), lowest in the South East (25%)"
    )
    assert plate.table.rows[6] == ("London (i)", "60", "25")
    assert plate.table.rows[0] == ("North East", "..", "..")


def test_the_map_calls_regions_alike_only_if_all_are_shown(form):
    key = grid(form, "B11")
    alike = dict.fromkeys(REGIONS, ((0, 0, 20, 20, 0), 40))

    def title(given):
        return regions.plate(form, cells(form, key, given), SETTINGS, "5", 2004).title

    assert title(alike) == "Every region alike, 0%"
    three = {region: alike[region] for region in list(REGIONS)[:3]}
    assert title(three) == "The 3 regions that can be shown are alike, 0%"
    assert title(dict(list(three.items())[:1])) == "Too few regions can be shown"


def test_questions_are_found_by_words_rows_and_codes(form):
    def codes(words, section=""):
        found = search.found(form, words, section)
        return [each.question.code for part in found for each in part.questions]

    assert codes("H02") == ["H02"]
    assert codes("annual review") == ["E05"]
    crime = next(
        each
        for part in search.found(form, "crime stage", "")
        for each in part.questions
        if each.question.code == "H02"
    )
    assert (crime.narrowed, [found.label for found in crime.items]) == (
        True,
        ["Crime and community safety"],
    )
    assert codes("no such words at all") == []
    assert set(codes("", "A")) == {"A01", "A02", "A03", "A04", "A05"}


def test_filters_are_closed_lists_with_defaults(form):
    assert ItemFilters(QueryDict("")).chosen == {"by": "nrf", "show": "valid"}
    assert ItemFilters(QueryDict("by=region&show=counts&x=1")).chosen == {
        "by": "region",
        "show": "counts",
    }
    wrong = ItemFilters(QueryDict("by=parish"))
    assert wrong.chosen is None
    assert wrong.errors["by"] == ["There is no such choice. Choose a breakdown of the list"]
    usual = CompareFilters(QueryDict(""), form=form)
    assert (usual.groups, usual.chosen["on"]) == (("nrf", "non_nrf"), "section:H")
    twice = CompareFilters(QueryDict("first=london&third=london"), form=form)
    assert twice.errors == {"third": ["Choose another group: this one is already compared"]}


def test_another_question_on_the_map_begins_with_its_own_answers(form):
    first = MapFilters(QueryDict("item=H02.crime&answer=discussed&of=H02.crime"), form=form)
    assert first.chosen["answer"] == "discussed"
    other = MapFilters(QueryDict("item=B01&answer=discussed&of=H02.crime"), form=form)
    assert other.chosen["answer"] == ""
    wrong = MapFilters(QueryDict("item=B01&answer=discussed"), form=form)
    assert wrong.errors["answer"] == ["There is no such choice. Choose an answer to this question"]
    assert MapFilters(QueryDict("item=B02"), form=form).chosen is None  # a number


def test_small_things(form):
    assert theme_words("laa_blocks") == "LAA blocks"
    assert theme_words("figure2_process") == "Figure 2 process"
    assert query(by="nrf", show="") == "?by=nrf"
    assert query() == ""
    assert number_words(2001.0, plain=True) == "2001"
    assert number_words(182_000.25) == "182,000.3"
    assert [number_words(year, plain=True) for year in (2001.5, 2001.4)] == ["2002", "2001"]
    assert GROUP_INDEX["maturity:late"] == SIZE - 2


def test_csv_is_guarded_against_formulas():
    from portal.web.components import DataTable

    table = DataTable("x", ("=Group", "Points"), (("+SUM(A1)", "+4"), ("All", "-")))
    assert csv_of(table).decode("utf-8-sig") == "'=Group,Points\r\n'+SUM(A1),+4\r\nAll,-\r\n"
