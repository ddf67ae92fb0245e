"""What the national evaluator does, click by click; each step checks what the pages say."""

import io
import re
from typing import Any

import pikepdf
from playwright.sync_api import Page, expect

from tests.support.browser import Watched, faults

EVALUATOR = "evaluator@evaluation.example"
ODPM = "National summary for the Office of the Deputy Prime Minister"
DFT = "National summary for the Department for Transport"
SUMMARIES = {
    ODPM: "Local Strategic Partnerships: national summary 2004",
    DFT: "Transport and accessibility in Local Strategic Partnerships 2004",
}
BURNLEYS = "Burnley Local Strategic Partnership: 2004 summary"
PATIENCE_MS = 180_000  # on a machine that does much else; a build takes seconds
DOWNLOAD = re.compile("^Download")


def title_of(pdf: bytes) -> str:
    """The title that a reader's window shows."""
    assert pdf.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert document.Root.ViewerPreferences.DisplayDocTitle
        return str(metadata["dc:title"])


def download(page: Page, role: Any, name: str | re.Pattern[str]) -> bytes:
    """The file behind the first link or button of this name."""
    with page.expect_download() as waiting:
        page.get_by_role(role, name=name).first.click()
    return waiting.value.path().read_bytes()


def wait_until_built(page: Page) -> None:
    """The page turns into its finished form by itself."""
    expect(page.locator('.portal-progress[data-state="done"]')).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".portal-progress__share")).to_have_text("100%")


def build_edition(watched: Watched) -> None:
    """From the empty dashboard to the edition's own page."""
    page = watched.open("/national/")
    expect(page.get_by_role("heading", name="There are no national results yet")).to_be_visible()
    page.get_by_role("link", name="Go to editions and build the first one").click()
    build(watched, 2004, 1)


def build(watched: Watched, year: int, number: int) -> None:
    """From the list of editions to the new one's own page, watching the progress bar."""
    page = watched.page
    looks: list[str] = []
    page.on("response", lambda answer: looks.append(answer.url))
    page.get_by_role("button", name=f"Build an edition of the {year} survey").click()
    page.get_by_role("button", name="Build the edition").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Build an edition of the {year} survey")
    job = page.url
    wait_until_built(page)
    assert f"{job}state/" in looks
    assert faults(watched) == []
    page.get_by_role("button", name=f"See edition {number} of the {year} survey").click()
    expect(title).to_have_text(f"Edition {number} Draft")


def check(page: Page, number: int) -> None:
    """Every check of a draft, until its page says that it is checked."""
    page.get_by_role("button", name="Check this edition").click()
    wait_until_built(page)
    page.get_by_role("button", name=f"See edition {number}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Edition {number} Checked")


def freeze(page: Page, number: int) -> None:
    """A checked edition that replaces no other."""
    page.get_by_role("button", name="Freeze this edition").click()
    page.get_by_label("I understand that a frozen edition").check()
    page.get_by_role("button", name="Freeze this edition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Edition {number} Frozen")


def release_edition(page: Page, number: int) -> None:
    """A frozen edition, from its own page."""
    page.get_by_role("button", name="Release this edition").click()
    page.get_by_label("I have read this edition").check()
    page.get_by_role("button", name="Release this edition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Edition {number} Released")


def build_national(watched: Watched, name: str) -> None:
    """One of the national summaries, downloaded where it was made."""
    page = watched.open("/national/publications/")
    page.get_by_role("button", name=f"Build the {name}").click()
    wait_until_built(page)
    assert title_of(download(page, "button", DOWNLOAD)) == SUMMARIES[name]


def build_burnleys(watched: Watched) -> None:
    """A partnership's summary, for it."""
    page = watched.open("/national/publications/")
    page.get_by_label("Partnership", exact=True).select_option("burnley")
    page.get_by_role("button", name="Build its summary").click()
    wait_until_built(page)
    assert title_of(download(page, "button", DOWNLOAD)) == BURNLEYS


def release(watched: Watched) -> None:
    """The edition first, then what was made from it."""
    page = watched.open("/national/publications/")
    expect(page.get_by_role("button", name="Release")).to_have_count(0)
    page.get_by_role("link", name="its edition").first.click()
    check(page, 1)
    freeze(page, 1)
    release_edition(page, 1)
    for _ in SUMMARIES:
        page = watched.open("/national/publications/")
        page.get_by_role("button", name="Release").first.click()
        expect(page.locator(".govuk-notification-banner")).to_contain_text("is released.")


def finds_nothing_yet(watched: Watched) -> None:
    """What a department reader sees before the release."""
    page = watched.open("/national/")
    expect(page.get_by_role("heading", name="There are no national results yet")).to_be_visible()
    page = watched.open("/national/publications/")
    expect(page.get_by_role("heading", name="Nothing has been released yet")).to_be_visible()
