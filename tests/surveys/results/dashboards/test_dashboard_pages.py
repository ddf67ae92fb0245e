"""Pages of the dashboards: who sees them, what they hold, their files, their queries."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import now

from portal.tenancy.context import in_national
from surveys.questionnaires.queries import form_of
from surveys.results.breakdowns import GROUPS, REGISTERED
from surveys.results.dashboards import boards, pages, response
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.results.published import base_words
from surveys.results.queries import published_item, published_items, questionnaire_form
from surveys.returns.models import Wave
from tests.support.editions import built, released
from tests.surveys.results.made_edition import made_edition

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])
PAGES = ("items", "compare", "map", "response", "trends")
FILES = (
    "picture/regions.svg", "picture/response.csv", "items/A04/answers.svg", "items/A04/beside.csv",
    "compare/b11.svg?on=section:B", "compare/b11.csv?on=section:B", "map/map.svg", "map/map.csv",
    "response/rates.svg", "response/rates.csv",
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh():
    """Pages are kept by the process: what one test drew is not for the next."""
    for kept in (pages._item_page, pages._section_page, boards._compare_page, boards._map_page):
        kept.cache_clear()


def text_of(response):
    return unescape(" ".join(response.content.decode().split()))


def rows_of(response, caption):
    """The cells of the table of this caption, row by row."""
    page = unescape(response.content.decode())
    table = page.partition(f">{caption}</caption>")[2].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.partition("<tbody")[2], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def urls(edition):
    found = [reverse(f"results:{name}", args=[edition.pk]) for name in PAGES]
    found += [reverse("results:item", args=[edition.pk, "A04"])]
    found += [reverse("results:section", args=[edition.pk, "B"])]
    return found + [f"/national/editions/{edition.pk}/{file}" for file in FILES]


def test_every_page_and_file_is_for_those_who_may_read_the_edition(small, small_team):
    edition = built(small.wave)
    for url in urls(edition):
        assert small_team["evaluator"].get(url).status_code == 200, url
        assert small_team["reader"].get(url).status_code == 404, url
        assert small_team["nobody"].get(url).status_code == 403, url
    released(edition, small_team["evaluator"].person)
    for url in urls(edition):
        assert small_team["reader"].get(url).status_code == 200, url


def test_a_discarded_edition_is_shown_to_nobody(small, small_team):
    edition = built(small.wave)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.DISCARDED)
    for url in urls(edition):
        assert small_team["evaluator"].get(url).status_code == 404, url


def test_pages_say_how_far_the_edition_has_come(small, small_team):
    first = released(built(small.wave), small_team["evaluator"].person)
    address = reverse("results:items", args=[first.pk])
    page = text_of(small_team["reader"].get(address))
    assert "superseded" not in page
    assert "has not been released" not in page
    second = built(small.wave, thresholds=Thresholds(min_count=4))
    draft = text_of(small_team["evaluator"].get(reverse("results:items", args=[second.pk])))
    assert "Edition 2 has not been released: departments cannot see it yet." in draft
    assert "superseded" not in text_of(small_team["reader"].get(address))
    _replace(first, second, small_team["evaluator"].person)
    replaced = text_of(small_team["reader"].get(address))
    assert "This edition has been superseded: A correction." in replaced
    assert f'href="/national/editions/{second.pk}/">Go to 2004 survey, edition 2</a>' in replaced
    own = text_of(small_team["evaluator"].get(reverse("results:edition", args=[first.pk])))
    assert '<h1 class="govuk-heading-xl">Edition 1 <strong class="govuk-tag' in own
    assert re.findall(r"govuk-tag--orange\">\s*(\w+)", own) == ["Superseded"]
    assert "Nothing: edition 2 has replaced it. Use that one. <a" in own
    assert own.count(f'href="/national/editions/{second.pk}/">') == 2
    assert "To correct it" not in own


def _replace(first, second, by):
    """Freeze and release the second, whose settings the checks would not let stand beside it."""
    row = Edition.objects.filter(pk=second.pk)
    row.update(state="checked", checked_at=now())
    row.update(state="frozen", frozen_at=now(), replaces=first, note="A correction.")
    row.update(state="released", released_at=now(), released_by=by)


def test_an_item_shows_the_published_cells_and_no_other(small, small_team):
    edition = built(small.wave)
    address = reverse("results:item", args=[edition.pk, "A04"])
    response = small_team["evaluator"].get(address, {"by": "every"})
    cells = published_item(edition, "A04")
    expected = []
    for group in GROUPS:
        row = cells.row(group.key, edition.settings)
        expected.append([*(cell.words for cell in row.cells), base_words(row.base)])
    shown = rows_of(response, "Per cent of valid answers")
    assert [row[1:] for row in shown] == expected
    counts = small_team["evaluator"].get(address, {"by": "every", "show": "counts"})
    numbers = rows_of(counts, "Numbers of partnerships")
    for group, row in zip(GROUPS, numbers, strict=True):
        published = cells.row(group.key, edition.settings)
        assert row[1:-1] == [
            "N/A" if not published.asked else ".." if cell.count is None else str(cell.count)
            for cell in published.cells
        ]


@pytest.mark.parametrize("show", ["valid", "all", "counts", "weighted"])
@pytest.mark.parametrize("by", ["nrf", "type", "region", "nrf_type", "maturity", "every"])
def test_every_item_by_every_breakdown_is_a_page(small_edition, by, show):
    for key in published_items(small_edition):
        page = pages.item_page(small_edition, key, by, show)
        assert page.tables
        assert "style=" not in page.chart


@pytest.fixture
def small_edition(small):
    return built(small.wave)


def test_neighbours_wording_and_wrong_filters(small, small_team):
    edition = built(small.wave)
    address = reverse("results:item", args=[edition.pk, "A04"])
    page = text_of(small_team["evaluator"].get(address, {"by": "type"}))
    assert f'href="/national/editions/{edition.pk}/items/A02/?by=type" rel="prev"' in page
    assert "The wording in the codebook" in page
    wrong = text_of(small_team["evaluator"].get(address, {"by": "parish"}))
    assert "<title>Error: What is your role?" in wrong
    assert "There is no such choice. Choose a breakdown of the list" in wrong
    assert 'class="chart"' not in wrong.partition("<main")[2]
    files = reverse("results:item_csv_download", args=[edition.pk, "A04", "answers"])
    assert small_team["evaluator"].get(files, {"by": "parish"}).status_code == 404
    released(edition, small_team["evaluator"].person)
    assert "in the codebook" not in text_of(small_team["reader"].get(address))


def test_questions_can_be_searched(small, small_team):
    edition = built(small.wave)
    address = reverse("results:items", args=[edition.pk])
    assert "What is your role?" in text_of(small_team["evaluator"].get(address))
    found = text_of(small_team["evaluator"].get(address, {"q": "board executive"}))
    assert "How many members does the board or executive have?" in found
    assert "What is your role?" not in found.partition("<main")[2]
    none = text_of(small_team["evaluator"].get(address, {"q": "nothing of the kind"}))
    assert "No question has all of these words" in none


def test_a_section_has_a_table_for_every_item(small, small_team):
    edition = built(small.wave)
    address = reverse("results:section", args=[edition.pk, "B"])
    page = text_of(small_team["evaluator"].get(address))
    keys = [
        item.key
        for question in questionnaire_form(edition).section("B").questions
        for item in question.items
    ]
    assert page.count("<table") == len(keys)
    for key in keys:
        assert f"/items/{key}/answers.csv?by=type" in page
    assert small_team["evaluator"].get(f"{address[:-2]}Z/").status_code == 404


def test_files_are_the_chart_and_the_table(small, small_team):
    edition = built(small.wave)
    address = f"/national/editions/{edition.pk}/items/A04/answers"
    svg = small_team["evaluator"].get(f"{address}.svg?by=nrf")
    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert svg["Content-Disposition"] == (
        'attachment; filename="lsp2004-edition-1-a04-answers.svg"'
    )
    assert svg.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns=')
    table = small_team["evaluator"].get(f"{address}.csv?by=nrf")
    lines = table.content.decode("utf-8-sig").splitlines()
    page = small_team["evaluator"].get(reverse("results:item", args=[edition.pk, "A04"]))
    shown = rows_of(page, "Per cent of valid answers")
    assert [line.split(",")[-1] for line in lines[1:]] == [row[-1] for row in shown]
    again = small_team["evaluator"].get(f"{address}.csv?by=nrf", HTTP_IF_NONE_MATCH=table["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert small_team["evaluator"].get(f"{address[:-7]}nothing.svg").status_code == 404


def test_a_page_that_was_drawn_reads_no_cells(small, small_team, django_assert_num_queries):
    edition = built(small.wave)
    browser = small_team["evaluator"]
    for name, args, most in [
        ("section", [edition.pk, "B"], 9),
        ("item", [edition.pk, "A04"], 10),
        ("compare", [edition.pk], 9),
        ("map", [edition.pk], 9),
        ("response", [edition.pk], 11),
    ]:
        address = reverse(f"results:{name}", args=args)
        first = text_of(browser.get(address))
        with django_assert_num_queries(most):
            assert (
                text_of(browser.get(address)).partition("<main")[2] == (first.partition("<main")[2])
            )


def test_response_has_its_definitions_and_for_evaluators_its_quality(small, small_team):
    edition = built(small.wave)
    address = reverse("results:response", args=[edition.pk])
    page = text_of(small_team["evaluator"].get(address))
    assert "140 of 155 partnerships have answered" in page
    assert "Complete returns as a per cent of eligible partnerships" in page
    assert "Late beside early returns" in page
    rows = rows_of(small_team["evaluator"].get(address), "What became of every partnership asked")
    assert [row[0] for row in rows] == [group.label for group in GROUPS[:REGISTERED]]
    assert rows[0][1:] == ["140", "15", "0", "155", "5", "90.3%"]
    released(edition, small_team["evaluator"].person)
    reader = text_of(small_team["reader"].get(address))
    assert "140 of 155 partnerships have answered" in reader
    assert "Late beside early returns" not in reader
    assert "Weights for non-response" not in reader
    assert "What became of every partnership asked" not in reader
    assert "Complete, partial and ineligible" not in reader


def test_what_an_edition_does_not_hold_is_not_computed(small):
    edition = Edition(wave=small.wave, weights={}, quality={})
    assert response.weights_words({}) == "Not computed for this edition."
    assert response.lateness_words({}) == "Not computed for this edition."
    assert response.lateness_table({}, {}) is None
    assert response.effective_bases({}) == {}
    assert (response.weights_table(edition), response.outcomes(edition)) == (None, None)


def test_weights_and_lateness_in_words():
    weights = {
        "needed": True, "least": 10, "cap": 3.0, "effective_base": {"all": 131.4, "nrf": None},
        "classes": [
            {"members": ["nrf:county", "non_nrf:county"], "eligible": 34, "complete": 28,
             "weight": 1.0471},
        ],
    }  # fmt: skip
    assert response.weights_words(weights) == (
        "Classes of NRF status by type of authority; a class of fewer than 10 complete returns is"
        " merged with its likest, and no weight is above 3."
    )
    assert response.effective_bases(weights) == {"all": "131"}
    table = response.weights_table(Edition(weights=weights))
    assert table.rows == (("NRF counties, Non-NRF counties", "34", "28", "1.0471"),)
    quality = {
        "early": 46, "late": 46, "mean_difference": 6.24, "by_chance": 6.1,
        "questions": [{"item": "A04", "differences": {"chair": -3.2, "partner": 8.1}}],
    }  # fmt: skip
    assert response.lateness_words(quality) == (
        "The last 46 returns differ from the first 46 by 6.2 points on average over all answers;"
        " 6.1 points would be expected by chance alone."
    )
    assert response.lateness_table(quality, {"A04": "A04 Role"}).rows == (("A04 Role", "8.1"),)


def test_a_group_without_members_is_not_offered_and_said_to_have_none(small, small_team):
    edition = built(small.wave)
    page = text_of(small_team["evaluator"].get("/national/"))
    assert '<option value="north_east">' in page
    assert '<option value="london">' not in page
    empty = text_of(small_team["evaluator"].get("/national/", {"group": "london"}))
    assert "There are no partnerships in London. Choose another group." in empty
    assert "have answered. Their answers are withheld" not in empty
    assert '<option value="london" selected>' in empty
    assert '<option value="south_west">' not in empty
    for name in ("compare", "trends"):
        other = text_of(small_team["evaluator"].get(reverse(f"results:{name}", args=[edition.pk])))
        assert '<option value="north_east">' in other
        assert '<option value="london">' not in other
    compared = text_of(
        small_team["evaluator"].get(
            reverse("results:compare", args=[edition.pk]), {"third": "north_east"}
        )
    )
    assert compared.count('<option value="">None</option>') == 1
    assert compared.count('<option value="" selected>None</option>') == 1


def test_trends_are_drawn_again_when_any_edition_behind_them_is_another(small):
    asked = small.wave.questionnaire
    with in_national():
        waves = [
            Wave.objects.create(
                year=year, questionnaire=asked, opens_on=date(year, 9, 1),
                closes_on=date(year, 11, 30), state="closed",
            )
            for year in (2002, 2003)
        ]  # fmt: skip
        form = form_of(asked.sha256)
        made_edition(waves[1], form, seed=3)
        newest = made_edition(small.wave, form)

        def page():
            return boards.trends_page(newest, "section:A", "all", released_only=True)

        first = page()
        assert first.years == (2003, 2004)
        assert page() is first
        made_edition(waves[0], form, seed=5)
        assert page().years == (2002, 2003, 2004)
        assert page().gaps[-1].startswith("Nothing is counted “in both waves”: the 2003 survey")


def test_trends_without_an_earlier_wave_say_so(small, small_team):
    edition = built(small.wave)
    page = text_of(small_team["evaluator"].get(reverse("results:trends", args=[edition.pk])))
    assert "There is no earlier wave to compare with" in page
