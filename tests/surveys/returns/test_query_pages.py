"""The partnership's page of queries: reading, replying, asking for a reopening."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.tenancy.context import in_partnership
from surveys.returns.domain.querying import settle_query
from surveys.returns.models import Query
from tests.portal.web.markup import by_id, words
from tests.support.pages import Pages
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.test_querying import ask, threads
from tests.surveys.returns.test_section_page import summary
from tests.surveys.returns.test_sending_pages import SignIn

QUERIES, REOPENING = f"{A}queries/", f"{A}ask-reopening/"
REPLY = f"{QUERIES}1/"


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_coordinator)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    desk.signed(desk.cast.alpha)
    ask(desk, text="Is <it> right?")
    return desk


def settled(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        settle_query(query=Query.objects.get(), by=desk.cast.evaluator, text="Thank you.")


class TestReading:
    def test_a_query_beside_its_answer(self, asked: Desk, coordinator: Client) -> None:
        page = Pages(coordinator).get(QUERIES)
        shown = words(by_id(page.tree, "query-1"))
        question = asked.form.question("B14")
        assert shown.startswith(
            f"Query 1 Waiting for an answer About section 2, question 14: {question.text}"
            "The answer: £90,000 Evaluator, the evaluation team, "
        )
        assert "Is <it> right? Your reply" in shown

    def test_members_read_along(self, asked: Desk, signed_in: SignIn) -> None:
        page = Pages(signed_in(asked.cast.alpha_member)).get(QUERIES)
        assert "Is <it> right?" in page.text
        assert "Your reply" not in page.text
        assert REOPENING not in page.html

    def test_none_yet(self, coordinator: Client) -> None:
        page = Pages(coordinator).get(QUERIES)
        assert "No queries" in page.text
        assert REOPENING not in page.html

    def test_a_settled_one_takes_no_reply(self, asked: Desk, coordinator: Client) -> None:
        settled(asked)
        page = Pages(coordinator).get(QUERIES)
        assert "Settled by Evaluator at " in page.text
        assert "Thank you." in page.text
        assert "Your reply" not in page.text

    def test_the_same_queries_for_one_or_three(self, asked: Desk, coordinator: Client) -> None:
        counts = []
        for number in (1, 3):
            while len(threads(asked)) < number:
                ask(asked, question="")
            coordinator.get(QUERIES)
            with CaptureQueriesContext(connection) as seen:
                page = Pages(coordinator).get(QUERIES)
            assert page.text.count("Your reply") == number
            counts.append(len(seen))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("who", ["observer", "evaluator", "beta_coordinator"])
    def test_not_for_others(self, asked: Desk, signed_in: SignIn, who: str) -> None:
        assert signed_in(asked.cast.users[who]).get(QUERIES).status_code in (403, 404)


class TestReplying:
    @pytest.mark.parametrize("who", ["alpha_coordinator", "alpha_chair"])
    def test_happy_path(self, asked: Desk, signed_in: SignIn, who: str) -> None:
        client = signed_in(asked.cast.users[who])
        response = client.post(REPLY, {"q1-text": "Yes, <it> is."})
        assert response["Location"] == f"{QUERIES}#query-1"
        assert threads(asked)[0][1:] == (
            "answered", [("evaluator", "Is <it> right?"), ("partnership", "Yes, <it> is.")],
        )  # fmt: skip
        page = Pages(client).get(QUERIES)
        assert "Your reply is sent. The evaluation team is told by email." in page.text
        assert "Yes, <it> is." in page.text

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            (" ", "Write a reply"),
            ("x" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ],
    )
    def test_what_is_no_reply(
        self, asked: Desk, coordinator: Client, typed: str, words: str
    ) -> None:
        ask(asked, question="")
        page = Pages(coordinator).post(REPLY, {"q1-text": typed})
        assert summary(page.html) == [(words, "#id_q1-text")]
        assert len(threads(asked)[0][2]) == 1

    def test_to_a_settled_query(self, asked: Desk, coordinator: Client) -> None:
        settled(asked)
        page = Pages(coordinator).post(REPLY, {"q1-text": "But"})
        assert page.status == 409
        assert "This query is settled. Ask for a reopening if an answer" in page.text

    def test_to_no_query(self, asked: Desk, coordinator: Client) -> None:
        assert coordinator.post(f"{QUERIES}2/", {"q2-text": "x"}).status_code == 404

    def test_only_by_post(self, asked: Desk, coordinator: Client) -> None:
        assert coordinator.get(REPLY).status_code == 405

    @pytest.mark.parametrize("who", ["alpha_member", "observer", "evaluator", "beta_chair"])
    def test_not_for_others(self, asked: Desk, signed_in: SignIn, who: str) -> None:
        response = signed_in(asked.cast.users[who]).post(REPLY, {"q1-text": "x"})
        assert response.status_code in (403, 404)
        assert len(threads(asked)[0][2]) == 1


class TestAskingForAReopening:
    def test_happy_path(self, desk: Desk, coordinator: Client) -> None:
        desk.signed(desk.cast.alpha)
        assert f'href="{REOPENING}"' in Pages(coordinator).get(QUERIES).html
        assert Pages(coordinator).get(REOPENING).heading == "Ask for sections to be reopened"
        fields = {"sections": ["B"], "reason": "A slip"}
        assert coordinator.post(REOPENING, fields)["Location"] == f"{QUERIES}#query-1"
        assert threads(desk)[0][1] == "open"
        assert desk.state(desk.cast.alpha) == "submitted"
        page = Pages(coordinator).get(QUERIES)
        assert "About the whole return" in page.text
        assert REOPENING not in page.html

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({}, [("Choose at least one section", "#id_sections_0"),
                  ("Say what is wrong", "#id_reason")]),
            ({"sections": "B"}, [("Say what is wrong", "#id_reason")]),
        ],
    )  # fmt: skip
    def test_what_is_missing(
        self, desk: Desk, coordinator: Client, fields: dict[str, Any], errors: list[Any]
    ) -> None:
        desk.signed(desk.cast.alpha)
        assert summary(Pages(coordinator).post(REOPENING, fields).html) == errors
        assert threads(desk) == []

    def test_only_sections_that_were_asked(self, desk: Desk, coordinator: Client) -> None:
        """Alpha is not in London."""
        desk.signed(desk.cast.alpha)
        page = Pages(coordinator).post(REOPENING, {"sections": "Z", "reason": "x"})
        assert len(summary(page.html)) == 1
        assert threads(desk) == []

    def test_of_an_open_return(self, coordinator: Client) -> None:
        page = Pages(coordinator).get(REOPENING)
        assert page.status == 409
        assert "This return is not signed off, so you can change its answers" in page.text

    @pytest.mark.parametrize("who", ["alpha_member", "observer", "evaluator", "beta_chair"])
    def test_not_for_others(self, desk: Desk, signed_in: SignIn, who: str) -> None:
        desk.signed(desk.cast.alpha)
        client = signed_in(desk.cast.users[who])
        assert client.get(REOPENING).status_code in (403, 404)
        fields = {"sections": "B", "reason": "x"}
        assert client.post(REOPENING, fields).status_code in (403, 404)
        assert threads(desk) == []
