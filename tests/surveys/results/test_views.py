"""National pages of results: who sees which edition, states, literal figures, query counts."""

import pytest
from django.urls import reverse

from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.disclosure.suppression import Thresholds
from tests.support.editions import built as build
from tests.support.editions import released as release

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_dashboard_before_the_first_edition_says_what_to_do(nation, team):
    page = text_of(team["evaluator"].get("/national/"))
    assert "There are no national results yet" in page
    assert "Go to editions and build the first one" in page
    reader = text_of(team["reader"].get("/national/"))
    assert "when an edition of a survey has been built and released" in reader
    assert "build the first one" not in reader


def test_dashboard_shows_the_newest_edition(nation, team):
    build(nation.wave)
    page = text_of(team["evaluator"].get("/national/"))
    assert "2004 survey, all partnerships" in page
    assert '<span class="portal-stat__value">140</span>' in page
    assert "of 155 partnerships" in page
    assert '<span class="portal-stat__value">90.3%</span>' in page
    assert "Edition 1 has not been released" in page
    assert page.count("<svg") >= 10
    assert page.count("Show the data as a table") == 6
    assert "style=" not in page


def test_dashboard_of_a_reader_has_released_editions_only(nation, team):
    first = build(nation.wave)
    assert "There are no national results yet" in text_of(team["reader"].get("/national/"))
    release(first, team["evaluator"].person)
    second = build(nation.wave, thresholds=Thresholds(min_count=3))
    page = text_of(team["reader"].get("/national/"))
    assert f'<option value="{first.pk}" selected>2004 survey, edition 1</option>' in page
    assert "edition 2" not in page
    refused = team["reader"].get(f"/national/?edition={second.pk}")
    assert "There is a problem" in text_of(refused)
    assert "edition 2, not released" in text_of(team["evaluator"].get("/national/"))


def test_dashboard_for_a_group(nation, team):
    build(nation.wave)
    page = text_of(team["evaluator"].get("/national/", {"group": "nrf"}))
    assert "2004 survey, NRF areas" in page
    assert "Figure 1: activity by policy issue, per cent, NRF areas, 2004" in page


def test_dashboard_for_a_group_that_is_too_small_withholds_its_answers(nation, team):
    edition = build(nation.wave)
    small = next(r for r in edition.response_rates() if 0 < r.complete < 10)
    page = text_of(team["evaluator"].get("/national/", {"group": small.group}))
    words = f"Only {small.complete} of {small.eligible} partnerships of this group have answered."
    assert words in page
    assert ">withheld<" in page


def test_dashboard_refuses_an_unknown_group(nation, team):
    build(nation.wave)
    page = text_of(team["evaluator"].get("/national/", {"group": "parishes"}))
    assert "There is a problem" in page
    assert "Figure 1" not in page


def test_dashboard_shows_a_build_under_way_to_the_evaluator_only(nation, team):
    release(build(nation.wave), team["evaluator"].person)
    with in_national(user_id=team["evaluator"].person.pk):
        job = domain.request_edition(wave=nation.wave, by=team["evaluator"].person)
    page = text_of(team["evaluator"].get("/national/"))
    assert f"/national/jobs/{job.pk}/" in page
    assert "<progress" in page
    assert "<progress" not in text_of(team["reader"].get("/national/"))


def test_dashboard_queries_do_not_grow(nation, team, django_assert_num_queries):
    build(nation.wave)
    team["evaluator"].get("/national/")
    with django_assert_num_queries(12):
        team["evaluator"].get("/national/", {"group": "nrf:unitary"})
    for least in (3, 4):
        build(nation.wave, thresholds=Thresholds(min_count=least))
    with django_assert_num_queries(12):
        team["evaluator"].get("/national/", {"group": "nrf:unitary"})


def test_dashboard_draws_an_edition_and_group_once(nation, team, django_assert_num_queries):
    build(nation.wave)
    first = text_of(team["evaluator"].get("/national/"))
    with django_assert_num_queries(10):
        again = text_of(team["evaluator"].get("/national/"))
    assert again.partition("<main")[2] == first.partition("<main")[2]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("H02.crime", "Crime and community safety"),
        ("B02", "Lower quartile"),
        ("B10", "Thematic or sub-partnerships"),
        ("M06", "Valid answers"),
    ],
)
def test_item_page_shows_every_breakdown(nation, team, key, words):
    edition = build(nation.wave)
    address = f"/national/editions/{edition.pk}/items/{key}/"
    groups = {"nrf": "NRF areas", "type": "Shire districts", "region": "North East"}
    for dimension, group in groups.items():
        page = text_of(team["evaluator"].get(address, {"by": dimension}))
        assert words in page
        assert "All partnerships" in page
        assert group in page
        assert ".." in page


def test_items_page_lists_every_item(nation, team):
    edition = build(nation.wave)
    page = text_of(team["evaluator"].get(f"/national/editions/{edition.pk}/items/"))
    assert (
        page.count(f"/national/editions/{edition.pk}/items/") == 257
    )  # one link an item, and the form of the search
    assert "H. Drivers and activity" in page


def test_item_page_of_an_unknown_item_or_edition_is_missing(nation, team):
    edition = build(nation.wave)
    assert team["evaluator"].get(f"/national/editions/{edition.pk}/items/Z99/").status_code == 404
    assert team["evaluator"].get("/national/editions/0/").status_code == 404
    assert team["reader"].get(f"/national/editions/{edition.pk}/items/A01/").status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [("dashboard", []), ("editions", []), ("edition", [1]), ("items", [1]), ("item", [1, "A01"])],
)
def test_pages_are_closed_without_a_national_role(nation, team, name, args):
    assert team["nobody"].get(reverse(f"results:{name}", args=args)).status_code == 403
