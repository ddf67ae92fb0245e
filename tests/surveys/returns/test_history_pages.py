"""The timeline of a return and the pages of its versions, in the partnership's room."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.tenancy.context import in_partnership
from surveys.returns.domain.querying import ask_reopening, raise_query, settle_query
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import accept_return, declare_ready, send_back, sign_off
from surveys.returns.models import Query
from surveys.returns.timeline import timeline_of
from tests.portal.web.markup import with_class, words
from tests.support.pages import Page, Pages
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.test_reopening import act
from tests.surveys.returns.test_sending_pages import SignIn
from tests.surveys.returns.test_sign_off_page import again, row, section

HISTORY = f"{A}history/"


@pytest.fixture
def member(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_member)


def titles(page: Page) -> list[str]:
    return [words(e) for e in with_class(page.tree, "portal-timeline__title")]


def eventful(desk: Desk) -> None:
    """Everything that can happen to a return, once."""
    alpha = desk.cast.alpha
    desk.answer(alpha, desk.complete(alpha))
    act(desk, declare_ready, "alpha_coordinator", note="All checked.")
    act(desk, send_back, "alpha_chair", reason="Ask the PCT")
    act(desk, declare_ready, "alpha_coordinator")
    act(desk, sign_off, "alpha_chair")
    act(desk, accept_return, "evaluator")
    act(desk, raise_query, "evaluator", question="B14", text="Why?")
    with in_partnership(alpha.pk):
        settle_query(query=Query.objects.get(), by=desk.cast.evaluator)
    act(desk, ask_reopening, "alpha_coordinator", sections=["B", "C"], reason="A slip")
    due = date(2099, 3, 2)
    act(desk, reopen_return, "evaluator", sections=["A", "B", "C"], reason="As asked", due_on=due)


EVENTFUL = [
    "Reopened in sections 1, 2 and 3 until 2 March 2099",
    "Query 2: the partnership asks to reopen sections 2 and 3",
    "Query 1 settled",
    "Query 1 raised about question 14 of section 2",
    "Accepted",
    "Version 1 signed off",
    "Declared ready for sign-off",
    "Sent back",
    "Declared ready for sign-off",
    "Answers saved",
]


def test_the_whole_history(desk: Desk, member: Client) -> None:
    eventful(desk)
    page = Pages(member).get(HISTORY)
    assert page.heading == "History of the return"
    assert titles(page) == EVENTFUL
    first = words(with_class(page.tree, "portal-timeline__moment")[0])
    assert first.endswith(", EvaluatorAs asked")
    assert f'href="{A}versions/1/"' in page.html
    assert f'href="{A}queries/#query-2"' in page.html


def test_answers_of_one_day_are_one_line(desk: Desk, member: Client) -> None:
    for year in (1999, 2000, 2001):
        desk.answer(desk.cast.alpha, {"A02": year})
    desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)
    assert sorted(titles(Pages(member).get(HISTORY))) == ["Answers saved", "Answers saved, 3 times"]


def test_nothing_has_happened_yet(member: Client) -> None:
    assert "Nothing has happened yet" in Pages(member).get(HISTORY).text


def test_what_the_evaluation_team_may_know(desk: Desk) -> None:
    eventful(desk)
    with in_partnership(desk.cast.alpha.pk):
        shown = [moment.title for moment in timeline_of(desk.row(), shared_only=True)]
    own = ("Declared", "Sent back", "Answers")
    assert shown == [title for title in EVENTFUL if not title.startswith(own)]


def test_not_eligible_and_recorded(desk: Desk, member: Client) -> None:
    desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"})
    assert titles(Pages(member).get(HISTORY))[0] == (
        "Version 1 signed off: the area is not eligible"
    )


def test_the_same_queries_however_much_happened(desk: Desk, member: Client) -> None:
    counts = []
    for rounds in (1, 2):
        if rounds == 1:
            desk.signed(desk.cast.alpha)
        for _ in range(2 * rounds - 2):
            again(desk)
            act(desk, sign_off, "alpha_chair")
        member.get(HISTORY)
        with CaptureQueriesContext(connection) as seen:
            page = Pages(member).get(HISTORY)
        assert page.html.count(f'href="{A}versions/') == 2 * (2 * rounds - 1)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["observer", "evaluator", "beta_member"])
def test_not_for_others(desk: Desk, signed_in: SignIn, who: str) -> None:
    desk.signed(desk.cast.alpha)
    client = signed_in(desk.cast.users[who])
    for path in (HISTORY, f"{A}versions/1/"):
        assert client.get(path).status_code in (403, 404)


class TestVersions:
    @pytest.fixture(autouse=True)
    def _two(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        again(desk, B14=95_000)
        act(desk, sign_off, "alpha_chair")

    def test_the_first_as_it_was(self, member: Client) -> None:
        page = Pages(member).get(f"{A}versions/1/")
        assert "A later version has taken its place: version 2." in page.text
        assert "£90,000" in page.text
        assert "£95,000" not in page.text
        assert row(page, "Signed off").endswith("by Alpha Chair")

    def test_the_second_with_its_reason_and_what_changed(self, desk: Desk, member: Client) -> None:
        page = Pages(member).get(f"{A}versions/2/")
        with in_partnership(desk.cast.alpha.pk):
            assert row(page, "Fingerprint") == desk.row().document_sha256
        assert row(page, "Why it was made") == "A slip"
        assert "1 answer changed since version 1" in section(page, "since-version")

    def test_while_it_is_open_again(self, desk: Desk, member: Client) -> None:
        again(desk, B14=96_000)
        page = Pages(member).get(f"{A}versions/2/")
        assert "The return is open again. This is what was signed off last." in page.text
        assert "£96,000" not in page.text

    @pytest.mark.parametrize("number", [0, 3, 99999])
    def test_there_is_not(self, member: Client, number: int) -> None:
        assert member.get(f"{A}versions/{number}/").status_code == 404
