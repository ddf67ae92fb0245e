"""From signed-off returns to national results and the files made of them."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.evaluator import (
    BURNLEYS,
    DOWNLOAD,
    EVALUATOR,
    SUMMARIES,
    download,
    title_of,
    wait_until_built,
)
from tests.support.browser import Windows

Fine = Callable[..., None]


def test_the_dashboard_shows_the_edition(edition_built: None, windows: Windows, fine: Fine) -> None:
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/")
        assert page.locator(".portal-stat").count() == 4
        measures = page.locator(".portal-card__measure").all_inner_texts()
        assert [m.split(":")[0] for m in measures if m.startswith("Figure")] == [
            "Figure 1",
            "Figure 2",
        ]
        page.get_by_text("Show the data as a table").first.click()
        expect(page.locator("details[open] table")).to_contain_text("Crime and community safety")
        fine(watched)
        page.get_by_label("Partnerships", exact=True).select_option("nrf")
        page.get_by_role("button", name="Apply filters").click()
        assert re.search(r"[?&]group=nrf\b", page.url)
        expect(page.locator(".govuk-caption-xl")).to_have_text("2004 survey, NRF areas")
        fine(watched)


def test_a_department_downloads_what_is_released(released: None, windows: Windows) -> None:
    with windows("reader@dft.example") as watched:
        page = watched.open("/national/publications/")
        assert page.get_by_role("button", name=re.compile("Build|Release")).count() == 0
        for name, title in SUMMARIES.items():
            assert title_of(download(page, "link", f"Download the {name}")) == title
        page = watched.open("/national/")
        assert page.locator(".portal-stat").count() == 4


def test_a_partner_downloads_its_summary(released: None, windows: Windows) -> None:
    with windows("chair@burnley.example") as watched:
        page = watched.open("/p/burnley/")
        page.get_by_role("link", name="Summaries").first.click()
        pdf = download(page, "link", "Download the 2004 summary")
        assert title_of(pdf) == BURNLEYS


def test_a_coordinator_builds_its_partnerships_summary(released: None, windows: Windows) -> None:
    with windows("coordinator@hackney.example") as watched:
        page = watched.open("/p/hackney/summaries/")
        page.get_by_role("button", name="Build our 2004 summary").click()
        wait_until_built(page)
        pdf = download(page, "button", DOWNLOAD)
        assert title_of(pdf) == "Hackney Strategic Partnership: 2004 summary"


def test_everybody_downloads_what_is_public(released: None, windows: Windows, fine: Fine) -> None:
    with windows() as watched:
        page = watched.open("/public/publications/")
        fine(watched)
        for title in SUMMARIES.values():
            assert title_of(download(page, "link", f"Download {title}")) == title
