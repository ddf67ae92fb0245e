"""How the evaluator writes the questionnaire of 2005 from that of 2004, click by click."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import Watched

TITLE = "National Evaluation of Local Strategic Partnerships: survey of all English LSPs, 2005"
WORDS = ".portal-condition__words"


def begin(watched: Watched) -> Page:
    """A draft for 2005, from the page of the published questionnaire."""
    page = watched.open("/national/questionnaires/")
    page.get_by_role("link", name="LSP2004 version 1").click()
    page.get_by_role("link", name="Copy it for another year").click()
    expect(page.get_by_label("Code")).to_have_value("LSP2005")
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("heading", name="Nothing to put right")).to_be_visible()
    return page


def open_section(page: Page, title: str) -> None:
    """From the draft's page to one of its sections."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def reword(page: Page) -> None:
    """The question that named a day of 2004, and the bounds of a year."""
    open_section(page, "A. About the partnership")
    page.get_by_role("link", name=re.compile("Which of these best describes the LSP")).click()
    text = page.get_by_label("Question", exact=True)
    text.fill(text.input_value().replace("2004", "2005"))
    page.get_by_role("button", name="Save the question").click()
    expect(page.locator("#q_A01")).to_contain_text("at 1 October 2005?")
    page.get_by_role("link", name=re.compile("In what year did the LSP")).click()
    page.get_by_label("Largest number").fill("2006")
    page.get_by_role("button", name="Save the question").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The draft is saved.")


def add_question(watched: Watched, *, script: bool) -> None:
    """A question with routing that is wrong at first."""
    page = watched.page
    page.get_by_label("How it is answered").select_option("single")
    page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_label("Code", exact=True)).to_have_value("A06")
    page.get_by_label("Question", exact=True).fill("Has the LSP been accredited?")
    page.get_by_label("Options", exact=True).fill(
        "yes | Yes\nno | No\ndk | Don’t know | not in base"
    )
    routing = page.get_by_label("Who is asked this question?")
    routing.fill("A01 is in_place and B02 > 3")
    page.get_by_role("button", name="Add the question").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Question B02 comes later")
    # The browser itself writes the refusal to the console.
    watched.heard = [line for line in watched.heard if "status of 422" not in line]
    summary.get_by_role("link").first.click()
    routing.fill("A01 is in_place and nrf")
    said = (
        "Asked only if you answered ‘In place and meeting’ to A01 and the area receives"
        " Neighbourhood Renewal Fund."
    )
    if not script:
        page.get_by_role("button", name="Check without saving").click()
    expect(page.locator(WORDS)).to_have_text(said)
    page.get_by_role("button", name="Add the question").click()
    expect(page.locator("#q_A06")).to_contain_text("Has the LSP been accredited?")


def look_at_it(page: Page) -> None:
    """The section as partnerships with and without the Fund see it."""
    page.get_by_role("link", name="See it as a partnership does").click()
    expect(page.locator("#q_A06")).to_have_count(1)
    page.get_by_label("Neighbourhood Renewal Fund").select_option("no")
    page.get_by_role("button", name="Show it to this kind").click()
    expect(page.locator("#q_A06")).to_have_count(0)
    expect(page.get_by_text("Not asked of partnerships of this kind: A06.")).to_be_visible()


def map_it(page: Page) -> None:
    """The reworded question is said to be so."""
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="LSP2005").click()
    expect(page.get_by_role("heading", name="Nothing to put right")).to_be_visible()


def publish(page: Page) -> None:
    """For good."""
    page.get_by_role("button", name="Publish this draft").click()
    page.get_by_role("button", name="Publish it for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".govuk-notification-banner")).to_contain_text(
        "LSP2005 version 1 is published. It can never change again."
    )
    expect(page.locator("#q_A06")).to_contain_text("Has the LSP been accredited?")


def discard(page: Page) -> None:
    """The draft goes, after a warning."""
    page.get_by_role("link", name="Discard this draft").click()
    page.get_by_role("button", name="Discard this draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drafts of questionnaires")
