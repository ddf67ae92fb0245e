"""Answers to every question of a section that nobody wants to read about."""

from collections.abc import Collection

from playwright.sync_api import Page, expect

from tests.browser.annual.desk import choose

# Numbers that have to fit each other; every other number is 1.
NUMBERS = {"A02": "2002", "B02": "20", "B03": "6", "B04": "4", "B05": "4", "B06": "2", "B07": "4"}
NUMBERS |= {"B08": "0", "B13": "2.5", "B14": "85,000"}
# Choices that open what follows, or keep checks quiet; else the second option.
CHOICES = {"A01": "in_place", "K01": "none"}


def fill(page: Page, but: Collection[str] = ()) -> None:
    """Every choice and every number on the page, `but` these."""
    for name in _names(page, "input[type=radio]"):
        if name in but:
            continue
        if name in CHOICES:
            choose(page, name, CHOICES[name])
        else:
            page.locator(f'input[name="{name}"]').nth(1).check()
    for name in _names(page, "input[type=text]"):
        page.locator(f'input[name="{name}"]').fill(NUMBERS.get(name, "1"))


def fill_to_the_end(page: Page, first: int) -> None:
    """This section and all that follow, with the button that leads on."""
    for number in range(first, 14):
        expect(page.locator(".govuk-caption-xl")).to_contain_text(f"Section {number} of 13")
        fill(page)
        page.get_by_role("button", name="Save and continue").click()


def _names(page: Page, fields: str) -> list[str]:
    found = page.locator(f"main {fields}")
    return found.evaluate_all("fields => [...new Set(fields.map(field => field.name))]")
