"""The collector's side of the API: waves, response, one return and what is done about it."""

from typing import Any

import pytest
from django.utils import timezone

from portal.working_days import add_working_days
from tests.support.api import Api, cost, wrong
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db
WAVES, LIST = "waves/", "response/2004/"
ONE = f"{LIST}alpha/"
SOON = add_working_days(timezone.localdate(), 5).isoformat()
REOPENING = {"sections": ["B"], "reason": "The budget is too low.", "due_on": SOON}


def test_waves(desk: Desk) -> None:
    (row,) = Api(desk.cast.evaluator).get(WAVES)["results"]
    assert row == {
        "year": 2004,
        "state": "open",
        "questionnaire": desk.form.sha256,
        "opens_on": "2004-10-04",
        "closes_on": "2004-12-17",
        "reminder_days": [10, 5, 1],
        "settled_at": None,
    }


def test_reading_one_return(desk: Desk) -> None:
    api = Api(desk.cast.evaluator)
    refusal = api.get(ONE, 404)
    assert refusal["detail"] == "This partnership has not signed off a return of that year."
    desk.signed(desk.cast.alpha)
    whole = api.get(ONE)
    assert (whole["state"], whole["version"], whole["is_open"]) == ("submitted", 1, False)
    assert whole["document"]["answers"]["A01"] == "in_place"
    assert [v["number"] for v in whole["versions"]] == [1]
    assert api.get(f"{ONE}?version=1")["document"] == whole["document"]
    assert api.get(f"{ONE}?version=2", 404)["detail"] == "There is no version 2 of this return."
    read = [event for event in desk.events(desk.cast.alpha) if event[0] == "return.read"]
    assert len(read) == 2
    titles = [m["title"] for m in api.get(f"{ONE}history/")["results"]]
    assert titles == ["Version 1 signed off"]
    assert api.get("response/2004/nowhere/", 404)["detail"].startswith("There is no such partner")


def test_asking_settling_accepting(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    api = Api(desk.cast.evaluator)
    seen = {"seen": api.get(ONE)["document_sha256"]}
    made = api.send("post", f"{ONE}queries/", {"question": "B14", "text": "Right?"}, 201)
    assert (made["number"], made["state"], made["raised_by"]) == (1, "open", "Evaluator")
    assert list(wrong(api.send("post", f"{ONE}queries/", {"question": "B14"}, 400))) == ["#/text"]
    unknown = {"question": "Z99", "text": "Right?"}
    assert "no question Z99" in api.send("post", f"{ONE}queries/", unknown, 409)["detail"]
    assert "not settled" in api.send("post", f"{ONE}acceptance/", seen, 409)["detail"]
    more = api.send("post", f"{ONE}queries/1/replies/", {"text": "All of it?"}, 201)
    assert (more["side"], more["text"]) == ("evaluator", "All of it?")
    (thread,) = api.get(ONE)["queries"]
    assert [m["text"] for m in thread["messages"]] == ["Right?", "All of it?"]
    api.send("post", f"{ONE}queries/9/settlement/", {}, 404)
    api.send("post", f"{ONE}queries/1/settlement/", {}, 204)
    assert "settled already" in api.send("post", f"{ONE}queries/1/settlement/", {}, 409)["detail"]
    assert list(wrong(api.send("post", f"{ONE}acceptance/", {}, 400))) == ["#/seen"]
    other = {"seen": "0" * 64}
    assert "Read it, then accept" in api.send("post", f"{ONE}acceptance/", other, 409)["detail"]
    api.send("post", f"{ONE}acceptance/", seen, 204)
    assert desk.state(desk.cast.alpha) == "accepted"


def test_reopening_and_more_time(desk: Desk) -> None:
    api = Api(desk.cast.evaluator)
    more = {"until": SOON, "reason": "The office was flooded."}
    assert api.send("post", f"{ONE}extension/", more) == more
    errors = wrong(api.send("post", f"{ONE}extension/", {"until": "soon"}, 400))
    assert list(errors) == ["#/until", "#/reason"]
    api.send("post", f"{ONE}extension/", {**more, "until": "2004-12-20"}, 409)
    api.send("post", f"{ONE}reopening/", REOPENING, 404)
    desk.signed(desk.cast.alpha)
    assert "needs no more time" in api.send("post", f"{ONE}extension/", more, 409)["detail"]
    api.send("post", f"{ONE}reopening/", {**REOPENING, "due_on": "2004-12-01"}, 409)
    api.send("post", f"{ONE}reopening/", REOPENING, 204)
    whole = api.get(ONE)
    assert (whole["state"], whole["is_open"], whole["version"]) == ("reopened", True, 1)
    assert Api(desk.cast.alpha_chair).get("p/alpha/returns/2004/")["reopened_sections"] == ["B"]
    closure = {"reason": "Nothing came."}
    api.send("post", f"{ONE}reopening/closure/", closure, 204)
    assert (
        "nothing to close" in api.send("post", f"{ONE}reopening/closure/", closure, 409)["detail"]
    )
    assert (api.get(ONE)["state"], api.get(ONE)["is_open"]) == ("submitted", False)


@pytest.mark.parametrize("path", [WAVES, ONE, f"{ONE}history/"])
def test_who_reads(desk: Desk, path: str) -> None:
    desk.signed(desk.cast.alpha)
    for name in ("odpm", "observer", "alpha_chair", "nobody"):
        Api(desk.cast.users[name]).get(path, 403)
    Api().get(path, 401)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("queries/", {"text": "Right?"}),
        ("acceptance/", {"seen": "0" * 64}),
        ("reopening/closure/", {"reason": "Why"}),
        ("reopening/", REOPENING),
        ("extension/", {"until": SOON, "reason": "Why"}),
    ],
)
def test_who_acts(desk: Desk, path: str, body: Any) -> None:
    desk.signed(desk.cast.alpha)
    for name in ("odpm", "observer", "alpha_chair", "nobody"):
        Api(desk.cast.users[name]).send("post", ONE + path, body, 403)
    Api().send("post", ONE + path, body, 401)
    assert desk.state(desk.cast.alpha) == "submitted"


def test_cost_does_not_grow(desk: Desk) -> None:
    api = Api(desk.cast.evaluator)
    desk.signed(desk.cast.alpha)
    api.send("post", f"{ONE}queries/", {"text": "Right?"}, 201)
    one = cost(lambda: api.get(ONE))
    api.send("post", f"{ONE}queries/", {"text": "And this?"}, 201)
    assert cost(lambda: api.get(ONE)) == one <= 18
