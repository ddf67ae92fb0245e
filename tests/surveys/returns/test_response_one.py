"""The evaluator's pages of one return: asking, settling, reopening, versions, history."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.tenancy.context import in_partnership
from surveys.returns.domain.querying import ask_reopening
from surveys.returns.domain.signing import sign_off
from tests.portal.web.markup import by_id, with_class, words
from tests.support.pages import Pages
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_querying import act, ask, say, threads
from tests.surveys.returns.test_section_page import summary
from tests.surveys.returns.test_sending_pages import SignIn
from tests.surveys.returns.test_sign_off_page import again, row, section

READ = "/national/response/2004/alpha/"
ASK, REOPEN, HISTORY = f"{READ}ask/", f"{READ}reopen/", f"{READ}history/"
REPLY = f"{READ}queries/1/"
OTHERS = ["alpha_coordinator", "alpha_chair", "observer", "odpm", "administrator", "nobody"]
LATER = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def evaluator(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.evaluator)


@pytest.fixture
def signed(desk: Desk) -> Desk:
    desk.signed(desk.cast.alpha)
    return desk


def pages(client: Client) -> Pages:
    return Pages(client, may_write=("audit_auditevent",))


class TestReading:
    def test_every_answer_can_be_asked_about(self, signed: Desk, evaluator: Client) -> None:
        page = pages(evaluator).get(READ)
        assert page.heading == "Alpha Partnership"
        assert row(page, "Version") == "1"
        assert f'href="{ASK}?question=B14"' in page.html
        assert f'href="{REOPEN}"' in page.html

    def test_the_second_version_with_what_changed(self, signed: Desk, evaluator: Client) -> None:
        again(signed, B14=95_000)
        act(signed, sign_off, "alpha_chair")
        page = pages(evaluator).get(READ)
        assert row(page, "Version") == "2Made because: A slip"
        changed = section(page, "since-version")
        assert changed.startswith("1 answer changed since version 1")
        assert "Before: £90,000 → Now: £95,000" in changed
        assert f'href="{READ}versions/1/"' in page.html

    def test_a_reopened_return_shows_what_was_signed_only(
        self, signed: Desk, evaluator: Client
    ) -> None:
        again(signed, B14=95_000, M06="A zebra draft")
        page = pages(evaluator).get(READ)
        assert "The partnership is changing this return. Below is what it signed off" in page.text
        assert "£90,000" in page.text
        assert "£95,000" not in page.text
        assert "zebra" not in page.html
        assert row(page, "State").startswith("Ready for sign-off")
        assert "Accept this return" not in page.text
        assert REOPEN not in page.html
        assert evaluator.post(f"{READ}accept/").status_code == 404

    def test_each_version_is_read_by_itself(self, signed: Desk, evaluator: Client) -> None:
        again(signed, B14=95_000)
        page = pages(evaluator).get(f"{READ}versions/1/")
        assert page.heading == "Version 1"
        assert "£90,000" in page.text
        assert signed.events(signed.cast.alpha, of="return.read") == [("return.read", "Evaluator")]
        assert evaluator.get(f"{READ}versions/2/").status_code == 404

    def test_the_same_queries_for_one_query_or_three(self, signed: Desk, evaluator: Client) -> None:
        counts = []
        for number in (1, 3):
            while len(threads(signed)) < number:
                ask(signed)
            evaluator.get(READ)
            with CaptureQueriesContext(connection) as seen:
                page = pages(evaluator).get(READ)
            assert len(with_class(page.tree, "portal-thread")) == number
            counts.append(len(seen))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("path", [ASK, REOPEN, HISTORY, f"{READ}versions/1/"])
    def test_a_draft_is_nobody_elses_affair(self, desk: Desk, evaluator: Client, path: str) -> None:
        desk.ready(desk.cast.alpha)
        assert evaluator.get(path).status_code == 404
        assert evaluator.get(path.replace("alpha", "gamma")).status_code == 404

    @pytest.mark.parametrize("who", OTHERS)
    def test_for_evaluators_only(self, signed: Desk, signed_in: SignIn, who: str) -> None:
        ask(signed)
        client = signed_in(signed.cast.users[who])
        for path in (ASK, REOPEN, HISTORY, f"{READ}versions/1/"):
            assert client.get(path).status_code == 403
        for path in (ASK, REOPEN, REPLY):
            assert client.post(path, {"text": "x"}).status_code == 403
        assert len(threads(signed)[0][2]) == 1

    def test_a_version_nobody_read_is_not_accepted(self, signed: Desk, evaluator: Client) -> None:
        """It was opened as version 1, recalled, changed and signed off again meanwhile."""
        read = signed.read(signed.cast.alpha)
        again(signed, B14=95_000)
        act(signed, sign_off, "alpha_chair")
        page = pages(evaluator).post(f"{READ}accept/", read)
        assert page.status == 409
        assert (
            "Version 2 was signed off after you opened this page. Read it, then accept the return."
        ) in page.text
        assert evaluator.post(f"{READ}accept/").status_code == 409
        assert signed.state(signed.cast.alpha) == "submitted"


class TestClosing:
    PATH = f"{READ}close-reopening/"

    def test_happy_path(self, signed: Desk, evaluator: Client) -> None:
        again(signed, B14=95_000)
        assert f'href="{self.PATH}"' in pages(evaluator).get(READ).html
        page = pages(evaluator).get(self.PATH)
        assert page.heading == "Close the reopening of Alpha Partnership"
        assert "Version 1 stands again, as it was signed off." in page.text
        assert summary(pages(evaluator).post(self.PATH, {"reason": " "}).html) == [
            ("Say why the reopening ends", "#id_reason")
        ]
        assert evaluator.post(self.PATH, {"reason": "Nothing came"})["Location"] == READ
        page = pages(evaluator).get(READ)
        assert "Version 1 of Alpha Partnership stands again. Its team is told." in page.text
        assert row(page, "State") == "Submitted"
        assert self.PATH not in page.html
        assert "Reopening closed: version 1 stands again" in pages(evaluator).get(HISTORY).text
        assert pages(evaluator).get(self.PATH).status == 409

    @pytest.mark.parametrize("who", OTHERS)
    def test_for_evaluators_only(self, signed: Desk, signed_in: SignIn, who: str) -> None:
        again(signed, B14=95_000)
        client = signed_in(signed.cast.users[who])
        assert client.get(self.PATH).status_code == 403
        assert client.post(self.PATH, {"reason": "x"}).status_code == 403
        assert signed.state(signed.cast.alpha) == "ready"


class TestAsking:
    def test_about_the_answer_that_was_clicked(self, signed: Desk, evaluator: Client) -> None:
        page = pages(evaluator).get(f"{ASK}?question=B14")
        assert page.heading == "Ask Alpha Partnership"
        assert "The answer: £90,000" in page.text
        chosen = [e.get("value") for e in page.tree.iter("option") if e.get("selected") is not None]
        assert chosen == ["B14"]
        response = evaluator.post(ASK, {"question": "B14", "text": "Why <so> low?"})
        assert response["Location"] == f"{READ}#query-1"
        assert threads(signed) == [(1, "open", [("evaluator", "Why <so> low?")])]
        page = pages(evaluator).get(READ)
        assert "Query 1 is sent. Alpha Partnership is told by email." in page.text
        assert row(page, "State") == "Queried"
        assert "Why <so> low?" in words(by_id(page.tree, "query-1"))

    def test_about_the_whole_return(self, signed: Desk, evaluator: Client) -> None:
        pages(evaluator).get(f"{ASK}?question=nonsense")
        evaluator.post(ASK, {"question": "", "text": "Who filled it in?"})
        assert "About the whole return" in pages(evaluator).get(READ).text

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({"text": " "}, [("Write what you want to know", "#id_text")]),
            (
                {"question": "Z99", "text": "x"},
                [("Select a valid choice. Z99 is not one of the available choices.",
                  "#id_question")],
            ),
        ],
    )  # fmt: skip
    def test_what_cannot_be_asked(
        self, signed: Desk, evaluator: Client, fields: dict[str, str], errors: list[Any]
    ) -> None:
        assert summary(pages(evaluator).post(ASK, fields).html) == errors
        assert threads(signed) == []


class TestReplyingAndSettling:
    def test_a_reply(self, signed: Desk, evaluator: Client) -> None:
        say(signed, ask(signed), "partnership")
        response = evaluator.post(REPLY, {"q1-text": "And grants?"})
        assert response["Location"] == f"{READ}#query-1"
        assert threads(signed)[0][1:] == ("open", [
            ("evaluator", "Is it right?"), ("partnership", "Yes."), ("evaluator", "And grants?"),
        ])  # fmt: skip

    @pytest.mark.parametrize("typed", ["", "Thank you."])
    def test_settling_with_a_word_or_without(
        self, signed: Desk, evaluator: Client, typed: str
    ) -> None:
        ask(signed)
        evaluator.post(REPLY, {"q1-text": typed, "then": "settle"})
        state, messages = threads(signed)[0][1:]
        assert (state, len(messages)) == ("settled", 2 if typed else 1)
        assert signed.state(signed.cast.alpha) == "submitted"
        page = pages(evaluator).get(READ)
        assert "Query 1 is settled. Alpha Partnership is told by email." in page.text
        assert "Settle it" not in page.text

    def test_a_reply_without_words(self, signed: Desk, evaluator: Client) -> None:
        ask(signed)
        page = pages(evaluator).post(REPLY, {"q1-text": " "})
        assert summary(page.html) == [("Write a reply", "#id_q1-text")]

    def test_a_request_is_not_turned_down_without_a_word(
        self, signed: Desk, evaluator: Client
    ) -> None:
        act(signed, ask_reopening, "alpha_coordinator", sections=["B"], reason="A slip")
        page = pages(evaluator).post(REPLY, {"q1-text": "", "then": "settle"})
        assert page.status == 409
        assert "Say why the return stays as it is, so that the partnership knows." in page.text

    def test_to_no_query(self, signed: Desk, evaluator: Client) -> None:
        assert evaluator.post(f"{READ}queries/7/", {"q7-text": "x"}).status_code == 404

    def test_accepting_waits_for_settling(self, signed: Desk, evaluator: Client) -> None:
        ask(signed)
        page = pages(evaluator).post(f"{READ}accept/", signed.read(signed.cast.alpha))
        assert page.status == 409
        assert "Settle them, then accept it." in page.text
        assert signed.state(signed.cast.alpha) == "queried"


class TestReopening:
    def test_happy_path(self, signed: Desk, evaluator: Client) -> None:
        page = pages(evaluator).get(REOPEN)
        assert page.heading == "Reopen the return of Alpha Partnership"
        due = by_id(page.tree, "id_due_on").get("value")
        assert due is not None
        assert due > timezone.localdate().isoformat()
        fields = {"sections": ["B"], "reason": "See query 1", "due_on": LATER.isoformat()}
        assert evaluator.post(REOPEN, fields)["Location"] == READ
        with in_partnership(signed.cast.alpha.pk):
            reopened = signed.row()
        assert (reopened.state, reopened.reopened_sections, reopened.due_on) == (
            "reopened", ["B"], LATER,
        )  # fmt: skip
        assert "reopened because: See query 1" in pages(evaluator).get(READ).text
        page = pages(evaluator).get(REOPEN)
        assert page.heading == "Reopen more of the return of Alpha Partnership"
        with in_partnership(signed.cast.alpha.pk):
            before = signed.row().reopening_reason
        # A second click: section 2 is not among those to choose any more.
        assert evaluator.post(REOPEN, fields).status_code == 200
        with in_partnership(signed.cast.alpha.pk):
            assert signed.row().reopening_reason == before

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({}, [("Choose at least one section", "#id_sections_0"),
                  ("Say why the return is reopened", "#id_reason"),
                  ("Enter sign off again by", "#id_due_on")]),
            ({"sections": "B", "reason": "x", "due_on": "31/31/2099"},
             [("Enter a real day, such as 31/3/2004", "#id_due_on")]),
        ],
    )  # fmt: skip
    def test_what_is_missing(
        self, signed: Desk, evaluator: Client, fields: dict[str, Any], errors: list[Any]
    ) -> None:
        assert summary(pages(evaluator).post(REOPEN, fields).html) == errors
        assert signed.state(signed.cast.alpha) == "submitted"

    def test_a_day_that_has_passed(self, signed: Desk, evaluator: Client) -> None:
        fields = {"sections": "B", "reason": "x", "due_on": "1/3/2004"}
        page = pages(evaluator).post(REOPEN, fields)
        assert page.status == 409
        assert "Choose today or a later day" in page.text


def test_the_timeline_of_both_sides(signed: Desk, evaluator: Client) -> None:
    say(signed, ask(signed), "partnership")
    again_titles = [
        "Query 1: a reply", "Query 1 raised about question 14 of section 2", "Version 1 signed off",
    ]  # fmt: skip
    page = pages(evaluator).get(HISTORY)
    assert [words(e) for e in with_class(page.tree, "portal-timeline__title")] == again_titles
    assert f'href="{READ}versions/1/"' in page.html
    assert f'href="{READ}#query-1"' in page.html
