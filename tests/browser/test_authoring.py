"""The evaluator writes the questionnaire of 2005 from that of 2004, with and without script."""

from collections.abc import Callable

import pytest

from tests.browser import authoring
from tests.browser.evaluator import EVALUATOR
from tests.support.browser import Windows

Fine = Callable[..., None]


def test_without_script_a_draft_is_written_and_discarded(windows: Windows, fine: Fine) -> None:
    with windows(EVALUATOR, script=False) as watched:
        page = authoring.begin(watched)
        authoring.reword(page)
        authoring.add_question(watched, script=False)
        page.get_by_role("link", name="LSP2005").first.click()
        authoring.discard(page)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_pages_of_a_draft_have_no_fault(windows: Windows, fine: Fine, size: str) -> None:
    with windows(EVALUATOR, size=size) as watched:
        page = authoring.begin(watched)
        home = page.url
        for path in (
            "",
            "settings/",
            "sections/B/",
            "sections/B/change/",
            "sections/H/preview/",
            "questions/H02/",
            "questions/A02/?type=multi",
            "checks/CK01/",
            "figures/1/",
            "parts/question/A01/remove/",
            "publish/",
            "discard/",
        ):
            page.goto(home + path)
            fine(watched)
        page.goto(home)
        authoring.discard(page)
        fine(watched)


def test_the_questionnaire_of_2005_is_published(
    questionnaire_of_2005: None, windows: Windows, fine: Fine
) -> None:
    with windows(EVALUATOR) as watched:
        page = watched.open("/national/questionnaires/")
        page.get_by_role("link", name="LSP2005 version 1").click()
        fine(watched)
        page.get_by_role("link", name="Mapping to the earlier questionnaire").click()
        fine(watched)
