"""The evaluator opens the wave of 2005. After all other files: from then on 2005 is the year."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.evaluator import EVALUATOR, wait_until_built
from tests.browser.room.desk import day, follow, heading_is, is_told, press, put
from tests.support.browser import Watched, Windows, faults

PARTNERSHIPS = 365


@pytest.fixture(scope="module")
def opened(questionnaire_of_2005: None, windows: Windows) -> None:
    """Drafted from the published questionnaire, looked at, and opened while the page counts."""
    with windows(EVALUATOR) as watched:
        draft(watched)
        open_it(watched)


def draft(watched: Watched) -> None:
    """The dates of last time are there already; these ones begin today."""
    page = watched.open("/national/waves/")
    press(page, "Draft a wave")
    assert faults(watched) == []
    put(page, {"opens_on": day(40), "closes_on": day(30)})
    press(page, "Save the draft")
    expect(page.locator(".govuk-error-summary")).to_contain_text("A wave closes after it opens.")
    put(page, {"opens_on": day(0), "closes_on": day(30), "reminder_days": "10, 5, 1"})
    press(page, "Save the draft")
    is_told(page, "The 2005 survey is drafted. Nobody else sees it before it is open.")
    assert faults(watched) == []


def open_it(watched: Watched) -> None:
    """Who gets an email stands above the button."""
    page = watched.page
    press(page, "Open the survey")
    expect(page.locator(".portal-told")).to_contain_text(
        re.compile(r"\d+ emails go to co-ordinators")
    )
    assert faults(watched) == []
    press(page, "Open the survey")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Every partnership can begin now").check()
    press(page, "Open the survey")
    wait_until_built(page)
    assert faults(watched) == []


def test_every_partnership_has_its_return_of_2005(opened: None, windows: Windows) -> None:
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/waves/")
        follow(page, "2005 survey")
        heading_is(page, "2005 survey Open")
        words = f"0 of {PARTNERSHIPS} signed off"
        expect(page.locator(".govuk-summary-list")).to_contain_text(words)
        assert faults(watched) == []


def test_a_co_ordinator_is_asked_the_questions_of_2005(opened: None, windows: Windows) -> None:
    """The new question is there, and the answers of 2004 stand beside the old ones."""
    with windows("coordinator@burnley.example") as watched:
        page = watched.open("/p/burnley/return/")
        expect(page.locator(".portal-ring")).to_contain_text("0 of 13 sections complete")
        press(page, "Start now")
        page.locator('input[name="A01"][value="in_place"]').check()
        expect(page.get_by_text("Has the LSP been accredited?")).to_be_visible()
        expect(page.get_by_text("In 2004 you answered:").first).to_be_visible()
        assert faults(watched) == []
