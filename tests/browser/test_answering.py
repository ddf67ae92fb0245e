"""Answers saved as they are given: by themselves, without a connection, and signed out meanwhile."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Watched, Windows
from tests.support.site import Site

Fine = Callable[..., None]
WHO, SECTION = "coordinator@rotherham.example", "/p/rotherham/return/2004/sections/M/"
SAVED = re.compile(r"^Saved \d{1,2}:\d\d[ap]m$")
AGAIN_MS = 15_000  # a save that failed is tried again by then
TEXT = "What is the LSP's greatest achievement so far?"


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """The line at the foot of the window says it."""
    expect(page.locator("[data-saved]")).to_have_text(words, timeout=AGAIN_MS)


def stored(windows: Windows, size: str = "wide") -> str:
    """What somebody reads who opens the page elsewhere."""
    with windows(WHO, size=size, script=False) as watched:
        return watched.open(SECTION).get_by_label(TEXT).input_value()


def only_lost_connections(watched: Watched) -> None:
    """The browser itself writes requests that failed to the console; after signing in again the
    first one is refused, since the form's secret is an old one. Nothing else was heard."""
    refused = f"403: {watched.page.url}"
    other = [line for line in watched.heard if "Failed to load resource" not in line]
    assert [line for line in other if line != refused] == []
    watched.heard.clear()


def sign_in_again(entrance: Page, site: Site) -> None:
    """On the sign-in page."""
    entrance.get_by_label("Email address").fill(WHO)
    entrance.get_by_label("Password", exact=True).fill(site.password)
    entrance.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_answers_are_saved_as_they_are_given(windows: Windows, fine: Fine) -> None:
    with windows(WHO) as watched:
        page = watched.open(SECTION)
        page.get_by_label(TEXT).fill("Safer")
        page.keyboard.type(" streets")
        told(page, SAVED)
        expect(page.locator("#q_M06 .portal-question__mark")).to_have_text(SAVED)
        page.locator('input[name="M05"]:not(:checked)').first.click()
        expect(page.locator("#q_M05 .portal-question__mark")).to_have_text(SAVED)
        assert stored(windows, "narrow") == "Safer streets"
        fine(watched)
        page.get_by_role("button", name="Save and come back later").click()
        expect(page.get_by_role("main")).to_contain_text("is saved.")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_two_windows_clash_and_the_person_chooses(windows: Windows, fine: Fine, size: str) -> None:
    with windows(WHO, size=size) as watched, windows(WHO) as elsewhere:
        page, other = watched.open(SECTION), elsewhere.open(SECTION)
        other.get_by_label(TEXT).fill(f"Theirs, {size}")
        told(other, SAVED)
        page.get_by_label(TEXT).fill(f"Mine, {size}")
        told(page, re.compile(r"^Question \d+: Not saved: .* answered differently\."))
        box = page.locator(".portal-clash")
        expect(box).to_contain_text("What you both began with")
        expect(box.locator("ins").first).to_contain_text("Theirs")
        fine(watched)
        box.get_by_label("Put mine in its place").check()
        told(page, SAVED)
        expect(box).to_have_count(0)
        assert stored(windows) == f"Mine, {size}"


def test_without_a_connection_nothing_typed_is_lost(windows: Windows) -> None:
    with windows(WHO) as watched:
        page = watched.open(SECTION)
        watched.context.set_offline(True)
        page.get_by_label(TEXT).fill("Typed in a tunnel")
        told(
            page,
            "Not saved: the portal cannot be reached. What you typed stays on this page. We keep"
            " trying; do not close it.",
        )
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_label(TEXT)).to_have_value("Typed in a tunnel")
        watched.context.set_offline(False)
        told(page, SAVED)
        assert stored(windows) == "Typed in a tunnel"
        only_lost_connections(watched)


def test_signed_out_meanwhile_the_text_stays_until_one_is_back(
    windows: Windows, site: Site
) -> None:
    with windows(WHO) as watched:
        page = watched.open(SECTION)
        watched.context.clear_cookies()
        page.get_by_label(TEXT).fill("Typed while signed out")
        told(page, re.compile(r"^Not saved: you have been signed out\. What you typed stays"))
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_label(TEXT)).to_have_value("Typed while signed out")
        with watched.context.expect_page() as opened:
            page.get_by_role("link", name="Sign in again in a new tab").click()
        entrance = opened.value
        sign_in_again(entrance, site)
        expect(entrance.get_by_role("heading", level=1)).to_have_text("Support needed and sign-off")
        entrance.close()
        page.bring_to_front()
        told(page, SAVED)
        assert stored(windows) == "Typed while signed out"
        only_lost_connections(watched)


def test_without_script_the_text_is_there_again_after_signing_in(
    windows: Windows, site: Site
) -> None:
    before = stored(windows)
    with windows(WHO, script=False) as watched:
        page = watched.open(SECTION)
        watched.context.clear_cookies()
        page.get_by_label(TEXT).fill("Typed without script")
        page.get_by_role("button", name="Save and continue").click()
        sign_in_again(page, site)
        warning = "You were signed out before this was saved. It stands below as you typed it"
        expect(page.get_by_text(warning)).to_be_visible()
        expect(page.get_by_label(TEXT)).to_have_value("Typed without script")
        assert watched.complaints() == []
        assert stored(windows) == before
        page.get_by_role("button", name="Save and continue").click()
        assert stored(windows) == "Typed without script"
