"""/api/v1/p/<slug>/returns/: the same rules as the pages, answer by answer."""

import json
from typing import Any

import pytest
from django.test import Client

from portal.tenancy.context import in_national
from surveys.returns.domain.waves import close_wave
from tests.support.api import BACKEND, ROOT, Api, cost, said, token_of, wrong
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db
LIST = "p/alpha/returns/"
ONE = f"{LIST}2004/"
ANSWERS, DECLARATION = f"{ONE}answers/", f"{ONE}declaration/"
SIGN_OFF, BACK = f"{ONE}sign-off/", f"{ONE}return-to-team/"


NOTHING_ELSE = {"cannot": "", "cannot_note": "", "carried_from": None}


def sent(value: Any, revision: int = 0) -> dict[str, Any]:
    return {"value": value, "revision": revision}


def held(value: Any, revision: int = 0, **more: Any) -> dict[str, Any]:
    """An answer as it comes back."""
    return {**sent(value, revision), **NOTHING_ELSE, **more}


def test_list_and_return(desk: Desk) -> None:
    api = Api(desk.cast.alpha_member)
    (row,) = api.get(LIST)
    assert row == {
        "year": 2004,
        "state": "not_started",
        "closes_on": "2004-12-17",
        "due_on": "2004-12-17",
        "questionnaire": desk.form.sha256,
        "ready_at": None,
        "submitted_at": None,
        "document_sha256": "",
        "version": 0,
    }
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    whole = api.get(ONE)
    assert whole["state"] == "in_progress"
    assert whole["answers"] == {"A01": held("in_place", 1), "A02": held(2001, 1)}
    finding = whole["findings"][0]
    assert finding == {
        "kind": "required",
        "code": "required",
        "section": "A",
        "question": "A04",
        "item": "A04",
        "anchor": "id_A04_0",
        "message": finding["message"],
        "remedy": finding["remedy"],
        "confirmed": False,
        "seen": "",
    }


def test_answers_are_saved_with_their_revisions(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    body = api.send("patch", ANSWERS, {"answers": {"A01": sent("in_place"), "A02": sent(2001)}})
    answers = {"A01": held("in_place", 1), "A02": held(2001, 1)}
    assert body == {"questions": ["A01", "A02"], "merged": [], "clashes": [], "answers": answers}
    body = api.send("patch", ANSWERS, {"answers": {"A02": sent(2002, 1)}})
    answers = {"A02": held(2002, 2)}
    assert body == {"questions": ["A02"], "merged": [], "clashes": [], "answers": answers}
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2002}
    assert api.get(ONE)["answers"]["A02"] == held(2002, 2)
    assert desk.values(desk.cast.beta) == {}


def test_an_answer_that_somebody_changed_is_not_overwritten(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A02": 1999})
    api = Api(desk.cast.alpha_coordinator)
    body = api.send("patch", ANSWERS, {"answers": {"A02": sent(2001), "A01": sent("in_place")}})
    assert body["questions"] == ["A01"]
    (clash,) = body["clashes"]
    assert clash.pop("at")
    sides = {
        name: {"value": value, "cannot": "", "cannot_note": ""}
        for name, value in (("base", None), ("theirs", 1999), ("mine", 2001))
    }
    assert clash == {"question": "A02", **sides, "by": "Alpha Coordinator", "revision": 1}
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 1999}


def test_null_clears_an_answer(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A02": 1999})
    Api(desk.cast.alpha_coordinator).send("patch", ANSWERS, {"answers": {"A02": sent(None, 1)}})
    assert desk.values(desk.cast.alpha) == {"A02": None}


def test_wrong_values_are_listed_by_place_and_nothing_is_saved(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    answers = {"A01": sent("castle"), "A02": sent("soon"), "Z99": sent(1), "A03": sent("1")}
    errors = wrong(api.send("patch", ANSWERS, {"answers": answers}, 400))
    assert list(errors) == ["#/answers/A01", "#/answers/A02", "#/answers/Z99"]
    assert errors["#/answers/Z99"] == "There is no question Z99 in this questionnaire."
    assert desk.values(desk.cast.alpha) == {}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/answers"]),
        ({"answers": {}}, ["#/answers"]),
        ({"answers": []}, ["#/answers"]),
        ({"answers": {"A01": "in_place"}}, ["#/answers/A01"]),
        ({"answers": {"A01": {"value": "in_place"}}}, ["#/answers/A01/revision"]),
        ({"answers": {"A01": {"value": "in_place", "revision": -1}}}, ["#/answers/A01/revision"]),
        ({"answers": {"A01": {"revision": 0}}}, ["#/answers/A01/value"]),
    ],
)
def test_wrong_shapes(desk: Desk, body: Any, pointers: list[str]) -> None:
    errors = wrong(Api(desk.cast.alpha_coordinator).send("patch", ANSWERS, body, 400))
    assert list(errors) == pointers


def test_what_is_no_json(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.cast.alpha_coordinator, BACKEND)
    broken = client.patch(ROOT + ANSWERS, b"{", content_type="application/json")
    assert said(broken, 400)["detail"].startswith("JSON parse error")
    said(client.patch(ROOT + ANSWERS, b"<x/>", content_type="application/xml"), 415)


def test_only_coordinators_answer(desk: Desk) -> None:
    body = {"answers": {"A01": sent("in_place")}}
    for user in (desk.cast.alpha_chair, desk.cast.alpha_member):
        refusal = Api(user).send("patch", ANSWERS, body, 403)
        assert (
            refusal["detail"]
            == "You do not have the right to answer the survey for this partnership."
        )
    refusal = Api(desk.cast.observer).send("patch", ANSWERS, body, 403)
    assert refusal["detail"] == "You do not have the right to read this partnership's return."
    for user in (desk.cast.beta_coordinator, desk.cast.evaluator, desk.cast.nobody):
        Api(user).send("patch", ANSWERS, body, 404)
    Api().send("patch", ANSWERS, body, 401)
    assert desk.values(desk.cast.alpha) == {}


@pytest.mark.parametrize("path", [LIST, ONE])
def test_who_reads(desk: Desk, path: str) -> None:
    for role in ("coordinator", "chair", "member"):
        Api(desk.cast.users[f"alpha_{role}"]).get(path)
    Api(desk.cast.observer).get(path, 403)
    for user in (desk.cast.beta_chair, desk.cast.evaluator, desk.cast.odpm, desk.cast.nobody):
        Api(user).get(path, 404)
    Api().get(path, 401)


def test_a_year_without_a_wave(desk: Desk) -> None:
    body = Api(desk.cast.alpha_chair).get(f"{LIST}1999/", 404)
    assert body["detail"] == "There is no 1999 return of this partnership."


def test_declaration_and_sign_off(desk: Desk) -> None:
    coordinator, chair = Api(desk.cast.alpha_coordinator), Api(desk.cast.alpha_chair)
    seen = {"seen": coordinator.get(ONE)["seen"]}
    refusal = coordinator.send("post", DECLARATION, seen, 409)
    assert refusal["type"] == "urn:lsp-portal:problem:refused"
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    refusal = coordinator.send("post", DECLARATION, seen, 409)
    assert refusal["type"] == "urn:lsp-portal:problem:conflict"
    seen = {"seen": coordinator.get(ONE)["seen"]}
    chair.send("post", DECLARATION, seen, 403)
    assert coordinator.send("post", DECLARATION, seen)["state"] == "ready"
    body = {"answers": {"A02": sent(2001, 1)}}
    assert "declared ready" in coordinator.send("patch", ANSWERS, body, 409)["detail"]
    coordinator.send("post", SIGN_OFF, seen, 403)
    seen["said"] = chair.get(ONE)["said"]
    assert chair.send("post", SIGN_OFF, {**seen, "seen": "0" * 64}, 409)["type"].endswith(
        ":conflict"
    )
    signed = chair.send("post", SIGN_OFF, seen)
    assert (signed["state"], len(signed["document_sha256"])) == ("submitted", 64)
    assert chair.send("post", SIGN_OFF, seen) == signed
    body = coordinator.send("patch", ANSWERS, body, 409)
    assert body["detail"] == (
        "This return has been signed off, so its answers cannot change. Ask the national"
        " evaluation team to reopen it if something has to."
    )
    whole = chair.get(ONE)
    assert {answer["revision"] for answer in whole["answers"].values()} == {0}
    assert [f for f in whole["findings"] if f["kind"] != "soft"] == []


@pytest.mark.parametrize(
    ("path", "wanted"),
    [(DECLARATION, ["seen"]), (SIGN_OFF, ["seen", "said"]), (BACK, ["reason"])],
)
def test_what_a_step_needs(desk: Desk, path: str, wanted: list[str]) -> None:
    user = desk.cast.alpha_coordinator if path == DECLARATION else desk.cast.alpha_chair
    assert wrong(Api(user).send("post", path, {}, 400)) == {
        f"#/{name}": "This field is required." for name in wanted
    }


def test_a_declared_return_goes_back_to_the_team(desk: Desk) -> None:
    reason = {"reason": "The board has not seen section K."}
    chair = Api(desk.cast.alpha_chair)
    chair.send("post", BACK, reason, 409)
    desk.ready(desk.cast.alpha)
    Api(desk.cast.alpha_member).send("post", BACK, reason, 403)
    Api(desk.cast.observer).send("post", BACK, reason, 403)
    Api(desk.cast.beta_chair).send("post", BACK, reason, 404)
    assert chair.send("post", BACK, reason)["state"] == "in_progress"


def test_after_the_wave_has_closed(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    body = {"answers": {"A01": sent("in_place")}}
    refusal = Api(desk.cast.alpha_coordinator).send("patch", ANSWERS, body, 409)
    assert refusal["detail"] == (
        "The 2004 survey is closed. Ask the national evaluation team for more time if you need it."
    )


def test_a_session_needs_the_csrf_token_and_an_api_token_does_not(desk: Desk) -> None:
    body = json.dumps({"answers": {"A01": sent("in_place")}})
    user, kind = desk.cast.alpha_coordinator, "application/json"
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, BACKEND)
    refused = said(client.patch(ROOT + ANSWERS, body, content_type=kind), 403)
    assert "CSRF" in refused["detail"]
    page = client.get("/account/api-tokens/").content.decode()
    csrf = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    headers = {"X-CSRFToken": csrf}
    said(client.patch(ROOT + ANSWERS, body, content_type=kind, headers=headers), 200)
    stranger = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Token {token_of(user)}"}
    said(stranger.patch(ROOT + ANSWERS, body, content_type=kind, headers=headers), 200)


@pytest.mark.parametrize(("method", "path"), [("post", LIST), ("put", ONE), ("get", ANSWERS)])
def test_other_methods(desk: Desk, method: str, path: str) -> None:
    Api(desk.cast.alpha_coordinator).send(method, path, None, 405)


def test_cost_does_not_grow(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    desk.answer(desk.cast.alpha, {"A01": "in_place", "B13": 2.0})  # unusual
    before = cost(lambda: api.get(ONE))
    desk.answer(desk.cast.alpha, {"A02": 2001, "A03": "3"})
    assert cost(lambda: api.get(ONE)) == before <= 16
    one = {"answers": {"A01": sent("in_place", 1)}}
    three = {"answers": {"A01": sent("in_place", 1), "A03": sent("3", 1), "A02": sent(2001, 1)}}
    assert cost(lambda: api.send("patch", ANSWERS, one)) == cost(
        lambda: api.send("patch", ANSWERS, three)
    )
