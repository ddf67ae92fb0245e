"""The public pages of the register."""

from django.test import Client

from partnerships.register.models import Partnership
from tests.conftest import Cast
from tests.support.pages import Pages


def test_the_list_names_everybody_and_narrows_by_the_address(cast: Cast, client: Client) -> None:
    pages = Pages(client)
    page = pages.get("/public/partnerships/")
    assert page.status == 200
    assert "Alpha Partnership" in page.text
    assert "Beta Partnership" in page.text
    narrowed = pages.get("/public/partnerships/?region=south_west")
    assert "Alpha Partnership" not in narrowed.text
    assert "Beta Partnership" in narrowed.text
    assert "Alpha Partnership" in pages.get("/public/partnerships/?q=alphaton").text


def test_a_list_that_finds_nothing_says_so(cast: Cast, client: Client) -> None:
    page = Pages(client).get("/public/partnerships/?q=nowhere")
    assert page.status == 200
    assert "Alpha Partnership" not in page.text


def test_a_wrong_filter_or_page_is_no_crash(cast: Cast, client: Client) -> None:
    for query in ("region=atlantis", "page=9999", "page=x", "q=" + "a" * 200, "q=%00"):
        assert client.get(f"/public/partnerships/?{query}").status_code == 200, query


def test_a_partnerships_page_for_the_public(cast: Cast, client: Client) -> None:
    page = Pages(client).get("/public/partnerships/alpha/")
    assert (page.status, page.heading) == (200, "Alpha Partnership")
    assert "Alphaton" in page.text


def test_a_partnership_that_is_not_there_or_not_active_is_missing(
    cast: Cast, client: Client
) -> None:
    Partnership.objects.filter(slug="beta").update(is_active=False)
    for slug in ("beta", "gamma"):
        assert Pages(client).get(f"/public/partnerships/{slug}/").status == 404
