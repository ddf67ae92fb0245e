"""Everybody: the pages that need no account."""


def test_a_visitor_finds_a_partnership(windows, fine) -> None:
    with windows() as watched:
        page = watched.open("/")
        page.get_by_role("link", name="Find a partnership").click()
        page.get_by_label("Name of a partnership or authority").fill("wyre")
        page.get_by_role("button", name="Search").click()
        fine(watched)
        page.get_by_role("link", name="Wyre Strategic Partnership").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Wyre Strategic Partnership"
        fine(watched)
