"""One running site and one Chromium for all browser tests, and windows with people signed in.

Fixtures end with this folder: what follows in the same process finds no event loop running, with
which Django would refuse to work with the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import authoring, evaluator
from tests.support.browser import MISSING, Watched, Windows, chromium, executable, faults, window
from tests.support.site import Site, running_site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked, and allowed to open sockets. tests/support/scheduling.py keeps them in one process."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site, served and worked as in production."""
    if executable() is None:
        pytest.skip(MISSING)
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def windows(site: Site, browser: Browser) -> Windows:
    """`with windows("chair@york.example", size="narrow", script=False) as watched`: a window in which
    this person is signed in; without an address, nobody. Leaving the block fails the test when any
    page complained."""
    remembered: dict[str, Any] = {}

    @contextmanager
    def opened(email: str = "", *, size: str = "wide", script: bool = True) -> Iterator[Watched]:
        if email and email not in remembered:
            with window(browser, site.url) as entrance:
                sign_in(entrance, email, site.password)
                remembered[email] = entrance.context.storage_state()
        state = {"storage_state": remembered[email]} if email else {}
        with window(browser, site.url, size=size, script=script, **state) as watched:
            yield watched
            assert watched.heard == []

    return opened


def sign_in(watched: Watched, email: str, password: str) -> None:
    """Through the sign-in page, from its link on the front page."""
    page = watched.open("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    assert watched.complaints() == []


@pytest.fixture(scope="package")
def fine() -> Callable[[Watched], None]:
    """`fine(watched)`: the page on show has no fault at all."""

    def check(watched: Watched) -> None:
        assert (watched.page.url, faults(watched)) == (watched.page.url, [])

    return check


@pytest.fixture(scope="package")
def edition_built(windows: Windows) -> None:
    """The first edition of the demo's survey."""
    with windows(evaluator.EVALUATOR) as watched:
        evaluator.build_edition(watched)


@pytest.fixture(scope="package")
def summaries_built(edition_built: None, windows: Windows) -> None:
    """The three kinds of PDF; one without script, where the job's page reloads itself."""
    with windows(evaluator.EVALUATOR) as watched:
        evaluator.build_national(watched, evaluator.ODPM)
        evaluator.build_burnleys(watched)
    with windows(evaluator.EVALUATOR, script=False) as watched:
        evaluator.build_national(watched, evaluator.DFT)


@pytest.fixture(scope="package")
def released(summaries_built: None, windows: Windows) -> None:
    """The edition and both national summaries; a department has seen nothing of them before."""
    with windows("reader@odpm.example") as reader:
        evaluator.finds_nothing_yet(reader)
    with windows(evaluator.EVALUATOR) as watched:
        evaluator.release(watched)


@pytest.fixture(scope="package")
def questionnaire_of_2005(windows: Windows, fine: Callable[[Watched], None]) -> None:
    """Written from that of 2004, looked at, mapped and published."""
    with windows(evaluator.EVALUATOR) as watched:
        page = authoring.begin(watched)
        authoring.reword(page)
        authoring.add_question(watched, script=True)
        fine(watched)
        authoring.look_at_it(page)
        fine(watched)
        authoring.map_it(page)
        authoring.publish(page)
        fine(watched)
