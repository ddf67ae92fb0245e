"""From signed-off returns to national results and the files made of them."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows

Fine = Callable[..., None]
EVALUATOR = "evaluator@evaluation.example"
SUMMARIES = {
    "National summary for the Office of the Deputy Prime Minister": (
        "Local Strategic Partnerships: national summary 2004"
    ),
    "National summary for the Department for Transport": (
        "Transport and accessibility in Local Strategic Partnerships 2004"
    ),
}
BURNLEYS = "Burnley Local Strategic Partnership: 2004 summary"


def title_of(pdf: bytes) -> str:
    """The title that a reader's window shows."""
    assert pdf.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert document.Root.ViewerPreferences.DisplayDocTitle
        return str(metadata["dc:title"])


def download(page: Page, role: Any, name: str | re.Pattern[str]) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role(role, name=name).first.click()
    return waiting.value.path().read_bytes()


def wait_until_built(page: Page) -> None:
    """The page turns into its finished form by itself."""
    expect(page.locator('.portal-progress[data-state="done"]')).to_be_visible(timeout=60_000)
    expect(page.locator(".portal-progress__share")).to_have_text("100%")


@pytest.fixture(scope="package")
def edition_built(windows: Windows, fine: Fine) -> None:
    """The evaluator builds the edition and watches its progress bar."""
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/")
        expect(page.get_by_role("heading", name="There are no national results yet")).to_be_visible()
        page.get_by_role("link", name="Go to editions and build the first one").click()
        looks: list[str] = []
        page.on("response", lambda answer: looks.append(answer.url))
        page.get_by_role("button", name="Build an edition of the 2004 survey").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Build an edition of the 2004 survey"
        job = page.url
        wait_until_built(page)
        assert f"{job}state/" in looks
        fine(watched)
        page.get_by_role("button", name="See edition 1").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Edition 1 Not released")


@pytest.fixture(scope="package")
def summaries_built(edition_built: None, windows: Windows) -> None:
    """Both national summaries and Burnley's; without script, where the page reloads itself."""
    with windows(EVALUATOR, script=False) as watched:
        for name, title in SUMMARIES.items():
            page = watched.open("/national/publications/")
            page.get_by_role("button", name=f"Build it: {name}").click()
            wait_until_built(page)
            assert title_of(download(page, "button", re.compile("^Download"))) == title
        page = watched.open("/national/publications/")
        page.get_by_label("Partnership", exact=True).select_option("burnley")
        page.get_by_role("button", name="Build its summary").click()
        wait_until_built(page)
        assert title_of(download(page, "button", re.compile("^Download"))) == BURNLEYS


@pytest.fixture(scope="package")
def released(summaries_built: None, windows: Windows) -> None:
    """The edition first, then what was made from it."""
    with windows("reader@odpm.example") as reader:
        page = reader.open("/national/")
        expect(page.get_by_role("heading", name="There are no national results yet")).to_be_visible()
        page = reader.open("/national/publications/")
        expect(page.get_by_role("heading", name="Nothing has been released yet")).to_be_visible()
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/publications/")
        expect(page.get_by_role("button", name="Release")).to_have_count(0)
        page.get_by_role("link", name="its edition").first.click()
        page.get_by_role("button", name="Release this edition").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Edition 1 Released")
        for _ in SUMMARIES:
            page = watched.open("/national/publications/")
            page.get_by_role("button", name="Release").first.click()
            expect(page.locator(".govuk-notification-banner")).to_contain_text("is released.")


def test_the_dashboard_shows_the_edition(edition_built: None, windows: Windows, fine: Fine) -> None:
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/")
        assert page.locator(".portal-stat").count() == 4
        measures = page.locator(".portal-card__measure").all_inner_texts()
        assert [m.split(":")[0] for m in measures if m.startswith("Figure")] == ["Figure 1", "Figure 2"]
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
        pdf = download(page, "button", re.compile("^Download"))
        assert title_of(pdf) == "Hackney Local Strategic Partnership: 2004 summary"


def test_everybody_downloads_what_is_public(released: None, windows: Windows, fine: Fine) -> None:
    with windows() as watched:
        page = watched.open("/public/publications/")
        fine(watched)
        for title in SUMMARIES.values():
            assert title_of(download(page, "link", f"Download {title}")) == title
