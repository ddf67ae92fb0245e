"""A partnership's return, from its questions to the chair's signature."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Windows

Fine = Callable[..., None]
ROTHERHAM = "/p/rotherham/return/2004/"
CONFIRM = "Confirm that you have checked the answers"


def is_on(page: Page, title: str) -> None:
    """Waits for the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def says(page: Page, *errors: str) -> None:
    """The error summary lists exactly these."""
    expect(page.locator(".govuk-error-summary a")).to_have_text(list(errors))


def choose(page: Page, field: str, value: str) -> None:
    page.locator(f'input[name="{field}"][value="{value}"]').check()


@pytest.fixture(scope="module")
def rotherham_declared(windows: Windows, fine: Fine) -> None:
    """The co-ordinator of Rotherham answers the last two sections and declares the return ready."""
    with windows("coordinator@rotherham.example") as watched:
        page = watched.open("/")
        page.get_by_role("link", name="Rotherham Local Strategic Partnership").click()
        page.get_by_role("link", name="Annual return", exact=True).click()
        expect(page.locator(".portal-ring")).to_contain_text("10 of 13 sections complete")
        page.get_by_role("link", name="12. Transport and accessibility").click()
        _leave_one_answer_out(page)
        fine(watched)
        _put_it_right(page)
        _ask_for_too_much(page)
        fine(watched)
        _finish_the_last_section(page)
        fine(watched)
        _confirm_what_is_unusual(page)
        fine(watched)
        _declare(page)
        fine(watched)


def _leave_one_answer_out(page: Page) -> None:
    choose(page, "L01", "included")
    destinations = page.get_by_text("On access to which destinations")
    expect(destinations).to_be_hidden()
    choose(page, "L04", "active")
    expect(destinations).to_be_visible()
    choose(page, "L05", "health")
    choose(page, "L06.safety", "major")
    page.get_by_role("button", name="Save and continue").click()
    asked = "What part has the LSP played in the second Local Transport Plan (2006-2011)?"
    says(page, f"Answer question 2: {asked}")
    assert page.title().startswith("Error: Transport and accessibility")


def _put_it_right(page: Page) -> None:
    """Everything chosen is still chosen, and the summary's link leads to what is missing."""
    for field, value in (("L01", "included"), ("L04", "active"), ("L06.safety", "major")):
        expect(page.locator(f'input[name="{field}"][value="{value}"]')).to_be_checked()
    page.locator(".govuk-error-summary a").click()
    page.keyboard.press("Space")
    expect(page.locator('input[name="L02"]').first).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()
    is_on(page, "Support needed and sign-off")


def _ask_for_too_much(page: Page) -> None:
    for value in ("leadership", "performance", "laa", "data"):
        choose(page, "M02", value)
    page.get_by_label("What is the LSP's greatest achievement so far?").fill("Safer <b>streets</b>")
    page.get_by_role("button", name="Save and come back later").click()
    says(page, "Question 2: Choose 3 options or fewer")
    assert page.locator('input[name="M02"]:checked').count() == 4
    assert page.get_by_label("greatest achievement").input_value() == "Safer <b>streets</b>"


def _finish_the_last_section(page: Page) -> None:
    page.locator('input[name="M02"][value="data"]').uncheck()
    for row in page.locator(".portal-grid__row").all():
        row.get_by_label("About right").check()
    page.locator("#q_M03").get_by_label("This still holds").check()
    choose(page, "M05", "3")
    choose(page, "M08", "board")
    page.get_by_role("button", name="Save and continue").click()
    is_on(page, "Check the answers")
    expect(page.get_by_text("Safer <b>streets</b>", exact=True)).to_be_visible()
    expect(page.locator("#findings-blocking")).to_contain_text("1 thing to put right")


def _confirm_what_is_unusual(page: Page) -> None:
    """On the page of all checks, where nothing else is left."""
    page.goto(f"{ROTHERHAM}check/")
    expect(page.get_by_text("1 unusual answer to change or confirm.")).to_be_visible()
    page.locator(".portal-check__confirm summary").click()
    page.get_by_label("Why it is right (optional)").fill("The council bears the running cost.")
    page.get_by_role("button", name="Confirm CK02").click()
    notice = page.locator(".govuk-notification-banner")
    expect(notice).to_contain_text("Confirmed: the answers stand.")
    page.get_by_role("button", name="Read the answers and declare them ready").click()


def _declare(page: Page) -> None:
    expect(page.get_by_text("Everything that has to be answered is answered.")).to_be_visible()
    expect(page.get_by_text("The council bears the running cost.")).to_be_visible()
    ready = page.get_by_role("button", name="Declare ready for sign-off")
    ready.click()
    says(page, CONFIRM)
    page.get_by_label("I have checked the answers and they are complete").check()
    ready.click()
    notice = page.locator(".govuk-notification-banner")
    expect(notice).to_contain_text("The return is declared ready. The chair signs it off next.")


def test_a_declared_return_takes_no_answers(rotherham_declared, windows: Windows) -> None:
    with windows("coordinator@rotherham.example") as watched:
        page = watched.open(f"{ROTHERHAM}sections/L/")
        assert page.locator("main form").count() == 0
        expect(page.get_by_text("Takes an active part")).to_be_visible()


def test_the_chair_signs_off(rotherham_declared, windows: Windows, fine: Fine) -> None:
    with windows("chair@rotherham.example") as watched:
        page = watched.open("/p/rotherham/return/")
        page.get_by_role("button", name="Read and sign off").click()
        page.get_by_role("button", name="Sign off and send").click()
        says(page, "Confirm that you have read the return and agree it")
        fine(watched)
        page.get_by_label("I have read this return").check()
        page.get_by_role("button", name="Sign off and send").click()
        is_on(page, "Return signed off")
        receipt = page.locator(".govuk-summary-list").inner_text()
        assert "by Councillor Derek Fenwick" in receipt
        assert re.search(r"\b[0-9a-f]{64}\b", receipt)
        fine(watched)
