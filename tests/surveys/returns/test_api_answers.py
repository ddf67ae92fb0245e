"""The API of answering: contributors, what cannot be answered, joining, confirming, last year."""

from typing import Any

import pytest

from tests.support.api import Api, cost, wrong
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.partners import Partners
from tests.surveys.returns.test_api import ANSWERS, LIST, ONE, held, sent
from tests.surveys.returns.test_confirming import UNUSUAL
from tests.surveys.returns.years import Years

pytestmark = pytest.mark.django_db
CHECK, CONFIRMATIONS = f"{ONE}check/", f"{ONE}confirmations/"
LAST_YEAR = f"{ONE}last-year/"
COPIES, STILL_SO = f"{LAST_YEAR}copies/", f"{LAST_YEAR}confirmations/"
NO_RIGHT = "You do not have the right to answer the survey for this partnership."


def save(api: Api, status: int = 200, **answers: Any) -> Any:
    return api.send("patch", ANSWERS, {"answers": answers}, status)


def test_contributors_answer_what_was_given_to_them(partners: Partners) -> None:
    desk, member = partners.desk, Api(partners.member)
    assert save(member, 403, A01=sent("in_place"))["detail"] == NO_RIGHT
    partners.give("A", to=partners.trust)
    assert member.get(ONE)["may_answer"] == ["A"]
    assert save(member, A01=sent("in_place"))["questions"] == ["A01"]
    refusal = save(member, 403, A01=sent("joint", 1), B02=sent(20))
    assert refusal["detail"] == (
        "You cannot answer section 2, because it was not given to you. Ask the co-ordinator for it."
    )
    assert desk.values(desk.cast.alpha) == {"A01": "in_place"}
    assert Api(desk.cast.alpha_chair).get(ONE)["may_answer"] == []
    assert len(Api(desk.cast.alpha_coordinator).get(ONE)["may_answer"]) == 13


def test_half_a_character_is_told_of(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    for code in ("\ud800", "A01\udfff"):
        name = code.encode("utf-8", "replace").decode()
        answers = {code: sent("in_place")}
        assert wrong(api.send("patch", ANSWERS, {"answers": answers}, 400)) == {
            f"#/answers/{name}": f"There is no question {name} in this questionnaire."
        }
        assert api.send("patch", ANSWERS, {"answers": {code: 1}}, 400)
        assert api.send("patch", ANSWERS, {"answers": {code: {code: 1}}}, 400)
        assert api.send("patch", ANSWERS, {code: 1}, 400)
    assert desk.values(desk.cast.alpha) == {}


def test_what_cannot_be_answered(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    why = {"cannot": "not_yet", "cannot_note": " In May. "}
    body = save(api, A02={**sent(None), **why})
    assert body["answers"] == {"A02": held(None, 1, cannot="not_yet", cannot_note="In May.")}
    assert api.get(ONE)["answers"] == body["answers"]
    both = wrong(save(api, 400, A02={**sent(1999, 1), **why}))
    assert both == {
        "#/answers/A02": "Answer the question or say why it cannot be answered, not both"
    }
    for wrongly in ({"cannot": "tired"}, {"cannot_note": "x"}, {"cannto": "not_yet"}):
        errors = wrong(save(api, 400, A02={**sent(None, 1), **wrongly}))
        assert all(place.startswith("#/answers/A02") for place in errors)
    assert save(api, A02=sent(1999, 1))["answers"] == {"A02": held(1999, 2)}


def test_changes_that_do_not_clash_are_joined(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    question = next(q for q in desk.form.questions if q.rows and q.section == "C")
    first, second = question.rows[0].code, question.rows[1].code
    option, other = question.options[0].code, question.options[1].code
    save(api, **{question.code: sent({first: option})})
    save(api, **{question.code: sent({first: other}, 1)})
    body = save(api, **{question.code: sent({first: option, second: other}, 1)})
    assert (body["merged"], body["clashes"]) == ([question.code], [])
    assert body["answers"] == {question.code: held({first: other, second: other}, 3)}


def test_check_now_and_confirming(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    desk.answer(desk.cast.alpha, UNUSUAL)
    before = Api(desk.cast.alpha_member).get(CHECK)
    assert before["to_confirm"] == 1
    assert before["to_put_right"] == len(before["findings"]) - 1
    body = {"check_code": "CK02", "note": "The council pays."}
    unread = api.send("post", CONFIRMATIONS, {**body, "seen": "0" * 32}, 409)
    assert unread["type"].endswith(":conflict")
    after = api.send("post", CONFIRMATIONS, {**body, "seen": read(before)})
    assert after["to_confirm"] == 0
    assert [f["code"] for f in after["findings"] if f["confirmed"]] == ["CK02"]
    (kept,) = api.get(ONE)["confirmations"]
    assert kept.pop("confirmed_at")
    assert kept == {**body, "confirmed_by": "Alpha Coordinator"}
    back = {**body, "confirmed": False, "seen": read(before)}
    assert api.send("post", CONFIRMATIONS, back, 409)["type"].endswith(":conflict")
    assert api.send("post", CONFIRMATIONS, {**back, "seen": read(after)})["to_confirm"] == 1
    assert api.get(ONE)["confirmations"] == []


def read(check: dict) -> str:
    """What the finding of CK02 was when it was read."""
    (finding,) = [each for each in check["findings"] if each["code"] == "CK02"]
    return finding["seen"]


def test_confirming_is_refused(desk: Desk) -> None:
    body = {"check_code": "CK02", "seen": "0" * 32}
    api = Api(desk.cast.alpha_coordinator)
    refusal = api.send("post", CONFIRMATIONS, body, 409)
    assert refusal["detail"].startswith("There is nothing to confirm here any more")
    assert list(wrong(api.send("post", CONFIRMATIONS, {}, 400))) == ["#/check_code", "#/seen"]
    for user in (desk.cast.alpha_chair, desk.cast.alpha_member):
        assert Api(user).send("post", CONFIRMATIONS, body, 403)["detail"] == NO_RIGHT
    for path in (CHECK, LAST_YEAR):
        Api(desk.cast.observer).get(path, 403)
        Api(desk.cast.beta_coordinator).get(path, 404)
        Api().get(path, 401)


def test_a_frozen_return_says_what_could_not_be_answered(desk: Desk) -> None:
    answers = desk.complete(desk.cast.alpha) | {"B14": None}
    desk.answer(desk.cast.alpha, answers)
    desk.confirm(desk.cast.alpha)
    desk.ready(desk.cast.alpha, {"B14": None})
    chair = Api(desk.cast.alpha_chair)
    read = chair.get(ONE)
    chair.send("post", f"{ONE}sign-off/", {"seen": read["seen"], "said": read["said"]})
    whole = chair.get(ONE)
    assert (whole["version"], whole["may_answer"]) == (1, [])
    assert whole["confirmations"] == [
        {"check_code": "CK02", "note": "It is right.", "confirmed_by": "", "confirmed_at": None}
    ]
    assert whole["answers"]["B13"] == held(2.5)


def test_last_year_is_copied_and_confirmed(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    assert api.get(LAST_YEAR) == {"year": None, "questions": []}
    assert "no signed-off return" in api.send("post", COPIES, {"questions": ["A02"]}, 409)["detail"]
    Years(desk, A01="in_place", A02=1999)
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    shown = api.get(LAST_YEAR)
    rows = {row["question"]: row for row in shown["questions"]}
    assert (shown["year"], rows["A02"]) == (
        2003,
        {
            "section": "A",
            "question": "A02",
            "relation": "same",
            "earlier": [{"question": "A02", "answer": "1999"}],
            "value": 1999,
            "act": "copy",
        },
    )
    assert api.send("post", COPIES, {"questions": ["A02"]}) == {"questions": ["A02"]}
    assert api.get(ONE)["answers"]["A02"] == held(1999, 1, carried_from=2003)
    acts = {row["question"]: row["act"] for row in api.get(LAST_YEAR)["questions"]}
    assert (acts["A01"], acts["A02"]) == ("", "confirm")
    assert api.send("post", STILL_SO, {"questions": ["A02"]}) == {"questions": ["A02"]}
    assert api.get(ONE)["answers"]["A02"] == held(1999, 2)
    assert (
        "Nothing was confirmed" in api.send("post", STILL_SO, {"questions": ["A02"]}, 409)["detail"]
    )
    for path in (COPIES, STILL_SO):
        assert list(wrong(api.send("post", path, {"questions": []}, 400))) == ["#/questions"]
        refusal = Api(desk.cast.alpha_chair).send("post", path, {"questions": ["A02"]}, 403)
        assert refusal["detail"] == NO_RIGHT


def test_cost_does_not_grow(desk: Desk) -> None:
    Years(desk)
    api = Api(desk.cast.alpha_coordinator)
    desk.answer(desk.cast.alpha, UNUSUAL)
    costs = {path: cost(lambda path=path: api.get(path)) for path in (CHECK, LAST_YEAR)}
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001, "A03": "3"})
    desk.confirm(desk.cast.alpha)
    assert {path: cost(lambda path=path: api.get(path)) for path in costs} == costs
    assert max(costs.values()) <= 16


def test_a_client_that_has_it_already(desk: Desk) -> None:
    api = Api(desk.cast.alpha_coordinator)
    tag = api.tag(ONE)
    api.get(ONE, 304, **{"If-None-Match": tag})
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    api.get(ONE, 200, **{"If-None-Match": tag})
    api.get(f"{LIST}1999/check/", 404)
