"""The API after sign-off: decision, versions, differences, queries, reopening, history."""

import pytest

from partnerships.meetings.models import Decision
from portal.tenancy.context import in_partnership
from tests.support.api import Api, cost, wrong
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_api import BACK, DECLARATION, ONE, SIGN_OFF
from tests.surveys.returns.test_querying import ask, say, settle
from tests.surveys.returns.test_reopening import reopen
from tests.surveys.returns.test_sign_off_page import again, decided

pytestmark = pytest.mark.django_db
VERSIONS, QUERIES, HISTORY = f"{ONE}versions/", f"{ONE}queries/", f"{ONE}history/"
RECALL, REQUESTS = f"{ONE}recall/", f"{ONE}reopening-requests/"


@pytest.fixture
def signed(desk: Desk) -> Desk:
    desk.signed(desk.cast.alpha)
    return desk


def sign_again(desk: Desk, **answers: object) -> None:
    again(desk, **answers)
    chair = Api(desk.cast.alpha_chair)
    read = chair.get(ONE)
    chair.send("post", SIGN_OFF, {"seen": read["seen"], "said": read["said"]})


def test_sign_off_with_a_decision(desk: Desk) -> None:
    decision = decided(desk)
    desk.ready(desk.cast.alpha)
    chair = Api(desk.cast.alpha_chair)
    read = chair.get(ONE)
    body = {"seen": read["seen"], "said": read["said"], "decision": 2**30}
    errors = wrong(chair.send("post", SIGN_OFF, body, 400))
    assert errors == {"#/decision": "There is no such decision in force here."}
    assert desk.state(desk.cast.alpha) == "ready"
    chair.send("post", SIGN_OFF, {**body, "decision": decision.pk})
    with in_partnership(desk.cast.alpha.pk):
        assert desk.row().decision == Decision.objects.get()


def test_the_chair_takes_it_back(signed: Desk) -> None:
    chair, body = Api(signed.cast.alpha_chair), {"sections": ["B"], "reason": "A slip"}
    Api(signed.cast.alpha_coordinator).send("post", RECALL, body, 403)
    assert list(wrong(chair.send("post", RECALL, {}, 400))) == ["#/sections", "#/reason"]
    assert (
        "at least one section"
        in chair.send("post", RECALL, {**body, "sections": ["Z"]}, 409)["detail"]
    )
    assert chair.send("post", RECALL, body)["state"] == "reopened"
    whole = chair.get(ONE)
    assert (whole["reopened_sections"], whole["reopening_reason"]) == (["B"], "A slip")
    assert Api(signed.cast.alpha_coordinator).get(ONE)["may_answer"] == ["B"]
    assert chair.send("post", RECALL, body, 409)["detail"].startswith("This return is not signed")


def test_versions_and_what_differs(signed: Desk) -> None:
    sign_again(signed, B14=95_000)
    member = Api(signed.cast.alpha_member)
    body = member.get(VERSIONS)
    assert [(v["number"], v["reason"]) for v in body["results"]] == [(1, ""), (2, "A slip")]
    assert body["results"][0]["signed_by"] == "Alpha Chair"
    second = member.get(f"{VERSIONS}2/")
    assert second["document"]["answers"]["B14"] == 95_000
    assert second["document_sha256"] == member.get(ONE)["document_sha256"]
    differ = {"version": 2, "since": 1}
    row = {"section": "B", "question": "B14", "before": "£90,000", "after": "£95,000", "rows": []}
    assert member.get(f"{VERSIONS}2/changes/") == {**differ, "changes": [row]}
    assert member.get(f"{VERSIONS}2/changes/?since=2") == {"version": 2, "since": 2, "changes": []}
    back = member.get(f"{VERSIONS}1/changes/?since=2")["changes"]
    assert [(each["before"], each["after"]) for each in back] == [("£95,000", "£90,000")]
    assert "nothing to compare" in member.get(f"{VERSIONS}1/changes/", 404)["detail"]
    assert member.get(f"{VERSIONS}9/", 404)["detail"] == "There is no version 9 of this return."
    assert list(wrong(member.get(f"{VERSIONS}2/changes/?since=x", 400))) == ["#/since"]


def test_a_query_and_its_reply(signed: Desk) -> None:
    query = ask(signed)
    member, coordinator = Api(signed.cast.alpha_member), Api(signed.cast.alpha_coordinator)
    (thread,) = member.get(QUERIES)["results"]
    assert thread == member.get(f"{QUERIES}1/")
    assert (thread["number"], thread["question"], thread["state"]) == (1, "B14", "open")
    assert [m["text"] for m in thread["messages"]] == ["Is it right?"]
    replies, body = f"{QUERIES}1/replies/", {"text": "It is."}
    member.send("post", replies, body, 403)
    made = coordinator.send("post", replies, body, 201)
    assert (made["side"], made["written_by"]) == ("partnership", "Alpha Coordinator")
    assert coordinator.get(f"{QUERIES}1/")["state"] == "answered"
    assert list(wrong(coordinator.send("post", replies, {"text": " "}, 400))) == ["#/text"]
    settle(signed, query)
    assert coordinator.send("post", replies, body, 409)["detail"].startswith(
        "This query is settled"
    )
    assert member.get(f"{QUERIES}7/", 404)["detail"] == "There is no query 7 about this return."


def test_asking_for_a_reopening(signed: Desk) -> None:
    coordinator, body = Api(signed.cast.alpha_coordinator), {"sections": ["B"], "reason": "Wrong"}
    Api(signed.cast.alpha_member).send("post", REQUESTS, body, 403)
    made = coordinator.send("post", REQUESTS, body, 201)
    assert (made["number"], made["raised_by_side"]) == (1, "partnership")
    assert (
        "asked for a reopening already" in coordinator.send("post", REQUESTS, body, 409)["detail"]
    )
    reopen(signed)
    assert coordinator.get(f"{QUERIES}1/")["state"] == "settled"


def test_history(signed: Desk) -> None:
    ask(signed)
    titles = [m["title"] for m in Api(signed.cast.alpha_member).get(HISTORY)["results"]]
    assert titles[:2] == [
        "Query 1 raised about question 14 of section 2",
        "Version 1 signed off",
    ]
    assert "Declared ready for sign-off" in titles


@pytest.mark.parametrize("path", [VERSIONS, f"{VERSIONS}1/", QUERIES, HISTORY])
def test_who_reads(signed: Desk, path: str) -> None:
    Api(signed.cast.alpha_member).get(path)
    Api(signed.cast.observer).get(path, 403)
    for user in (signed.cast.beta_chair, signed.cast.evaluator, signed.cast.nobody):
        Api(user).get(path, 404)
    Api().get(path, 401)


def test_misspelt_names_are_told(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    chair = Api(desk.cast.alpha_chair)
    for path, body in ((SIGN_OFF, {"seen": "x"}), (BACK, {"reason": "x"})):
        assert list(wrong(chair.send("post", path, {**body, "nots": 1}, 400))) == ["#/nots"]
    coordinator = Api(desk.cast.alpha_coordinator)
    sent = {"seen": "x", "nots": 1}
    assert list(wrong(coordinator.send("post", DECLARATION, sent, 400))) == ["#/nots"]


def test_cost_does_not_grow(signed: Desk) -> None:
    api = Api(signed.cast.alpha_member)
    first = ask(signed)
    costs = {path: cost(lambda path=path: api.get(path)) for path in (VERSIONS, QUERIES, HISTORY)}
    say(signed, first, "partnership")
    ask(signed, question="")
    reopen(signed)
    assert {path: cost(lambda path=path: api.get(path)) for path in costs} == costs
    assert max(costs.values()) <= 14
