"""Everybody: the pages that need no account."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.support.browser import Windows


def test_a_visitor_finds_a_partnership(windows: Windows, fine: Callable[..., None]) -> None:
    with windows() as watched:
        page = watched.open("/")
        page.get_by_role("link", name="Find a partnership").click()
        page.get_by_label("Name of a partnership or authority").fill("wyre")
        page.get_by_role("button", name="Search").click()
        fine(watched)
        page.get_by_role("link", name="Wyre Strategic Partnership").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wyre Strategic Partnership")
        fine(watched)


def test_the_api_is_documented_on_our_own_host(windows: Windows) -> None:
    """Swagger's page, inside our policy; its own markup is not held to our rules."""
    with windows() as watched:
        page = watched.open("/")
        page.get_by_role("link", name="Data and API").click()
        expect(page.get_by_text("/api/v1/partnerships/", exact=True)).to_be_visible()
        assert watched.complaints() == []
    with windows(script=False) as watched:
        page = watched.open("/api/v1/docs/")
        expect(page.get_by_role("link", name="the address of the schema")).to_be_visible()
