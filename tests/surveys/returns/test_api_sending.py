"""The API from a declared return to an accepted one: what was seen, notes, who may read what."""

from typing import Any

import pytest

from portal.tenancy.context import in_partnership
from surveys.returns.domain.signing import accept_return
from tests.support.api import Api, wrong
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.partners import Partners
from tests.surveys.returns.test_api import BACK, DECLARATION, LIST, ONE, SIGN_OFF, held

pytestmark = pytest.mark.django_db


def seen(api: Api) -> dict[str, str]:
    """What this reader sends back to say which answers were read."""
    return {"seen": api.get(ONE)["seen"]}


def all_seen(api: Api) -> dict[str, str]:
    """What a chair sends back: the partners' words too."""
    whole = api.get(ONE)
    return {"seen": whole["seen"], "said": whole["said"]}


@pytest.mark.parametrize("path", [DECLARATION, SIGN_OFF])
@pytest.mark.parametrize("body", [None, {}, {"seen": ""}, {"seen": "0" * 65}])
def test_what_was_seen_has_to_be_said(desk: Desk, path: str, body: Any) -> None:
    if path == SIGN_OFF:
        desk.ready(desk.cast.alpha)
    else:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    who = {DECLARATION: desk.cast.alpha_coordinator, SIGN_OFF: desk.cast.alpha_chair}[path]
    before = desk.state(desk.cast.alpha)
    lacking = ["#/seen", "#/said"] if path == SIGN_OFF else ["#/seen"]
    assert list(wrong(Api(who).send("post", path, body, 400))) == lacking
    assert desk.state(desk.cast.alpha) == before


def test_answers_that_changed_after_they_were_read(desk: Desk) -> None:
    coordinator, chair = Api(desk.cast.alpha_coordinator), Api(desk.cast.alpha_chair)
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    before, said = seen(coordinator), coordinator.get(ONE)["said"]
    desk.answer(desk.cast.alpha, {"A02": 1997})
    refusal = coordinator.send("post", DECLARATION, before, 409)
    assert refusal["type"] == "urn:lsp-portal:problem:conflict"
    coordinator.send("post", DECLARATION, seen(coordinator))
    refusal = chair.send("post", SIGN_OFF, {**before, "said": said}, 409)
    assert refusal["detail"] == (
        "The answers changed after you opened this page. Read them again, then sign off."
    )
    assert desk.state(desk.cast.alpha) == "ready"
    read = all_seen(chair)
    assert chair.send("post", SIGN_OFF, read)["document_sha256"] == read["seen"]
    assert all_seen(chair) == read


def test_words_of_partners_that_nobody_read(partners: Partners) -> None:
    partners.desk.ready(partners.cast.alpha)
    chair = Api(partners.chair)
    read = all_seen(chair)
    partners.say("B", "dissent", "The figures are old.")
    assert chair.send("post", SIGN_OFF, read, 409)["detail"] == (
        "Partners said something after you opened this page. Read it, then sign off."
    )
    assert chair.send("post", SIGN_OFF, all_seen(chair))["state"] == "submitted"


def test_unusual_answers_have_to_be_confirmed_here_too(desk: Desk) -> None:
    coordinator = Api(desk.cast.alpha_coordinator)
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    refusal = coordinator.send("post", DECLARATION, seen(coordinator), 409)
    assert refusal["detail"].startswith("1 thing still needs an answer, a correction or a conf")
    desk.confirm(desk.cast.alpha)
    coordinator.send("post", DECLARATION, {**seen(coordinator), "note": "Not known yet."})
    assert coordinator.get(ONE)["ready_note"] == "Not known yet."


def test_an_area_that_is_not_eligible(desk: Desk) -> None:
    coordinator, chair = Api(desk.cast.alpha_coordinator), Api(desk.cast.alpha_chair)
    desk.answer(desk.cast.alpha, {"A01": "joint", "A04": "partner"})
    assert coordinator.get(ONE)["eligible"] is False
    coordinator.send("post", DECLARATION, seen(coordinator))
    assert chair.send("post", SIGN_OFF, all_seen(chair))["state"] == "ineligible"
    assert chair.get(ONE)["answers"] == {"A01": held("joint"), "A04": held("partner")}


@pytest.mark.parametrize("who", ["alpha_chair", "alpha_coordinator"])
def test_those_who_declare_and_those_who_sign_return_it_to_the_team(desk: Desk, who: str) -> None:
    api = Api(desk.cast.users[who])
    refusal = api.send("post", BACK, {"reason": "Too early"}, 409)
    assert refusal["detail"] == "This return is not started, so it cannot be sent back now."
    desk.ready(desk.cast.alpha)
    for body in (None, {}, {"reason": " "}):
        assert list(wrong(api.send("post", BACK, body, 400))) == ["#/reason"]
    back = api.send("post", BACK, {"reason": "Ask the PCT"})
    assert (back["state"], back["ready_at"]) == ("in_progress", None)
    words = str(desk.cast.users[who])
    assert desk.events(desk.cast.alpha)[-1] == ("return.sent_back", words)


def test_who_may_not_return_it_to_the_team(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    body = {"reason": "No"}
    refusal = Api(desk.cast.alpha_member).send("post", BACK, body, 403)
    assert refusal["detail"] == "You do not have the right to sign off this return."
    Api(desk.cast.observer).send("post", BACK, body, 403)
    for user in (desk.cast.beta_chair, desk.cast.evaluator, desk.cast.nobody):
        Api(user).send("post", BACK, body, 404)
    Api().send("post", BACK, body, 401)
    assert desk.state(desk.cast.alpha) == "ready"


def test_observers_read_an_accepted_return_and_nothing_before(desk: Desk) -> None:
    observer = Api(desk.cast.observer)
    refusal = observer.get(ONE, 403)
    assert refusal["detail"] == (
        "You can read this partnership’s return once the national evaluation team has accepted it."
    )
    desk.signed(desk.cast.alpha)
    observer.get(ONE, 403)
    with in_partnership(desk.cast.alpha.pk):
        accept_return(annual_return=desk.row(), by=desk.cast.evaluator, seen=desk.seen())
    whole = observer.get(ONE)
    assert (whole["state"], whole["answers"]["A01"]) == ("accepted", held("in_place"))
    assert whole == Api(desk.cast.alpha_chair).get(ONE)
    observer.get(LIST, 403)
